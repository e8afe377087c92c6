"""A manager's desk with something on every screen, and how its screens are looked at one at a time."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.ports import Link
from desktop.views.shell.question import Question
from desktop.views.shell.window import SMALLEST
from domain.appointments import Status
from domain.constants import DAY, HOUR, MINUTE
from domain.permissions import Permission
from domain.wire.actions import SendReminder
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


class FullDesk:
    """Of whoever may do everything, at the smallest size of the window."""

    def __init__(self, qtbot: QtBot, words: Words = as_they_are, size: tuple[int, int] = SMALLEST) -> None:
        self.qtbot, self._words = qtbot, words
        self.work = Work(qtbot, *Permission)
        self.place, self.window = self.work.place, self.work.window
        self.window.resize(*size)
        self.place.shell.resize(*size)
        self._fill()

    def settle(self) -> None:
        for _ in range(4):
            QApplication.processEvents()

    def seen(self, name: str, root: QWidget | None = None) -> Screen:
        self.settle()
        if root is None and not self.window.isActiveWindow():  # without a desktop nobody does it when a dialog closes
            self.window.activateWindow()
            self.settle()
        return Screen(name, root or self.window)

    def dialog(self, name: str) -> Iterator[Screen]:
        dialog = self.top(QDialog)
        yield self.seen(name, dialog)
        dialog.done(0)
        for question in self.window.findChildren(Question):
            question.done(1)
        self.settle()

    def top(self, of: type[D]) -> D:
        self.settle()
        return next(one for one in reversed(self.window.findChildren(of)) if one.isVisible())

    def close(self) -> None:
        self.place.end()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    # What is on it

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
        self.place.screen.page.refresh()
        self.settle()

    def _tell(self, *rows: Row) -> None:
        self.work.feed.reset(*(self._words(row) for row in rows))


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
