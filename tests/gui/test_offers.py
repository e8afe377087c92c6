"""Offers on the cards, in the calendar, the booking form, the bell and the settings, as a receptionist uses them (row
N10).
"""

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.models.booking import BookingForm
from desktop.models.clients import Clients
from desktop.models.notices import Notices
from desktop.models.offer_settings import OfferSettings
from desktop.models.origin import of_time
from desktop.models.ports import Link
from desktop.views.booking.dialog import BookingDialog
from desktop.views.followups.card import CardWidget
from desktop.views.settings.offers import OffersCard
from domain.constants import HOUR, MINUTE
from domain.offers import LEAST, Way
from domain.times import instant
from domain.wire.actions import BookAppointment, Done, Held, Refusal, Skip
from domain.wire.offers import OfferRow, OfferSettingsRow, OfferTime, SaveOfferSettings, WithdrawOffer
from domain.wire.rows import BusyRow, ClientRow, NoticeRow
from tests.gui.support.calendar import Calendar
from tests.gui.support.clicks import key, press, texts
from tests.gui.support.desk import Desk
from tests.gui.support.fakes import FakeOffice
from tests.gui.support.rows import LINDEN, NOW, TODAY, WISH, ZONE, draft, manager
from tests.gui.test_waitlist import card, shown, waits

FOUR = dt.datetime.combine(TODAY, dt.time(16))
FOUR_AT = instant(FOUR, ZONE)
UNTIL = NOW + 30 * MINUTE


def offered(**values: Any) -> OfferRow:
    row = OfferRow(
        id="offer-1",
        location_id=LINDEN,
        client_id="client-1",
        client_name="Client 1",
        team_member_id="tm-anna",
        start=FOUR,
        start_at=FOUR_AT,
        end_at=FOUR_AT + HOUR,
        status="open",
        offered_at=NOW,
        until=UNTIL,
        by_hand=True,
        entry_id="entry-1",
    )
    return replace(row, **values)


def hold(**values: Any) -> BusyRow:
    row = BusyRow("b-1", LINDEN, "tm-anna", FOUR_AT, FOUR_AT + HOUR, "offer-1", "client-1", UNTIL)
    return replace(row, **values)


def done_all(desk: Desk) -> None:
    """The server has done what was asked for."""
    for entity in {action.entity for action in desk.acts.actions}:
        for state in desk.pending.of(entity):
            desk.acts.done(state.action.id)


@pytest.mark.row("N10")
def test_a_card_that_can_fit_offers_its_time_and_says_what_came_of_it(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, waits(1))
    qtbot.waitUntil(lambda: "can fit today 16:00 with Anna" in texts(card(panel)))
    press(card(panel), "Offer the time to Client 1")
    (asked,) = desk.acts.actions
    assert isinstance(asked.payload, OfferTime)
    assert (asked.payload.entry_id, asked.payload.start, asked.payload.team_member_id) == ("entry-1", FOUR, "tm-anna")
    assert asked.entity == "waitlist:entry-1"
    assert asked.not_after == NOW + HOUR
    assert "Offering…" in texts(card(panel))
    desk.acts.done(asked.id, Done(asked.id, 5, ("sms",), (Skip("email", "no_address"),)))
    assert desk.toasts.texts[-1] == "Offered today 16:00 to Client 1. Email: nothing on file."
    desk.feed.put(offered())
    qtbot.waitUntil(lambda: "Offered today 16:00 with Anna, until 13:44" in texts(card(panel)))
    assert "Offered today 16:00 with Anna, until 13:44" in card(panel).accessibleDescription()
    press(card(panel), "Withdraw the offer to Client 1")
    assert isinstance(desk.acts.actions[-1].payload, WithdrawOffer)
    for status, words in (
        ("declined", "Declined today 16:00"),
        ("expired", "No answer about today 16:00"),
        ("lost", "Somebody else took today 16:00"),
        ("withdrawn", "Offer of today 16:00 withdrawn"),
    ):
        done_all(desk)
        desk.feed.put(offered(status=status, ended_at=NOW))
        panel.waitlist.list.place()
        assert words in texts(card(panel))
    desk.feed.put(offered(status="unreached", reason="no_address", ended_at=NOW))
    qtbot.waitUntil(lambda: "Could not be asked about today 16:00: nothing on file" in texts(card(panel)))


