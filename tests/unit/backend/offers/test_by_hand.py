"""Offers by hand: the message, the time that is held, the answer, and all that ends it (row N10)."""

import datetime as dt
from collections.abc import Callable

import pytest

from backend.channels.port import Rejected
from domain.constants import DAY, HOUR, MINUTE
from domain.reasons import Reason
from domain.times import instant
from domain.wire.actions import BookAppointment, Choice, EditWaitlistEntry, RemoveWaitlistEntry
from domain.wire.booking import Confirm, OfferShown, SlotQuery, Slots
from domain.wire.clients import EraseClient
from domain.wire.offers import OfferTime, WithdrawOffer
from domain.wire.rows import AppointmentRow, NoticeRow
from tests.support.offers import (
    AFTERNOON,
    accepted,
    answer,
    by_hand,
    done,
    drafts,
    entries,
    holds,
    links,
    offers,
    problem,
    refused,
    stands,
    waits,
)
from tests.support.salon import ANA, BEN, CUT, NOON, SHORT, Salon
from tests.support.server import ZONE

AT_NOON = instant(NOON, ZONE)


def free(salon: Salon) -> set[dt.datetime]:
    """The starts with Ana on Tuesday that the page offers."""
    asked = SlotQuery(salon.north, (Choice(CUT, SHORT, team_member_id=ANA),), NOON.date())
    return {slot.start for slot in salon.ask(Slots, "POST", "/v1/book/{salon}/slots", asked).slots}


@pytest.mark.row("N10")
def test_a_time_is_offered_held_and_accepted_by_the_link(salon: Salon) -> None:
    visitor = waits(salon, "w-1", notes="Left door")
    said = done(by_hand(salon, "w-1"))
    assert set(said.channels) == {"email", "sms"}
    row = offers(salon)["w-1"]
    assert (row.status, row.client_name, row.until) == ("open", "Waiting w-1", salon.clock.now() + 30 * MINUTE)
    assert (row.start, row.start_at, row.end_at) == (NOON, AT_NOON, AT_NOON + 30 * MINUTE)
    assert [(one.client_id, one.held_until, one.start_at) for one in holds(salon)] == [
        (visitor.id, row.until, AT_NOON),
    ]
    assert NOON not in free(salon)
    path = links(salon)["w-1@example.org"]
    (text,) = [message.text for message in salon.sms.sent if "/offer/" in message.text]
    assert "Haircut is free on Tue, 3 Mar at 12:00 with Ana" in text
    assert "Held for you until 08:30" in text
    shown = salon.ask(OfferShown, "GET", f"/v1{path}")
    assert (shown.status, shown.start, shown.team_member, shown.total.minor) == ("open", NOON, "Ana", 3000)
    assert stands(salon) == {"w-1": "open"}  # looking changes nothing
    confirmed = accepted(answer(salon, "w-1"))
    (appointment,) = salon.feed("rita", AppointmentRow)
    assert (appointment.id, appointment.start, appointment.client_id) == (confirmed.appointment_id, NOON, visitor.id)
    assert (appointment.notes, appointment.booked_by, appointment.team_member_id) == ("Left door", "client", ANA)
    assert (entries(salon), holds(salon)) == ({}, [])
    assert offers(salon)["w-1"].appointment_id == appointment.id
    (line,) = [one for one in salon.feed("rita", NoticeRow) if one.event == "offer_accepted"]
    assert line.offer_id == row.id
    assert accepted(answer(salon, "w-1")) == confirmed  # said again after a lost answer
    assert salon.count("appointments") == 1
    salon.advance(DAY)
    assert (offers(salon), salon.count("offers"), salon.count("offer_notices")) == ({}, 0, 0)


@pytest.mark.row("N10")
def test_after_its_deadline_an_offer_is_over_and_other_times_are_told(salon: Salon) -> None:
    waits(salon, "w-1")
    by_hand(salon, "w-1")
    path = links(salon)["w-1@example.org"]
    salon.clock.set(offers(salon)["w-1"].until)  # to the microsecond, and nothing due has run yet
    late = salon.request("POST", f"/v1{path}/accept")
    assert (late.status, problem(late).type) == (410, "offer_over")
    assert problem(late).alternatives
    salon.run_clock()
    assert stands(salon) == {"w-1": "expired"}
    assert holds(salon) == []
    assert NOON in free(salon)
    assert entries(salon)["w-1"].status == "pending"
    assert [one.event for one in salon.feed("rita", NoticeRow)] == ["offer_expired"]
    assert salon.request("POST", f"/v1{path}/accept").status == 410
    assert salon.request("POST", f"/v1{path}/decline").status == 410
    assert salon.ask(OfferShown, "GET", f"/v1{path}").status == "over"


