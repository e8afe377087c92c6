"""What sending needs from a channel: one call with one message, answered by what is known about it afterwards.

Four answers, because they lead to four different things: an accepted message is done, a rejected one has failed for
good, one that surely did not leave may be tried again, and one of which nobody can tell is never sent again by itself
(promise R5).
"""

from dataclasses import dataclass, field
from typing import Protocol

from domain.reasons import Reason
from domain.wire.channels import ChannelTest
from domain.wire.rows import Channel


@dataclass(frozen=True)
class Outgoing:
    """One message ready to go. What is personal in it stays out of `repr`, and so out of logs and tracebacks."""

    id: str
    business_id: str
    channel: Channel
    at: int
    """When it was written, in UTC microseconds."""
    sender: str
    """The name of the business, as the recipient knows it."""
    to: str = field(repr=False)
    """An address that was parsed before: E.164 or an email address."""
    subject: str = field(repr=False)
    """Empty for SMS."""
    text: str = field(repr=False)
    report_to: str = ""
    """Where the provider is to tell what becomes of it, if it can."""
    unsubscribe: str = field(default="", repr=False)
    """The address by which its recipient takes herself off with one click (RFC 8058)."""


@dataclass(frozen=True)
class Accepted:
    """The provider has taken the message over; `reference` is its name for it."""

    reference: str


@dataclass(frozen=True)
class Rejected:
    """The provider will never take this message."""

    reason: Reason


@dataclass(frozen=True)
class NotSent:
    """The message surely did not leave: nothing answered, or the provider asks to come back later."""


@dataclass(frozen=True)
class Uncertain:
    """The message was handed over, but the answer got lost."""


Outcome = Accepted | Rejected | NotSent | Uncertain


class ChannelPort(Protocol):
    """A way to reach people. It is called outside of any transaction and may be slow; it never raises for the
    network.
    """

    def send(self, message: Outgoing) -> Outcome:
        """Hands the message over, or says what is known."""

    def try_out(self, message: Outgoing) -> ChannelTest:
        """Sends a test, and tells what the provider answered."""
