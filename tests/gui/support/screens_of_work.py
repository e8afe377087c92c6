"""The screens of a working day: the rail, the calendar with its panel and forms, lists, cards, search and menus."""

import datetime as dt
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from desktop.models.scheduler import Mode
from desktop.views.booking.dialog import BookingDialog
from desktop.views.clients.screen import ClientsScreen
from desktop.views.followups.card import CardWidget
from desktop.views.search.keys import KeysSheet
from desktop.workplace import CLIENTS, SCHEDULER
from domain.constants import HOUR
from domain.wire.actions import Slot
from tests.gui.support.clicks import key
from tests.gui.support.full_desk import FullDesk, Screen
from tests.gui.support.rows import NOW, WISH, draft


def rail(desk: FullDesk) -> Iterator[Screen]:
    shell, clients = desk.place.shell, desk.window.findChildren(ClientsScreen)[0]
    for name in shell._screens:
        if shell.rail.entry(name).isVisible():
            shell.open(name)
            if name == CLIENTS:
                desk.qtbot.waitUntil(lambda: clients.list.model().rowCount() > 0)
            yield desk.seen(name)
    shell.open(CLIENTS)
    clients.open("client-9")
    yield desk.seen("client's card")


def scheduler(desk: FullDesk) -> Iterator[Screen]:
    place = desk.place
    place.shell.open(SCHEDULER)
    place.scheduler.set_mode(Mode.WEEK)
    yield desk.seen("week")
    place.scheduler.set_mode(Mode.DAY)
    desk.settle()
    grid, popover = place.calendar.grid, place.calendar.popover
    block = place.scheduler.picture().blocks[0]
    grid.open_block(block)
    yield desk.seen("appointment", popover)
    popover._ask_why(block.row, asks=True)
    yield desk.seen("why cancelled", popover)
    popover.close()


def panel(desk: FullDesk) -> Iterator[Screen]:
    place = desk.place
    place.open_draft(draft(1).id)
    yield desk.seen("incomplete")
    place.open_waitlist()
    yield desk.seen("waitlist")
    place.calendar.close_followups()


def lists(desk: FullDesk) -> Iterator[Screen]:
    place = desk.place
    place.open_bell()
    assert place.lists.bell is not None
    yield desk.seen("bell", place.lists.bell)
    place.lists.bell.close()
    place.open_refusals()
    assert place.lists.refusals is not None
    yield desk.seen("could not be done", place.lists.refusals)
    place.lists.refusals.close()


def forms(desk: FullDesk) -> Iterator[Screen]:
    place = desk.place
    place.ways.book(draft(1).id)
    desk.qtbot.waitUntil(lambda: len(desk.work.slots.asked) > 0)
    desk.work.slots.answer([Slot("tm-anna", WISH + dt.timedelta(minutes=15 * n), NOW + HOUR) for n in range(9)])
    yield from desk.dialog("booking form")
    place.ways.book_at("", WISH)
    form = desk.top(BookingDialog)
    assert form.picker is not None
    form.picker.search.setText("ν")
    form.picker._offer()
    yield desk.seen("booking form, looking for a client", form)
    key(form.picker.search, Qt.Key.Key_Up)
    key(form.picker.search, Qt.Key.Key_Return)
    yield from desk.dialog("booking form, a new client")
    place.ways.add_waiting()
    yield from desk.dialog("waitlist form")
    place.ways.edit_waiting("entry-1")
    yield from desk.dialog("waitlist form of an entry")


def card_work(desk: FullDesk) -> Iterator[Screen]:
    place = desk.place
    place.open_draft(draft(1).id)
    desk.settle()
    work = place.calendar.panel.work
    work.ask_moment(draft(1).id)
    yield from desk.dialog("snooze until")
    work.ask_why(draft(1).id)
    yield from desk.dialog("why dismissed")
    place.calendar.panel._tell(draft(1).id)
    yield desk.seen("story")
    place.calendar.panel._story_over()
    place.followups.call(draft(1).id)
    yield desk.seen("after a call")
    place.calendar.close_followups()


def search(desk: FullDesk) -> Iterator[Screen]:
    box = desk.place.palette.box
    box.open("ν")
    yield desk.seen("search")
    box.close()
    sheet = KeysSheet(desk.window)
    sheet.open()
    yield desk.seen("keys", sheet)
    sheet.done(0)


def menus(desk: FullDesk) -> Iterator[Screen]:
    place = desk.place
    yield desk.seen("person's menu", place.shell.bar.person_menu())
    place.open_draft(draft(1).id)
    desk.settle()
    card = place.calendar.panel.list.card_of(draft(1).id)
    assert isinstance(card, CardWidget)
    card._open_menu()
    menu = card.menu()
    assert isinstance(menu, QMenu)
    yield desk.seen("card's menu", menu)
    menu.close()
    place.calendar.close_followups()
