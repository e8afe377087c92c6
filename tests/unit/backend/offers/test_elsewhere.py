"""A client who gets the time that is held for her by another way than her link (rows N10, B19, B21)."""

import datetime as dt

import pytest

from domain.constants import MINUTE
from domain.reasons import Reason
from domain.seats import seat_of
from domain.wire.actions import BookAppointment, Choice, Held, MoveAppointment, Seat
from domain.wire.offers import OfferTime
from domain.wire.rows import AppointmentRow, NoticeRow
from tests.support.offers import (
    answer,
    booked,
    by_hand,
    cancel,
    done,
    drafts,
    entries,
    holds,
    links,
    offers,
    problem,
    refused,
    set_way,
    stands,
    waits,
)
from tests.support.salon import ANA, BEN, COLOUR, CUT, LONG, NOON, SHORT, Salon, Visitor

SHORT_WITH_ANA = (Choice(CUT, SHORT, None, ANA),)


def by_the_page(salon: Salon, visitor: Visitor, *choices: Choice, start: dt.datetime = NOON) -> str:
    """She books as anybody does; the appointment's id."""
    review = salon.review(visitor, choices=choices or SHORT_WITH_ANA, start=start)
    return salon.confirm(visitor, review.draft_id).appointment_id


@pytest.mark.row("N10", "B21")
def test_who_books_her_offered_time_by_the_page_has_said_yes(salon: Salon) -> None:
    set_way(salon, "all_at_once")
    people = {name: waits(salon, name) for name in ("w-1", "w-2")}
    cancel(salon, booked(salon))
    salon.advance(MINUTE)
    appointment = by_the_page(salon, people["w-1"])
    assert stands(salon) == {"w-1": "accepted", "w-2": "lost"}
    assert (set(entries(salon)), holds(salon), salon.count("offer_rounds")) == ({"w-2"}, [], 0)
    row = offers(salon)["w-1"]
    assert (row.appointment_id, row.reason) == (appointment, None)
    assert [one.offer_id for one in salon.feed("rita", NoticeRow) if one.event == "offer_accepted"] == [row.id]
    assert salon.events("waitlist:w-1")[-1] == ("waitlist.booked", f"client:{people['w-1'].id}")
    assert answer(salon, "w-1").status == 201  # her link tells what she has
    assert problem(answer(salon, "w-2")).type == "offer_taken"
    assert len([one for one in salon.feed("rita", AppointmentRow) if one.status == "booked"]) == 1


@pytest.mark.row("N10", "B21")
def test_a_start_within_the_held_time_is_a_yes_too_and_her_link_tells_it(salon: Salon) -> None:
    sarah = waits(salon, "w-1")
    done(by_hand(salon, "w-1"))
    path = links(salon)["w-1@example.org"]
    by_the_page(salon, sarah, start=NOON + dt.timedelta(minutes=15))
    assert (stands(salon), entries(salon), holds(salon)) == ({"w-1": "accepted"}, {}, [])
    page = salon.request("GET", path).body.decode()
    assert "12:15" in page
    assert "12:00" not in page


@pytest.mark.row("N10", "B19")
def test_an_unfinished_booking_that_was_offered_a_time_and_is_finished_on_the_page_is_a_yes(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara, choices=SHORT_WITH_ANA)
    other = NOON.replace(hour=13)
    done(salon.act("rita", OfferTime("o-1", other, ANA, draft_id=card.id)))
    by_the_page(salon, mara, start=other)
    assert (stands(salon), drafts(salon), holds(salon)) == ({card.id: "accepted"}, {}, [])


@pytest.mark.row("N10", "B21")
def test_so_is_what_the_desk_books_for_her_there(salon: Salon) -> None:
    sarah = waits(salon, "w-1")
    done(by_hand(salon, "w-1"))
    done(salon.act("rita", BookAppointment("app-9", salon.north, sarah.id, SHORT_WITH_ANA, NOON)))
    assert (stands(salon), entries(salon), holds(salon)) == ({"w-1": "accepted"}, {}, [])


@pytest.mark.row("N10")
@pytest.mark.parametrize(
    ("choice", "hour"),
    [(Choice(CUT, SHORT, None, BEN), 12), (Choice(CUT, LONG, None, ANA), 16), (Choice(COLOUR, None, None, ANA), 12)],
    ids=["with somebody else", "at another time", "something else"],
)
def test_another_booking_ends_the_offer_and_not_the_wish(salon: Salon, choice: Choice, hour: int) -> None:
    sarah = waits(salon, "w-1")
    done(by_hand(salon, "w-1"))
    by_the_page(salon, sarah, choice, start=NOON.replace(hour=hour))
    assert (stands(salon), set(entries(salon)), holds(salon)) == ({"w-1": "withdrawn"}, {"w-1"}, [])
    assert offers(salon)["w-1"].reason == Reason.ALREADY_BOOKED


def move(salon: Salon, app: str, to: dt.datetime, *, over_hold: bool = False) -> object:
    """Rita moves an appointment with Ana."""
    (row,) = [one for one in salon.feed("rita", AppointmentRow) if one.id == app]
    seat = seat_of(row.start, row.lines)
    return salon.act("rita", MoveAppointment(app, Seat(to, seat.lines), seat, over_hold))


@pytest.mark.row("N10", "N24")
def test_staff_move_over_a_hold_after_they_were_told_and_the_offer_is_taken_back(salon: Salon) -> None:
    booked(salon, NOON.replace(hour=9))
    sarah = waits(salon, "w-1")
    done(by_hand(salon, "w-1"))
    until = offers(salon)["w-1"].until
    assert refused(move(salon, "app-1", NOON)).held == Held(sarah.id, "Waiting w-1", until)
    assert stands(salon) == {"w-1": "open"}
    done(move(salon, "app-1", NOON, over_hold=True))
    assert (stands(salon), holds(salon), set(entries(salon))) == ({"w-1": "withdrawn"}, [], {"w-1"})
    assert offers(salon)["w-1"].reason == "taken"


@pytest.mark.row("N10", "N24")
def test_the_refusal_says_for_whom_it_is_held_where_the_appointment_moves_by_less_than_its_length(salon: Salon) -> None:
    booked(salon, NOON - dt.timedelta(minutes=30))
    waits(salon, "w-1")
    done(by_hand(salon, "w-1"))
    said = refused(move(salon, "app-1", NOON - dt.timedelta(minutes=15)))
    assert (said.code, said.held and said.held.client_name) == ("slot_taken", "Waiting w-1")
    waits(salon, "w-2")
    booked(salon, NOON + dt.timedelta(minutes=30), "app-2")
    again = refused(move(salon, "app-1", NOON + dt.timedelta(minutes=15), over_hold=True))
    assert (again.code, again.held) == ("slot_taken", None)  # nothing moves over an appointment


@pytest.mark.row("N10", "N24")
def test_her_own_appointment_moved_to_her_offered_time_is_a_yes(salon: Salon) -> None:
    sarah = waits(salon, "w-1")
    done(salon.act("rita", BookAppointment("app-1", salon.north, sarah.id, SHORT_WITH_ANA, NOON.replace(hour=16))))
    done(by_hand(salon, "w-1"))
    done(move(salon, "app-1", NOON))
    assert (stands(salon), entries(salon), holds(salon)) == ({"w-1": "accepted"}, {}, [])
    assert offers(salon)["w-1"].appointment_id == "app-1"
