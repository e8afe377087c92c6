"""Until when a card may rest: the usual moments by the location's clocks."""

import datetime as dt

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.models.snoozing import rests_for
from domain.constants import DAY, HOUR
from domain.times import instant, local
from domain.work import rests, snooze_fault
from tests.gui.support.rows import ZONE, draft

pytestmark = pytest.mark.row("N7")


def at(text: str) -> int:
    return instant(dt.datetime.fromisoformat(text), ZONE)


def offered(text: str, keeps: int = 30 * DAY) -> list[tuple[str, dt.datetime, bool]]:
    now = at(text)
    row = msgspec.structs.replace(draft(1), removed_at=now + keeps)
    return [(rest.text, local(rest.until, ZONE), not rest.fault) for rest in rests_for(row, now, ZONE)]


def test_on_a_monday_morning_next_week_is_seven_days_on() -> None:
    assert offered("2026-11-23T10:20") == [
        ("In an hour", dt.datetime.fromisoformat("2026-11-23T11:20"), True),
        ("This afternoon, 15:00", dt.datetime.fromisoformat("2026-11-23T15:00"), True),
        ("Tomorrow morning, 09:00", dt.datetime.fromisoformat("2026-11-24T09:00"), True),
        ("Next week, Monday 09:00", dt.datetime.fromisoformat("2026-11-30T09:00"), True),
    ]


def test_in_the_evening_there_is_no_afternoon_and_what_is_too_late_says_so() -> None:
    assert offered("2026-11-29T18:00", keeps=5 * HOUR) == [
        ("In an hour", dt.datetime.fromisoformat("2026-11-29T19:00"), True),
        ("Tomorrow morning, 09:00", dt.datetime.fromisoformat("2026-11-30T09:00"), False),
    ]


def test_a_morning_is_a_morning_over_the_night_of_the_clock_change() -> None:
    morning = offered("2026-10-24T20:00")[1]
    assert morning == ("Tomorrow morning, 09:00", dt.datetime.fromisoformat("2026-10-25T09:00"), True)


@given(minutes=st.integers(0, 366 * 24 * 60), keeps=st.integers(1, 90 * 24).map(lambda hours: hours * HOUR))
@settings(max_examples=80, deadline=None)
def test_what_is_offered_lies_ahead_and_is_right_about_what_the_server_will_say(minutes: int, keeps: int) -> None:
    now = at("2026-01-01T00:00") + minutes * HOUR // 60
    row = msgspec.structs.replace(draft(1), removed_at=now + keeps)
    for rest in rests_for(row, now, ZONE):
        assert rests(rest.until, now)
        assert bool(rest.fault) == (snooze_fault(rest.until, now, row.removed_at) is not None)
