"""Every screen of the desktop with something on it, one after the other: the one way to walk over all of them.

A screen that joins the rail is walked over by itself; what opens over the window is named here.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.ports import Link
from desktop.models.scheduler import Mode
from desktop.texts import tr
from desktop.views.booking.dialog import BookingDialog
from desktop.views.clients.screen import ClientsScreen
from desktop.views.followups.card import CardWidget
from desktop.views.lock.dialog import PinDialog
from desktop.views.lock.page import LockPage
from desktop.views.lock.people import Sitter
from desktop.views.search.keys import KeysSheet
from desktop.views.settings.hand_over import HandOverDialog
from desktop.views.shell.question import Question
from desktop.views.shell.window import SMALLEST, TellingPage
from desktop.views.sign_in.dialog import SignInDialog
from desktop.views.sign_in.forgotten import ForgottenDialog
from desktop.views.sign_in.page import SignInPage
from desktop.workplace import CLIENTS, SCHEDULER
from desktop.workplace import SETTINGS as SETTINGS_SCREEN
from domain.appointments import Status
from domain.constants import DAY, HOUR, MINUTE
from domain.office import AskPreview
from domain.permissions import Permission
from domain.wire.actions import SendReminder, Slot
from domain.wire.automations import AutomationText, AutomationTexts, Preview
from domain.wire.channels import ChannelRow
from domain.wire.rows import (
    ClientRow,
    Fit,
    NoticeRow,
    ReminderState,
    Row,
    SandboxMessageRow,
    WaitlistEntryRow,
    Window,
)
from tests.gui.support.clicks import key
from tests.gui.support.rows import (
    BUNDLES,
    CUT,
    LINDEN,
    LOCATIONS,
    NOW,
    SERVICES,
    SETTINGS,
    TEAM,
    TODAY,
    TONER,
    WISH,
    automations,
    draft,
    manager,
)
from tests.gui.test_scheduler import ANNA, BEN, booked
from tests.gui.test_workplace import Work

D = TypeVar("D", bound=QDialog)
Words = Callable[[Row], Row]
"""What is done to people's words in a row before the desk sees it."""


class Screen(NamedTuple):
    """What is seen at one moment: `root` holds every widget of it."""

    name: str
    root: QWidget


def as_they_are(row: Row) -> Row:
    return row


