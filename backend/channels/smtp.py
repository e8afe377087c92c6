"""Email by SMTP (RFC 5321), each step apart, because only after the text was handed over can an answer be lost."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Literal

from backend.channels.port import Accepted, NotSent, Outcome, Outgoing, Rejected, Uncertain
from domain.constants import SECOND
from domain.contacts import clean_text, parse_email
from domain.reasons import Reason

Security = Literal["starttls", "tls", "none"]


@dataclass(frozen=True)
class SmtpSettings:
    """How to reach the mail server. `security` none is for a server on the same machine."""

    host: str
    port: int
    from_address: str
    security: Security = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 20.0
    """Seconds that one step may take."""


class _Refused(Exception):
    """The server answered a step with a code that is no success."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class SmtpChannel:
    """Sends through one mail server, a connection a message."""

    def __init__(self, settings: SmtpSettings, tls: ssl.SSLContext | None = None) -> None:
        self._settings = settings
        self._tls = tls or ssl.create_default_context()

    def send(self, message: Outgoing) -> Outcome:
        """RFC 5321 4.2.1: codes from 400 pass by themselves, those from 500 do not."""
        try:
            mail = compose(message, self._settings.from_address)
        except ValueError:
            return Rejected(Reason.BAD_ADDRESS)
        try:
            with self._session() as smtp:
                return self._hand_over(smtp, mail)
        except _Refused as refused:
            return Rejected(Reason.REFUSED_BY_PROVIDER) if refused.code >= 500 else NotSent()
        except smtplib.SMTPAuthenticationError:
            return Rejected(Reason.NOT_CONFIGURED)
        except smtplib.SMTPResponseException as refused:
            return Rejected(Reason.REFUSED_BY_PROVIDER) if refused.smtp_code >= 500 else NotSent()
        except smtplib.SMTPNotSupportedError:
            return Rejected(Reason.NOT_CONFIGURED)
        except OSError:
            return NotSent()

    @contextmanager
    def _session(self) -> Iterator[smtplib.SMTP]:
        """A greeted, encrypted and signed-in connection."""
        smtp = self._connect()
        try:
            if self._settings.security == "starttls":
                smtp.starttls(context=self._tls)
            if self._settings.user:
                smtp.login(self._settings.user, self._settings.password or "")
            yield smtp
        finally:
            smtp.close()

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        name = settings.from_address.rpartition("@")[2]
        if settings.security == "tls":
            return smtplib.SMTP_SSL(settings.host, settings.port, name, timeout=settings.timeout, context=self._tls)
        return smtplib.SMTP(settings.host, settings.port, name, timeout=settings.timeout)

    def _hand_over(self, smtp: smtplib.SMTP, mail: EmailMessage) -> Outcome:
        smtp.ehlo_or_helo_if_needed()
        _expect(smtp.mail(self._settings.from_address), (250,))
        code, _ = smtp.rcpt(str(mail["To"]))
        if code not in {250, 251}:
            return Rejected(Reason.BAD_ADDRESS) if code >= 500 else NotSent()
        return _give_text(smtp, mail)


def _give_text(smtp: smtplib.SMTP, mail: EmailMessage) -> Outcome:
    _expect(smtp.docmd("DATA"), (354,))
    try:
        smtp.send(_stuffed(mail.as_bytes()))
        reply = smtp.getreply()
    except (OSError, smtplib.SMTPException):
        return Uncertain()
    if reply[0] != 250 and not 400 <= reply[0] < 600:
        return Uncertain()  # they have the text, and what they say of it means nothing
    _expect(reply, (250,))
    with suppress(OSError):  # saying goodbye is a courtesy; the message is theirs now
        smtp.putcmd("QUIT")
    return Accepted(str(mail["Message-ID"]))


def _expect(reply: tuple[int, bytes], codes: tuple[int, ...]) -> None:
    if reply[0] not in codes:
        raise _Refused(reply[0])


def _stuffed(text: bytes) -> bytes:
    """RFC 5321 4.5.2: a line that starts with a dot gets a second one, and a lone dot ends the text."""
    lines = text.removesuffix(b"\r\n").replace(b"\r\n.", b"\r\n..")
    return (b"." if lines.startswith(b".") else b"") + lines + b"\r\n.\r\n"


def compose(message: Outgoing, from_address: str) -> EmailMessage:
    """The mail as it travels. Raises ValueError when an address is none.

    A header that took a line break from a person's text would be a second header (promise S6), so breaks become spaces.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(display_name=clean_text(message.sender), addr_spec=from_address)
    mail["To"] = Address(addr_spec=parse_email(message.to))
    mail["Subject"] = clean_text(message.subject)
    mail["Date"] = datetime.fromtimestamp(message.at / SECOND, UTC)
    mail["Message-ID"] = f"<{message.id}@{from_address.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    if message.unsubscribe:
        mail["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.text, charset="utf-8", cte="quoted-printable")
    return mail