@pytest.mark.row("N10", "N14")
def test_offers_are_made_and_withdrawn_by_keys(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, waits(1))
    qtbot.waitUntil(lambda: "can fit today 16:00 with Anna" in texts(card(panel)))
    panel.waitlist.open_at("entry-1")
    key(panel.waitlist.list, Qt.Key.Key_X)
    assert desk.toasts.texts[-1] == "There is no offer to Client 1 to withdraw."
    key(panel.waitlist.list, Qt.Key.Key_O)
    key(panel.waitlist.list, Qt.Key.Key_O)
    assert len(desk.acts.actions) == 1  # pressed twice it is one offer
    assert desk.toasts.texts[-1] == "Client 1 has an offer that is still open."
    desk.feed.put(offered())
    key(panel.waitlist.list, Qt.Key.Key_X)
    assert isinstance(desk.acts.actions[-1].payload, WithdrawOffer)


@pytest.mark.row("N10", "N3")
def test_offline_an_offer_waits_an_hour_at_most(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, waits(1))
    desk.feed.connect_as(Link.OFFLINE)
    qtbot.waitUntil(lambda: desk.openings.of("entry-1") is not None)
    desk.clock.at = FOUR_AT - HOUR
    desk.offering.offer("waitlist:entry-1")
    (asked,) = desk.acts.actions
    assert asked.not_after == FOUR_AT - LEAST
    assert "goes when online" in desk.toasts.texts[-1]
    qtbot.waitUntil(lambda: "The offer will be sent when online" in texts(card(panel)))
    refusal = Refusal("slot_taken", held=Held("c", "Zoë", UNTIL))
    desk.acts.refuse(asked.id, "slot_taken", refusal)
    assert desk.toasts.texts[-1] == "Client 1: It is held for Zoë by an offer."


@pytest.mark.row("N10", "N11")
def test_at_night_it_is_asked_before_anybody_is_woken(qtbot: QtBot) -> None:
    desk = Desk()
    shown(qtbot, desk, waits(1))
    qtbot.waitUntil(lambda: desk.openings.of("entry-1") is not None)
    desk.clock.at = instant(dt.datetime.combine(TODAY, dt.time(7, 40)), ZONE)
    desk.offering.offer("waitlist:entry-1")
    assert desk.acts.actions == []
    assert desk.toasts.texts[-1] == "It is 07:40 for Client 1."
    sure = desk.toasts.offered[-1]
    assert sure is not None
    sure.run()
    assert len(desk.acts.actions) == 1


@pytest.mark.row("N10")
def test_a_card_of_an_unfinished_booking_offers_the_wished_time_from_its_menu(qtbot: QtBot) -> None:
    desk = Desk()
    panel = desk.panel()
    qtbot.addWidget(panel)
    desk.feed.reset(draft(1))
    panel.resize(464, 900)
    panel.show()
    desk.offering.offer(f"draft:{draft(1).id}")
    (asked,) = desk.acts.actions
    assert isinstance(asked.payload, OfferTime)
    assert (asked.payload.draft_id, asked.payload.start) == (draft(1).id, WISH)
    desk.feed.put(offered(entry_id=None, draft_id=draft(1).id, start=WISH, start_at=instant(WISH, ZONE)))
    done_all(desk)
    found = panel.list.card_of(draft(1).id)
    assert isinstance(found, CardWidget)
    qtbot.waitUntil(lambda: "Offered today 14:30 with Anna, until 13:44" in texts(found))
    assert found.offers == "withdraw"


@pytest.mark.row("N10")
def test_the_calendar_shows_what_is_held_and_for_whom(qtbot: QtBot) -> None:
    desk = Desk()
    calendar = Calendar(qtbot, desk)
    desk.feed.put(offered())
    desk.feed.put(hold())
    (found,) = calendar.scheduler.picture().holds
    assert found.text == "held for Client 1 until 13:44"
    (block,) = found.blocks
    place = calendar.grid.geometry_now()
    assert place.hold_at(place.block(block).center()) == "held for Client 1 until 13:44"
    calendar.grid.refresh()
    assert "16:00 held for Client 1 until 13:44" in calendar.grid.accessibleName()
    desk.feed.put(offered(id="offer-2", client_id="c-2", client_name="Client 2"))
    assert calendar.scheduler.picture().holds[0].text == "offered to 2 clients until 13:44"
    desk.feed.clear(OfferRow)
    assert calendar.scheduler.picture().holds[0].text == "held until 13:44"  # for who may book and not follow up
    desk.feed.take(BusyRow, "b-1")
    assert calendar.scheduler.picture().holds == ()


