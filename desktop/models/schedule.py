"""A day or a week of appointments as columns of blocks, in minutes since midnight. Pure rules, no Qt."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from domain.appointments import Status
from domain.constants import DAY
from domain.times import instant, local
from domain.wire.rows import AppointmentRow, Line, TeamMemberRow

STEP = 15
"""Minutes: what is dragged snaps to these."""

DAY_MINUTES = 24 * 60
USUAL_HOURS = (9 * 60, 19 * 60)
"""What is shown where nobody works."""

_SHOWN = frozenset(Status) - {Status.CANCELLED}


class Span(NamedTuple):
    """Minutes since local midnight; `end` is after `start`."""

    start: int
    end: int


class Column(NamedTuple):
    """One team member on one day; with no member the whole location on that day. `open` is when somebody works."""

    day: dt.date
    member_id: str
    title: str
    open: tuple[Span, ...]


@dataclass(frozen=True, eq=False)
class Block:
    """An appointment's share of a column: its lines `part`, one after the other. Overlapping ones have lanes."""

    row: AppointmentRow
    part: tuple[int, ...]
    column: int
    span: Span
    lane: int = 0
    lanes: int = 1

    @property
    def key(self) -> tuple[str, int]:
        """What stays the same when the calendar is laid out again."""
        return self.row.id, self.part[0]

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is done in it."""
        return tuple(self.row.lines[index] for index in self.part)


def minutes_of(time: dt.datetime | dt.time) -> int:
    """A local time as minutes since midnight."""
    return time.hour * 60 + time.minute


def at_minutes(day: dt.date, minutes: int) -> dt.datetime:
    """The local time so many minutes after midnight by the clock on the wall."""
    return dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minutes)


def snapped(minutes: float) -> int:
    """The nearest step."""
    return round(minutes / STEP) * STEP


def parts(row: AppointmentRow, *, by_member: bool = True) -> Iterable[tuple[str, tuple[int, ...], Span]]:
    """Who serves which lines when: neighbouring lines of one team member together, or all of them as one."""
    begin = minutes_of(row.start)
    indexed = list(enumerate(row.lines))
    for member_id, run in groupby(indexed, key=lambda pair: pair[1].team_member_id or "" if by_member else ""):
        held = list(run)
        end = begin + sum(line.minutes for _, line in held)
        yield member_id, tuple(index for index, _ in held), Span(begin, end)
        begin = end


def blocks(columns: Sequence[Column], rows: Iterable[AppointmentRow]) -> list[Block]:
    """The blocks of the columns, by column and time, overlapping ones side by side. Cancelled ones take no room."""
    by_member = {(column.day, column.member_id): index for index, column in enumerate(columns)}
    whole = any(not column.member_id for column in columns)
    found: list[list[Block]] = [[] for _ in columns]
    for row in rows:
        if row.status not in _SHOWN:
            continue
        day = row.start.date()
        for member_id, part, span in parts(row, by_member=not whole):
            index = by_member.get((day, member_id))
            if index is not None:
                found[index].append(Block(row, part, index, span))
    return [block for column in found for block in side_by_side(column)]


def side_by_side(column: Iterable[Block]) -> list[Block]:
    """Gives overlapping blocks lanes: each group that hangs together shares the width evenly."""
    placed: list[Block] = []
    group: list[tuple[Block, int]] = []
    ends: list[int] = []
    for block in sorted(column, key=lambda one: (one.span.start, -one.span.end, one.row.id)):
        if group and block.span.start >= max(ends):
            placed += _shared(group, len(ends))
            group, ends = [], []
        lane = next((place for place, end in enumerate(ends) if end <= block.span.start), len(ends))
        ends[lane : lane + 1] = [block.span.end]
        group.append((block, lane))
    return placed + _shared(group, len(ends))


def _shared(group: Iterable[tuple[Block, int]], lanes: int) -> list[Block]:
    if lanes == 1:
        return [block for block, _ in group]
    return [Block(block.row, block.part, block.column, block.span, lane, lanes) for block, lane in group]


def openings(member: TeamMemberRow, day: dt.date, zone: str) -> tuple[Span, ...]:
    """When she works on a day and is not off."""
    hours = [(minutes_of(one.start), minutes_of(one.end)) for one in member.hours if one.weekday == day.weekday()]
    begin = instant(dt.datetime.combine(day, dt.time()), zone)
    off = [one for one in member.time_off if one.start_at < begin + 2 * DAY and one.end_at > begin - DAY]
    away = [Span(_wall(one.start_at, day, zone), _wall(one.end_at, day, zone)) for one in off]
    return without(union(Span(*pair) for pair in hours if pair[0] < pair[1]), away)


def _wall(at: int, day: dt.date, zone: str) -> int:
    """An instant as minutes of the day by the clock on the wall, negative before and more than a day's after it."""
    return (local(at, zone) - dt.datetime.combine(day, dt.time())) // dt.timedelta(minutes=1)


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time in spans that neither overlap nor touch, in order."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def without(spans: Iterable[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of the spans."""
    left = list(spans)
    for off in taken:
        cut = [(Span(span.start, min(span.end, off.start)), Span(max(span.start, off.end), span.end)) for span in left]
        left = [part for pair in cut for part in dict.fromkeys(pair) if part.start < part.end]
    return tuple(left)


def shut(column: Column, shown: Span) -> tuple[Span, ...]:
    """What is shaded: the part of what is shown in which nobody works."""
    return without((shown,), column.open)


def shown_hours(columns: Iterable[Column], placed: Iterable[Block]) -> Span:
    """Whole hours that hold all working time and every appointment."""
    starts, ends = [], []
    for span in [*(span for column in columns for span in column.open), *(block.span for block in placed)]:
        starts.append(span.start)
        ends.append(span.end)
    if not starts:
        return Span(*USUAL_HOURS)
    return Span(min(starts) // 60 * 60, min(DAY_MINUTES, -(-max(ends) // 60) * 60))


def week_of(day: dt.date, begins: int = 0) -> tuple[dt.date, ...]:
    """The seven days around a day of which the first is the weekday `begins`, Monday 0."""
    first = day - dt.timedelta(days=(day.weekday() - begins) % 7)
    return tuple(first + dt.timedelta(days=ahead) for ahead in range(7))


def now_minutes(now: int, zone: str) -> tuple[dt.date, float]:
    """The local day and, by the clock on the wall, the minutes of it."""
    wall = local(now, zone)
    return wall.date(), minutes_of(wall) + wall.second / 60


def neighbour(placed: Sequence[Block], current: Block | None, across: int, down: int) -> Block | None:
    """The block that an arrow key goes to: the next in its column, or the one at about that time in the next column
    that has any. The first of all when there is no current one; the same at the end.
    """
    if current is None or not placed:
        return placed[0] if placed else None
    if down:
        column = [block for block in placed if block.column == current.column]
        place = next((index for index, block in enumerate(column) if block.key == current.key), 0)
        return column[max(0, min(place + down, len(column) - 1))]
    beside = {block.column for block in placed if (block.column - current.column) * across > 0}
    if not beside:
        return current
    nearest = min(beside) if across > 0 else max(beside)
    there = (block for block in placed if block.column == nearest)
    return min(there, key=lambda block: abs(block.span.start - current.span.start))
