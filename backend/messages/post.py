"""The ways by which this server reaches people, as it was composed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from backend.channels.port import ChannelPort, Outgoing
from backend.channels.twilio_hooks import SmsAccount
from backend.db.database import Unit
from domain.wire.rows import Channel


def _keep_nothing(_unit: Unit, _message: Outgoing) -> None:
    """A real provider has the message; nothing of it stays here."""


@dataclass(frozen=True)
class Post:
    """`ports` has only the channels that are set up. `keep` is told of every accepted message, in the recording
    transaction.

    `public_url` is where clients reach this server, for the links in messages.
    """

    ports: Mapping[Channel, ChannelPort]
    public_url: str
    keep: Callable[[Unit, Outgoing], None] = _keep_nothing
    sms_account: SmsAccount | None = None
    """Whose requests are believed when they say what clients write."""
