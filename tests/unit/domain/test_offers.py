"""Whom a freed time is offered to, in which order and until when (row N10), over generated lines of people."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.constants import DAY, HOUR, MINUTE
from domain.offers import (
    LEAST,
    MINUTES,
    NEAR,
    Candidate,
    Way,
    ask,
    deadline,
    in_turn,
    near_wish,
    worth,
)
from domain.times import instant, local
from domain.wire.actions import Slot
from domain.wire.base import Money
from domain.wire.rows import Line

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Africa/Cairo", "Pacific/Apia")
NOW = instant(dt.datetime(2026, 3, 3, 12), "Europe/Berlin")

ways = st.sampled_from([Way.OLDEST_FIRST, Way.HIGHEST_VALUE, Way.ALL_AT_ONCE])
ends = st.integers(0, 12).map(lambda n: NOW + (n - 2) * 10 * MINUTE)
people = st.lists(
    st.builds(
        lambda n, client, since, value, start, from_: Candidate(
            f"waitlist:{n}", f"c{client}", since, value, Slot("ana", local(start, "UTC"), start), from_
        ),
        st.integers(0, 99),
        st.integers(0, 5),
        st.integers(0, 5),
        st.integers(0, 5),
        ends,
        ends,
    ),
    max_size=8,
    unique_by=lambda one: one.subject,
)


@pytest.mark.row("N10")
@settings(max_examples=200, deadline=None)
@given(ways, people)
def test_everybody_has_one_place_in_line_whatever_the_order_they_are_told_in(way: Way, line: list[Candidate]) -> None:
    told = in_turn(way, line)
    assert told == in_turn(way, reversed(line))
    assert len({one.client_id for one in told}) == len(told)
    assert {one.client_id for one in told} == {one.client_id for one in line}
    for one, then in pairwise(told):
        if way is Way.HIGHEST_VALUE:
            assert one.value >= then.value
        if way is not Way.HIGHEST_VALUE or one.value == then.value:
            assert one.since <= then.since


@pytest.mark.row("N10")
@settings(max_examples=200, deadline=None)
@given(ways, people)
def test_only_who_may_be_asked_and_has_time_to_answer_is_asked(way: Way, line: list[Candidate]) -> None:
    asked = ask(way, line, NOW)
    for one in asked.now:
        assert one.from_ <= NOW
        assert one.slot.start_at - NOW >= LEAST
        assert deadline(NOW, MINUTES[0], one.slot.start_at) is not None
    if way is not Way.ALL_AT_ONCE:
        assert len(asked.now) <= 1
    assert (asked.again_at is None) or not asked.now
    could = [one for one in in_turn(way, line) if max(one.from_, NOW) + LEAST <= one.slot.start_at]
    assert bool(asked.now or asked.again_at) == bool(could)
    if asked.again_at is not None:
        assert asked.again_at > NOW
        assert ask(way, line, asked.again_at).now


@pytest.mark.row("N10")
@given(st.sampled_from(MINUTES), st.integers(-HOUR, 2 * DAY))
def test_a_deadline_is_ahead_and_never_past_the_start(minutes: int, ahead: int) -> None:
    until = deadline(NOW, minutes, NOW + ahead)
    if until is None:
        assert ahead < LEAST
    else:
        assert NOW + LEAST <= until <= min(NOW + ahead, NOW + minutes * MINUTE)


@pytest.mark.row("N10")
@given(st.datetimes(dt.datetime(2026, 3, 28), dt.datetime(2026, 3, 30)), st.integers(5, 600))
def test_near_a_wish_is_that_day_and_holds_the_wish(start: dt.datetime, minutes: int) -> None:
    start = start.replace(second=0, microsecond=0)
    window = near_wish(start, minutes)
    assert window.date == start.date()
    assert window.earliest <= start.time()
    opens = dt.datetime.combine(window.date, window.earliest)
    assert start - opens <= dt.timedelta(microseconds=NEAR)
    if start + dt.timedelta(minutes=minutes) <= dt.datetime.combine(start.date(), dt.time(23, 59)):
        assert (start + dt.timedelta(minutes=minutes)).time() <= window.latest


@pytest.mark.row("N10")
def test_only_the_money_of_the_place_counts() -> None:
    lines = (Line("a", "A", 30, Money(300, "EUR")), Line("b", "B", 30, Money(900, "USD")))
    assert (worth(lines, "EUR"), worth(lines, "CHF")) == (300, 0)
