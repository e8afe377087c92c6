"""The forms over a salon's own mail server and its own SMS account. What was typed outlives every refusal."""

import re

from PySide6.QtCore import QObject, Signal

from desktop.models.changing import Changing
from desktop.models.channels import Channels, Trial
from desktop.models.ports import Outcome, Toasts
from desktop.texts import tr
from domain.contacts import email_or_none
from domain.wire.channels import ChannelRow, SaveMail, SaveSms, Security
from domain.wire.rows import Channel

PORTS: dict[Security, str] = {"starttls": "587", "tls": "465", "none": "25"}
"""Where mail servers usually listen, by how the connection is encrypted."""

_ACCOUNT = re.compile("AC[0-9a-fA-F]{32}")


class ChannelForm(QObject):
    """What both have: a secret that is typed or stays, one change on its way, and a test of what is typed."""

    changed = Signal()
    finished = Signal()

    def __init__(self, channel: Channel, channels: Channels, toasts: Toasts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.channels, self._toasts = channels, toasts
        self.row: ChannelRow = channels.row(channel)
        self.secret = ""
        self.changing, self.trial = Changing(channels.office, self), Trial(channel, channels.office, self)
        self.changing.changed.connect(self.changed)
        self.trial.changed.connect(self.changed)

    def wish(self) -> SaveMail | SaveSms:
        """What is typed, as it is asked for."""
        raise NotImplementedError

    def fault(self) -> str:
        """What is missing or wrong; empty when it is whole."""
        raise NotImplementedError

    def why_not(self) -> str:
        """Why it cannot be saved as it stands."""
        if self.channels.why_not():
            return self.channels.why_not()
        return tr("The server is being asked.") if self.changing.waits else self.fault()

    def why_no_test(self) -> str:
        """Why it cannot be tried as it stands."""
        return self.channels.why_not() or self.fault() or self.trial.why_not()

    def submit(self) -> None:
        """Ask the server. Nothing happens while something is missing."""
        if not self.why_not():
            self.changing.ask(self.wish(), self._saved)

    def try_out(self) -> None:
        """Try what is typed, without saving it."""
        if not self.why_no_test():
            self.trial.run(self.wish())

    def set_secret(self, secret: str) -> None:
        """The password or token as it is typed; empty keeps the one on file."""
        self.secret = secret
        self._edited()

    def _edited(self) -> None:
        self.trial.forget()
        self.changed.emit()

    def _saved(self, _outcome: Outcome) -> None:
        self._toasts.say(tr("Saved: messages go this way from now on."))
        self.finished.emit()


class MailForm(ChannelForm):
    """The salon's own mail server."""

    def __init__(self, channels: Channels, toasts: Toasts, parent: QObject | None = None) -> None:
        super().__init__("email", channels, toasts, parent)
        own = self.row.source == "own"
        self.host, self.user, self.address = self.row.host, self.row.user, self.row.from_address
        self.security: Security = _security(self.row.security)
        self.port = str(self.row.port) if own else PORTS[self.security]

    def wish(self) -> SaveMail:
        user = self.user.strip()
        password = self.secret if user and self.secret else None
        return SaveMail(self.host.strip(), int(self.port), self.security, self.address.strip(), user, password)

    def fault(self) -> str:
        if not self.host.strip():
            return tr("Please enter the name of the mail server.")
        if not self.port.isascii() or not self.port.isdecimal() or not 1 <= int(self.port) <= 65535:
            return tr("A port is a number between 1 and 65535.")
        if email_or_none(self.address) is None:
            return tr("Please enter the address that mail is to come from.")
        if self.user.strip() and not self.secret and not self.keeps():
            return self._ask_again() if self.row.secret_set_at else tr("Please enter the password.")
        return tr("The password needs a user name.") if self.secret and not self.user.strip() else ""

    def keeps(self) -> bool:
        """Whether the password on file would still go to where it was given for."""
        row, typed = self.row, (self.host.strip().lower(), self.port, self.security, self.user.strip())
        return row.secret_set_at is not None and typed == (row.host, str(row.port), row.security, row.user)

    def set_host(self, host: str) -> None:
        """The name of the mail server."""
        self.host = host
        self._edited()

    def set_port(self, port: str) -> None:
        """The port, as it is typed."""
        self.port = port.strip()
        self._edited()

    def set_security(self, security: Security) -> None:
        """How the connection is encrypted; the usual port goes with it."""
        if self.port in PORTS.values():
            self.port = PORTS[security]
        self.security = security
        self._edited()

    def set_user(self, user: str) -> None:
        """By which name to sign in there; empty without."""
        self.user = user
        self._edited()

    def set_address(self, address: str) -> None:
        """Where mail comes from."""
        self.address = address
        self._edited()

    def _ask_again(self) -> str:
        return tr("Please enter the password again: the one on file only goes where it was given for.")


class SmsForm(ChannelForm):
    """The salon's own account at the SMS provider."""

    def __init__(self, channels: Channels, toasts: Toasts, parent: QObject | None = None) -> None:
        super().__init__("sms", channels, toasts, parent)
        self.account, self.number = self.row.account, self.row.from_number

    def wish(self) -> SaveSms:
        return SaveSms(self.account.strip(), self.number.strip(), self.secret or None)

    def fault(self) -> str:
        if not _ACCOUNT.fullmatch(self.account.strip()):
            return tr("An account's name begins with AC and has 34 letters and digits.")
        if not self.number.strip():
            return tr("Please enter the number to send from.")
        if self.secret or (self.row.secret_set_at and self.row.account == self.account.strip()):
            return ""
        return tr("Please enter the account's token.")

    def set_account(self, account: str) -> None:
        """The account's name at the provider."""
        self.account = account
        self._edited()

    def set_number(self, number: str) -> None:
        """The number that texts come from."""
        self.number = number
        self._edited()


def _security(name: str) -> Security:
    return "tls" if name == "tls" else "none" if name == "none" else "starttls"
