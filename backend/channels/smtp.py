"""Email by SMTP (RFC 5321), each step apart, because only after the text was handed over can an answer be lost."""

import smtplib
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from functools import cache
from socket import SHUT_RDWR
from threading import Timer

from backend.channels.port import Accepted, NotSent, Outcome, Outgoing, Rejected, Uncertain
from backend.channels.told import Lost, NoEncryption, StepRefused, told
from domain.constants import SECOND
from domain.contacts import clean_text, parse_email
from domain.reasons import Reason
from domain.wire.channels import ChannelTest, Security, Verdict

__all__ = ["Security", "SmtpChannel", "SmtpSettings", "compose"]

STEPS = 3
"""How many times the time-out of one step a session may take: who answers letter by letter is not waited for."""


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


class SmtpChannel:
    """Sends through one mail server, a connection a message."""

    def __init__(self, settings: SmtpSettings, tls: ssl.SSLContext | None = None) -> None:
        self._settings = settings
        self._tls = tls

    def send(self, message: Outgoing) -> Outcome:
        """RFC 5321 4.2.1: codes from 400 pass by themselves, those from 500 do not."""
        try:
            mail = compose(message, self._settings.from_address)
        except ValueError:
            return Rejected(Reason.BAD_ADDRESS)
        try:
            return self._hand_over(mail)
        except Lost:
            return Uncertain()
        except StepRefused as refused:
            return _refusal(refused)
        except smtplib.SMTPAuthenticationError:
            return Rejected(Reason.NOT_CONFIGURED)
        except smtplib.SMTPResponseException as refused:
            return Rejected(Reason.REFUSED_BY_PROVIDER) if refused.smtp_code >= 500 else NotSent()
        except smtplib.SMTPNotSupportedError:
            return Rejected(Reason.NOT_CONFIGURED)
        except OSError:
            return NotSent()

    def try_out(self, message: Outgoing) -> ChannelTest:
        """The same way; what went wrong is told in the provider's words, unless they repeat the password."""
        try:
            mail = compose(message, self._settings.from_address)
        except ValueError:
            return ChannelTest(Verdict.SENDER, to=message.to)
        try:
            self._hand_over(mail)
        except (OSError, Lost, StepRefused) as error:
            return told(error, message.to, self._settings.password)
        return ChannelTest(Verdict.TAKEN, to=message.to)

    def _hand_over(self, mail: EmailMessage) -> Accepted:
        with self._session() as smtp:
            smtp.ehlo_or_helo_if_needed()
            _expect("sender", smtp.mail(self._settings.from_address), (250,))
            _expect("recipient", smtp.rcpt(str(mail["To"])), (250, 251))
            return _give_text(smtp, mail)

    @contextmanager
    def _session(self) -> Iterator[smtplib.SMTP]:
        """A greeted, encrypted and signed-in connection."""
        smtp = self._made()
        limit = Timer(self._settings.timeout * STEPS, _cut, (smtp,))
        limit.daemon = True
        limit.start()
        try:
            _greeted(*smtp.connect(self._settings.host, self._settings.port))
            if self._settings.security == "starttls":
                self._encrypt(smtp)
            if self._settings.user:
                _sign_in(smtp, self._settings.user, self._settings.password or "")
            yield smtp
        finally:
            limit.cancel()
            smtp.close()

    def _made(self) -> smtplib.SMTP:
        """Not connected yet: once it connects by itself, nobody could end it while it waits for the greeting."""
        settings = self._settings
        name = settings.from_address.rpartition("@")[2]
        if settings.security == "tls":
            context = self._tls or _trusted()
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(local_hostname=name, timeout=settings.timeout, context=context)
        else:
            smtp = smtplib.SMTP(local_hostname=name, timeout=settings.timeout)
        smtp._host = settings.host  # type: ignore[attr-defined]  # noqa: SLF001 - whom a certificate has to name
        return smtp

    def _encrypt(self, smtp: smtplib.SMTP) -> None:
        smtp.ehlo_or_helo_if_needed()
        if not smtp.has_extn("starttls"):
            raise NoEncryption
        smtp.starttls(context=self._tls or _trusted())


@cache
def _trusted() -> ssl.SSLContext:
    """Whom this machine trusts; reading that takes longer than sending, so once."""
    return ssl.create_default_context()


def _cut(smtp: smtplib.SMTP) -> None:
    with suppress(OSError):  # it has ended by itself
        if smtp.sock is not None:
            smtp.sock.shutdown(SHUT_RDWR)


def _greeted(code: int, said: bytes) -> None:
    if code != 220:
        raise smtplib.SMTPConnectError(code, said)


def _sign_in(smtp: smtplib.SMTP, user: str, password: str) -> None:
    """RFC 4616 has UTF-8, which the library cannot: it refuses names and passwords beyond ASCII."""
    if user.isascii() and password.isascii():
        smtp.login(user, password)
        return
    smtp.ehlo_or_helo_if_needed()
    code, said = smtp.docmd("AUTH", "PLAIN " + b64encode(f"\0{user}\0{password}".encode()).decode())
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, said)


def _refusal(refused: StepRefused) -> Outcome:
    if refused.code < 500:
        return NotSent()
    return Rejected(Reason.BAD_ADDRESS if refused.step == "recipient" else Reason.REFUSED_BY_PROVIDER)


def _give_text(smtp: smtplib.SMTP, mail: EmailMessage) -> Accepted:
    _expect("text", smtp.docmd("DATA"), (354,))
    try:
        smtp.send(_stuffed(mail.as_bytes()))
        reply = smtp.getreply()
    except (OSError, smtplib.SMTPException):
        raise Lost from None
    if reply[0] != 250 and not 400 <= reply[0] < 600:
        raise Lost  # they have the text, and what they say of it means nothing
    _expect("text", reply, (250,))
    with suppress(OSError):  # saying goodbye is a courtesy; the message is theirs now
        smtp.putcmd("QUIT")
    return Accepted(str(mail["Message-ID"]))


def _expect(step: str, reply: tuple[int, bytes], codes: tuple[int, ...]) -> None:
    if reply[0] not in codes:
        raise StepRefused(step, *reply)


def _stuffed(text: bytes) -> bytes:
    """RFC 5321 4.5.2: a line that starts with a dot gets a second one, and a lone dot ends the text."""
    lines = text.removesuffix(b"\r\n").replace(b"\r\n.", b"\r\n..")
    return (b"." if lines.startswith(b".") else b"") + lines + b"\r\n.\r\n"


class _Policy(EmailPolicy):
    """Folds long headers, but leaves the address to unsubscribe at whole: folded it would be encoded, which no program
    reads there.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        if name == _UNSUBSCRIBE:
            return f"{name}: {value}{self.linesep}".encode()
        return super().fold_binary(name, value)


_UNSUBSCRIBE = "List-Unsubscribe"
_POLICY = _Policy(linesep="\r\n")


def compose(message: Outgoing, from_address: str) -> EmailMessage:
    """The mail as it travels. Raises ValueError when an address is none.

    A header that took a line break from a person's text would be a second header (promise S6), so breaks become spaces.
    """
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = Address(display_name=clean_text(message.sender), addr_spec=from_address)
    mail["To"] = Address(addr_spec=parse_email(message.to))
    mail["Subject"] = clean_text(message.subject)
    mail["Date"] = datetime.fromtimestamp(message.at / SECOND, UTC)
    mail["Message-ID"] = f"<{message.id}@{from_address.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    if message.unsubscribe:
        mail[_UNSUBSCRIBE] = f"<{message.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.text, charset="utf-8", cte="quoted-printable")
    return mail
