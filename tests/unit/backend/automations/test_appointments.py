"""Messages about appointments: each kind at its time, as the appointment stands by then (row B23)."""

import datetime as dt

import pytest

from backend.clients.queries import rewrite_client
from domain.appointments import Status
from domain.constants import DAY, HOUR, MINUTE
from domain.times import instant
from domain.wire.actions import Choice
from domain.wire.automations import WishedFilters, WishedTiming
from domain.wire.clients import EraseClient
from domain.wire.rows import AppointmentRow
from tests.support.salon import ANA, BEN, COLOUR, CUT, Salon
from tests.support.server import PUBLIC_URL, ZONE
from tests.unit.backend.automations.words import NOON, book, move, runs, set_status, shown, switch, texts

pytestmark = pytest.mark.row("B23")


def at(local: dt.datetime) -> int:
    return instant(local, ZONE)


def go(salon: Salon, local: dt.datetime) -> None:
    """Moves on to a local time, doing what is due on the way."""
    salon.advance(at(local) - salon.clock.now())


def test_all_are_off_at_first(salon: Salon) -> None:
    book(salon, salon.visitor())
    set_status(salon, Status.CONFIRMED)
    move(salon, NOON + dt.timedelta(hours=1))
    salon.advance(60 * DAY)
    assert salon.email.calls == salon.sms.calls == []
    assert salon.count_due("run_automation") == 0


def test_two_reminders_come_before_an_appointment(salon: Salon) -> None:
    switch(salon, "upcoming_first", email=True, sms=True)
    switch(salon, "upcoming_second")
    book(salon, salon.visitor())
    go(salon, dt.datetime(2026, 3, 3, 11, 59))
    assert texts(salon) == []
    go(salon, dt.datetime(2026, 3, 3, 12, 0))
    (text,), (mail,) = texts(salon), salon.email.sent
    assert "Wed, 4 Mar 2026, 12:00" in text
    assert f"{PUBLIC_URL}/book/{salon.slug}/manage/" in text
    assert mail.subject == "Your appointment on Wed, 4 Mar 2026 at 12:00"
    assert "with Ana\nNorth" in mail.text
    go(salon, NOON)
    assert len(texts(salon)) == 2
    assert len(salon.email.sent) == 1
    assert runs(salon, "upcoming_first") == [("sms", "sent", None), ("email", "sent", None)]


def test_a_reminder_follows_an_appointment_that_is_moved(salon: Salon) -> None:
    switch(salon, "upcoming_second")
    book(salon, salon.visitor())
    move(salon, NOON + dt.timedelta(days=1))
    go(salon, NOON)
    assert texts(salon) == []
    go(salon, NOON + dt.timedelta(days=1, hours=-2))
    assert len(texts(salon)) == 1
    move(salon, NOON + dt.timedelta(days=2))  # reminded already, and now of another time
    go(salon, NOON + dt.timedelta(days=3))
    assert ["Fri, 6 Mar" in text for text in texts(salon)] == [False, True]


def test_a_reminder_dies_with_its_appointment_and_lives_again_with_it(salon: Salon) -> None:
    switch(salon, "upcoming_second")
    book(salon, salon.visitor())
    set_status(salon, Status.CANCELLED)
    assert salon.count_due("run_automation") == 0
    set_status(salon, Status.BOOKED)
    assert salon.count_due("run_automation") == 1
    set_status(salon, Status.CANCELLED)
    go(salon, NOON)
    assert salon.sms.calls == []


def test_a_queued_reminder_of_an_appointment_that_is_cancelled_is_skipped(salon: Salon) -> None:
    switch(salon, "upcoming_second")
    book(salon, salon.visitor())
    salon.clock.set(at(NOON) - 2 * HOUR)
    salon.run_clock()
    set_status(salon, Status.CANCELLED)
    salon.run_due()
    assert runs(salon, "upcoming_second") == [("sms", "skipped", "appointment_cancelled")]


def test_what_was_booked_before_is_reminded_of_once_the_switch_is_on(salon: Salon) -> None:
    mara = salon.visitor()
    book(salon, mara)
    book(salon, mara, NOON + dt.timedelta(days=1), "app-2")
    switch(salon, "upcoming_second")
    assert salon.count_due("run_automation") == 2
    switch(salon, "upcoming_second", timing=WishedTiming("before", 30, "minutes"))
    go(salon, NOON - dt.timedelta(minutes=31))
    assert texts(salon) == []
    go(salon, NOON - dt.timedelta(minutes=30))
    assert len(texts(salon)) == 1
    switch(salon, "upcoming_second", sms=False)
    salon.advance(3 * DAY)
    assert len(texts(salon)) == 1


