"""What Twilio tells us by requests of its own: texts from clients, and what became of ours.

A request is signed with the account's token: X-Twilio-Signature is the base64 of HMAC-SHA1 over the public address,
followed by the name and value of each form field in the order of their names.
"""

import hmac
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha1
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from backend.channels.twilio import BAD_NUMBER, UNSUBSCRIBED
from domain.contacts import clean_lines, is_e164
from domain.reasons import Reason

SIGNATURE = "x-twilio-signature"
LONGEST_TEXT = 2000
"""A text of several parts arrives as one, of 1,600 letters at most."""

_MOST_FIELDS = 100
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class SmsAccount:
    """Whose requests count: the account, the token that it signs with, and the number that clients write to."""

    account: str
    token: str = field(repr=False)
    number: str


class NotAForm(ValueError):
    """The body is no form, or lacks what such a request has."""


@dataclass(frozen=True)
class IncomingText:
    """A text from a phone. `text` is plain, and empty when only pictures came."""

    sid: str
    sender: str = field(repr=False)
    text: str = field(repr=False)
    pictures: int


class Report(NamedTuple):
    """How far one of our texts has come: Twilio's word for it, and its error code, 0 for none."""

    sid: str
    status: str
    code: int


def form_of(body: bytes) -> dict[str, str]:
    """The fields of a form. Raises NotAForm, also when a field comes twice."""
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as failed:
        raise NotAForm("no form") from failed
    form = dict(pairs)
    if len(form) != len(pairs):
        raise NotAForm("a field comes twice")
    return form


def is_signed(account: SmsAccount, url: str, form: Mapping[str, str], given: str) -> bool:
    """Whether the account itself made the request. Compared in constant time."""
    if not account.token:
        return False  # anybody could sign with it
    known = [signature(account.token, written, form).encode() for written in _writings(url)]
    return any(hmac.compare_digest(one, given.encode()) for one in known)


def signature(token: str, url: str, form: Mapping[str, str]) -> str:
    """What Twilio signs a request with."""
    signed = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    return b64encode(hmac.new(token.encode(), signed.encode(), sha1).digest()).decode()


def incoming_text(account: SmsAccount, form: Mapping[str, str]) -> IncomingText:
    """A text that was sent to the account's number. Raises NotAForm."""
    sender, text = form.get("From", ""), form.get("Body")
    if not _is_ours(account, form.get("To"), form) or not is_e164(sender) or text is None:
        raise NotAForm("no text to this number")
    pictures = int(media) if (media := form.get("NumMedia", "0")).isdecimal() and len(media) < 3 else 0
    return IncomingText(_sid(form), sender, clean_lines(text)[:LONGEST_TEXT], pictures)


def report(account: SmsAccount, form: Mapping[str, str]) -> Report:
    """What became of a text from the account's number. Raises NotAForm."""
    status, code = form.get("MessageStatus", ""), form.get("ErrorCode", "")
    if not _is_ours(account, form.get("From"), form) or not status:
        raise NotAForm("no report of this account")
    return Report(_sid(form), status, int(code) if code.isdecimal() and len(code) < 9 else 0)


def failure(code: int) -> Reason:
    """Why a text failed after it was taken, by the provider's code."""
    return _FAILURES.get(code, Reason.NOT_DELIVERED)


_FAILURES = {
    BAD_NUMBER: Reason.BAD_ADDRESS,
    UNSUBSCRIBED: Reason.OPTED_OUT,
    21614: Reason.NO_TEXTS,
    30003: Reason.UNREACHABLE,
    30005: Reason.BAD_ADDRESS,
    30006: Reason.NO_TEXTS,
    30007: Reason.REFUSED_BY_PROVIDER,
}
"""No mobile number (21614), phone off or out of reach, unknown number, landline, taken for spam."""


def _is_ours(account: SmsAccount, number: str | None, form: Mapping[str, str]) -> bool:
    return form.get("AccountSid") == account.account and number == account.number


def _sid(form: Mapping[str, str]) -> str:
    sid = form.get("MessageSid", "")
    if not sid.isalnum() or not sid.isascii() or len(sid) > 64:
        raise NotAForm("no message is named")
    return sid


def _writings(url: str) -> tuple[str, ...]:
    """The address as it is, and with the port that it means: both are signed in practice."""
    parts = urlsplit(url)
    if parts.port is not None or parts.scheme not in _DEFAULT_PORTS:
        return (url,)
    with_port = parts._replace(netloc=f"{parts.netloc}:{_DEFAULT_PORTS[parts.scheme]}")
    return url, urlunsplit(with_port)
