"""What staff do with appointments: move them, and set where they stand (row N24), on both databases."""

import datetime as dt
import random
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier

import pytest

from domain.appointments import CancelReason, Status
from domain.constants import HOUR, MINUTE
from domain.seats import seat_of
from domain.wire.actions import (
    BookAppointment,
    ChangeAppointment,
    Choice,
    Done,
    MoveAppointment,
    Refusal,
    Refused,
    Seat,
    Served,
)
from domain.wire.booking import Confirm
from domain.wire.rows import AppointmentRow, BusyRow
from tests.support.salon import ANA, BEN, CHRIS, CUT, LONG, NOON, SHORT, Salon, Visitor

HALF = dt.timedelta(minutes=30)


def booked(salon: Salon, start: dt.datetime = NOON, visitor: Visitor | None = None, name: str = "x") -> AppointmentRow:
    """A long haircut with Ana."""
    visitor = visitor or salon.visitor()
    wish = BookAppointment(name, salon.north, visitor.id, (Choice(CUT, LONG, None, ANA),), start)
    assert isinstance(salon.act("rita", wish), Done)
    return now(salon, name)


def now(salon: Salon, name: str = "x") -> AppointmentRow:
    (row,) = [row for row in salon.feed("olga", AppointmentRow) if row.id == name]
    return row


def move(row: AppointmentRow, start: dt.datetime | None = None, *served: Served) -> MoveAppointment:
    was = seat_of(row.start, row.lines)
    return MoveAppointment(row.id, Seat(start or row.start, served or was.lines), was)


def change(row: AppointmentRow, to: Status, reason: CancelReason | None = None) -> ChangeAppointment:
    return ChangeAppointment(row.id, to, row.status, row.start, reason)


def busy(salon: Salon) -> list[tuple[str, int, int, str]]:
    rows = salon.feed("olga", BusyRow)
    return sorted((row.team_member_id, row.start_at, row.end_at, row.appointment_id) for row in rows)


def refusal(answer: object) -> Refusal:
    assert isinstance(answer, Refused), answer
    return answer.refusal


@pytest.mark.row("N24")
def test_moving_keeps_the_appointment_and_remembers_where_it_was(salon: Salon) -> None:
    row = booked(salon)
    assert isinstance(salon.act("rita", move(row, NOON + HALF, Served(BEN, 45))), Done)
    moved = now(salon)
    assert (moved.start, moved.previous_start, moved.team_member_id) == (NOON + HALF, NOON, BEN)
    assert moved.end_at - moved.start_at == 45 * MINUTE
    assert (moved.lines[0].price, moved.lines[0].name) == (row.lines[0].price, row.lines[0].name)
    assert busy(salon) == [(BEN, moved.start_at, moved.end_at, row.id)]
    assert ("appointment.moved", f"person:{salon.person_id('rita')}") in salon.events(f"appointment:{row.id}")


@pytest.mark.row("N24")
def test_it_does_not_stand_in_its_own_way_but_others_do(salon: Salon) -> None:
    row = booked(salon)
    other = booked(salon, NOON + dt.timedelta(hours=1), salon.visitor("Nora"), "y")
    assert isinstance(salon.act("rita", move(row, NOON - HALF)), Done)
    refused = refusal(salon.act("rita", move(now(salon), NOON + HALF)))
    assert refused.code == "slot_taken"
    assert refused.alternatives
    assert all(slot.start_at + HOUR <= other.start_at or slot.start_at >= other.end_at for slot in refused.alternatives)
    assert refusal(salon.act("rita", move(now(salon), NOON.replace(hour=4)))).code == "slot_unavailable"
    assert refusal(salon.act("rita", move(now(salon), NOON - dt.timedelta(days=7)))).code == "slot_unavailable"
    assert refusal(salon.act("rita", move(now(salon), None, Served(CHRIS, 60)))).code == "slot_unavailable"
    assert refusal(salon.act("rita", move(now(salon), NOON.replace(year=9999)))).code == "invalid"
    assert now(salon).start == NOON - HALF


@pytest.mark.row("N24", "N3")
def test_what_is_done_twice_happens_once_and_what_was_seen_otherwise_is_refused(salon: Salon) -> None:
    row = booked(salon)
    asked = move(row, NOON + HALF)
    first = salon.act("rita", asked, "a1")
    assert salon.act("rita", asked, "a1") == first
    assert isinstance(salon.act("olga", asked), Done)
    assert len(salon.events(f"appointment:{row.id}")) == 2
    assert refusal(salon.act("olga", move(row, NOON + 2 * HALF))).code == "appointment_changed"
    assert refusal(salon.act("olga", change(row, Status.CONFIRMED))).code == "appointment_changed"
    assert refusal(salon.act("olga", MoveAppointment("gone", asked.to, asked.was))).code == "appointment_gone"
    two = (*asked.to.lines, Served(BEN, 5))
    assert refusal(salon.act("olga", move(now(salon), NOON, *two))).code == "appointment_changed"


