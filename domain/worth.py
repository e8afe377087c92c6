"""Which unfinished booking is worth doing first (row N9): points for what there is to win and to lose, and the reasons.

Everything counts one way only: more money, a sooner wish that is still free, a client who is new here, and one who left
just now and was not reminded yet come first. Money is measured by what is usual in the list: no currency counts more.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from domain.constants import DAY, HOUR
from domain.wire.base import Money
from domain.wire.rows import DraftRow

MOST_FOR_VALUE = 40
MOST_FOR_WISH = 30
MOST_FOR_AGE = 15
FOR_FREE, FOR_NEW, FOR_UNREMINDED = 10, 10, 10
FOR_REPLY = 120
"""More than all else together: she waits for us."""

_WISH_FADES = 7 * DAY
_AGE_FADES = DAY
SOON = 2 * DAY
"""A wish within this time is told as a reason."""

_FRESH = HOUR


class Slot(StrEnum):
    """Whether the wished time can still be had, as far as is known."""

    UNKNOWN = "unknown"
    FREE = "free"
    TAKEN = "taken"


class Reason(StrEnum):
    """Why a draft stands where it stands, the strongest first as they are listed here."""

    REPLIED = "replied"
    WANTED_SOON = "wanted_soon"
    VALUE = "value"
    STILL_FREE = "still_free"
    NEW_CLIENT = "new_client"
    JUST_LEFT = "just_left"
    REMINDED = "reminded"


Usual = Mapping[str, float]
"""By currency: the mean worth of the drafts in the list, in minor units."""


def usual(rows: Iterable[DraftRow]) -> Usual:
    """What the drafts of a list are worth on the average."""
    totals: dict[str, int] = {}
    counts: dict[str, int] = {}
    for row in rows:
        last = ""
        for line in row.lines:
            currency = line.price.currency
            totals[currency] = totals.get(currency, 0) + line.price.minor
            if currency != last:
                counts[currency] = counts.get(currency, 0) + 1
                last = currency
    return {currency: total / counts[currency] for currency, total in totals.items() if total > 0}


def points(row: DraftRow, slot: Slot, mean: Usual, now: int) -> int:
    """What speaks for doing this draft next, from 0 to 235. Ten thousand are told in some hundredths of a second."""
    found = _value(row, mean)
    age = now - row.engaged_at
    if age < _AGE_FADES:
        found += _fading(MOST_FOR_AGE, age, _AGE_FADES) if age > 0 else MOST_FOR_AGE
    if row.start_at is not None and row.start_at > now:
        ahead = row.start_at - now
        found += _fading(MOST_FOR_WISH, ahead, _WISH_FADES) if ahead < _WISH_FADES else 0
        found += FOR_FREE if slot is Slot.FREE else 0
    found += FOR_NEW if row.new_client else 0
    if row.replies and waits_for_answer(row):
        found += FOR_REPLY
    return found if row.reminders else found + FOR_UNREMINDED


def reasons(row: DraftRow, slot: Slot, mean: Usual, now: int) -> tuple[Reason, ...]:
    """Why it has its points, the strongest first."""
    ahead = row.start_at - now if row.start_at is not None else 0
    told = {
        Reason.REPLIED: waits_for_answer(row),
        Reason.WANTED_SOON: 0 < ahead <= SOON,
        Reason.VALUE: _value(row, mean) >= MOST_FOR_VALUE // 2,
        Reason.STILL_FREE: ahead > 0 and slot is Slot.FREE,
        Reason.NEW_CLIENT: row.new_client,
        Reason.JUST_LEFT: now - row.engaged_at <= _FRESH,
        Reason.REMINDED: bool(row.reminders),
    }
    return tuple(reason for reason, holds in told.items() if holds)


def waits_for_answer(row: DraftRow) -> bool:
    """Whether she wrote back since she left, and nobody has called her about it yet (row N7)."""
    if not row.replies:
        return False
    since = max(row.engaged_at, row.calls[-1].at if row.calls else 0)
    return row.replies[-1].at > since


def value_of(row: DraftRow) -> tuple[Money, ...]:
    """What the draft is worth, one amount a currency."""
    found: dict[str, int] = {}
    for line in row.lines:
        found[line.price.currency] = found.get(line.price.currency, 0) + line.price.minor
    return tuple(Money(minor, currency) for currency, minor in found.items())


def _value(row: DraftRow, mean: Usual) -> int:
    """Twice the usual, or more, is the most that counts."""
    share = 0.0
    for line in row.lines:
        usual_ = mean.get(line.price.currency)
        if usual_:
            share += line.price.minor / usual_
    return MOST_FOR_VALUE if share >= 2 else int(share * (MOST_FOR_VALUE // 2)) if share > 0 else 0


def _fading(most: int, passed: int, whole: int) -> int:
    return most - most * passed // whole
