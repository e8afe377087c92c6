"""Offering a time that came free (row N10): who could have it, in which order, until when, and who is asked now. Pure.

The business says which way: by hand, the longest waiting first, the most valuable first, or all who fit at once, of
whom the first to accept has it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from domain.constants import HOUR, MINUTE
from domain.sending import quiet_until
from domain.wire.actions import Slot
from domain.wire.rows import Line, Window


class Way(StrEnum):
    """How a freed time is offered."""

    BY_HAND = "by_hand"
    OLDEST_FIRST = "oldest_first"
    HIGHEST_VALUE = "highest_value"
    ALL_AT_ONCE = "all_at_once"


class OfferStatus(StrEnum):
    """Where an offer stands. Only an open one holds its time."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    LOST = "lost"
    """Somebody else had it first."""
    UNREACHED = "unreached"
    """There was no way to ask her, or every one failed."""


class Ended(StrEnum):
    """Why an offer was taken back, where no code of domain.reasons says it."""

    BY_STAFF = "by_staff"
    REMOVED = "removed"
    WISH_CHANGED = "wish_changed"
    TAKEN = "taken"
    CLIENT_GONE = "client_gone"


DEFAULT_WAY = Way.BY_HAND
DEFAULT_MINUTES = 30
MINUTES = range(5, 24 * 60 + 1)
"""How long a business may give somebody to answer."""

LEAST = 5 * MINUTE
"""Nobody is asked who would have less time than this to answer."""

KEPT = 24 * HOUR
"""How long an offer that is over is still told of."""

NEAR = 3 * HOUR
"""How far from her wish a time may lie that is offered for an unfinished booking."""

_LAST = time(23, 59)


class Candidate(NamedTuple):
    """Somebody who could have the time. `since` is when she began to wait, `value` in the minor unit of the
    location's currency, `from_` the instant before which she should not be asked.
    """

    subject: str
    client_id: str
    since: int
    value: int
    slot: Slot
    from_: int = 0


class Ask(NamedTuple):
    """Whom to ask now; nobody and an instant to look again; or nobody at all, and it is over."""

    now: tuple[Candidate, ...] = ()
    again_at: int | None = None


def deadline(now: int, minutes: int, start_at: int) -> int | None:
    """Until when somebody who is asked now may answer: never past the start. None when that leaves too little."""
    until = min(now + minutes * MINUTE, start_at)
    return until if until - now >= LEAST else None


def in_turn(way: Way, candidates: Iterable[Candidate]) -> list[Candidate]:
    """In the order in which they are asked, each client once."""
    first: dict[str, Candidate] = {}
    for one in sorted(candidates, key=lambda one: _rank(way, one)):
        first.setdefault(one.client_id, one)
    return list(first.values())


def _rank(way: Way, one: Candidate) -> tuple[int, int, str]:
    return (-one.value if way is Way.HIGHEST_VALUE else 0), one.since, one.subject


def ask(way: Way, candidates: Iterable[Candidate], now: int) -> Ask:
    """Whom to ask at `now`: whoever is next of those who may be asked at this hour, or all of them at once.

    When nobody may be asked yet, the time waits for the first who may be while there is still time to answer; until
    then it is not held, and whoever comes first has it.
    """
    could = [one for one in in_turn(way, candidates) if max(one.from_, now) + LEAST <= one.slot.start_at]
    awake = [one for one in could if one.from_ <= now]
    if awake:
        return Ask(tuple(awake if way is Way.ALL_AT_ONCE else awake[:1]))
    return Ask((), min(one.from_ for one in could)) if could else Ask()


def is_daytime(at: int, zone: str) -> bool:
    """Whether an offer may go by itself at this instant (row N11)."""
    return quiet_until(at, zone) is None


def near_wish(start: datetime, minutes: int) -> Window:
    """The window in which a time would do for somebody who wished to begin at the local `start`: near it, that day."""
    near = timedelta(microseconds=NEAR)
    day = start.date()
    opens = max(start - near, datetime.combine(day, time()))
    closes = min(start + timedelta(minutes=minutes) + near, datetime.combine(day, _LAST))
    return Window(day, opens.time(), closes.time())


def worth(lines: Sequence[Line], currency: str) -> int:
    """What these lines come to in one currency, in its minor unit."""
    return sum(line.price.minor for line in lines if line.price.currency == currency)
