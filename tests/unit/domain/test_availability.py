from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import availability, times
from domain.availability import Placed, Want
from domain.constants import DAY, HOUR, MINUTE
from domain.wire.base import Money
from domain.wire.rows import Line, TeamMemberRow, TimeOff, WorkingHours

BERLIN = "Europe/Berlin"
WEEK = tuple(range(7))
DAYS = {
    "plain": (BERLIN, date(2025, 6, 11)),
    "spring": (BERLIN, date(2025, 3, 30)),
    "autumn": (BERLIN, date(2025, 10, 26)),
    "half an hour": ("Australia/Lord_Howe", date(2025, 4, 6)),
    "gap at midnight": ("Africa/Cairo", date(2025, 4, 25)),
}


def member(name: str, hours: Sequence[tuple[time, time]] = ((time(9), time(17)),), **more: object) -> TeamMemberRow:
    working = tuple(WorkingHours(weekday, start, end) for weekday in WEEK for start, end in hours)
    given_or_usual = {"service_ids": ("cut", "colour"), **more}
    return TeamMemberRow(id=name, location_id="l", name=name, hours=working, **given_or_usual)  # type: ignore[arg-type]


def at(hour: int, minute: int = 0, day: date = date(2025, 6, 11)) -> datetime:
    return datetime.combine(day, time(hour, minute))


def span(start: datetime, end: datetime) -> tuple[int, int]:
    return times.instant(start, BERLIN), times.instant(end, BERLIN)


class Salon(NamedTuple):
    zone: str
    day: date
    team: tuple[TeamMemberRow, ...]
    busy: dict[str, list[tuple[int, int]]]
    wants: tuple[Want, ...]


@st.composite
def salons(draw: st.DrawFn) -> Salon:
    zone, day = DAYS[draw(st.sampled_from(sorted(DAYS)))]
    start, end = times.day_bounds(day, zone)
    stretches = st.tuples(st.integers(start, end), st.integers(0, 4 * HOUR)).map(lambda s: (s[0], s[0] + s[1]))
    clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30, 59]))
    hours = st.tuples(clocks, clocks).filter(lambda pair: pair[0] < pair[1])
    team = tuple(
        member(
            name,
            draw(st.lists(hours, min_size=1, max_size=3)),
            service_ids=tuple(draw(st.sets(st.sampled_from(["cut", "colour"]), min_size=1))),
            time_off=tuple(TimeOff(*draw(stretches)) for _ in range(draw(st.integers(0, 1)))),
            archived=draw(st.integers(0, 9)) == 0,
        )
        for name in ("ana", "ben")
    )
    busy = {row.id: draw(st.lists(stretches, max_size=3)) for row in team}
    wants = st.builds(
        Want,
        st.sampled_from(["cut", "colour"]),
        st.sampled_from([5, 30, 45, 150]),
        st.sampled_from([None, "ana", "ben"]),
    )
    return Salon(zone, day, team, busy, tuple(draw(st.lists(wants, min_size=1, max_size=3))))


def works_through(row: TeamMemberRow, placed: Placed, zone: str) -> bool:
    """Moment by moment, so that it shares nothing with the code it checks."""
    moments = [*range(placed.start_at, placed.end_at, 7 * MINUTE), placed.end_at - MINUTE]
    return all(any(_open(row, hours, moment, zone) for hours in row.hours) for moment in moments)


def _open(row: TeamMemberRow, hours: WorkingHours, moment: int, zone: str) -> bool:
    day = times.local(moment, zone).date()
    opening, closing = (times.instant(datetime.combine(day, clock), zone) for clock in (hours.start, hours.end))
    return hours.weekday == day.weekday() and opening <= moment and moment + MINUTE <= closing


