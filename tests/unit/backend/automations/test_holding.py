"""Night, the cap, and who sends by hand (rows N11, N2, B14)."""

import datetime as dt

import pytest

from backend.clients.queries import rewrite_client
from domain.constants import DAY, HOUR, MINUTE, REVIEW_SESSION
from domain.times import instant
from domain.wire.actions import BookAppointment, Choice, CreateClient, Done, Refused, SendReminder
from tests.support.salon import ANA, COLOUR, CUT, SHORT, Salon, Visitor
from tests.support.server import ZONE
from tests.unit.backend.automations.words import NOON, book, done, move, switch, texts
from tests.unit.backend.bookings.test_reminders import states

pytestmark = pytest.mark.row("N11")
LATE = instant(dt.datetime(2026, 3, 2, 22, 0), ZONE)
MORNING = instant(dt.datetime(2026, 3, 3, 8, 0), ZONE)


def abandoned_late(salon: Salon, visitor: Visitor) -> str:
    """She leaves at ten in the evening."""
    salon.clock.set(LATE - REVIEW_SESSION)
    return salon.abandon(visitor, choices=(Choice(COLOUR),), start=None).id


def test_what_would_go_at_night_goes_in_the_morning(salon: Salon) -> None:
    salon.switch_reminders_on()
    card = abandoned_late(salon, salon.visitor())
    held = salon.card(card).reminders
    assert [(one.status, one.reason, one.until) for one in held] == [("queued", "quiet_hours", MORNING)] * 2
    salon.advance(MORNING - LATE - 1)
    assert salon.sms.calls == salon.email.calls == []
    salon.advance(1)
    assert states(salon, card) == {"email": ("sent", None, True), "sms": ("sent", None, True)}


@pytest.mark.row("N2")
def test_what_is_not_wanted_any_more_in_the_morning_does_not_go(salon: Salon) -> None:
    salon.switch_reminders_on()
    mara = salon.visitor()
    card = abandoned_late(salon, mara)
    salon.advance(HOUR)
    done(salon, BookAppointment("app-1", salon.north, mara.id, (Choice(CUT, SHORT),), NOON, draft_id=card))
    salon.advance(DAY)
    assert salon.sms.calls == salon.email.calls == []


def test_the_night_is_the_clients_own_where_it_is_known(salon: Salon) -> None:
    salon.switch_reminders_on()
    mara = salon.visitor()
    with salon.database.write() as unit:
        rewrite_client(unit, mara.client._replace(zone="America/New_York"))
    card = abandoned_late(salon, mara)  # four in the afternoon there
    assert states(salon, card)["sms"] == ("sent", None, True)


@pytest.mark.row("B14")
def test_by_hand_it_goes_at_night_instead_of_what_waits(salon: Salon) -> None:
    salon.switch_reminders_on()
    card = abandoned_late(salon, salon.visitor())
    salon.advance(MINUTE)
    answer = salon.act("rita", SendReminder(card))
    assert isinstance(answer, Done)
    assert answer.channels == ("email", "sms")
    salon.run_due()
    assert states(salon, card)["sms"] == ("sent", None, False)
    salon.advance(DAY - 2 * HOUR)
    assert len(salon.sms.sent) == len(salon.email.sent) == 1


@pytest.mark.row("B20")
def test_by_hand_at_night_still_respects_who_opted_out(salon: Salon) -> None:
    salon.switch_reminders_on()
    mara = salon.visitor()
    card = abandoned_late(salon, mara)
    with salon.database.write() as unit:
        rewrite_client(unit, mara.client._replace(sms_opted_out_at=1, wants_email=False))
    answer = salon.act("rita", SendReminder(card))
    assert isinstance(answer, Refused)
    assert [skip.reason for skip in answer.refusal.skips] == ["preference", "opted_out"]


def test_the_fourth_of_a_day_waits_for_the_next_morning_and_news_of_an_appointment_does_not(salon: Salon) -> None:
    salon.switch_reminders_on()
    switch(salon, "rescheduled")
    mara = salon.visitor()
    for _ in range(3):
        salon.abandon(mara, choices=(Choice(COLOUR),), start=None)
    card = salon.abandon(mara, choices=(Choice(COLOUR),), start=None)
    assert len(salon.sms.sent) == len(salon.email.sent) == 3
    assert [(one.reason, one.until) for one in card.reminders] == [("too_many", MORNING)] * 2
    salon.run_due()
    book(salon, salon.visitor("Jana", "jana@example.org"))
    book(salon, mara, NOON + dt.timedelta(hours=1), "app-2")  # which converts what she left
    move(salon, NOON + dt.timedelta(hours=3), "app-2")
    salon.run_due()
    assert "is now on" in texts(salon)[3]
    salon.advance(DAY)
    assert len(texts(salon)) == 4


@pytest.mark.row("N2")
def test_who_books_under_another_name_with_the_same_address_hears_no_more_of_what_she_left(salon: Salon) -> None:
    salon.switch_reminders_on()
    mara = salon.visitor()
    review = salon.review(mara, choices=(Choice(COLOUR),), start=None)
    done(salon, CreateClient("twin", salon.north, "M. Oeztuerk", None, "mara@example.org"))
    salon.clock.set(salon.clock.now() + MINUTE)
    done(salon, BookAppointment("app-1", salon.north, "twin", (Choice(CUT, SHORT, team_member_id=ANA),), NOON))
    salon.advance(REVIEW_SESSION)
    assert salon.sms.calls == salon.email.calls == []
    assert states(salon, review.draft_id) == {
        "email": ("skipped", "already_booked", True),
        "sms": ("skipped", "already_booked", True),
    }
    answer = salon.act("rita", SendReminder(review.draft_id))
    assert isinstance(answer, Refused)
    assert {skip.reason for skip in answer.refusal.skips} == {"already_booked"}
