"""Who could have a freed time (row B22), over generated calendars, daylight-saving nights included."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.availability import Placed, Want, place
from domain.constants import HOUR, MINUTE
from domain.matching import Match, Waiting, first_fit, matches, still_fits
from domain.times import instant, local
from domain.wire.actions import Slot
from domain.wire.rows import TeamMemberRow, Window, WorkingHours

ZONE = "Europe/Berlin"
DAYS = (dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2026, 3, 4))
"""The night that loses an hour, the one that has it twice, and a plain day."""

NIGHT_AND_DAY = tuple(WorkingHours(day, dt.time(0), dt.time(23, 45)) for day in range(7))
ANNA = TeamMemberRow("anna", "l", "Anna", ("cut", "colour"), NIGHT_AND_DAY)
BEN = TeamMemberRow("ben", "l", "Ben", ("cut",), NIGHT_AND_DAY)
TEAM = (ANNA, BEN)

quarters = st.integers(0, 94).map(lambda n: dt.time(n // 4, n % 4 * 15))
spans = st.tuples(st.integers(0, 90), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@st.composite
def windows(draw: st.DrawFn, day: dt.date) -> Window:
    first, last = sorted(draw(st.lists(quarters, min_size=2, max_size=2, unique=True)))
    return Window(day, first, last)


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Placed, list[Waiting], dict[str, list[tuple[int, int]]], int]:
    day = draw(st.sampled_from(DAYS))
    begin = instant(dt.datetime.combine(day, dt.time()), ZONE)
    first, last = draw(spans)
    freed = Placed("anna", begin + first * 15 * MINUTE, begin + last * 15 * MINUTE)
    taken = [(begin + a * 15 * MINUTE, begin + b * 15 * MINUTE) for a, b in draw(st.lists(spans, max_size=6))]
    busy = {"anna": [span for span in taken if span[1] <= freed.start_at or span[0] >= freed.end_at]}
    services, minutes = st.sampled_from(["cut", "colour"]), st.sampled_from([15, 30, 50, 90])
    wants = st.lists(st.builds(Want, services, minutes, st.sampled_from([None, "anna"])), min_size=1, max_size=2)
    wished = st.lists(windows(day), min_size=1, max_size=2)
    waiting = [
        Waiting(f"w{n}", draw(st.integers(0, 3)), tuple(draw(wants)), draw(wished))
        for n in range(draw(st.integers(1, 3)))
    ]
    return freed, waiting, busy, begin + draw(st.integers(-4, 12)) * HOUR


def length(entry: Waiting) -> int:
    return sum(want.minutes for want in entry.wants) * MINUTE


def possible(freed: Placed, entry: Waiting, busy: dict[str, list[tuple[int, int]]], now: int) -> set[int]:
    """Every whole minute at which it could be had, looked for one by one."""
    found = set()
    for window in entry.windows:
        opens = instant(dt.datetime.combine(window.date, window.earliest), ZONE)
        closes = instant(dt.datetime.combine(window.date, window.latest), ZONE)
        for at in range(opens, closes - length(entry) + 1, MINUTE):
            named = instant(local(at, ZONE), ZONE) == at
            touches = at < freed.end_at and at + length(entry) > freed.start_at
            if named and touches and at >= now and place(entry.wants, (ANNA,), busy, local(at, ZONE), ZONE):
                found.add(at)
    return found


@pytest.mark.row("B22")
@settings(max_examples=60, deadline=None)
@given(scenes())
def test_an_entry_matches_exactly_when_some_minute_would_do(
    scene: tuple[Placed, list[Waiting], dict[str, list[tuple[int, int]]], int],
) -> None:
    freed, waiting, busy, now = scene
    found = {match.entry_id: match.slot for match in matches(freed, waiting, TEAM, busy, ZONE, now)}
    for entry in waiting:
        could = possible(freed, entry, busy, now)
        assert (entry.id in found) == bool(could)
        if could:
            slot = found[entry.id]
            assert slot.start_at in could
            assert slot.team_member_id == "anna"
            assert instant(slot.start, ZONE) == slot.start_at
            assert abs(slot.start_at - freed.start_at) == min(abs(at - freed.start_at) for at in could)


@pytest.mark.row("B22")
@settings(max_examples=60, deadline=None)
@given(scenes())
def test_who_waits_longest_comes_first(
    scene: tuple[Placed, list[Waiting], dict[str, list[tuple[int, int]]], int],
) -> None:
    freed, waiting, busy, now = scene
    by_id = {entry.id: entry for entry in waiting}
    order = [by_id[match.entry_id].added_at for match in matches(freed, waiting, TEAM, busy, ZONE, now)]
    assert order == sorted(order)


def wish(first: str, last: str, day: dt.date = DAYS[2]) -> Window:
    return Window(day, dt.time.fromisoformat(first), dt.time.fromisoformat(last))


def at(time: str) -> int:
    return instant(dt.datetime.combine(DAYS[2], dt.time.fromisoformat(time)), ZONE)


@pytest.mark.row("B22")
def test_the_freed_member_has_to_be_able_and_wanted_for_all_of_it() -> None:
    freed = Placed("ben", at("14:00"), at("15:00"))
    cut, colour = Want("cut", 30, None), Want("colour", 30, None)
    asked = [
        Waiting("able", 1, (cut,), [wish("14:00", "16:00")]),
        Waiting("not able", 1, (cut, colour), [wish("14:00", "16:00")]),
        Waiting("wants anna", 1, (Want("cut", 30, "anna"),), [wish("14:00", "16:00")]),
    ]
    found = matches(freed, asked, TEAM, {}, ZONE, at("09:00"))
    assert found == [Match("able", Slot("ben", dt.datetime(2026, 3, 4, 14, 0), at("14:00")))]


@pytest.mark.row("B22", "N1")
def test_room_is_looked_for_in_the_windows_only_and_never_in_the_past() -> None:
    cut = (Want("cut", 60, None),)
    assert first_fit(cut, [wish("10:00", "10:59")], TEAM, {}, ZONE, at("08:00")) is None
    found = first_fit(cut, [wish("15:00", "17:00"), wish("10:00", "12:00")], TEAM, {}, ZONE, at("08:00"))
    assert found == Slot("anna", dt.datetime(2026, 3, 4, 10, 0), at("10:00"))
    found = first_fit(cut, [wish("10:00", "12:00")], TEAM, {}, ZONE, at("10:40"))
    assert found is not None
    assert found.start_at == at("10:45")
    assert first_fit(cut, [wish("10:00", "12:00")], TEAM, {}, ZONE, at("11:10")) is None
    taken = {"anna": [(at("09:00"), at("18:00"))], "ben": [(at("10:00"), at("11:30"))]}
    assert first_fit(cut, [wish("10:00", "12:00")], TEAM, taken, ZONE, at("08:00")) is None


@pytest.mark.row("B22")
def test_a_fit_is_void_when_its_time_is_taken_or_past() -> None:
    slot = Slot("anna", dt.datetime(2026, 3, 4, 10, 0), at("10:00"))
    cut = (Want("cut", 60, None),)
    assert still_fits(cut, slot, TEAM, {}, ZONE, at("09:00"))
    assert not still_fits(cut, slot, TEAM, {"anna": [(at("10:30"), at("11:00"))]}, ZONE, at("09:00"))
    assert not still_fits(cut, slot, TEAM, {}, ZONE, at("10:01"))
