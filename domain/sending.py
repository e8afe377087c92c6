"""Whether a message may go on a channel, and the plain reason when not (rows B14, B20, N2)."""

from typing import NamedTuple

from domain.contacts import email_or_none, is_e164
from domain.drafts import Phase
from domain.reasons import Reason
from domain.wire.rows import Channel


class Reach(NamedTuple):
    """How a client can be reached on one channel: where, whether she wants it, and whether she told us to stop."""

    address: str | None
    wants: bool
    opted_out: bool


_NOT_NOW = {
    Phase.CONVERTED: Reason.ALREADY_BOOKED,
    Phase.REMOVED: Reason.DRAFT_GONE,
    Phase.REVIEWING: Reason.CLIENT_BOOKING_NOW,
    Phase.DISMISSED: Reason.DISMISSED,
}


def not_now(phase: Phase) -> Reason | None:
    """Why nobody is to hear of a draft that stands there; None when she may."""
    return _NOT_NOW.get(phase)


def blocked(channel: Channel, reach: Reach, switched_on: bool | None) -> Reason | None:
    """Why nothing may go to somebody, or None when it may.

    `switched_on` is the business's switch for the automatic message; None when a person sends, whom it does not bind.
    Preference and opt-out bind both.
    """
    if switched_on is False:
        return Reason.SWITCHED_OFF
    if not reach.address:
        return Reason.NO_ADDRESS
    if reach.opted_out:
        return Reason.OPTED_OUT
    if not reach.wants:
        return Reason.PREFERENCE
    return None if _deliverable(channel, reach.address) else Reason.BAD_ADDRESS


def _deliverable(channel: Channel, address: str) -> bool:
    return is_e164(address) if channel == "sms" else email_or_none(address) is not None