def test_who_books_later_than_the_reminder_would_come_is_not_reminded(salon: Salon) -> None:
    switch(salon, "upcoming_first")
    go(salon, NOON - dt.timedelta(hours=20))
    book(salon, salon.visitor())
    go(salon, NOON)
    assert salon.sms.calls == []


def test_a_reminder_at_a_local_time_of_the_day_before(salon: Salon) -> None:
    switch(salon, "upcoming_first", sms=True, timing=WishedTiming("before", 1, "days", dt.time(17, 30)))
    book(salon, salon.visitor())
    go(salon, dt.datetime(2026, 3, 3, 17, 29))
    assert texts(salon) == []
    go(salon, dt.datetime(2026, 3, 3, 17, 30))
    assert len(texts(salon)) == 1


@pytest.mark.row("N11")
def test_a_reminder_that_would_come_in_the_night_before_an_early_appointment_comes_in_the_evening(salon: Salon) -> None:
    switch(salon, "upcoming_second", sms=True, timing=WishedTiming("before", 12, "hours"))
    book(salon, salon.visitor(), dt.datetime(2026, 3, 4, 9, 0))  # 21:00 the day before, held till 08:00: in time
    switch(salon, "upcoming_first", sms=True, timing=WishedTiming("before", 3, "hours"))
    go(salon, dt.datetime(2026, 3, 4, 7, 59))
    assert texts(salon) == []
    go(salon, dt.datetime(2026, 3, 4, 8, 0))
    assert len(texts(salon)) == 2


def test_the_salon_asks_who_is_booked_by_staff_and_confirms_who_booked_herself(salon: Salon) -> None:
    for name in ("pending_confirmation", "confirmed"):
        switch(salon, name)
    mara = salon.visitor()
    book(salon, mara)
    salon.run_due()
    draft = salon.review(mara, start=NOON + dt.timedelta(days=1))
    salon.confirm(mara, draft.draft_id)
    salon.run_due()
    assert [text.partition(":")[0] for text in texts(salon)] == [
        "Hi Mara, Haus Grün has booked you in for Wed, 4 Mar 2026, 12",
        "Hi Mara, your appointment at Haus Grün is confirmed",
    ]
    set_status(salon, Status.CONFIRMED)
    salon.run_due()
    assert "is confirmed: Wed, 4 Mar 2026" in texts(salon)[2]
    set_status(salon, Status.BOOKED)
    set_status(salon, Status.CONFIRMED)
    salon.run_due()
    assert len(texts(salon)) == 3  # once for each time that it has


def test_a_salon_that_looks_over_bookings_says_so_and_confirms_later(salon: Salon) -> None:
    for name in ("pending_approval", "confirmed"):
        switch(salon, name)
    mara = salon.visitor()
    salon.confirm(mara, salon.review(mara).draft_id)
    salon.run_due()
    assert ["will confirm it shortly" in text for text in texts(salon)] == [True]
    (row,) = salon.feed("rita", AppointmentRow)
    set_status(salon, Status.CONFIRMED, row.id)
    salon.run_due()
    assert ["is confirmed" in text for text in texts(salon)] == [False, True]


@pytest.mark.row("N20")
@pytest.mark.parametrize(
    ("lang", "complete", "shortly"),
    [
        ("en", "Your booking is complete", "will confirm it shortly"),
        ("de", "Ihre Buchung ist abgeschlossen", "bestätigen sie in Kürze"),
    ],
)
def test_the_booking_page_says_what_the_message_will_say(salon: Salon, lang: str, complete: str, shortly: str) -> None:
    address = f"/book/{salon.slug}?lang={lang}"
    before = salon.request("GET", address).body.decode()
    assert (complete in before, shortly in before) == (True, False)
    switch(salon, "pending_approval")
    after = salon.request("GET", address).body.decode()
    assert (complete in after, shortly in after) == (False, True)


def test_moving_and_cancelling_are_told_each_time(salon: Salon) -> None:
    for name in ("rescheduled", "cancelled"):
        switch(salon, name)
    book(salon, salon.visitor())
    for day in (1, 0, 1):
        salon.advance(MINUTE)
        move(salon, NOON + dt.timedelta(days=day))
        salon.run_due()
    set_status(salon, Status.CANCELLED)
    salon.run_due()
    assert ["is now on" in text for text in texts(salon)] == [True, True, True, False]
    assert "Thu, 5 Mar 2026, 12:00 is cancelled" in texts(salon)[3]


