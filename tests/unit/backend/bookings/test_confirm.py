"""Clients confirm; whatever the route, the draft is converted and leaves every desk."""

import datetime as dt

import msgspec
import pytest
from msgspec.structs import replace

from domain.constants import DAY, HOUR, MINUTE, REVIEW_SESSION
from domain.times import instant
from domain.wire.actions import BookAppointment, Choice, Done, Refused
from domain.wire.base import decode
from domain.wire.booking import Confirm, Confirmed, SlotQuery, Slots
from domain.wire.problems import Problem
from domain.wire.rows import AppointmentRow, BusyRow, DraftRow, NoticeRow, ServiceRow, WorkingHours
from tests.support.salon import ANA, BEN, COLOUR, CUT, LONG, NOON, SHAVE, SHORT, Salon, Visitor, eur
from tests.support.server import ZONE

CONFIRM = "/v1/book/{salon}/confirm"


def problem(salon: Salon, visitor: Visitor, body: Confirm) -> Problem:
    return decode(salon.request("POST", CONFIRM, body, visitor.token).body, Problem)


def the_same(one: Confirmed, other: Confirmed) -> bool:
    """But for the link to manage it, of which each answer has one of its own."""
    return replace(one, manage="") == replace(other, manage="")


@pytest.mark.row("B2", "B19")
def test_confirming_books_and_the_draft_is_converted(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara)
    response = salon.request("POST", CONFIRM, Confirm(card.id), mara.token)
    assert response.status == 201
    confirmed = decode(response.body, Confirmed)
    assert (confirmed.start, confirmed.team_member_id) == (NOON, ANA)
    (row,) = salon.feed("rita", AppointmentRow)
    assert (row.id, row.client_name, row.draft_id, row.booked_by) == (
        confirmed.appointment_id,
        "Mara Öztürk",
        card.id,
        "client",
    )
    assert row.end_at - row.start_at == 60 * MINUTE
    (busy,) = salon.feed("rita", BusyRow)
    assert (busy.team_member_id, busy.start_at, busy.end_at) == (ANA, row.start_at, row.end_at)
    assert salon.feed("rita", DraftRow) == []
    assert salon.feed("rita", NoticeRow) == []
    assert [salon.count_due(task) for task in ("expire_review", "send_message", "remove_draft")] == [0, 0, 1]


@pytest.mark.row("B4", "B19")
def test_who_confirms_within_the_session_was_never_seen(salon: Salon) -> None:
    mara = salon.visitor()
    review = salon.review(mara)
    salon.confirm(mara, review.draft_id)
    salon.advance(DAY)
    assert salon.feed("olga", DraftRow) == []
    assert len(salon.feed("olga", AppointmentRow)) == 1


@pytest.mark.row("B2")
def test_the_second_to_confirm_is_offered_what_is_near(salon: Salon) -> None:
    mara, nora = salon.visitor(), salon.visitor("Nora")
    drafts = salon.review(mara).draft_id, salon.review(nora).draft_id
    salon.confirm(mara, drafts[0])
    wrong = problem(salon, nora, Confirm(drafts[1]))
    assert (wrong.type, wrong.status) == ("slot_taken", 409)
    assert [slot.start for slot in wrong.alternatives][:2] == [
        NOON - dt.timedelta(hours=1),
        NOON + dt.timedelta(hours=1),
    ]
    confirmed = salon.ask(Confirmed, "POST", CONFIRM, Confirm(drafts[1], wrong.alternatives[1].start), nora.token)
    assert confirmed.start == NOON + dt.timedelta(hours=1)


def test_a_confirm_whose_answer_was_lost_is_told_again(salon: Salon) -> None:
    mara = salon.visitor()
    review = salon.review(mara)
    first = salon.confirm(mara, review.draft_id)
    assert the_same(salon.confirm(mara, review.draft_id), first)
    assert problem(salon, mara, Confirm(review.draft_id, NOON + dt.timedelta(days=1))).type == "draft_converted"
    assert salon.count("appointments") == 1


def test_what_cannot_be_confirmed(salon: Salon) -> None:
    mara, nora = salon.visitor(), salon.visitor("Nora")
    review = salon.review(mara, start=None)
    assert problem(salon, mara, Confirm(review.draft_id)).field == "$.start"
    assert problem(salon, nora, Confirm(review.draft_id, NOON)).type == "draft_gone"
    past = problem(salon, mara, Confirm(review.draft_id, NOON - dt.timedelta(days=2)))
    night = problem(salon, mara, Confirm(review.draft_id, NOON.replace(hour=3)))
    assert (past.type, night.type, past.status) == ("slot_unavailable", "slot_unavailable", 409)
    assert night.alternatives
    assert salon.count("appointments") == 0


