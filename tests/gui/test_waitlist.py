"""The Waitlist tab, its cards, its form, and booking from it, as a receptionist uses them."""

import datetime as dt
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.models.origin import of_entry, of_time
from desktop.models.ports import Link
from desktop.views.booking.dialog import BookingDialog
from desktop.views.followups.panel import FollowUpsPanel
from desktop.views.waitlist.card import WaitCardWidget
from desktop.views.waitlist.dialog import WaitlistDialog
from domain.constants import DAY, HOUR
from domain.permissions import Permission
from domain.times import instant
from domain.wire.actions import (
    AddWaitlistEntry,
    BookAppointment,
    Choice,
    CreateClient,
    EditWaitlistEntry,
    RemoveWaitlistEntry,
    RestoreWaitlistEntry,
    WishedWindow,
)
from domain.wire.rows import BusyRow, ClientRow, Fit, Line, WaitlistEntryRow, Window
from tests.gui.support.clicks import key, press, texts
from tests.gui.support.desk import Desk
from tests.gui.support.rows import CUT, KANAL, LINDEN, NOW, TODAY, TONER, ZONE, draft, euros, person

EVENING = Window(TODAY, dt.time(16), dt.time(19))
SATURDAY = Window(TODAY + dt.timedelta(days=1), dt.time(9), dt.time(12))
GLOW = (
    Line("svc-toner", "Toner", 30, euros(20), bundle_id="bun-glow", bundle_name="Glow"),
    Line("svc-beard", "Beard trim", 20, euros(20), bundle_id="bun-glow", bundle_name="Glow"),
)


def waits(number: int = 1, **values: Any) -> WaitlistEntryRow:
    row = WaitlistEntryRow(
        id=f"entry-{number}",
        location_id=LINDEN,
        client_id=f"client-{number}",
        client_name=f"Client {number}",
        lines=(CUT,),
        windows=(EVENING,),
        added_at=NOW - number * HOUR,
        status="pending",
        phone="+46701234567",
        email="sarah@example.org",
    )
    return msgspec.structs.replace(row, **values)


def full(day: dt.date = TODAY) -> tuple[BusyRow, ...]:
    """Everybody is taken all day."""
    begin = instant(dt.datetime.combine(day, dt.time(9)), ZONE)
    team = ("tm-anna", "tm-ben", "tm-chloe")
    return tuple(BusyRow(f"busy-{day}-{who}", LINDEN, who, begin, begin + 10 * HOUR) for who in team)


def shown(qtbot: QtBot, desk: Desk, *rows: WaitlistEntryRow) -> FollowUpsPanel:
    panel = desk.panel()
    qtbot.addWidget(panel)
    if rows:
        desk.feed.reset(*rows)
    panel.resize(464, 900)
    panel.show()
    panel.open_waitlist()
    qtbot.waitUntil(lambda: len(panel.waitlist.list.cards()) >= min(1, len(rows)))
    return panel


def card(panel: FollowUpsPanel, number: int = 1) -> WaitCardWidget:
    panel.waitlist.list.place()
    found = panel.waitlist.list.card_of(waits(number).id)
    assert isinstance(found, WaitCardWidget)
    return found


def order(desk: Desk) -> list[str]:
    return [desk.waitlist.at(place).id for place in range(desk.waitlist.rowCount())]


@pytest.mark.row("B11", "B21")
def test_a_card_shows_who_waits_for_what_and_when(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk)
    assert "Nobody is waiting" in texts(panel)
    desk.feed.put(waits(1, client_name="Zoë King", lines=GLOW, windows=(EVENING, SATURDAY), notes="After work"))
    qtbot.waitUntil(lambda: panel.waitlist.list.card_of("entry-1") is not None)
    qtbot.waitUntil(lambda: "can fit today 16:00 with Anna" in texts(card(panel)))
    seen = texts(card(panel))
    for part in (
        "Zoë King",
        "+46 70 123 45 67",
        "Glow",
        "€40",
        "Today 16:00–19:00",
        "+1",
        "After work",
        "added 1 h ago",
    ):
        assert part in seen
    assert panel.waitlist_tab.badge.text() == "1"
    assert "1 waiting, 1 can fit" in texts(panel)
    assert panel.waitlist_tab.accessibleName() == "Waitlist, 1 waiting"