def test_two_moves_before_anything_went_are_one_message_about_where_it_is_now(salon: Salon) -> None:
    switch(salon, "rescheduled")
    book(salon, salon.visitor())
    move(salon, NOON + dt.timedelta(days=1))
    salon.clock.set(salon.clock.now() + 1)
    move(salon, NOON + dt.timedelta(days=2))
    salon.run_due()
    assert ["Fri, 6 Mar 2026" in text for text in texts(salon)] == [True]


def test_a_move_while_the_news_of_the_one_before_is_on_its_way_is_told_as_well(salon: Salon) -> None:
    switch(salon, "rescheduled")
    book(salon, salon.visitor())
    move(salon, NOON + dt.timedelta(days=1))
    moved: list[bool] = []

    def move_again(_message: object) -> None:
        if not moved:
            moved.append(True)
            salon.clock.set(salon.clock.now() + 1)
            move(salon, NOON + dt.timedelta(days=2))

    salon.sms.before = move_again
    salon.run_due()
    salon.advance(2 * MINUTE)
    assert [day in text for text in texts(salon) for day in ("Thu, 5", "Fri, 6")] == [True, False, False, True]


def test_filters_narrow_an_automation_to_places_services_and_who_booked(salon: Salon) -> None:
    switch(salon, "rescheduled", sms=True, filters=WishedFilters(service_ids=(COLOUR,)))
    book(salon, salon.visitor())
    move(salon, NOON + dt.timedelta(hours=1))
    salon.run_due()
    assert texts(salon) == []
    switch(salon, "rescheduled", filters=WishedFilters(location_ids=(salon.north,), service_ids=(CUT, COLOUR)))
    move(salon, NOON + dt.timedelta(hours=2), member=BEN)
    salon.run_due()
    assert len(texts(salon)) == 1
    switch(salon, "rescheduled", filters=WishedFilters(booked_by="client"))
    move(salon, NOON + dt.timedelta(hours=3), member=ANA)
    salon.run_due()
    assert len(texts(salon)) == 1


@pytest.mark.row("W4")
def test_filters_narrow_an_automation_to_who_serves_and_to_a_language(salon: Salon) -> None:
    mara = salon.visitor()
    switch(salon, "pending_confirmation", sms=True, filters=WishedFilters(team_member_ids=(BEN,)))
    book(salon, mara)
    switch(salon, "pending_confirmation", filters=WishedFilters(languages=("de",)))
    book(salon, mara, NOON + dt.timedelta(hours=2), "app-2")
    salon.run_due()
    assert texts(salon) == []
    with salon.database.write() as unit:
        rewrite_client(unit, mara.client._replace(language="de-AT"))
    book(salon, mara, NOON + dt.timedelta(hours=4), "app-3")
    salon.run_due()
    assert len(texts(salon)) == 1


@pytest.mark.row("W4")
def test_what_waits_already_is_measured_by_the_filters_of_its_time(salon: Salon) -> None:
    switch(salon, "incomplete_booking", sms=True, timing=WishedTiming("after", 30, "minutes"))
    salon.abandon(salon.visitor(), choices=(Choice(COLOUR),), start=None)
    switch(salon, "incomplete_booking", filters=WishedFilters(service_ids=(CUT,)))
    salon.advance(HOUR)
    assert (texts(salon), runs(salon, "incomplete_booking")) == ([], [])


@pytest.mark.row("N20")
def test_dates_are_written_in_the_language_of_the_text(salon: Salon) -> None:
    mara = salon.visitor()
    with salon.database.write() as unit:
        rewrite_client(unit, mara.client._replace(language="tr"))
    switch(salon, "pending_confirmation")
    book(salon, mara)
    salon.run_due()
    assert "Wed, 4 Mar 2026" in texts(salon)[0]


@pytest.mark.row("S3")
def test_nothing_goes_to_who_is_erased(salon: Salon) -> None:
    for name in ("upcoming_second", "rebook", "cancelled"):
        switch(salon, name)
    mara = salon.visitor()
    book(salon, mara)
    salon.act("olga", EraseClient(mara.id))
    assert shown(salon).client_id == ""
    salon.advance(60 * DAY)
    assert salon.sms.calls == []
    assert mara.id not in str(salon.mentions(mara.id) - {"events", "feed_tombstones"})
