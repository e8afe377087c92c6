"""What a screen reader and a keyboard find on the screens (row N14); nothing that people wrote is markup (S6)."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.views.booking.dialog import BookingDialog
from desktop.views.settings.page import SettingsPage
from desktop.views.settings.reminders import ReminderCard
from desktop.views.settings.sandbox import SandboxCard
from desktop.views.theme.colours import DARK, LIGHT, Colours
from desktop.views.today.page import TodayPage
from domain.wire.rows import Line, SandboxMessageRow, ServiceRow
from tests.gui.support.desk import Desk
from tests.gui.support.rows import NOW, SETTINGS, appointment, draft, euros, manager

INTERACTIVE = (QAbstractButton, QComboBox, QPlainTextEdit)


def screens(desk: Desk) -> list[QWidget]:
    desk.feed.reset(manager())
    desk.feed.reset(SETTINGS)
    desk.feed.put(ServiceRow(id="svc-cut", name="<b>Cut</b>", minutes=30, price=euros(10)))
    lines = tuple(Line("svc-cut", "<b>Cut</b>", 30, euros(10)) for _ in range(3))
    desk.feed.reset(draft(1, client_name="<b>A</b>", lines=lines), draft(2, phone=None))
    start = draft(1).start
    assert start is not None
    desk.feed.reset(appointment(1, start, client_name="<b>B</b>"))
    desk.feed.reset(
        SandboxMessageRow(id="m", channel="sms", to="+1", subject="<b>", text="<i> http://a.example", at=NOW)
    )
    sandbox = SandboxCard(desk.settings, desk.opener, desk.toasts, desk.clock)
    dialog = BookingDialog(desk.form(draft(1, lines=lines)))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    return [desk.panel(), TodayPage(desk.today), SettingsPage(ReminderCard(desk.settings), sandbox), dialog]


@pytest.mark.row("N14", "S6")
def test_every_control_has_a_name_and_every_label_is_plain(qtbot: QtBot) -> None:
    for screen in screens(Desk()):
        qtbot.addWidget(screen)
        screen.resize(900, 800)
        screen.show()
        QApplication.processEvents()
        named = 0
        for child in screen.findChildren(QWidget):
            if isinstance(child, QLabel):
                assert child.textFormat() == Qt.TextFormat.PlainText, child.text()
            assert not re.search(r"<[bi]>", child.toolTip()), child.toolTip()
            if isinstance(child, INTERACTIVE) and child.isVisible():
                text = child.text() if isinstance(child, QAbstractButton) else ""
                assert child.accessibleName() or re.search(r"\w", text), child
                named += 1
        assert named


@pytest.mark.row("N20")
@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_texts_of_cards_can_be_read_in_both_themes(colours: Colours) -> None:
    pairs = [
        *(
            (ink, ground)
            for ink in ("text", "quiet", "good", "red_text", "amber_text")
            for ground in ("surface", "window")
        ),
        ("amber_text", "amber_field"),
        ("red_text", "red_field"),
        ("text", "booked_field"),
        ("booked_quiet", "booked_field"),
        ("text", "arrived_field"),
        ("text", "chosen"),
        ("quiet", "chosen"),
        ("on_action", "action"),
        ("amber_field", "amber_text"),
    ]
    for ink, ground in pairs:
        assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5, (ink, ground)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