def check_placed(salon: Salon, placed: tuple[Placed, ...], start_at: int) -> None:
    team = {row.id: row for row in salon.team}
    assert [p.end_at - p.start_at for p in placed] == [want.minutes * MINUTE for want in salon.wants]
    assert [p.start_at for p in placed] == [start_at, *(p.end_at for p in placed[:-1])]
    for want, line in zip(salon.wants, placed, strict=True):
        row = team[line.team_member_id]
        assert want.team_member_id in (None, row.id)
        assert want.service_id in row.service_ids
        assert not row.archived
        assert works_through(row, line, salon.zone)
        for start, end in [*salon.busy[row.id], *((off.start_at, off.end_at) for off in row.time_off)]:
            assert start == end or line.end_at <= start or end <= line.start_at


@given(salons(), st.integers(0, 24 * 60 - 1))
def test_what_is_placed_is_worked_free_and_done_by_those_who_can(salon: Salon, minute: int) -> None:
    start = datetime.combine(salon.day, time()) + timedelta(minutes=minute)
    placed = availability.place(salon.wants, salon.team, salon.busy, start, salon.zone)
    if placed is not None:
        check_placed(salon, placed, times.instant(start, salon.zone))
        undecided = {p.team_member_id for p, w in zip(placed, salon.wants, strict=True) if w.team_member_id is None}
        assert len(undecided) <= 1


@given(salons(), st.integers(-12 * HOUR, 36 * HOUR))
def test_every_free_slot_can_be_booked_as_it_is_named(salon: Salon, pause: int) -> None:
    start, end = times.day_bounds(salon.day, salon.zone)
    now = start + pause
    slots = availability.free_slots(salon.wants, salon.team, salon.busy, salon.day, 1, salon.zone, now)
    assert [slot.start_at for slot in slots] == sorted(slot.start_at for slot in slots)
    assert len({(slot.start_at, slot.team_member_id) for slot in slots}) == len(slots)
    for slot in slots[:4] + slots[-4:]:
        assert max(now, start) <= slot.start_at < end
        assert times.instant(slot.start, salon.zone) == slot.start_at
        decided = tuple(
            want._replace(team_member_id=want.team_member_id or slot.team_member_id) for want in salon.wants
        )
        placed = availability.place(decided, salon.team, salon.busy, slot.start, salon.zone)
        assert placed is not None
        check_placed(salon, placed, slot.start_at)


@given(salons())
def test_no_start_on_the_grid_of_the_hours_is_forgotten(salon: Salon) -> None:
    start, _ = times.day_bounds(salon.day, salon.zone)
    offered = {
        s.start for s in availability.free_slots(salon.wants, salon.team, salon.busy, salon.day, 1, salon.zone, 0)
    }
    opens = {hours.start for row in salon.team for hours in row.hours if not row.archived}
    if all(clock.minute == 0 for clock in opens):
        for at_instant in range(start, start + 23 * HOUR, 15 * MINUTE):
            local = times.local(at_instant, salon.zone)
            free = availability.place(salon.wants, salon.team, salon.busy, local, salon.zone)
            if free and times.instant(local, salon.zone) == at_instant and salon.zone == BERLIN:
                assert local in offered


@given(salons(), st.integers(0, 24 * 60 - 1))
def test_the_nearest_starts_are_the_closest_of_all_free_ones(salon: Salon, minute: int) -> None:
    start = datetime.combine(salon.day, time()) + timedelta(minutes=minute)
    wished = times.instant(start, salon.zone)
    now = times.day_bounds(salon.day, salon.zone)[0]
    chosen = availability.nearest(salon.wants, salon.team, salon.busy, start, salon.zone, now)
    around = availability.free_slots(
        salon.wants, salon.team, salon.busy, salon.day - timedelta(days=28), 57, salon.zone, now
    )
    distances = sorted({(abs(s.start_at - wished), s.start_at) for s in around if s.start_at != wished})
    assert [(abs(s.start_at - wished), s.start_at) for s in chosen] == distances[:3]