@pytest.mark.row("N10")
def test_declining_frees_the_time_once(salon: Salon) -> None:
    waits(salon, "w-1")
    by_hand(salon, "w-1")
    assert [answer(salon, "w-1", "decline").status for _ in range(2)] == [204, 204]
    assert (stands(salon), holds(salon)) == ({"w-1": "declined"}, [])
    assert problem(answer(salon, "w-1")).type == "offer_over"
    done(by_hand(salon, "w-1", "o-2"))
    assert stands(salon) == {"w-1": "open"}


@pytest.mark.row("N10", "S2")
def test_a_link_is_of_one_salon_and_one_purpose(salon: Salon) -> None:
    waits(salon, "w-1")
    by_hand(salon, "w-1")
    token = links(salon)["w-1@example.org"].rpartition("/")[2]
    other = salon.beside("anders")
    try:
        for path in (f"offer/{token}/accept", f"offer/{token}/decline"):
            assert problem(other.request("POST", f"/v1/book/{{salon}}/{path}")).type == "link_unknown"
        assert other.request("GET", f"/v1/book/{{salon}}/offer/{token}").status == 404
    finally:
        other.app.close()
    assert salon.request("GET", f"/v1/book/{{salon}}/resume/{token}").status == 404
    for wrong in ("x", "x" * 500, token[:-1]):
        assert salon.request("POST", f"/v1/book/{{salon}}/offer/{wrong}/accept").status == 404
    assert stands(salon) == {"w-1": "open"}


@pytest.mark.row("N10", "B2")
def test_a_held_time_is_taken_for_everybody_but_who_is_asked(salon: Salon) -> None:
    sarah = waits(salon, "w-1")
    by_hand(salon, "w-1")
    other = salon.visitor("Somebody else", "else@example.org")
    review = salon.review(other, choices=(Choice(CUT, SHORT, None, ANA),))
    late = salon.request("POST", "/v1/book/{salon}/confirm", Confirm(review.draft_id), other.token)
    assert (late.status, problem(late).type) == (409, "slot_taken")
    asked = BookAppointment("app-9", salon.north, other.id, (Choice(CUT, SHORT, team_member_id=ANA),), NOON)
    said = refused(salon.act("rita", asked))
    assert (said.code, said.held and said.held.client_name) == ("slot_taken", "Waiting w-1")
    assert said.held is not None
    assert (said.held.client_id, said.held.until) == (sarah.id, offers(salon)["w-1"].until)
    assert said.alternatives
    own = salon.review(sarah, choices=(Choice(CUT, SHORT, None, ANA),))
    booked = salon.confirm(sarah, own.draft_id)  # she books what is held for her by the page, which is a yes too
    assert (holds(salon), stands(salon), entries(salon)) == ([], {"w-1": "accepted"}, {})
    assert offers(salon)["w-1"].appointment_id == booked.appointment_id


@pytest.mark.row("N10")
def test_staff_book_over_a_hold_and_the_offer_is_taken_back(salon: Salon) -> None:
    waits(salon, "w-1")
    by_hand(salon, "w-1")
    links(salon)
    other = salon.visitor("Somebody else")
    choices = (Choice(CUT, SHORT, team_member_id=ANA),)
    done(salon.act("rita", BookAppointment("app-9", salon.north, other.id, choices, NOON, over_hold=True)))
    assert (stands(salon), holds(salon)) == ({"w-1": "withdrawn"}, [])
    assert offers(salon)["w-1"].reason == "taken"
    assert problem(answer(salon, "w-1")).type == "offer_over"
    again = BookAppointment("app-10", salon.north, other.id, choices, NOON, over_hold=True)
    assert refused(salon.act("rita", again)).held is None  # nothing books over an appointment


@pytest.mark.row("N10")
def test_what_ends_the_wish_ends_the_offer(salon: Salon) -> None:
    two = (Choice(CUT, SHORT), Choice("colour"))
    ends: dict[str, Callable[[], object]] = {
        "removed": lambda: salon.act("rita", RemoveWaitlistEntry("w-removed")),
        "wish_changed": lambda: salon.act("rita", EditWaitlistEntry("w-wish_changed", two, AFTERNOON, "")),
        "by_staff": lambda: salon.act("rita", WithdrawOffer("o-by_staff")),
    }
    for reason, happens in ends.items():
        waits(salon, f"w-{reason}")
        done(by_hand(salon, f"w-{reason}", f"o-{reason}"))
        done(happens())
        row = offers(salon)[f"w-{reason}"]
        assert (row.status, row.reason) == ("withdrawn", reason)
        assert holds(salon) == []
    done(salon.act("rita", WithdrawOffer("o-by_staff")))  # twice is once
    assert refused(salon.act("rita", WithdrawOffer("nothing"))).code == "offer_over"


