"""When automations run, for whom, and with which words; the definitions as data."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.appointments import Status
from domain.automations import (
    AUTOMATIONS,
    BY_ID,
    BadFilters,
    BadTiming,
    Facts,
    check_filters,
    check_timing,
    due_at,
    lets_through,
    weight_of,
)
from domain.constants import DAY, HOUR, MINUTE
from domain.times import instant, local
from domain.wire.automations import Filters, Timing

BERLIN, ZONES = "Europe/Berlin", ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")
INSTANTS = st.integers(instant(dt.datetime(2020, 1, 1), "UTC"), instant(dt.datetime(2030, 1, 1), "UTC"))


def at(*moment: int) -> int:
    return instant(dt.datetime(*moment), BERLIN)  # type: ignore[arg-type]


@pytest.mark.row("B23")
def test_every_built_in_is_there_and_has_a_timing_it_may_have() -> None:
    assert set(BY_ID) == {
        *("upcoming_first", "upcoming_second", "rebook", "incomplete_booking"),
        *("pending_confirmation", "pending_approval", "confirmed", "rescheduled", "cancelled"),
    }
    for automation in AUTOMATIONS:
        check_timing(automation, automation.timing)


@pytest.mark.row("B23")
@pytest.mark.parametrize(
    ("name", "timing", "field"),
    [
        ("upcoming_first", Timing("after", 1, "days"), "when"),
        ("upcoming_first", Timing("before", 0, "days"), "amount"),
        ("upcoming_first", Timing("before", 61, "days"), "amount"),
        ("upcoming_first", Timing("before", 2, "hours", dt.time(9)), "at"),
        ("incomplete_booking", Timing("after", 24, "hours"), "amount"),
        ("incomplete_booking", Timing("at_once", 5), "amount"),
        ("confirmed", Timing("after", 5, "minutes"), "when"),
    ],
)
def test_a_timing_that_does_not_fit_is_said_with_its_field(name: str, timing: Timing, field: str) -> None:
    with pytest.raises(BadTiming) as caught:
        check_timing(BY_ID[name], timing)
    assert caught.value.field == field


@pytest.mark.row("B23")
@pytest.mark.parametrize(
    ("start", "timing", "due"),
    [
        (at(2026, 3, 30, 10, 0), Timing("before", 1, "days"), at(2026, 3, 29, 10, 0)),  # a day of 23 hours
        (at(2026, 3, 29, 10, 0), Timing("before", 24, "hours"), at(2026, 3, 28, 9, 0)),
        (at(2026, 3, 30, 2, 30), Timing("before", 1, "days"), at(2026, 3, 29, 3, 30)),  # 02:30 is skipped
        (at(2026, 10, 26, 2, 30), Timing("before", 1, "days"), at(2026, 10, 25, 2, 30)),  # 02:30 comes twice
        (at(2026, 3, 30, 18, 0), Timing("before", 1, "days", dt.time(2, 15)), at(2026, 3, 29, 3, 15)),
        (at(2026, 10, 20, 18, 0), Timing("after", 5, "days", dt.time(10)), at(2026, 10, 25, 10, 0)),
        (at(2026, 3, 2, 10, 0), Timing("before", 90, "minutes"), at(2026, 3, 2, 8, 30)),
        (at(2026, 3, 2, 10, 0), Timing("at_once"), at(2026, 3, 2, 10, 0)),
    ],
)
def test_days_are_days_of_the_calendar_also_in_the_nights_of_a_change(start: int, timing: Timing, due: int) -> None:
    assert due_at(start, timing, BERLIN) == due


@given(INSTANTS, st.sampled_from(ZONES), st.integers(1, 60), st.sampled_from(["before", "after"]))
def test_days_keep_the_time_of_day_where_there_is_one(anchor: int, zone: str, days: int, when: str) -> None:
    due = due_at(anchor, Timing(when, days, "days"), zone)  # type: ignore[arg-type]
    sign = -1 if when == "before" else 1
    wanted = local(anchor, zone) + dt.timedelta(days=sign * days)
    assert local(due, zone) == local(instant(wanted, zone), zone)
    assert abs(due - anchor - sign * days * DAY) <= HOUR


def test_filters_let_through_what_they_name() -> None:
    facts = Facts("north", frozenset({"cut", "colour"}), Status.BOOKED, "client", frozenset({"ana"}), "de-AT")
    assert lets_through(Filters(), facts)
    assert lets_through(Filters(("north",), ("cut",), (Status.BOOKED,), "client", ("ana", "ben"), ("de",)), facts)
    for narrower in (
        Filters(location_ids=("south",)),
        Filters(service_ids=("shave",)),
        Filters(statuses=(Status.CONFIRMED,)),
        Filters(booked_by="staff"),
        Filters(team_member_ids=("ben",)),
        Filters(languages=("en",)),
    ):
        assert not lets_through(narrower, facts)


@pytest.mark.row("W4")
@pytest.mark.parametrize(
    ("name", "filters", "field"),
    [
        ("upcoming_first", Filters(statuses=(Status.DONE,)), "statuses"),
        ("cancelled", Filters(statuses=(Status.BOOKED,)), "statuses"),
        ("incomplete_booking", Filters(booked_by="staff"), "booked_by"),
        ("pending_approval", Filters(booked_by="client"), "booked_by"),
    ],
)
def test_what_would_never_run_is_said_with_its_field(name: str, filters: Filters, field: str) -> None:
    check_filters(BY_ID[name], Filters(("north",), ("cut",), team_member_ids=("ana",), languages=("de",)))
    with pytest.raises(BadFilters) as caught:
        check_filters(BY_ID[name], filters)
    assert caught.value.field == field


def test_what_is_no_built_in_was_asked_for() -> None:
    assert weight_of("anything") == weight_of("confirmed") != weight_of("rebook")


@given(INSTANTS, st.integers(1, 600))
def test_minutes_just_pass(anchor: int, minutes: int) -> None:
    assert due_at(anchor, Timing("after", minutes, "minutes"), BERLIN) == anchor + minutes * MINUTE