@pytest.mark.row("B2")
def test_a_start_is_taken_exactly_until_the_other_appointment_ends() -> None:
    busy = {"ana": [span(at(10), at(11))]}
    wants = [Want("cut", 60, "ana")]
    placed = [
        availability.place(wants, [member("ana")], busy, at(hour, minute), BERLIN) is not None
        for hour, minute in [(9, 0), (9, 1), (10, 0), (10, 59), (11, 0), (16, 0), (16, 1), (8, 59)]
    ]
    assert placed == [True, False, False, False, True, True, False, False]


def test_lines_with_different_people_follow_each_other() -> None:
    team = [member("ana"), member("ben")]
    wants = [Want("cut", 60, "ana"), Want("colour", 30, "ben"), Want("cut", 15, "ana")]
    placed = availability.place(wants, team, {"ana": [span(at(10), at(10, 30))]}, at(9), BERLIN)
    nine = times.instant(at(9), BERLIN)
    assert placed == (
        Placed("ana", nine, nine + HOUR),
        Placed("ben", nine + HOUR, nine + 90 * MINUTE),
        Placed("ana", nine + 90 * MINUTE, nine + 105 * MINUTE),
    )
    assert availability.place(wants, team, {"ben": [span(at(10), at(10, 30))]}, at(9), BERLIN) is None


def test_undecided_lines_go_together_to_the_first_of_the_team_who_can_do_them_all() -> None:
    team = [member("cutter", service_ids=("cut",)), member("ana"), member("ben")]
    wants = [Want("cut", 30, None), Want("colour", 30, None)]
    assert [p.team_member_id for p in availability.place(wants, team, {}, at(9), BERLIN) or ()] == ["ana", "ana"]
    taken = {"ana": [span(at(9, 45), at(9, 50))]}
    assert [p.team_member_id for p in availability.place(wants, team, taken, at(9), BERLIN) or ()] == ["ben", "ben"]
    slots = availability.free_slots(wants, team, taken, at(9).date(), 1, BERLIN, 0)
    assert [slot.team_member_id for slot in slots[:3]] == ["ben", "ben", "ben"]
    assert {slot.team_member_id for slot in slots} == {"ana", "ben"}


def test_hours_that_touch_are_one_stretch() -> None:
    ana = member("ana", ((time(9), time(12)), (time(12), time(17))))
    assert availability.place([Want("cut", 60, "ana")], [ana], {}, at(11, 30), BERLIN)


@pytest.mark.parametrize("start", [datetime(1, 1, 1), datetime(1, 1, 1, 10), datetime(9999, 12, 31, 23)])
def test_senseless_dates_have_no_slot_and_break_nothing(start: datetime) -> None:
    team, wants = [member("ana")], [Want("cut", 60, None)]
    assert availability.place(wants, team, {}, start, BERLIN) is None
    assert availability.nearest(wants, team, {}, start, BERLIN, 0) == ()
    assert availability.free_slots(wants, team, {}, start.date(), 31, BERLIN, 0) == []


def test_no_wish_has_no_place() -> None:
    assert availability.place([], [member("ana")], {}, at(9), BERLIN) is None


def test_the_wishes_of_lines() -> None:
    line = Line("cut", "Cut", 45, Money(1, "EUR"), team_member_id="ana")
    assert availability.wants([line]) == (Want("cut", 45, "ana"),)


def test_alternatives_may_lie_weeks_away_but_not_further() -> None:
    week_off = (TimeOff(0, times.instant(at(9), BERLIN) + 10 * DAY),)
    chosen = availability.nearest([Want("cut", 60, None)], [member("ana", time_off=week_off)], {}, at(9), BERLIN, 0)
    assert [slot.start for slot in chosen] == [at(9, m, date(2025, 6, 21)) for m in (0, 15, 30)]
    month_off = (TimeOff(0, times.instant(at(9), BERLIN) + 40 * DAY),)
    assert not availability.nearest([Want("cut", 60, None)], [member("ana", time_off=month_off)], {}, at(9), BERLIN, 0)