@pytest.mark.row("B13")
def test_booking_is_at_todays_price_and_what_is_gone_is_a_conflict(salon: Salon) -> None:
    mara = salon.visitor()
    review = salon.review(mara, choices=(Choice(COLOUR, None, None, ANA),))
    salon.save(ServiceRow(COLOUR, "Colour deluxe", 90, eur(9000)))
    salon.confirm(mara, review.draft_id)
    (row,) = salon.feed("olga", AppointmentRow)
    assert [(line.name, line.minutes, line.price.minor) for line in row.lines] == [("Colour deluxe", 90, 9000)]
    again = salon.review(mara, choices=(Choice(SHAVE),))
    salon.save(ServiceRow(SHAVE, "Shave", 15, eur(1500), archived=True))
    assert problem(salon, mara, Confirm(again.draft_id)).type == "service_unavailable"


def test_any_team_member_is_the_first_who_is_free(salon: Salon) -> None:
    anyone = (Choice(CUT, SHORT),)
    served = [
        salon.confirm(visitor, salon.review(visitor, choices=anyone).draft_id).team_member_id
        for visitor in (salon.visitor(), salon.visitor("Nora"))
    ]
    assert served == [ANA, BEN]


def test_free_times_are_told_to_everyone_and_not_those_taken(salon: Salon) -> None:
    mara = salon.visitor()
    query = SlotQuery(salon.north, (Choice(CUT, LONG, None, ANA),), NOON.date())
    before = salon.ask(Slots, "POST", "/v1/book/{salon}/slots", query).slots
    salon.confirm(mara, salon.review(mara).draft_id)
    after = salon.ask(Slots, "POST", "/v1/book/{salon}/slots", query).slots
    assert NOON in {slot.start for slot in before}
    assert {slot.start.hour for slot in before} - {slot.start.hour for slot in after} == {12}
    assert salon.ask(Slots, "POST", "/v1/slots", query, salon.token("rita")).slots == after
    assert [salon.request("POST", "/v1/slots", query, salon.token(who)).status for who in ("sam", "tom")] == [
        403,
        403,
    ]
    for body in (
        SlotQuery("nowhere", query.choices, query.date),
        SlotQuery(salon.north, (Choice("gone"),), query.date),
    ):
        assert salon.request("POST", "/v1/book/{salon}/slots", body).status == 422
    far = SlotQuery(salon.north, query.choices, dt.date.max, 31)
    assert salon.ask(Slots, "POST", "/v1/book/{salon}/slots", far).slots == ()


def booking(salon: Salon, visitor: Visitor, draft_id: str | None, **changes: object) -> BookAppointment:
    usual = BookAppointment("made-by-the-desk", salon.north, visitor.id, (Choice(CUT, SHORT),), NOON, draft_id)
    return msgspec.structs.replace(usual, **changes)


@pytest.mark.row("B13", "B18", "B19")
def test_staff_book_from_a_card_with_manage_waitlist_alone(salon: Salon) -> None:
    salon.may_only("receptionist", "manage_waitlist")
    mara = salon.visitor()
    card = salon.abandon(mara)
    assert code(salon.act("rita", booking(salon, mara, None))) == "not_permitted"
    assert code(salon.act("sam", booking(salon, mara, card.id, location_id=salon.south))) == "not_permitted"
    assert isinstance(salon.act("rita", booking(salon, mara, card.id)), Done)
    (row,) = salon.feed("olga", AppointmentRow)
    assert (row.id, row.booked_by, row.draft_id) == ("made-by-the-desk", "staff", card.id)
    assert salon.feed("rita", DraftRow) == []


@pytest.mark.row("B19", "N2")
def test_staff_book_without_the_card_and_the_draft_is_converted_all_the_same(salon: Salon) -> None:
    salon.switch_reminders_on()
    mara = salon.visitor()
    salon.review(mara)
    assert isinstance(salon.act("rita", booking(salon, mara, None)), Done)
    salon.advance(REVIEW_SESSION)
    assert salon.feed("olga", DraftRow) == []
    assert salon.sms.calls == []