@pytest.mark.row("B22", "N1")
def test_who_could_come_rises_those_of_a_freed_time_first(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.put(*full(), *full(SATURDAY.date))
    panel = shown(qtbot, desk, waits(1), waits(2, windows=(SATURDAY,)), waits(3))
    qtbot.waitUntil(lambda: "No room yet" in texts(card(panel, 3)))
    assert order(desk) == ["entry-3", "entry-2", "entry-1"]  # the longest waiting first
    desk.feed.take(BusyRow, f"busy-{SATURDAY.date}-tm-ben")
    qtbot.waitUntil(lambda: order(desk)[0] == "entry-2")
    assert "can fit tomorrow 09:00 with Ben" in texts(card(panel, 2))
    desk.feed.take(BusyRow, f"busy-{TODAY}-tm-anna")
    half_past = dt.datetime.combine(TODAY, dt.time(16, 30))
    fit = Fit(half_past, instant(half_past, ZONE), "tm-anna", NOW)
    desk.feed.put(waits(1, fits=(fit,)))
    qtbot.waitUntil(lambda: order(desk) == ["entry-1", "entry-3", "entry-2"])
    assert "can fit today 16:30 with Anna" in texts(card(panel, 1))
    desk.feed.put(full()[0])
    qtbot.waitUntil(lambda: order(desk)[0] == "entry-2")
    assert "No room yet" in texts(card(panel, 1))


@pytest.mark.row("B21")
def test_an_entry_whose_times_have_passed_says_so(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, waits(1, windows=(Window(TODAY, dt.time(9), dt.time(12)),)))
    assert "All wished times have passed" in texts(card(panel))


@pytest.mark.row("B21", "N8")
def test_remove_and_undo(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, waits(1))
    press(card(panel), "Take Client 1 off the waitlist")
    assert desk.acts.payloads() == [RemoveWaitlistEntry("entry-1")]
    assert desk.toasts.texts == ["Client 1 was taken off the waitlist."]
    desk.feed.put(waits(1, status="removed"))
    assert order(desk) == []
    desk.toasts.undo()
    assert desk.acts.payloads()[1] == RestoreWaitlistEntry("entry-1")
    assert desk.acts.actions[1].depends_on == desk.acts.actions[0].id


@pytest.mark.row("B21", "B16")
def test_keys_and_the_phone_act_on_the_current_card(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, waits(1), waits(2))
    asked: list[str] = []
    panel.waitlist.book_requested.connect(asked.append)
    panel.waitlist.list.setFocus()
    panel.waitlist.list.make_current("entry-1")
    for pressed in (Qt.Key.Key_B, Qt.Key.Key_C, Qt.Key.Key_D):
        key(panel.waitlist.list, pressed)
    assert asked == ["entry-1"]
    assert desk.opener.called == ["+46701234567"]
    assert desk.acts.payloads() == [RemoveWaitlistEntry("entry-1")]


@pytest.mark.row("B18")
def test_without_the_permission_nothing_is_done(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, waits(1))
    desk.feed.put(person(Permission.VIEW_SCHEDULE))
    press(card(panel), "Take Client 1 off the waitlist")
    assert desk.acts.actions == []
    assert desk.toasts.texts == ["You are not allowed to do this any more."]


@pytest.mark.row("B11")
def test_only_this_locations_pending_entries_are_counted_and_each_tab_keeps_its_own(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, waits(1), waits(2, location_id=KANAL), waits(3, status="removed"))
    desk.feed.reset(draft(1), draft(2))
    assert (panel.waitlist_tab.badge.text(), panel.tab.badge.text()) == ("1", "2")
    panel.open_at(draft(1).id)
    assert panel.tab.isChecked()
    assert panel.list.isVisible()
    assert not panel.waitlist.isVisible()
    desk.waitlist.show_location(KANAL)
    assert order(desk) == ["entry-2"]


def form(qtbot: QtBot, desk: Desk, row: WaitlistEntryRow | None = None) -> WaitlistDialog:
    desk.feed.reset(ClientRow("client-1", "Sarah Lindqvist", "+46701740605"))
    dialog = WaitlistDialog(desk.forms.waiting(LINDEN, row))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.mark.row("B18", "B21")
def test_who_may_not_any_more_reads_it_in_the_open_form(qtbot: QtBot) -> None:
    desk = Desk()
    dialog = form(qtbot, desk)
    dialog.notes.edit.setPlainText("Prefers Ben")
    desk.feed.reset(person(Permission.VIEW_SCHEDULE))
    assert "You are not allowed to do this any more." in texts(dialog)
    assert (dialog.save.isEnabled(), dialog.notes.text()) == (False, "Prefers Ben")


@pytest.mark.row("B21")
def test_times_stand_below_each_other_and_one_more_stays_in_sight(qtbot: QtBot) -> None:
    dialog = form(qtbot, Desk())
    add = dialog.windows.add
    for _ in range(9):
        press(dialog, "Add a time")
        qtbot.waitUntil(lambda: add.visibleRegion().boundingRect().height() == add.height())
    rows = [row for row in dialog.windows.rows if row.isVisible()]
    assert len(rows) == 10
    qtbot.waitUntil(lambda: len({row.earliest.mapTo(dialog, QPoint()).x() for row in rows}) == 1)


@pytest.mark.row("B21", "N23")
def test_adding_takes_a_client_services_a_bundle_and_several_windows(qtbot: QtBot) -> None:
    desk = Desk()
    dialog = form(qtbot, desk)
    assert dialog.save.accessibleDescription() == "Choose a client."
    QTest.keyClicks(dialog.picker.search, "sarah")
    key(dialog.picker.search, Qt.Key.Key_Return)
    assert dialog.save.accessibleDescription() == "Choose at least one service."
    adder = dialog.lines.adder
    adder.activated.emit(adder.findText("Glow (bundle)"))
    adder.activated.emit(adder.findText("Toner"))
    press(dialog, "Add a time")
    earliest = dialog.windows.rows[1].earliest
    earliest.activated.emit(earliest.findText("18:00"))
    assert "This time ends before it begins." in texts(dialog)
    latest = dialog.windows.rows[1].latest
    latest.activated.emit(latest.findText("20:30"))
    dialog.notes.edit.setPlainText("Prefers Ben")
    press(dialog, "Save")
    payload = desk.acts.payloads()[0]
    assert isinstance(payload, AddWaitlistEntry)
    assert (payload.client_id, payload.location_id, payload.notes) == ("client-1", LINDEN, "Prefers Ben")
    assert payload.choices == (
        Choice("svc-toner", bundle_id="bun-glow"),
        Choice("svc-beard", bundle_id="bun-glow"),
        Choice("svc-toner"),
    )
    tomorrow = TODAY + dt.timedelta(days=1)
    assert payload.windows == (
        WishedWindow(TODAY, dt.time(9), dt.time(18)),
        WishedWindow(tomorrow, dt.time(18), dt.time(20, 30)),
    )
    with qtbot.waitSignal(dialog.accepted):
        desk.acts.done(desk.acts.actions[0].id)
    assert desk.toasts.texts == ["Sarah Lindqvist is on the waitlist."]


@pytest.mark.row("B21", "N3")
def test_offline_a_new_client_and_her_entry_wait_together(qtbot: QtBot) -> None:
    desk = Desk()
    dialog = form(qtbot, desk)
    desk.feed.connect_as(Link.OFFLINE)
    QTest.keyClicks(dialog.picker.search, "Nina Neu")
    press(dialog, "New client: Nina Neu")
    dialog.form.basket.add("svc-toner")
    with qtbot.waitSignal(dialog.accepted):
        press(dialog, "Save")
    create, add = desk.acts.actions
    assert isinstance(create.payload, CreateClient)
    assert isinstance(add.payload, AddWaitlistEntry)
    assert (add.payload.client_id, add.depends_on) == (create.payload.client_id, create.id)
    assert desk.toasts.texts == ["You are offline. The waitlist entry is sent when online."]


@pytest.mark.row("B21")
def test_editing_begins_with_what_is_there_and_keeps_what_was_typed_when_it_is_refused(qtbot: QtBot) -> None:
    desk = Desk()
    row = waits(1, lines=(CUT, TONER), windows=(EVENING,), notes="Mornings")
    desk.feed.put(row)
    dialog = form(qtbot, desk, row)
    assert not dialog.picker.chosen.change.isVisible()
    press(dialog, "Leave out Toner")
    dialog.notes.edit.setPlainText("Evenings")
    press(dialog, "Save")
    payload = desk.acts.payloads()[0]
    assert payload == EditWaitlistEntry(
        "entry-1", (Choice("svc-cut", "v-long"),), (WishedWindow(TODAY, dt.time(16), dt.time(19)),), "Evenings"
    )
    desk.acts.refuse(desk.acts.actions[0].id, "entry_booked")
    assert "The client has been booked from the waitlist in the meantime." in texts(dialog)
    assert dialog.notes.text() == "Evenings"
    assert desk.acts.forgotten == [desk.acts.actions[0].id]


@pytest.mark.row("B21")
def test_a_time_that_has_passed_cannot_be_wished_for_unless_it_was(qtbot: QtBot) -> None:
    desk = Desk()
    past = Window(TODAY - dt.timedelta(days=1), dt.time(9), dt.time(12))
    desk.feed.put(waits(1, windows=(past, EVENING)))
    dialog = form(qtbot, desk, waits(1, windows=(past, EVENING)))
    assert dialog.form.why_not() == ""
    later = msgspec.structs.replace(past, latest=dt.time(13))
    dialog.form.set_wish(0, type(dialog.form.wishes[0])(later.date, later.earliest, later.latest))
    assert dialog.form.why_not() == "This time has passed already."


@pytest.mark.row("B13", "B21")
def test_book_opens_the_form_at_the_time_that_fits_and_ends_the_waiting(qtbot: QtBot) -> None:
    desk = Desk()
    row = waits(1)
    desk.feed.put(row)
    qtbot.waitUntil(lambda: desk.openings.of("entry-1") is not None)
    opening = desk.openings.of("entry-1")
    assert opening is not None
    dialog = BookingDialog(desk.forms.booking(of_entry(row, opening.slot)))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.windowTitle() == "Book for Client 1"
    assert dialog.form.start == dt.datetime.combine(TODAY, dt.time(16))
    press(dialog, "Book")
    action = desk.acts.actions[0]
    assert isinstance(action.payload, BookAppointment)
    assert (action.payload.waitlist_entry_id, action.payload.draft_id) == ("entry-1", None)
    assert action.entity == "waitlist:entry-1"
    with qtbot.waitSignal(dialog.accepted):
        desk.acts.done(action.id)


@pytest.mark.row("B21")
def test_an_entry_that_is_booked_by_somebody_else_is_noticed_while_the_form_is_open(qtbot: QtBot) -> None:
    desk = Desk()
    row = waits(1)
    desk.feed.put(row)
    dialog = BookingDialog(desk.forms.booking(of_entry(row, None)))
    qtbot.addWidget(dialog)
    dialog.show()
    desk.feed.take(WaitlistEntryRow, "entry-1")
    assert any(text.startswith("This entry has left the waitlist") for text in texts(dialog))


@pytest.mark.row("B13", "N23")
def test_free_time_is_booked_for_whoever_is_found_or_created(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.reset(ClientRow("client-1", "Sarah Lindqvist", "+46701740605"))
    start = dt.datetime.combine(TODAY, dt.time(17))
    dialog = BookingDialog(desk.forms.booking(of_time(LINDEN, start, instant(start, ZONE), "tm-ben")))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.windowTitle() == "New booking"
    assert dialog.form.why_not() == "Choose a client."
    assert dialog.picker is not None
    QTest.keyClicks(dialog.picker.search, "070 1740605")
    key(dialog.picker.search, Qt.Key.Key_Return)
    dialog.form.basket.add("svc-beard")
    press(dialog, "Book")
    payload = desk.acts.payloads()[0]
    assert isinstance(payload, BookAppointment)
    assert (payload.client_id, payload.start) == ("client-1", start)
    assert payload.choices == (Choice("svc-beard", team_member_id="tm-ben"),)
    assert (payload.draft_id, payload.waitlist_entry_id) == (None, None)


@pytest.mark.row("B21", "B18")
def test_today_counts_who_waits_and_leads_there(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.put(waits(1), waits(2, windows=(Window(TODAY + dt.timedelta(days=2), dt.time(9), dt.time(12)),)))
    qtbot.waitUntil(lambda: desk.waitlist.fitting() == 1)
    tile = desk.today.overview().waitlist
    assert tile is not None
    assert (tile.count, tile.detail) == ("2", "1 can fit")
    desk.feed.put(person(Permission.VIEW_SCHEDULE))
    assert desk.today.overview().waitlist is None


def test_a_day_later_the_openings_are_looked_for_again(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.put(waits(1, windows=(EVENING, SATURDAY)))
    qtbot.waitUntil(lambda: desk.openings.of("entry-1") is not None)
    desk.clock.at = NOW + DAY - 5 * HOUR
    desk.openings.tick()
    qtbot.waitUntil(lambda: (found := desk.openings.of("entry-1")) is not None and found.slot.start.day == 21)
