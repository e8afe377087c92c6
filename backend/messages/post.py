"""The ways by which this server reaches people, as it was composed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from backend.channels.port import ChannelPort, Outgoing
from backend.channels.twilio_hooks import SmsAccount
from backend.db.database import Unit
from domain.wire.rows import Channel


def _keep_nothing(_unit: Unit, _message: Outgoing) -> None:
    """A real provider has the message; nothing of it stays here."""


def _none_of_its_own(_unit: Unit, _business_id: str, _channel: Channel) -> ChannelPort | None:
    """Every business sends by the server's channels."""


def _no_letters_of_its_own(_unit: Unit, _business_id: str) -> ChannelPort | None:
    """Letters go by the server's channels."""


@dataclass(frozen=True)
class Post:
    """`ports` has only the channels that the server itself has. `keep` is told of every accepted message, in the
    recording transaction. `own` finds the channel that a business set up for itself.

    `public_url` is where clients reach this server, for the links in messages.
    """

    ports: Mapping[Channel, ChannelPort]
    public_url: str
    keep: Callable[[Unit, Outgoing], None] = _keep_nothing
    own: Callable[[Unit, str, Channel], ChannelPort | None] = _none_of_its_own
    own_letters: Callable[[Unit, str], ChannelPort | None] = _no_letters_of_its_own
    sms_account: SmsAccount | None = None
    """Whose requests are believed when they say what clients write."""

    def port(self, unit: Unit, business_id: str, channel: Channel) -> ChannelPort | None:
        """By what a business sends on a channel: its own provider, else the server's. None when there is neither."""
        return self.own(unit, business_id, channel) or self.ports.get(channel)

    def letters(self, unit: Unit, business_id: str) -> ChannelPort | None:
        """By what links go that are as good as an account: not by whatever somebody but the Owner set up."""
        return self.own_letters(unit, business_id) or self.ports.get("email")
