"""What went wrong on the way to a provider, for whoever set it up: one verdict, and the provider's own words.

Nothing of this is logged or kept: it is the answer to a test. Words that repeat a secret are left out.
"""

import smtplib
import socket
import ssl
from base64 import b64encode

from domain.contacts import clean_text
from domain.wire.channels import ChannelTest, Verdict

LONGEST = 300
"""Of what a provider says; letters."""

_BROKEN_OFF = {421, 450, 451, 452, 454}


class StepRefused(Exception):
    """A mail server answered a step (sender, recipient, text) with a code that is no success."""

    def __init__(self, step: str, code: int, said: bytes) -> None:
        super().__init__(step, code)
        self.step, self.code, self.said = step, code, said


class NoEncryption(smtplib.SMTPNotSupportedError):
    """The mail server offers none, and was to be asked only with it."""


class Lost(Exception):
    """Nobody can tell whether the message was taken."""


def told(error: Exception, to: str, secret: str | None) -> ChannelTest:
    """Of an exception on the way to a mail server."""
    verdict = _verdict(error)
    if isinstance(error, StepRefused):
        return ChannelTest(verdict, error.code, without(secret, _text(error.said)), to)
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code > 0:
        return ChannelTest(verdict, error.smtp_code, without(secret, _text(error.smtp_error)), to)
    return ChannelTest(verdict, to=to)


def _text(said: bytes | str) -> str:
    return said if isinstance(said, str) else said.decode("utf-8", "replace")


def without(secret: str | None, said: str) -> str:
    """What was said, as one line; empty when the secret is in it, plain or as it travels."""
    line = clean_text(said)
    if secret and any(form in said or form in line for form in _forms(secret)):
        return ""
    return line[:LONGEST]


def _forms(secret: str) -> tuple[str, ...]:
    """Base64 of what ends with the secret depends on how many bytes go before it: three ways, less the first and the
    last letters.
    """
    raw = secret.encode()
    shifted = (b64encode(b"\0" * before + raw).decode().rstrip("=")[(0, 2, 3)[before] :] for before in range(3))
    return (secret, *(form[:-1] for form in shifted if len(form) > 4))


def of_network(error: BaseException) -> Verdict | None:
    """Of an exception that the network itself raised."""
    if isinstance(error, TimeoutError):
        return Verdict.TIMED_OUT
    if isinstance(error, socket.gaierror | UnicodeError):
        return Verdict.UNKNOWN_HOST
    if isinstance(error, ssl.SSLCertVerificationError):
        return Verdict.CERTIFICATE
    if isinstance(error, ssl.SSLError):
        return Verdict.BROKEN_ENCRYPTION
    return None


def _verdict(error: Exception) -> Verdict:
    if isinstance(error, Lost):
        return Verdict.NO_ANSWER
    if isinstance(error, StepRefused):
        return _of_step(error)
    if isinstance(error, NoEncryption):
        return Verdict.NO_ENCRYPTION
    if isinstance(error, smtplib.SMTPException):
        return _of_library(error)
    found = of_network(error)
    if found is None and isinstance(error, ConnectionResetError | BrokenPipeError):
        found = Verdict.HUNG_UP
    return found or Verdict.NO_CONNECTION


def _of_step(refused: StepRefused) -> Verdict:
    """RFC 4954 6 and RFC 3207 4: 530 asks for a signing in, or for encryption, first."""
    if refused.code == 530:
        return Verdict.SIGN_IN_FIRST
    return Verdict(refused.step) if refused.code >= 500 else Verdict.BUSY


def _of_library(error: smtplib.SMTPException) -> Verdict:
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code in _BROKEN_OFF:
        return Verdict.BUSY
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Verdict.PASSWORD
    if isinstance(error, smtplib.SMTPServerDisconnected):  # the library says so of a time-out too
        return Verdict.TIMED_OUT if isinstance(error.__context__, TimeoutError) else Verdict.HUNG_UP
    if isinstance(error, smtplib.SMTPResponseException):
        return Verdict.REFUSED if error.smtp_code >= 400 else Verdict.NO_MAIL_SERVER
    return Verdict.NO_SIGN_IN