@pytest.mark.row("N24")
def test_the_life_of_an_appointment_from_booked_to_done(salon: Salon) -> None:
    row = booked(salon)
    for to in (Status.CONFIRMED, Status.ARRIVED, Status.DONE):
        salon.advance(MINUTE)
        assert isinstance(salon.act("rita", change(now(salon), to)), Done)
        assert now(salon).status is to
        assert isinstance(salon.act("rita", change(now(salon), to)), Done)
    assert [event for event, _ in salon.events(f"appointment:{row.id}")] == [
        "appointment.booked",
        "appointment.confirmed",
        "appointment.arrived",
        "appointment.done",
    ]
    assert refusal(salon.act("rita", move(now(salon), NOON + HALF))).code == "appointment_changed"
    assert refusal(salon.act("rita", change(now(salon), Status.NO_SHOW))).code == "invalid"
    assert len(busy(salon)) == 1


@pytest.mark.row("N24")
def test_cancelled_and_no_show_give_the_time_back(salon: Salon) -> None:
    row = booked(salon)
    assert refusal(salon.act("rita", change(row, Status.CANCELLED))).code == "invalid"
    assert isinstance(salon.act("rita", change(row, Status.CANCELLED, CancelReason.CLIENT_ILL)), Done)
    assert (now(salon).status, now(salon).cancel_reason) == (Status.CANCELLED, CancelReason.CLIENT_ILL)
    assert busy(salon) == []
    assert isinstance(salon.act("rita", change(now(salon), Status.BOOKED)), Done)
    assert now(salon).cancel_reason is None
    assert len(busy(salon)) == 1
    assert refusal(salon.act("rita", change(now(salon), Status.NO_SHOW))).code == "too_early"
    salon.clock.set(row.start_at)
    assert isinstance(salon.act("rita", change(now(salon), Status.NO_SHOW)), Done)
    assert busy(salon) == []


@pytest.mark.row("N24")
def test_what_was_cancelled_comes_back_only_into_free_time(salon: Salon) -> None:
    row = booked(salon)
    salon.act("rita", change(row, Status.CANCELLED, CancelReason.CLIENT_ASKED))
    booked(salon, NOON, salon.visitor("Nora"), "y")
    assert refusal(salon.act("rita", change(now(salon), Status.BOOKED))).code == "slot_taken"
    assert now(salon).status is Status.CANCELLED


@pytest.mark.row("B18", "B24", "N24")
def test_without_book_appointments_at_that_location_nothing_moves(salon: Salon) -> None:
    row = booked(salon)
    for name in ("tom", "sam"):
        assert refusal(salon.act(name, move(row, NOON + HALF))).code == "not_permitted"
        for asked in (change(row, Status.CANCELLED, CancelReason.OTHER), change(row, Status.ARRIVED)):
            assert refusal(salon.act(name, asked)).code == "not_permitted"
    assert now(salon) == row


@pytest.mark.row("N24")
def test_a_begun_appointment_can_be_stretched_and_not_moved_into_the_past(salon: Salon) -> None:
    row = booked(salon)
    salon.clock.set(row.start_at + 30 * MINUTE)
    assert isinstance(salon.act("rita", move(row, None, Served(ANA, 75))), Done)
    assert busy(salon)[0][2] == row.start_at + 75 * MINUTE
    assert refusal(salon.act("rita", move(now(salon), NOON - HALF))).code == "slot_unavailable"


@pytest.mark.row("R6", "N24")
@pytest.mark.timeout(300)
def test_a_move_and_a_confirm_never_both_have_a_time(salon: Salon) -> None:
    """Two desks move appointments to where a client confirms, all at once; one has it, nothing overlaps."""
    chance = random.Random(24)
    days = [NOON + dt.timedelta(days=day) for day in range(1, 15) if (NOON + dt.timedelta(days=day)).weekday() < 6]
    client = salon.visitor("Client")
    with ThreadPoolExecutor(3) as pool:
        for n, day in enumerate(days):
            rows = [
                booked(salon, day.replace(hour=hour), salon.visitor(f"C{n}-{hour}"), f"{n}-{hour}") for hour in (9, 15)
            ]
            draft_id = salon.review(client, start=day, choices=(Choice(CUT, SHORT, None, ANA),)).draft_id
            gate = Barrier(3)
            goals = [day + dt.timedelta(minutes=chance.choice((-15, 0, 15))) for _ in rows]

            def by_desk(name: str, row: AppointmentRow, to: dt.datetime, gate: Barrier = gate) -> bool:
                gate.wait()
                return isinstance(salon.act(name, move(row, to)), Done)

            def by_client(draft_id: str = draft_id, gate: Barrier = gate) -> bool:
                gate.wait()
                path = "/v1/book/{salon}/confirm"
                return salon.request("POST", path, Confirm(draft_id), client.token).status == 201

            tried = [pool.submit(by_client)]
            tried += [
                pool.submit(by_desk, who, row, to) for who, row, to in zip(("rita", "olga"), rows, goals, strict=True)
            ]
            assert sorted(one.result() for one in tried) == [False, False, True]
    taken = busy(salon)
    assert len(taken) == len(days) * 2 + sum(row.booked_by == "client" for row in salon.feed("olga", AppointmentRow))
    assert all(a[2] <= b[1] for a, b in pairwise(taken) if a[0] == b[0])
