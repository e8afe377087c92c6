"""The projection against the fake server's own decisions, over generated rows and actions."""

import datetime as dt
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.appointments import CancelReason, Status
from domain.constants import HOUR, MINUTE
from domain.drafts import Phase
from domain.entity import entity_of
from domain.times import instant
from domain.wire.actions import (
    Action,
    BookAppointment,
    ChangeAppointment,
    Choice,
    DismissDraft,
    ExplainDismissal,
    LogCall,
    MoveAppointment,
    Payload,
    ReadNotices,
    RestoreDraft,
    Seat,
    SendReminder,
    Served,
    SetReminderChannels,
    SnoozeDraft,
    TakeBackCall,
    WakeDraft,
)
from domain.wire.base import Money
from domain.wire.rows import AppointmentRow, DraftRow, Line, PersonRow, ReminderSettingsRow, Row
from domain.work import CallOutcome, DismissReason
from sync.projection import project
from sync.store.entry import Entry, State
from tests.support.clock import TUESDAY_NINE
from tests.support.fake_server import BUSINESS, LOCATION, PERSON, FakeServer
from tests.support.sample import draft

NAMES = ("d1", "d2", "d3")


def entry(number: int, payload: Payload, state: State = State.PENDING) -> Entry:
    return Entry(Action(f"a{number}", entity_of(payload), TUESDAY_NINE, payload), state)


def booked(draft_id: str) -> BookAppointment:
    start = dt.datetime.fromisoformat("2026-03-11T10:00")
    return BookAppointment(f"x-{draft_id}", LOCATION, "c1", (Choice("cut"),), start, draft_id)


TEN = dt.datetime.fromisoformat("2026-03-10T10:00")
starts = st.sampled_from([TEN, TEN - dt.timedelta(hours=3), TEN + dt.timedelta(minutes=15)])
seats = st.builds(Seat, starts, st.sampled_from(["ana", "ben"]).map(lambda who: (Served(who, 45), Served("ana", 30))))
APPOINTMENTS = ("x1", "x2")


def appointment(name: str, status: Status) -> AppointmentRow:
    lines = tuple(Line(f"s{n}", "Cut", (45, 30)[n], Money(4500, "EUR"), team_member_id="ana") for n in range(2))
    at = instant(TEN, "Europe/Berlin")
    reason = CancelReason.OTHER if status is Status.CANCELLED else None
    where = (LOCATION, "c1", "Nora", lines, "ana", TEN, "Europe/Berlin", at, at + HOUR + 15 * MINUTE)
    return AppointmentRow(name, *where, status, "staff", cancel_reason=reason)


on_appointments: st.SearchStrategy[Payload] = st.one_of(
    st.builds(MoveAppointment, st.sampled_from(APPOINTMENTS), seats, seats),
    st.builds(
        ChangeAppointment,
        st.sampled_from(APPOINTMENTS),
        st.sampled_from(Status),
        st.sampled_from(Status),
        starts,
        st.none() | st.sampled_from(CancelReason),
    ),
)
statuses = st.lists(st.sampled_from(Status), min_size=2, max_size=2)

CALLS = st.sampled_from(["k1", "k2"])
payloads: st.SearchStrategy[Payload] = st.one_of(
    st.builds(DismissDraft, st.sampled_from(NAMES)),
    st.builds(RestoreDraft, st.sampled_from(NAMES)),
    st.builds(SendReminder, st.sampled_from(NAMES)),
    st.builds(booked, st.sampled_from(NAMES)),
    st.builds(SetReminderChannels, st.booleans(), st.booleans()),
    st.builds(ReadNotices, st.integers(0, 10)),
    st.builds(SnoozeDraft, st.sampled_from(NAMES), st.integers(-1, 30).map(lambda hours: TUESDAY_NINE + hours * HOUR)),
    st.builds(WakeDraft, st.sampled_from(NAMES)),
    st.builds(LogCall, st.sampled_from(NAMES), CALLS, st.sampled_from(CallOutcome), st.sampled_from(["", "later"])),
    st.builds(TakeBackCall, st.sampled_from(NAMES), CALLS),
    st.builds(ExplainDismissal, st.sampled_from(NAMES), st.sampled_from(DismissReason), st.just("moved away")),
)
actions = st.lists(payloads, max_size=8).map(lambda made: [entry(n, payload) for n, payload in enumerate(made)])
phases = st.lists(st.sampled_from([Phase.INCOMPLETE, Phase.DISMISSED]), min_size=3, max_size=3)


def rows(of: Sequence[Phase]) -> list[Row]:
    found: list[Row] = [draft(name, phase=phase) for name, phase in zip(NAMES, of, strict=True)]
    settings = ReminderSettingsRow(BUSINESS, email=False, sms=False)
    return [*found, settings, PersonRow(PERSON, BUSINESS, "Studio Linden", "Ana", (), notices_read_at=5)]


