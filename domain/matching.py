"""Who on the waitlist could come: a time that was given back (row B22), or room in a wished window as things stand.

A window lies in one local day; the visit begins and ends inside of it. Pure: the backend answers for what was freed,
the desktop from its replica for everything else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple, Protocol

from domain import times
from domain.availability import Busy, Placed, Want, free_slots, place
from domain.constants import MINUTE
from domain.wire.actions import Slot
from domain.wire.rows import TeamMemberRow

_ROUND = (15 * MINUTE, 5 * MINUTE)
"""Starts that people like to be told, best first."""


class Stretch(Protocol):
    """A window: of the wire's rows or actions."""

    @property
    def date(self) -> date: ...
    @property
    def earliest(self) -> time: ...
    @property
    def latest(self) -> time: ...


class Waiting(NamedTuple):
    """What matching has to know of a waitlist entry."""

    id: str
    added_at: int
    wants: tuple[Want, ...]
    windows: Sequence[Stretch]


class Match(NamedTuple):
    """An entry and the start that would do."""

    entry_id: str
    slot: Slot


def matches(
    freed: Placed, waiting: Iterable[Waiting], team: Sequence[TeamMemberRow], busy: Busy, zone: str, now: int
) -> list[Match]:
    """The entries that could have the freed time, longest waiting first, each with its best start.

    An entry fits when all of it can be done by the freed team member, without a gap, inside one of its windows and in
    time that she has free now (`busy` is without what was given back), so that it takes some of the freed time.
    """
    member = next((one for one in team if one.id == freed.team_member_id and not one.archived), None)
    if member is None:
        return []
    found = []
    for entry in sorted(waiting, key=lambda entry: (entry.added_at, entry.id)):
        slot = _fit(freed, entry, member, busy, zone, now)
        if slot is not None:
            found.append(Match(entry.id, slot))
    return found


def first_fit(
    wants: Sequence[Want], windows: Iterable[Stretch], team: Sequence[TeamMemberRow], busy: Busy, zone: str, now: int
) -> Slot | None:
    """The earliest free start in any of the windows, as the calendar stands; None when there is no room."""
    minutes = sum(want.minutes for want in wants)
    for window in sorted(windows, key=lambda window: (window.date, window.earliest)):
        ends_at = times.instant(datetime.combine(window.date, window.latest), zone)
        if ends_at <= now:
            continue
        for slot in free_slots(wants, team, busy, window.date, 1, zone, now):
            if slot.start.time() >= window.earliest and slot.start_at + minutes * MINUTE <= ends_at:
                return slot
    return None


def still_fits(
    wants: Sequence[Want], slot: Slot, team: Sequence[TeamMemberRow], busy: Busy, zone: str, now: int
) -> bool:
    """Whether a start that fitted once can be had still, with the same team member."""
    alone = [member for member in team if member.id == slot.team_member_id]
    return slot.start_at >= now and place(wants, alone, busy, slot.start, zone) is not None


def _fit(freed: Placed, entry: Waiting, member: TeamMemberRow, busy: Busy, zone: str, now: int) -> Slot | None:
    """The start closest to when the freed time begins."""
    best: int | None = None
    for window in entry.windows:
        for at in _starts(freed, sum(want.minutes for want in entry.wants) * MINUTE, window, zone, now):
            if best is not None and abs(at - freed.start_at) >= abs(best - freed.start_at):
                break
            if place(entry.wants, (member,), _of(member, busy), times.local(at, zone), zone):
                best = at
                break
    return None if best is None else Slot(member.id, times.local(best, zone), best)


def _of(member: TeamMemberRow, busy: Busy) -> Mapping[str, Sequence[tuple[int, int]]]:
    return {member.id: busy.get(member.id, ())}


def _starts(freed: Placed, length: int, window: Stretch, zone: str, now: int) -> Iterator[int]:
    """Whole minutes at which a visit of this length would lie in the window and touch the freed time, best first.

    A time that the clock shows twice means its first occurrence, one that it skips none: neither is offered under a
    name that means another instant.
    """
    opens = times.instant(datetime.combine(window.date, window.earliest), zone)
    closes = times.instant(datetime.combine(window.date, window.latest), zone)
    first = -(-max(opens, now, freed.start_at - length + 1) // MINUTE) * MINUTE
    last = min(closes - length, freed.end_at - 1)
    named = [at for at in range(first, last + 1, MINUTE) if times.instant(times.local(at, zone), zone) == at]
    yield from sorted(named, key=lambda at: (abs(at - freed.start_at), _roughness(at), at))


def _roughness(at: int) -> int:
    return next((rank for rank, step in enumerate(_ROUND) if at % step == 0), len(_ROUND))
