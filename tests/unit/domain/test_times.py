from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import times
from domain.constants import DAY, HOUR, MINUTE

ZONES = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo", "Africa/Cairo"]
)
LOCAL = st.datetimes(datetime(1980, 1, 1), datetime(2040, 1, 1))
INSTANTS = st.integers(0, 70 * 365 * DAY)


def test_a_time_in_the_spring_gap_moves_forward_by_the_gap() -> None:
    at = times.instant(datetime(2025, 3, 30, 2, 30), "Europe/Berlin")
    assert times.local(at, "Europe/Berlin") == datetime(2025, 3, 30, 3, 30)


def test_a_repeated_time_takes_the_first_occurrence() -> None:
    first = times.instant(datetime(2025, 10, 26, 2, 30), "Europe/Berlin")
    assert first == times.instant(datetime(2025, 10, 26, 2, 30, fold=1), "Europe/Berlin")
    assert times.local(first + HOUR, "Europe/Berlin") == datetime(2025, 10, 26, 2, 30)
    assert times.local(first - MINUTE, "Europe/Berlin") == datetime(2025, 10, 26, 2, 29)


@given(LOCAL, ZONES)
def test_a_local_time_comes_back_or_was_in_a_gap_and_moved_forward(wished: datetime, zone: str) -> None:
    shown = times.shown(wished, zone)
    assert shown >= wished
    if shown != wished:
        before = times.local(times.instant(wished, zone) - 2 * HOUR, zone)
        assert shown - before > timedelta(hours=2), "only a gap may move a time"


@given(INSTANTS, ZONES)
def test_of_the_instants_with_one_local_time_the_first_is_meant(at: int, zone: str) -> None:
    meant = times.instant(times.local(at, zone), zone)
    assert meant <= at
    assert times.local(meant, zone) == times.local(at, zone)


@given(st.dates(date(1980, 1, 1), date(2039, 12, 30)), ZONES)
def test_days_follow_each_other_without_a_hole(day: date, zone: str) -> None:
    start, end = times.day_bounds(day, zone)
    assert times.day_bounds(day + timedelta(days=1), zone)[0] == end
    assert 23 * HOUR <= end - start <= 25 * HOUR
    assert times.local(start, zone).date() == day
    assert times.local(end - 1, zone).date() == day


@pytest.mark.parametrize("day", [date.min, date.max])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue"])
def test_the_first_and_the_last_day_there_are_break_nothing(day: date, zone: str) -> None:
    start, end = times.day_bounds(day, zone)
    assert end - start == DAY
    assert start == times.instant(datetime.combine(day, datetime.min.time()), zone)


@pytest.mark.parametrize("name", ["Europe/Berlin", "UTC", "Asia/Kathmandu"])
def test_a_zone_is_known_by_its_name(name: str) -> None:
    assert times.is_zone(name)


@pytest.mark.parametrize("name", ["", "Europe", "Europe/Bonn", "../etc/passwd", "/etc/localtime", "x\0y", "é" * 300])
def test_anything_else_is_no_zone(name: str) -> None:
    assert not times.is_zone(name)