class Screens:
    """A manager's desk at the smallest size of the window."""

    def __init__(self, qtbot: QtBot, words: Words = as_they_are, size: tuple[int, int] = SMALLEST) -> None:
        self.qtbot, self._words = qtbot, words
        self.work = Work(qtbot, *Permission)
        self.window = self.work.window
        self.window.resize(*size)
        self.work.place.shell.resize(*size)
        self._fill()

    def walk(self) -> Iterator[Screen]:
        """Each screen in turn; what opened over the window is closed again, at the end all of it."""
        try:
            yield from self._rail()
            yield from self._scheduler()
            yield from self._panel()
            yield from self._lists()
            yield from self._forms()
            yield from self._settings()
            yield from self._client_dialogs()
            yield from self._card_work()
            yield from self._search()
            yield from self._menus()
            yield from self._outside()
        finally:
            self.work.place.end()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def settle(self) -> None:
        for _ in range(4):
            QApplication.processEvents()

    # What is on the desk

    def _fill(self) -> None:
        self.work.feed.connect_as(Link.LIVE)
        for rows in (LOCATIONS, SERVICES, BUNDLES, TEAM, (manager(),)):
            self._tell(*rows)
        self._tell(SETTINGS)
        self._tell(*automations("upcoming_first"))
        mail = ("192.0.2.25", 587, "starttls", "salon@example.org", "salon")
        self._tell(ChannelRow("email", "own", True, NOW, NOW, *mail), ChannelRow("sms", "server"))
        self._tell(*_drafts())
        self._tell(*_entries())
        self._tell(*_appointments())
        nora = ClientRow("client-9", "Nora Nowak", phone="+4930123456", email="nora@example.org", language="en")
        self._tell(nora, ClientRow("client-10", "Nora Nowak", email="nora@example.org"))
        self._tell(*_notices())
        self._tell(
            SandboxMessageRow("m", "email", "nora@example.org", "Your booking", "Hello, http://a.example/x", NOW - HOUR)
        )
        refused = self.work.acts.submit(SendReminder(draft(2).id), f"draft:{draft(2).id}")
        self.work.acts.refuse(refused, "draft_dismissed")
        self.work.place.screen.page.refresh()
        self.settle()

    def _tell(self, *rows: Row) -> None:
        self.work.feed.reset(*(self._words(row) for row in rows))

    # The screens

    def _seen(self, name: str, root: QWidget | None = None) -> Screen:
        self.settle()
        if root is None and not self.window.isActiveWindow():  # without a desktop nobody does it when a dialog closes
            self.window.activateWindow()
            self.settle()
        return Screen(name, root or self.window)

    def _rail(self) -> Iterator[Screen]:
        shell, clients = self.work.place.shell, self.window.findChildren(ClientsScreen)[0]
        for name in shell._screens:
            if shell.rail.entry(name).isVisible():
                shell.open(name)
                if name == CLIENTS:
                    self.qtbot.waitUntil(lambda: clients.list.model().rowCount() > 0)
                yield self._seen(name)
        shell.open(CLIENTS)
        clients.open("client-9")
        yield self._seen("client's card")

    def _scheduler(self) -> Iterator[Screen]:
        place = self.work.place
        place.shell.open(SCHEDULER)
        place.scheduler.set_mode(Mode.WEEK)
        yield self._seen("week")
        place.scheduler.set_mode(Mode.DAY)
        self.settle()
        grid, popover = place.calendar.grid, place.calendar.popover
        block = place.scheduler.picture().blocks[0]
        grid.open_block(block)
        yield self._seen("appointment", popover)
        popover._ask_why(block.row, asks=True)
        yield self._seen("why cancelled", popover)
        popover.close()

    def _panel(self) -> Iterator[Screen]:
        place = self.work.place
        place.open_draft(draft(1).id)
        yield self._seen("incomplete")
        place.open_waitlist()
        yield self._seen("waitlist")
        place.calendar.close_followups()

    def _lists(self) -> Iterator[Screen]:
        place = self.work.place
        place.open_bell()
        assert place.lists.bell is not None
        yield self._seen("bell", place.lists.bell)
        place.lists.bell.close()
        place.open_refusals()
        assert place.lists.refusals is not None
        yield self._seen("could not be done", place.lists.refusals)
        place.lists.refusals.close()

    def _forms(self) -> Iterator[Screen]:
        place = self.work.place
        place.ways.book(draft(1).id)
        self.qtbot.waitUntil(lambda: len(self.work.slots.asked) > 0)
        self.work.slots.answer([Slot("tm-anna", WISH + dt.timedelta(minutes=15 * n), NOW + HOUR) for n in range(9)])
        yield from self._dialog("booking form")
        place.ways.book_at("", WISH)
        form = self._top(BookingDialog)
        assert form.picker is not None
        form.picker.search.setText("ν")
        form.picker._offer()
        yield self._seen("booking form, looking for a client", form)
        key(form.picker.search, Qt.Key.Key_Up)
        key(form.picker.search, Qt.Key.Key_Return)
        yield from self._dialog("booking form, a new client")
        place.ways.add_waiting()
        yield from self._dialog("waitlist form")
        place.ways.edit_waiting("entry-1")
        yield from self._dialog("waitlist form of an entry")

    def _settings(self) -> Iterator[Screen]:
        place = self.work.place
        place.shell.open(SETTINGS_SCREEN)
        pages, catalogue = place.settings.screen, place.settings.catalogue
        for name, tab in pages.tabs.items():
            if tab.isVisible():
                pages.open(name)
                yield self._seen(f"settings: {name}")
        opens: dict[str, Callable[[], object]] = {
            "invite": place.settings.invite,
            "hand over": lambda: place.settings._show(
                HandOverDialog(place.settings.accounts, "kim", "Κιμ", self.window)
            ),
            "mail server": lambda: place.settings.messages.set_up("email"),
            "SMS account": lambda: place.settings.messages.set_up("sms"),
            "new member": catalogue.add_member,
            "member": lambda: catalogue.edit_member("tm-anna"),
            "new service": catalogue.add_service,
            "service": lambda: catalogue.edit_service("svc-cut"),
            "bundle": lambda: catalogue.edit_bundle("bun-glow"),
        }
        yield from self._automated_message()
        for name, opened in opens.items():
            opened()
            yield from self._dialog(f"settings: {name}")

    def _automated_message(self) -> Iterator[Screen]:
        office = self.work.office
        self.work.place.settings.messages.edit("upcoming_first")
        office.answer(AutomationTexts(tuple(AutomationText(on, "en", "42\n\n42") for on in ("email", "sms"))))
        self.qtbot.waitUntil(lambda: isinstance(office.changes()[-1], AskPreview))
        office.answer(Preview("42", "42", "en", reason="quiet_hours", until=NOW + HOUR))
        yield from self._dialog("settings: automated message")

    def _client_dialogs(self) -> Iterator[Screen]:
        records = self.work.place.client_records
        records.edit("client-9")
        yield from self._dialog("client: edit")
        records.merge("client-9")
        yield from self._dialog("client: merge")
        records.add("0151 23456789")
        yield from self._dialog("client: new")
        self.work.place.shell.open(CLIENTS)
        self.qtbot.waitUntil(lambda: bool(records.twins.pairs))
        yield self._seen("clients who may be the same")
        records.compare()
        yield from self._dialog("client: pairs")
        records.bring()
        yield from self._dialog("client: import")

    def _card_work(self) -> Iterator[Screen]:
        place = self.work.place
        place.open_draft(draft(1).id)
        self.settle()
        work = place.calendar.panel.work
        work.ask_moment(draft(1).id)
        yield from self._dialog("snooze until")
        work.ask_why(draft(1).id)
        yield from self._dialog("why dismissed")
        place.calendar.panel._tell(draft(1).id)
        yield self._seen("story")
        place.calendar.panel._story_over()
        place.followups.call(draft(1).id)
        yield self._seen("after a call")
        place.calendar.close_followups()

    def _search(self) -> Iterator[Screen]:
        box = self.work.place.palette.box
        box.open("ν")
        yield self._seen("search")
        box.close()
        sheet = KeysSheet(self.window)
        sheet.open()
        yield self._seen("keys", sheet)
        sheet.done(0)

    def _dialog(self, name: str) -> Iterator[Screen]:
        dialog = self._top(QDialog)
        yield self._seen(name, dialog)
        dialog.done(0)
        for question in self.window.findChildren(Question):
            question.done(1)
        self.settle()

    def _top(self, of: type[D]) -> D:
        self.settle()
        return next(one for one in reversed(self.window.findChildren(of)) if one.isVisible())

    def _menus(self) -> Iterator[Screen]:
        place = self.work.place
        yield self._seen("person's menu", place.shell.bar.person_menu())
        place.open_draft(draft(1).id)
        self.settle()
        card = place.calendar.panel.list.card_of(draft(1).id)
        assert isinstance(card, CardWidget)
        card._open_menu()
        menu = card.menu()
        assert isinstance(menu, QMenu)
        yield self._seen("card's menu", menu)
        menu.close()
        place.calendar.close_followups()

    def _outside(self) -> Iterator[Screen]:
        for name, page in (
            ("sign-in", SignInPage()),
            ("sign-in again", SignInDialog(SignInPage(again=True), self.window)),
        ):
            page.resize(*SMALLEST)
            page.show()
            yield self._seen(name, page)
            page.close()
            page.deleteLater()
        forgotten = ForgottenDialog("ανα@example.org", self.window)
        forgotten.open()
        yield self._seen("forgotten password", forgotten)
        forgotten.done_asking()
        yield self._seen("forgotten password, asked", forgotten)
        forgotten.done(0)
        lock = LockPage()
        lock.show_people([Sitter("a", "Ανα", here=True), Sitter("b", "Βεν", by_pin=False)])
        lock.resize(*SMALLEST)
        lock.show()
        yield self._seen("lock", lock)
        lock.close()
        pin = PinDialog(has_one=True, parent=self.window)
        pin.open()
        yield self._seen("PIN", pin)
        pin.done(0)
        telling = TellingPage(
            tr("The server was not reached for three days. Your data is locked until it answers again."),
            tr("Try again"),
        )
        telling.resize(*SMALLEST)
        telling.show()
        yield self._seen("telling page", telling)
        telling.close()
        question = Question(
            tr("What you chose and typed here has not been booked."), tr("Discard"), tr("Keep editing"), self.window
        )
        question.open()
        yield self._seen("question", question)
        question.done(0)


