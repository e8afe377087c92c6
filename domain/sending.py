"""Whether a message may go on a channel, and the plain reason when not or not now (rows B14, B20, N2, N11)."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from domain.automations import Weight
from domain.constants import DAY
from domain.contacts import email_or_none, is_e164
from domain.drafts import Phase
from domain.reasons import Reason
from domain.times import day_bounds, instant, local
from domain.wire.rows import Channel

QUIET_FROM, QUIET_UNTIL = dt.time(21), dt.time(8)
"""Local times between which nothing automatic goes (row N11)."""

DAILY = 3
"""How many automatic messages a client gets on one channel on one day of hers, news of her appointments not counted
against the next one.
"""

BETWEEN_PROMOTIONS = DAY
_UNBIDDEN = frozenset({Weight.PROMOTION, Weight.OFFER})
"""What a promotion keeps that distance from: each of these comes when the salon has something to sell."""


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


class Sent(NamedTuple):
    """An automatic message that a client got on the channel in question, or may have got."""

    at: int
    weight: Weight


class Held(NamedTuple):
    """A message waits: it is looked at again at `until`."""

    until: int
    reason: Reason


def quiet_until(at: int, zone: str) -> int | None:
    """When the night at an instant ends in a zone; None by day."""
    there = local(at, zone)
    if QUIET_UNTIL <= there.time() < QUIET_FROM:
        return None
    morning = there.date() + dt.timedelta(days=there.time() >= QUIET_FROM)
    return instant(dt.datetime.combine(morning, QUIET_UNTIL), zone)


def evening_before(at: int, zone: str) -> int:
    """The last minute before the night that `at` is in: for what would come too late in the morning."""
    there = local(at, zone)
    evening = there.date() - dt.timedelta(days=there.time() < QUIET_UNTIL)
    return instant(dt.datetime.combine(evening, QUIET_FROM) - dt.timedelta(minutes=1), zone)


def held(now: int, zone: str, weight: Weight, sent: Sequence[Sent]) -> Held | None:
    """Whether an automatic message has to wait, by the client's zone and what she got lately on this channel.

    What waits for its turn is due again in a morning, and then looked at anew: it may not be wanted any more.
    """
    night = quiet_until(now, zone)
    if night is not None:
        return Held(night, Reason.QUIET_HOURS)
    if weight is Weight.UPDATE:
        return None
    today, tomorrow = day_bounds(local(now, zone).date(), zone)
    if sum(today <= one.at for one in sent) >= DAILY:
        return Held(quiet_until(tomorrow, zone) or tomorrow, Reason.TOO_MANY)
    if weight is Weight.PROMOTION:
        last = max((one.at for one in sent if one.weight in _UNBIDDEN), default=None)
        if last is not None and last > now - BETWEEN_PROMOTIONS:
            again = last + BETWEEN_PROMOTIONS
            return Held(quiet_until(again, zone) or again, Reason.TOO_MANY)
    return None
