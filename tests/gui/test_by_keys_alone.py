"""The day's work without a mouse (row N14): only Tab, arrows, Enter, Escape and letters, from wherever the focus is."""

import datetime as dt
import random

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.ports import Link
from desktop.views.booking.dialog import BookingDialog
from desktop.views.followups.card_list import CardList
from desktop.workplace import SCHEDULER
from domain.constants import HOUR
from domain.wire.actions import BookAppointment, DismissDraft, RestoreDraft, SendReminder, Slot
from domain.wire.rows import DraftRow
from tests.gui.support.desk import Desk
from tests.gui.support.rows import NOW, WISH, draft, many
from tests.gui.test_card_pool import staged
from tests.gui.test_workplace import Work

KEYS = [Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_Home, Qt.Key.Key_End]


class Hands:
    """Presses keys where the focus is; fails when it is nowhere."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    @property
    def at(self) -> QWidget:
        """What has the focus."""
        for window in (*reversed(self._window.findChildren(BookingDialog)), self._window):
            if window.isVisible():
                focus: QWidget | None = window.focusWidget()
                assert focus is not None, window
                return focus
        raise AssertionError("no window is open")

    def press(self, *keys: Qt.Key) -> None:
        for one in keys:
            QTest.keyClick(self.at, one)
            QApplication.processEvents()

    def tab_to(self, name: str) -> None:
        """Tab until what a screen reader calls so has the focus."""
        for _ in range(120):
            if self.said() == name:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never came to {name!r}")

    def said(self) -> str:
        text = getattr(self.at, "text", str)()
        return self.at.accessibleName() or (text if isinstance(text, str) else "")


@pytest.mark.row("N14", "B11", "B13", "B14", "B15", "B16")
def test_booking_reminding_dismissing_calling_and_writing_by_keys(qtbot: QtBot) -> None:
    work = Work(qtbot)
    work.feed.connect_as(Link.LIVE)
    work.window.activateWindow()
    place, hands = work.place, Hands(work.window)
    place.shell.rail.entry("today").setFocus()
    hands.tab_to("Review incomplete bookings")
    hands.press(Qt.Key.Key_Space)
    assert place.shell.current() == SCHEDULER
    assert isinstance(hands.at, CardList)
    first = draft(1)
    place.calendar.panel.list.make_current(first.id)

    hands.press(Qt.Key.Key_E)
    assert work.opener.mailed == [first.email]
    hands.press(Qt.Key.Key_R)
    place.followups.leave()
    hands.press(Qt.Key.Key_D)
    hands.press(Qt.Key.Key_Z)
    sent, dismissed, restored = work.acts.payloads()
    assert (sent, dismissed) == (SendReminder(first.id), DismissDraft(first.id))
    assert restored == RestoreDraft(first.id)

    hands.press(Qt.Key.Key_B)
    form = work.window.findChildren(BookingDialog)[-1]
    qtbot.waitUntil(lambda: form.isVisible() and len(work.slots.asked) > 0)
    work.slots.answer([Slot("tm-anna", WISH + dt.timedelta(minutes=15 * n), NOW + HOUR) for n in range(4)])
    form.activateWindow()
    hands.tab_to("At 14:30")
    hands.press(Qt.Key.Key_Right)
    hands.tab_to("Book")
    hands.press(Qt.Key.Key_Space)
    booked = work.acts.payloads()[-1]
    assert isinstance(booked, BookAppointment)
    assert booked.draft_id == first.id
    form.done(0)

    place.calendar.panel.list.setFocus()
    hands.press(Qt.Key.Key_C)
    assert work.opener.called == [first.phone]
    place.end()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.row("N14")
@pytest.mark.parametrize("seed", range(6))
def test_the_focus_is_never_lost_while_cards_come_go_and_are_used_again(qtbot: QtBot, seed: int) -> None:
    chance, desk = random.Random(seed), Desk()
    stage, cards = staged(qtbot, desk, *many(60))
    cards.setFocus()
    for step in range(80):
        held = list(range(desk.drafts.rowCount()))
        match chance.randrange(6):
            case 0 if len(held) > 4:
                desk.feed.take(DraftRow, desk.drafts.at(chance.choice(held)).id)
            case 1:
                desk.feed.put(draft(1000 + step, expired_at=NOW + step, removed_at=NOW + 9 * HOUR))
            case 2:
                cards.verticalScrollBar().setValue(chance.randrange(cards.verticalScrollBar().maximum() + 1))
            case 3:
                desk.feed.reset(*(desk.drafts.at(row) for row in held))
            case _:
                QTest.keyClick(stage.focusWidget(), chance.choice(KEYS))
        QApplication.processEvents()
        focus: QWidget | None = stage.focusWidget()
        assert focus is not None, step
        assert focus.isVisible(), step
        if not (focus is cards or cards.isAncestorOf(focus)):
            cards.setFocus()