@pytest.mark.row("N10")
def test_an_unfinished_booking_is_offered_its_time_and_becomes_the_appointment(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara, choices=(Choice(CUT, SHORT, None, ANA),))
    done(salon.act("rita", OfferTime("o-1", NOON + dt.timedelta(hours=1), ANA, draft_id=card.id)))
    assert stands(salon) == {card.id: "open"}
    path = links(salon)["mara@example.org"]
    accepted(salon.request("POST", f"/v1{path}/accept"))
    assert drafts(salon) == {}
    (appointment,) = salon.feed("rita", AppointmentRow)
    assert (appointment.draft_id, appointment.start) == (card.id, NOON + dt.timedelta(hours=1))
    salon.advance(DAY)
    assert salon.count("offers") == 0


@pytest.mark.row("N10", "S3")
def test_an_erased_client_leaves_no_offer_and_no_hold(salon: Salon) -> None:
    visitor = waits(salon, "w-1")
    by_hand(salon, "w-1")
    done(salon.act("olga", EraseClient(visitor.id)))
    assert (offers(salon), holds(salon)) == ({}, [])
    assert salon.mentions(visitor.id, "Waiting w-1") <= {"feed_tombstones", "events", "actions"}


@pytest.mark.row("N10")
def test_what_cannot_be_offered_is_refused_plainly(salon: Salon) -> None:
    visitor = waits(salon, "w-1")
    wrong = {
        "invalid": OfferTime("o-2", NOON, ANA),
        "entry_gone": OfferTime("o-2", NOON, ANA, "nobody"),
        "draft_gone": OfferTime("o-2", NOON, ANA, draft_id="nobody"),
        "slot_unavailable": OfferTime("o-2", NOON.replace(hour=3), ANA, "w-1"),
    }
    for code, payload in wrong.items():
        assert refused(salon.act("rita", payload)).code == code
    assert refused(salon.act("sam", OfferTime("o-2", NOON, ANA, "w-1"))).code == "not_permitted"
    assert refused(salon.act("tom", OfferTime("o-2", NOON, ANA, "w-1"))).code == "not_permitted"
    done(by_hand(salon, "w-1"))
    done(by_hand(salon, "w-1"))  # the same offer again is the same offer
    assert refused(by_hand(salon, "w-1", "o-2")).code == "offered_already"
    waits(salon, "w-2")
    said = refused(by_hand(salon, "w-2", "o-2"))
    assert (said.code, said.held and said.held.client_id) == ("slot_taken", visitor.id)
    for who in ("sam", "tom"):
        assert refused(salon.act(who, WithdrawOffer("o-1"))).code == "not_permitted"
    salon.clock.set(AT_NOON - 4 * MINUTE)
    salon.run_clock()
    assert refused(by_hand(salon, "w-2", "o-3")).code == "offer_too_late"
    assert refused(salon.act("rita", OfferTime("o-3", NOON, ANA, "w-2"), not_after=AT_NOON - HOUR)).code == "too_late"


@pytest.mark.row("N10", "B20")
def test_who_cannot_be_reached_is_not_offered_anything(salon: Salon) -> None:
    visitor = waits(salon, "w-1", salon.visitor("Waiting w-1", email=None))
    salon.forget_phone(visitor)
    said = refused(by_hand(salon, "w-1"))
    assert (said.code, {skip.reason for skip in said.skips}) == ("no_channel", {Reason.NO_ADDRESS})
    assert (stands(salon), holds(salon)) == ({}, [])


@pytest.mark.row("N10")
def test_a_message_that_every_channel_refuses_frees_the_time(salon: Salon) -> None:
    waits(salon, "w-1")
    by_hand(salon, "w-1")
    for channel in (salon.email, salon.sms):
        channel.answers.append(Rejected(Reason.BAD_ADDRESS))
    salon.run_due()
    row = offers(salon)["w-1"]
    assert (row.status, row.reason, holds(salon)) == ("unreached", Reason.BAD_ADDRESS, [])


@pytest.mark.row("N10")
def test_a_deadline_is_never_past_the_start(salon: Salon) -> None:
    waits(salon, "w-1")
    salon.clock.set(AT_NOON - 10 * MINUTE)
    done(by_hand(salon, "w-1"))
    assert offers(salon)["w-1"].until == AT_NOON
    assert refused(salon.act("rita", OfferTime("o-9", NOON, BEN, "w-1"))).code == "offered_already"
