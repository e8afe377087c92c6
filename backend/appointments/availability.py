"""Free starts as they are now: team, catalogue and what is booked, given to the rules of domain."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import NamedTuple

from backend.access.locations import location_of
from backend.appointments import queries
from backend.db.database import Unit
from backend.drafts.choices import YEARS, lines_of, location_at
from backend.drafts.queries import Draft
from backend.team.queries import team_of
from domain.availability import Busy, free_slots, nearest, place, wants
from domain.constants import DAY
from domain.times import day_bounds, instant, local
from domain.wire.actions import Slot
from domain.wire.booking import FreeDay, ManagedTimesQuery, SlotQuery, Slots, Times, TimesQuery
from domain.wire.rows import Line, LocationRow, TeamMemberRow

WEEKS_AHEAD = 9
"""How far the next day with a free time is looked for."""

REACH = 35 * DAY
"""What around a wished start is read from the database: a little more than alternatives are looked for in."""


def slots_for(unit: Unit, business_id: str, asked: SlotQuery) -> Slots:
    """The free starts of a choice. Raises Refused (422) with the field at fault."""
    at = location_at(unit, business_id, asked.location_id)
    team = team_of(unit, business_id, at.id)
    lines = lines_of(unit, business_id, asked.choices, team)
    if asked.date.year not in YEARS:
        return Slots(())
    since, _ = day_bounds(asked.date, at.zone)
    busy = queries.busy_between(unit, business_id, at.id, since - DAY, since + (asked.days + 1) * DAY)
    return Slots(tuple(free_slots(wants(lines), team, busy, asked.date, asked.days, at.zone, unit.now)))


def times_for(unit: Unit, business_id: str, asked: TimesQuery) -> Times:
    """At which times a choice can begin. Raises Refused (422) with the field at fault."""
    at = location_at(unit, business_id, asked.location_id)
    team = team_of(unit, business_id, at.id)
    return free_times(unit, business_id, Search(at, team, lines_of(unit, business_id, asked.choices, team)), asked)


class Search(NamedTuple):
    """What is to be placed where. What `but` takes, an appointment that is to be moved, counts as free."""

    at: LocationRow
    team: Sequence[TeamMemberRow]
    lines: Sequence[Line]
    but: Collection[str] = ()


def free_times(unit: Unit, business_id: str, wanted: Search, asked: TimesQuery | ManagedTimesQuery) -> Times:
    """The days that were asked for, and where they have nothing the next one that has."""
    today = local(unit.now, wanted.at.zone).date()
    first = today if asked.date is None else asked.date
    if first.year not in YEARS:
        return Times(today, ())
    days = _days(unit, business_id, wanted, first, asked.days)
    later = None if any(day.starts for day in days) else _next_day(unit, business_id, wanted, max(first, today))
    return Times(today, days, later)


def _next_day(unit: Unit, business_id: str, wanted: Search, since: dt.date) -> dt.date | None:
    for weeks in range(WEEKS_AHEAD):
        for day in _days(unit, business_id, wanted, since + dt.timedelta(weeks=weeks), 7):
            if day.starts:
                return day.date
    return None


def _days(unit: Unit, business_id: str, wanted: Search, first: dt.date, days: int) -> tuple[FreeDay, ...]:
    at, since = wanted.at, day_bounds(first, wanted.at.zone)[0]
    busy = queries.busy_between(unit, business_id, at.id, since - DAY, since + (days + 1) * DAY, wanted.but)
    starts: dict[dt.date, list[dt.time]] = {first + dt.timedelta(days=number): [] for number in range(days)}
    for slot in free_slots(wants(wanted.lines), wanted.team, busy, first, days, at.zone, unit.now):
        times = starts[slot.start.date()]
        if not times or times[-1] != slot.start.time():
            times.append(slot.start.time())
    return tuple(FreeDay(day, tuple(times)) for day, times in starts.items())


def slot_free(unit: Unit, draft: Draft) -> bool | None:
    """Whether the start that the draft wishes for can be had now; None when it wishes for none."""
    if draft.start is None:
        return None
    at = location_of(unit, draft.business_id, draft.location_id)
    team = team_of(unit, draft.business_id, at.id)
    busy = busy_around(unit, draft.business_id, at, draft.start)
    placed = place(wants(draft.lines), team, busy, draft.start, at.zone)
    return placed is not None and placed[0].start_at >= unit.now


def busy_around(
    unit: Unit,
    business_id: str,
    at: LocationRow,
    start: dt.datetime,
    reach: int = 2 * DAY,
    but: Collection[str] = (),
) -> Busy:
    """What is taken near a local start: enough to place something there, unless `reach` says more. An appointment
    that is to be moved does not stand in its own way, nor a round of offers in that of who is asked: they are left out
    as `but`.
    """
    middle = instant(start, at.zone)
    return queries.busy_between(unit, business_id, at.id, middle - reach, middle + reach, but)


def alternatives(
    unit: Unit,
    business_id: str,
    at: LocationRow,
    lines: Sequence[Line],
    team: Sequence[TeamMemberRow],
    start: dt.datetime,
    but: Collection[str] = (),
) -> tuple[Slot, ...]:
    """The nearest starts that can be had instead; instead of one that is past, the next ones."""
    near = max(start, local(unit.now, at.zone))
    busy = busy_around(unit, business_id, at, near, REACH, but)
    return nearest(wants(lines), team, busy, near, at.zone, unit.now)