@pytest.mark.row("B13", "R7")
def test_why_staff_cannot_book(salon: Salon) -> None:
    mara, nora = salon.visitor(), salon.visitor("Nora")
    card = salon.abandon(mara)
    gone = booking(salon, mara, "gone")
    assert code(salon.act("rita", gone)) == "draft_gone"
    assert code(salon.act("rita", booking(salon, nora, card.id))) == "invalid"
    assert code(salon.act("sam", booking(salon, mara, card.id))) == "not_permitted"
    assert code(salon.act("rita", booking(salon, mara, None, client_id="nobody"))) == "client_unknown"
    assert code(salon.act("rita", booking(salon, mara, None, choices=(Choice("gone"),)))) == "service_unavailable"
    assert code(salon.act("rita", booking(salon, mara, None, start=NOON.replace(hour=2)))) == "slot_unavailable"
    salon.confirm(nora, salon.review(nora).draft_id)
    taken = salon.act("rita", booking(salon, mara, card.id, choices=(Choice(CUT, SHORT, None, ANA),)))
    assert code(taken) == "slot_taken"
    assert isinstance(taken, Refused)
    assert taken.refusal.alternatives
    salon.review(mara)
    assert code(salon.act("rita", booking(salon, mara, card.id))) == "client_booking_now"
    assert salon.count("appointments") == 1


def test_the_same_appointment_is_booked_once(salon: Salon) -> None:
    mara = salon.visitor()
    assert isinstance(salon.act("rita", booking(salon, mara, None)), Done)
    assert isinstance(salon.act("rita", booking(salon, mara, None)), Done)
    assert code(salon.act("rita", booking(salon, mara, None, start=NOON.replace(hour=15)))) == "invalid"
    assert salon.count("appointments") == 1


@pytest.mark.row("B4", "B18")
def test_a_card_that_a_person_may_not_see_is_no_way_to_book_and_tells_her_nothing(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara)
    salon.may_only("receptionist", "book_appointments")
    assert code(salon.act("rita", booking(salon, mara, card.id))) == "not_permitted"
    salon.review(mara)
    assert code(salon.act("rita", booking(salon, mara, card.id))) == "not_permitted"
    assert isinstance(salon.act("rita", booking(salon, mara, None)), Done)


@pytest.mark.row("B9")
def test_a_start_is_a_whole_minute(salon: Salon) -> None:
    mara = salon.visitor()
    late = NOON.replace(second=30)
    wrong = salon.request("POST", "/v1/book/{salon}/review", salon.wish(start=late), mara.token)
    assert (wrong.status, decode(wrong.body, Problem).field) == (422, "$.start")
    review = salon.review(mara)
    assert problem(salon, mara, Confirm(review.draft_id, late)).field == "$.start"
    assert code(salon.act("rita", booking(salon, mara, None, start=late.replace(second=0, microsecond=1)))) == "invalid"
    assert salon.count("appointments") == 0


@pytest.mark.row("B2")
def test_a_start_in_the_hour_that_summer_time_skips_is_what_the_clock_shows_by_then(salon: Salon) -> None:
    """On 29 March in Berlin 02:30 is followed by nothing: it means 03:30."""
    sunday, skipped, real = 6, dt.datetime(2026, 3, 29, 2, 30), dt.datetime(2026, 3, 29, 3, 30)
    salon.add_member("owl", salon.north, (CUT,), (WorkingHours(sunday, dt.time(0), dt.time(6)),))
    mara = salon.visitor()
    review = salon.review(mara, start=skipped, choices=(Choice(CUT, SHORT, None, "owl"),))
    assert (review.start, review.slot_free) == (real, True)
    first = salon.ask(Confirmed, "POST", CONFIRM, Confirm(review.draft_id, skipped), mara.token)
    assert (first.start, first.start_at) == (real, instant(real, ZONE))
    again = salon.ask(Confirmed, "POST", CONFIRM, Confirm(review.draft_id, skipped), mara.token)
    assert the_same(again, first)
    (row,) = salon.feed("olga", AppointmentRow)
    assert (row.start, row.start_at) == (real, first.start_at)


@pytest.mark.row("B2")
def test_a_start_in_the_hour_that_winter_time_repeats_is_its_first(salon: Salon) -> None:
    sunday, twice = 6, dt.datetime(2026, 10, 25, 2, 30)
    salon.add_member("owl", salon.north, (CUT,), (WorkingHours(sunday, dt.time(0), dt.time(6)),))
    mara, nora = salon.visitor(), salon.visitor("Nora")
    wish = (Choice(CUT, SHORT, None, "owl"),)
    drafts = [salon.review(visitor, start=twice, choices=wish).draft_id for visitor in (mara, nora)]
    booked = salon.confirm(mara, drafts[0])
    assert (booked.start, booked.start_at) == (twice, instant(twice, ZONE))
    wrong = problem(salon, nora, Confirm(drafts[1]))
    assert [slot.start_at - booked.start_at for slot in wrong.alternatives] == [-30 * MINUTE, -45 * MINUTE, -HOUR]
    query = SlotQuery(salon.north, wish, twice.date())
    starts = [slot.start for slot in salon.ask(Slots, "POST", "/v1/book/{salon}/slots", query).slots]
    assert len(starts) == len(set(starts))


def code(answer: object) -> str:
    assert isinstance(answer, Refused), answer
    return answer.refusal.code
