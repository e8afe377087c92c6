"""The life of an appointment (row N24), over every way through it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.appointments import (
    NEXT,
    CancelReason,
    Life,
    NotPossible,
    Status,
    TooEarly,
    changed,
    may_move,
    moved,
    takes_time,
)
from domain.constants import MINUTE
from domain.seats import seat_of, seated, spans, wants_of
from domain.wire.actions import Seat, Served
from domain.wire.base import Money
from domain.wire.rows import Line

TEN = dt.datetime(2026, 3, 3, 10)
starts = st.integers(0, 40).map(lambda steps: TEN + dt.timedelta(minutes=15 * steps))
reasons = st.none() | st.sampled_from(CancelReason)
steps = st.one_of(
    st.tuples(st.just("change"), st.sampled_from(Status), reasons, st.booleans()),
    st.tuples(st.just("move"), starts),
)


def after(life: Life, step: tuple[object, ...]) -> Life:
    match step:
        case ("move", dt.datetime() as start):
            return moved(life, start)
        case ("change", Status() as to, None | CancelReason() as reason, bool(begun)):
            return changed(life, to, reason, begun=begun)
    raise AssertionError(step)


@pytest.mark.row("N24")
@given(st.lists(steps, max_size=12))
def test_every_way_through_life_keeps_its_rules(way: list[tuple[object, ...]]) -> None:
    life = Life(Status.BOOKED, TEN)
    for step in way:
        before = life
        try:
            life = after(life, step)
        except NotPossible:
            assert life == before
            continue
        assert (life.cancel_reason is None) == (life.status is not Status.CANCELLED)
        if step[0] == "move":
            assert may_move(before.status)
            assert life.previous_start == (before.previous_start if step[1] == before.start else before.start)
            assert takes_time(life.status)
        else:
            assert life.status in NEXT[before.status]
            assert (life.start, life.previous_start) == (before.start, before.previous_start)


@pytest.mark.row("N24")
@pytest.mark.parametrize("status", Status)
def test_a_step_that_was_a_mistake_can_be_taken_back(status: Status) -> None:
    for to in NEXT[status]:
        reached = {to}
        for _ in Status:
            reached |= {later for one in reached for later in NEXT[one]}
        assert status in reached, (status, to)


@pytest.mark.row("N24")
def test_nobody_is_a_no_show_before_the_start_and_nothing_is_cancelled_without_a_reason() -> None:
    booked = Life(Status.BOOKED, TEN)
    with pytest.raises(TooEarly):
        changed(booked, Status.NO_SHOW, None, begun=False)
    with pytest.raises(NotPossible):
        changed(booked, Status.CANCELLED, None, begun=False)
    with pytest.raises(NotPossible):
        changed(booked, Status.CONFIRMED, CancelReason.OTHER, begun=False)
    assert not takes_time(changed(booked, Status.NO_SHOW, None, begun=True).status)


@pytest.mark.row("N24")
def test_another_start_is_not_what_the_client_confirmed_another_length_is() -> None:
    confirmed = Life(Status.CONFIRMED, TEN)
    later = moved(confirmed, TEN + dt.timedelta(hours=1))
    assert (later.status, later.previous_start) == (Status.BOOKED, TEN)
    assert moved(confirmed, TEN) == confirmed
    with pytest.raises(NotPossible):
        moved(Life(Status.DONE, TEN), TEN)


@given(st.lists(st.tuples(st.sampled_from(("ana", "ben")), st.integers(1, 240)), min_size=1, max_size=4))
def test_lines_are_served_one_after_the_other_as_their_seat_says(served: list[tuple[str, int]]) -> None:
    lines = tuple(Line(f"s{n}", "Cut", 30, Money(100 + n, "EUR"), team_member_id="cy") for n in range(len(served)))
    seat = Seat(TEN, tuple(Served(member, minutes) for member, minutes in served))
    sat = seated(lines, seat)
    assert seat_of(TEN, sat) == seat
    assert [line.price for line in sat] == [line.price for line in lines]
    assert [want.service_id for want in wants_of(lines, seat)] == [line.service_id for line in lines]
    at = 0
    for span, (member, minutes) in zip(spans(sat, 0), served, strict=True):
        assert span == (member, at, at + minutes * MINUTE)
        at += minutes * MINUTE