def form(desk: Desk) -> BookingForm:
    made = desk.forms.booking(of_time(LINDEN, FOUR, FOUR_AT, "tm-anna"))
    made.choice.choose("client-9", "Somebody Else")
    made.basket.add("svc-toner")
    return made


@pytest.mark.row("N10")
def test_booking_into_a_held_time_asks_first_and_then_books_over_it(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.reset(ClientRow("client-1", "Sarah King"), ClientRow("client-9", "Somebody Else"))
    desk.feed.put(hold())
    made = form(desk)
    dialog = BookingDialog(made)
    qtbot.addWidget(dialog)
    dialog.show()
    desk.slots.answer(())
    assert made.start == FOUR
    assert made.notice.text == "Held for Sarah King until 13:44. Booking it takes the offer back."
    assert made.alternatives
    assert dialog.book.text() == "Book anyway"
    made.submit()
    payload = desk.acts.actions[-1].payload
    assert isinstance(payload, BookAppointment)
    assert payload.over_hold
    made.pick(FOUR + dt.timedelta(hours=2))
    assert dialog.book.text() != "Book anyway"


@pytest.mark.row("N10")
def test_a_hold_that_this_desk_did_not_know_of_is_asked_about_after_the_refusal(qtbot: QtBot) -> None:
    desk = Desk()
    made = form(desk)
    made.submit()
    asked = desk.acts.actions[-1]
    assert isinstance(asked.payload, BookAppointment)
    assert not asked.payload.over_hold
    desk.acts.refuse(asked.id, "slot_taken", Refusal("slot_taken", held=Held("client-1", "Sarah King", UNTIL)))
    assert (made.start, made.notice.text) == (FOUR, "Held for Sarah King until 13:44. Booking it takes the offer back.")
    made.submit()
    payload = desk.acts.actions[-1].payload
    assert isinstance(payload, BookAppointment)
    assert payload.over_hold


@pytest.mark.row("N10")
def test_the_bell_says_who_accepted(qtbot: QtBot) -> None:
    desk = Desk()
    clients = Clients(desk.feed)
    notices = Notices(desk.feed, desk.salon, desk.drafts, desk.waitlist, clients)
    desk.feed.put(ClientRow("client-1", "Client 1"))
    desk.feed.put(offered(status="accepted", appointment_id="app-1"))
    row = NoticeRow("n-1", LINDEN, "", "offer_accepted", NOW, start=FOUR, team_member_id="tm-anna", offer_id="offer-1")
    desk.feed.put(row)
    (line,) = notices.newest()
    assert (line.event, line.client_name, line.client_id) == ("offer_accepted", "Client 1", "client-1")
    assert "Anna" in line.match


@pytest.mark.row("N10", "B18")
def test_the_settings_are_saved_at_the_server_at_once(qtbot: QtBot) -> None:
    desk, office = Desk(), FakeOffice()
    desk.feed.put(manager())
    settings = OfferSettings(office, desk.salon, desk.toasts)
    view = OffersCard(settings)
    qtbot.addWidget(view)
    view.show()
    assert view.ways[Way.BY_HAND].isChecked()
    assert (view.minutes.text(), view.save.isEnabled()) == ("30", False)
    view.ways[Way.ALL_AT_ONCE].click()
    for wrong in ("", "4", "1441", "soon"):
        settings.set_minutes(wrong)
        assert view.notice() == "An answer takes between 5 minutes and 24 hours."
        assert not view.save.isEnabled()
    settings.set_minutes("45")
    view.save.click()
    assert office.changes() == [SaveOfferSettings("all_at_once", 45)]
    office.unreachable()
    assert "nothing was changed" in view.notice()
    assert (settings.way, view.minutes.text()) == (Way.ALL_AT_ONCE, "45")  # what was entered stays
    view.save.click()
    office.made()
    assert desk.toasts.texts[-1] == "The settings of waitlist offers were saved."
    desk.feed.put(OfferSettingsRow("biz", "oldest_first", 20))
    assert view.ways[Way.OLDEST_FIRST].isChecked()
    assert view.minutes.text() == "20"