def on_server(of: Sequence[Phase], asked: Sequence[Entry]) -> dict[str, Row]:
    """What a server makes of the same actions; a booked draft is gone there."""
    server = FakeServer()
    for row in rows(of):
        if isinstance(row, DraftRow):
            server.draft(row)
    for one in asked:
        server._decide(one.action, again=False)
    found: dict[str, Row] = dict(server.drafts())
    return found


@pytest.mark.row("N3")
@given(phases, actions)
def test_what_is_shown_is_what_the_server_makes_of_it(of: list[Phase], asked: list[Entry]) -> None:
    after = on_server(of, asked)
    for row in project(rows(of), asked):
        if isinstance(row, DraftRow):
            shown = None if row.phase is Phase.CONVERTED else row
            assert shown == after.get(row.id)


@pytest.mark.row("N3", "N24")
@given(statuses, st.lists(on_appointments, max_size=6), st.integers(-4, 4))
def test_an_appointment_is_shown_as_the_server_will_have_it(of: list[Status], asked: list[Payload], hours: int) -> None:
    before = [appointment(name, status) for name, status in zip(APPOINTMENTS, of, strict=True)]
    server, made = FakeServer(), [entry(n, payload) for n, payload in enumerate(asked)]
    made = [replace(one, action=replace(one.action, made_at=one.action.made_at + hours * HOUR)) for one in made]
    for row in before:
        server.appointment(row)
    for one in made:
        server._decide(one.action, again=False)
    assert {row.id: row for row in project(before, made)} == server.appointments()
    assert project(before, made, frozenset(one.action.id for one in made)) == tuple(before)


@pytest.mark.row("N3", "N24")
def test_a_move_and_a_change_that_wait_are_shown_one_over_the_other() -> None:
    row = appointment("x1", Status.CONFIRMED)
    was, to = Seat(TEN, (Served("ana", 45), Served("ana", 30))), Seat(TEN, (Served("ben", 60), Served("ana", 30)))
    arrived = ChangeAppointment("x1", Status.ARRIVED, Status.CONFIRMED, TEN)
    (shown,) = project([row], [entry(1, MoveAppointment("x1", to, was)), entry(2, arrived)])
    assert (shown.status, shown.team_member_id, shown.previous_start) == (Status.ARRIVED, "ben", None)
    assert shown.end_at - shown.start_at == 90 * MINUTE


@given(phases, actions)
def test_rows_that_no_action_touches_are_the_same_objects(of: list[Phase], asked: list[Entry]) -> None:
    touched = {getattr(one.action.payload, "draft_id", "") for one in asked}
    before = rows(of)
    for row, shown in zip(before, project(before, asked), strict=True):
        if isinstance(row, DraftRow) and row.id not in touched:
            assert shown is row


@given(phases, actions)
def test_laying_the_same_over_again_changes_nothing_once_each_card_has_one(of: list[Phase], asked: list[Entry]) -> None:
    single = list({one.action.entity: one for one in asked}.values())
    once = project(rows(of), single)
    assert project(once, single) == once


@given(phases, actions, st.randoms(use_true_random=False))
def test_the_order_matters_only_within_one_card(of: list[Phase], asked: list[Entry], shuffle: Random) -> None:
    entities = list({one.action.entity: None for one in asked})
    shuffle.shuffle(entities)
    regrouped = [one for entity in entities for one in asked if one.action.entity == entity]
    assert project(rows(of), regrouped) == project(rows(of), asked)


@given(phases, actions)
def test_what_the_rows_have_already_is_not_laid_over_them(of: list[Phase], asked: list[Entry]) -> None:
    everything = frozenset(one.action.id for one in asked)
    assert project(rows(of), asked, everything) == tuple(rows(of))
    effective = [replace(one, effective=True) for one in asked]
    assert project(rows(of), effective) == tuple(rows(of))
    over = [replace(one, state=State.REFUSED) for one in asked]
    assert project(rows(of), over) == tuple(rows(of))


@pytest.mark.row("B14", "N3")
def test_a_reminder_that_waits_shows_as_queued_where_there_is_an_address() -> None:
    phone_only = replace(draft("d1"), email=None)
    (shown,) = project([phone_only], [entry(1, SendReminder("d1"))])
    assert [(state.channel, state.status, state.automatic) for state in shown.reminders] == [("sms", "queued", False)]


@pytest.mark.row("B17", "N3")
def test_switches_and_the_bell_follow_the_last_word() -> None:
    asked = [entry(1, SetReminderChannels(email=True, sms=False)), entry(2, SetReminderChannels(email=True, sms=True))]
    asked += [entry(3, ReadNotices(9)), entry(4, ReadNotices(7))]
    shown = project(rows([Phase.INCOMPLETE] * 3), asked)
    assert ReminderSettingsRow(BUSINESS, email=True, sms=True) in shown
    assert [row.notices_read_at for row in shown if isinstance(row, PersonRow)] == [9]
