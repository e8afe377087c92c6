"""The calendar's rules: lanes, shaded hours, and which block an arrow key goes to."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.schedule import (
    Block,
    Column,
    Span,
    blocks,
    neighbour,
    openings,
    shown_hours,
    shut,
    side_by_side,
    snapped,
    union,
    week_of,
    without,
)
from domain.appointments import Status
from domain.times import instant
from domain.wire.rows import TimeOff, WorkingHours
from tests.gui.support.rows import TODAY, ZONE, appointment, member

spans = st.tuples(st.integers(0, 1400), st.integers(1, 300)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
FREE = Column(TODAY, "tm-ben", "Ben", ())


def block(span: Span, number: int, column: int = 0) -> Block:
    row = appointment(number, dt.datetime.combine(TODAY, dt.time(9)))
    return Block(row, (0,), column, span)


def overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


@pytest.mark.row("N24")
@given(st.lists(spans, max_size=25))
def test_overlapping_blocks_stand_side_by_side_and_none_is_lost(given_spans: list[Span]) -> None:
    laid = side_by_side(block(span, n) for n, span in enumerate(given_spans))
    assert sorted(one.span for one in laid) == sorted(given_spans)
    for index, one in enumerate(laid):
        assert 0 <= one.lane < one.lanes
        alone = not any(overlap(one.span, other.span) for other in laid if other is not one)
        assert not alone or one.lanes == 1
        for other in laid[index + 1 :]:
            if overlap(one.span, other.span):
                assert one.lane != other.lane
                assert one.lanes == other.lanes


@given(st.lists(spans, max_size=8), st.lists(spans, max_size=8))
def test_what_is_shut_and_what_is_open_are_the_whole(hours: list[Span], off: list[Span]) -> None:
    opened = without(union(hours), off)
    whole = Span(0, 1800)
    closed = shut(Column(TODAY, "x", "", opened), whole)

    def inside(minute: int, of: tuple[Span, ...] | list[Span]) -> bool:
        return any(span.start <= minute < span.end for span in of)

    for minute in range(0, 1800, 7):
        works = inside(minute, hours) and not inside(minute, off)
        assert inside(minute, opened) == works
        assert inside(minute, closed) != works


@pytest.mark.row("N24")
@pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2026, 10, 25), TODAY])
def test_time_off_is_where_the_clock_on_the_wall_says_on_the_nights_of_the_change_too(day: dt.date) -> None:
    hours = WorkingHours(day.weekday(), dt.time(0, 30), dt.time(12))
    away = TimeOff(*(instant(dt.datetime.combine(day, dt.time(hour)), ZONE) for hour in (9, 10)))
    ben = member("tm-ben", "Ben", hours=(hours,), time_off=(away,))
    assert openings(ben, day, ZONE) == (Span(30, 540), Span(600, 720))
    assert openings(ben, day + dt.timedelta(days=1), ZONE) == ()


def test_time_off_over_several_days_shuts_the_day_between() -> None:
    begin = instant(dt.datetime.combine(TODAY - dt.timedelta(days=3), dt.time(9)), ZONE)
    end = instant(dt.datetime.combine(TODAY + dt.timedelta(days=3), dt.time(9)), ZONE)
    assert openings(member("tm-ben", "Ben", time_off=(TimeOff(begin, end),)), TODAY, ZONE) == ()


@given(
    st.lists(st.tuples(spans, st.integers(0, 3)), min_size=1, max_size=15), st.sampled_from([(0, 1), (1, 0), (-1, 0)])
)
def test_arrows_always_lead_to_a_block_and_down_visits_all_of_a_column(
    placed: list[tuple[Span, int]], way: tuple[int, int]
) -> None:
    laid = [one for n in range(4) for one in side_by_side(block(s, i, n) for i, (s, c) in enumerate(placed) if c == n)]
    current = neighbour(laid, None, *way)
    assert current is laid[0]
    assert neighbour(laid, current, *way) in laid
    column = [one for one in laid if one.column == laid[0].column]
    seen: list[Block | None] = [current]
    for _ in column[1:]:
        seen.append(neighbour(laid, seen[-1], 0, 1))
    assert seen == column
    assert neighbour(laid, column[-1], 0, 1) is column[-1]


def test_the_hours_shown_hold_everything_in_whole_hours() -> None:
    early = appointment(1, dt.datetime.combine(TODAY, dt.time(7, 45)))
    early = type(early)(**{f: getattr(early, f) for f in early.__struct_fields__} | {"status": Status.NO_SHOW})
    columns = (Column(TODAY, "", "all", (Span(555, 1000),)),)
    placed = blocks(columns, [early])
    assert [one.span for one in placed] == [Span(465, 485)]
    assert shown_hours(columns, placed) == Span(420, 1020)
    assert shown_hours((FREE,), []) == Span(540, 1140)


def test_steps_and_weeks() -> None:
    assert [snapped(minutes) for minutes in (7.4, 7.6, 22, 23)] == [0, 15, 15, 30]
    assert week_of(TODAY)[0] == dt.date(2026, 11, 16)
    assert len(week_of(TODAY)) == 7
