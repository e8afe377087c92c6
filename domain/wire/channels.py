"""How a business sends: its own mail server and SMS account, and what a provider answered to a test.

A secret goes to the server in a Save, and never comes back: rows only say since when there is one.
"""

from enum import StrEnum
from typing import Annotated, Literal

import msgspec

from domain.wire.base import Answer, Question, ShortText

Host = Annotated[str, msgspec.Meta(min_length=1, max_length=253)]
Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
Security = Literal["starttls", "tls", "none"]
Secret = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
Account = Annotated[str, msgspec.Meta(pattern="^AC[0-9a-fA-F]{32}$")]


class ChannelRow(Answer, frozen=True, tag_field="kind", tag="channel"):
    """How a business sends on one channel, which is its id. Scope: settings.

    `source` is whose provider it is: own, server or none. Of the server's nothing more is told. With `sandbox` messages
    to clients are kept instead of sent. `secret_set_at` is None where no secret is kept.
    """

    id: str
    source: str
    sandbox: bool = False
    set_at: int | None = None
    secret_set_at: int | None = None
    host: str = ""
    port: int = 0
    security: str = ""
    from_address: str = ""
    user: str = ""
    account: str = ""
    from_number: str = ""
    answers_to: str = ""
    """The address that the SMS provider is to bring clients' texts to."""


class SaveMail(Question, frozen=True):
    """The mail server of a business. Without `password` the one that is kept stays, unless it would go elsewhere."""

    host: Host
    port: Port
    security: Security
    from_address: ShortText
    user: ShortText = ""
    password: Secret | None = None


class SaveSms(Question, frozen=True):
    """The account of a business at the SMS provider. `token` as the password of SaveMail."""

    account: Account
    from_number: ShortText
    token: Secret | None = None


class TryMail(Question, frozen=True):
    """A test mail to whoever asks, by these settings before they are saved, else by those that are in use."""

    settings: SaveMail | None = None
    language: ShortText = "en"


class TrySms(Question, frozen=True):
    """A test text to a number."""

    to: ShortText
    settings: SaveSms | None = None
    language: ShortText = "en"


class Verdict(StrEnum):
    """What came of a test."""

    TAKEN = "taken"
    KEPT = "kept"
    """By the sandbox of a demo."""
    NOT_SET_UP = "not_set_up"
    UNREADABLE = "unreadable"
    """The secret was sealed with another key than the server has now."""
    UNKNOWN_HOST = "unknown_host"
    NO_CONNECTION = "no_connection"
    TIMED_OUT = "timed_out"
    CERTIFICATE = "certificate"
    NO_ENCRYPTION = "no_encryption"
    BROKEN_ENCRYPTION = "broken_encryption"
    NO_MAIL_SERVER = "no_mail_server"
    HUNG_UP = "hung_up"
    NO_SIGN_IN = "no_sign_in"
    SIGN_IN_FIRST = "sign_in_first"
    PASSWORD = "password"  # noqa: S105 - a word of the wire
    SENDER = "sender"
    RECIPIENT = "recipient"
    TEXT = "text"
    ACCOUNT = "account"
    NUMBER = "number"
    OWN_NUMBER = "own_number"
    OPTED_OUT = "opted_out"
    TRIAL_ACCOUNT = "trial_account"
    COUNTRY = "country"
    BUSY = "busy"
    PROVIDER_FAILED = "provider_failed"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"


class ChannelTest(Answer, frozen=True):
    """`verdict` is one of Verdict or a newer one, `code` the provider's own number, `said` its own words, if it had
    any. `to` is where the test went.
    """

    verdict: str
    code: int | None = None
    said: str = ""
    to: str = ""
