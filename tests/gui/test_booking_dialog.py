"""The booking form as a window: its size, leaving it, and what it stops to offer."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.views.booking.dialog import BookingDialog
from desktop.views.shell.question import Question
from domain.permissions import Permission
from tests.gui.support.clicks import press, texts
from tests.gui.support.desk import Desk
from tests.gui.support.rows import draft, person
from tests.gui.test_booking_form import answered, at


def asked(dialog: BookingDialog) -> Question | None:
    return dialog.findChild(Question)


@pytest.mark.row("B13")
def test_escape_leaves_an_untouched_form_at_once(qtbot: QtBot) -> None:
    dialog = answered(qtbot, Desk())
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert asked(dialog) is None
    assert not dialog.isVisible()


@pytest.mark.row("B13")
@pytest.mark.parametrize("leave", ["escape", "cancel", "close"])
def test_what_was_typed_is_not_discarded_unasked(qtbot: QtBot, leave: str) -> None:
    dialog = answered(qtbot, Desk())
    dialog.notes.edit.setPlainText("she comes with her dog")
    ways: dict[str, Callable[[], object]] = {
        "escape": lambda: QTest.keyClick(dialog, Qt.Key.Key_Escape),
        "cancel": dialog.cancel.click,
        "close": dialog.close,
    }
    ways[leave]()
    question = asked(dialog)
    assert question is not None
    press(question, "Keep editing")
    qtbot.waitUntil(lambda: asked(dialog) is None)
    assert dialog.isVisible()
    assert dialog.notes.text() == "she comes with her dog"
    ways[leave]()
    question = asked(dialog)
    assert question is not None
    with qtbot.waitSignal(dialog.finished):
        press(question, "Discard")


@pytest.mark.row("B13")
def test_another_time_that_was_chosen_is_asked_about(qtbot: QtBot) -> None:
    dialog = answered(qtbot, Desk())
    dialog.form.pick(at("14:15"))
    dialog.reject()
    assert asked(dialog) is not None


def test_is_not_larger_than_the_window_that_it_lies_over(qtbot: QtBot) -> None:
    desk, window = Desk(), QWidget()
    qtbot.addWidget(window)
    window.resize(960, 600)
    desk.feed.reset(draft(1))
    dialog = BookingDialog(desk.form(draft(1)), window)
    window.resize(960, 600)
    window.show()
    dialog.show()
    assert dialog.height() <= 600
    dialog.resize(560, 480)
    foot = dialog.book.mapTo(dialog, dialog.book.rect().bottomRight())
    assert dialog.rect().contains(foot)


@pytest.mark.row("B18")
def test_nothing_is_offered_any_more_to_who_may_not_book(qtbot: QtBot) -> None:
    desk = Desk()
    dialog = answered(qtbot, desk)
    assert "14:15" in texts(dialog)
    desk.feed.reset(person(Permission.VIEW_SCHEDULE))
    assert "14:15" not in texts(dialog)
    assert dialog.times_note.text() == ""