def _drafts() -> tuple[Row, ...]:
    sent = ReminderState("email", "sent", NOW - HOUR, automatic=True)
    failed = ReminderState("sms", "failed", NOW - HOUR, automatic=False, reason="bad_address")
    return (
        draft(1),
        draft(2, phone=None, email=None, client_name="Mia Novak"),
        draft(3, client_name="Lena Weiss", start=None, new_client=False, expired_at=NOW - 5 * HOUR, reminders=(sent,)),
        draft(4, client_name="Omar Said", lines=(CUT, TONER, TONER), reminders=(sent, failed)),
    )


def _entries() -> tuple[Row, ...]:
    wish = Window(TODAY, dt.time(15), dt.time(19))
    entry = WaitlistEntryRow(
        "entry-1", LINDEN, "client-1", "Ines Costa", (CUT,), (wish,), NOW - DAY, "pending", "+46701234567",
        "ines@example.org", "rather late",
    )  # fmt: skip
    fit = Fit(WISH + dt.timedelta(hours=1), NOW + 2 * HOUR, "tm-anna", NOW)
    return entry, msgspec.structs.replace(entry, id="entry-2", fits=(fit,), email=None)


def _appointments() -> tuple[Row, ...]:
    return (
        booked(1, "15:00", "Mia Novak", BEN, notes="First visit"),
        booked(2, "16:00", "Tom Ek", ANNA, status=Status.CONFIRMED),
        booked(3, "17:00", "Ines Costa", "tm-chloe", status=Status.ARRIVED),
    )


def _notices() -> tuple[Row, ...]:
    return (
        NoticeRow("n-1", LINDEN, draft(1).id, "incomplete", NOW - 10 * MINUTE),
        NoticeRow("n-2", LINDEN, draft(4).id, "reminder_failed", NOW - HOUR),
        NoticeRow("n-3", LINDEN, "gone", "incomplete", NOW - 2 * HOUR),
    )
