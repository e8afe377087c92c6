"""When the team is free: placing wanted lines on a start, and finding starts (rows B2, B13, N1).

Working hours are local and lie within a day; what is taken and time off are instants. Lines follow each other without a
gap, each with its own team member; those that leave the choice to us all go to one. Pure: the desktop answers from its
replica what the backend checks again when it books.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from domain import times
from domain.constants import DAY, HOUR, MINUTE
from domain.wire.actions import Slot
from domain.wire.rows import Line, TeamMemberRow

Busy = Mapping[str, Sequence[tuple[int, int]]]
"""By team member id: when she is taken, as (start_at, end_at) in any order."""

_YEARS = range(1971, 9999)
"""Wishes outside of these have no answer; inside of them no arithmetic on dates can overflow."""

_RADII = (1, 7, 28)
"""In how many days to either side alternatives are looked for, one after the other."""

_Span = tuple[int, int]


class Want(NamedTuple):
    """One line to be served: how long, and by whom if that was chosen."""

    service_id: str
    minutes: int
    team_member_id: str | None


class Placed(NamedTuple):
    """Who serves a line, and when."""

    team_member_id: str
    start_at: int
    end_at: int


def wants(lines: Sequence[Line]) -> tuple[Want, ...]:
    """What the lines of a draft or an appointment ask of the team."""
    return tuple(Want(line.service_id, line.minutes, line.team_member_id) for line in lines)


def place(
    wants: Sequence[Want], team: Sequence[TeamMemberRow], busy: Busy, start: datetime, zone: str
) -> tuple[Placed, ...] | None:
    """Who serves each line if the first begins at the local `start`: one Placed a line, in order, back to back.

    Lines without a chosen team member go to the first in `team` who can do them all and is free. None when somebody
    does not work then, is taken, is unknown or archived, or does not do the service.
    """
    if start.year not in _YEARS:
        return None
    at = times.instant(start, zone)
    day = times.local(at, zone).date()
    for served_by in _casts(wants, team):
        placed = _follow(wants, served_by, at)
        if all(_holds(_free_spans(member, day, busy, zone), p) for member, p in zip(served_by, placed, strict=True)):
            return placed
    return None


def free_slots(
    wants: Sequence[Want],
    team: Sequence[TeamMemberRow],
    busy: Busy,
    first_day: date,
    days: int,
    zone: str,
    now: int,
    step_minutes: int = 15,
) -> list[Slot]:
    """Free starts on `days` local days, by time and then in the order of the team; none before `now`.

    Starts lie on steps from when the first line's team member begins to work. With lines that leave the choice to us
    there is one Slot for each team member who could do those; else a Slot names who serves the first line.
    """
    slots: list[Slot] = []
    for ordinal in range(first_day.toordinal(), min(first_day.toordinal() + days, date.max.toordinal())):
        day = date.fromordinal(ordinal)
        if day.year in _YEARS and times.day_bounds(day, zone)[1] > now:
            slots += _slots_of(wants, team, busy, day, zone, now, step_minutes * MINUTE)
    return slots


def nearest(
    wants: Sequence[Want],
    team: Sequence[TeamMemberRow],
    busy: Busy,
    start: datetime,
    zone: str,
    now: int,
    count: int = 3,
) -> tuple[Slot, ...]:
    """The `count` free starts closest to a local start that cannot be had, within four weeks; one Slot a start."""
    if start.year not in _YEARS:
        return ()
    wished = times.instant(start, zone)
    chosen: list[Slot] = []
    for radius in _RADII:
        first_day = start.date() - timedelta(days=radius)
        slots = free_slots(wants, team, busy, first_day, 2 * radius + 1, zone, now)
        one_a_start = {slot.start_at: slot for slot in reversed(slots) if slot.start_at != wished}
        chosen = sorted(one_a_start.values(), key=lambda s: (abs(s.start_at - wished), s.start_at))[:count]
        # Nothing outside the radius can be closer than its last full hour.
        if len(chosen) == count and abs(chosen[-1].start_at - wished) <= radius * DAY - HOUR:
            break
    return tuple(chosen)


def _casts(wants: Sequence[Want], team: Sequence[TeamMemberRow]) -> Iterator[tuple[TeamMemberRow, ...]]:
    """Each way to staff the lines, a team member a line."""
    active = {member.id: member for member in team if not member.archived}
    undecided = {want.service_id for want in wants if want.team_member_id is None}
    decided = [want for want in wants if want.team_member_id is not None]
    if not wants or not all(_does(active.get(w.team_member_id or ""), w.service_id) for w in decided):
        return
    if not undecided:
        yield tuple(active[want.team_member_id or ""] for want in wants)
        return
    for member in active.values():
        if undecided <= set(member.service_ids):
            yield tuple(active[w.team_member_id] if w.team_member_id else member for w in wants)


def _does(member: TeamMemberRow | None, service_id: str) -> bool:
    return member is not None and service_id in member.service_ids


def _follow(wants: Sequence[Want], served_by: Sequence[TeamMemberRow], at: int) -> tuple[Placed, ...]:
    placed = []
    for want, member in zip(wants, served_by, strict=True):
        placed.append(Placed(member.id, at, at + want.minutes * MINUTE))
        at += want.minutes * MINUTE
    return tuple(placed)


def _holds(spans: Sequence[_Span], placed: Placed) -> bool:
    index = bisect_left(spans, (placed.start_at + 1, 0)) - 1
    return index >= 0 and placed.end_at <= spans[index][1]


def _free_spans(member: TeamMemberRow, day: date, busy: Busy, zone: str) -> list[_Span]:
    """When she works on a local day and is neither off nor taken, in order, no two of them touching."""
    spans = _openings(member, day, zone)
    off = [(stretch.start_at, stretch.end_at) for stretch in member.time_off]
    for taken in [*off, *busy.get(member.id, ())]:
        spans = [part for span in spans for part in _without(span, taken)]
    return spans


def _openings(member: TeamMemberRow, day: date, zone: str) -> list[_Span]:
    spans = [
        (times.instant(datetime.combine(day, hours.start), zone), times.instant(datetime.combine(day, hours.end), zone))
        for hours in member.hours
        if hours.weekday == day.weekday()
    ]
    joined: list[_Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return joined


def _without(span: _Span, taken: _Span) -> Iterator[_Span]:
    start, end = span
    if taken[1] <= start or taken[0] >= end or taken[0] >= taken[1]:
        yield span
        return
    if start < taken[0]:
        yield start, taken[0]
    if taken[1] < end:
        yield taken[1], end


def _slots_of(
    wants: Sequence[Want], team: Sequence[TeamMemberRow], busy: Busy, day: date, zone: str, now: int, step: int
) -> list[Slot]:
    spans = {member.id: _free_spans(member, day, busy, zone) for member in team}
    found: list[tuple[int, int, Slot]] = []
    for rank, served_by in enumerate(_casts(wants, team)):
        named = next((m for m, w in zip(served_by, wants, strict=True) if w.team_member_id is None), served_by[0])
        found += [
            (at, rank, Slot(named.id, times.local(at, zone), at))
            for at in _steps(served_by[0], day, zone, step)
            if at >= now and all(_holds(spans[p.team_member_id], p) for p in _follow(wants, served_by, at))
        ]
    return [slot for _, _, slot in sorted(found, key=lambda entry: entry[:2])]


def _steps(member: TeamMemberRow, day: date, zone: str, step: int) -> Iterator[int]:
    """Starts on the grid of her hours. One that the clock shows for the second time is passed over: it has no name."""
    for opening, closing in _openings(member, day, zone):
        yield from (at for at in range(opening, closing, step) if times.instant(times.local(at, zone), zone) == at)
