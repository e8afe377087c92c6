"""What a screen reader and a keyboard find on the screens (row N14); nothing that people wrote is markup (S6)."""

import re
from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QMenu, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop.views.clients.picker import Hit
from desktop.views.followups.links import Link
from desktop.views.followups.pooled import PooledCard
from domain.wire.rows import Row
from tests.gui.support.screens import walk
from tests.gui.support.seen import widgets

POINTING = Qt.CursorShape.PointingHandCursor
FIRST, LATEST = Qt.FocusReason.TabFocusReason, 400
SPEAKING = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.Table,
    QAccessible.Role.List,
    QAccessible.Role.SpinBox,
}
"""What a screen reader can call a control. A plain area that scrolls is none, and only has to have a name."""

BY_OTHER_KEYS = (Link, Hit)
"""Links do what a button of their card does; what was found is gone through by the arrows of the field above it."""


def marked_up(row: Row) -> Row:
    """The same row with markup where people write names."""
    names = {name: f"<b>{getattr(row, name)}</b>" for name in row.__struct_fields__ if name.endswith("name")}
    return msgspec.structs.replace(row, **names)


def is_control(widget: QWidget) -> bool:
    """Whether something happens when it is clicked or typed at."""
    proxy: QWidget | None = widget.focusProxy()
    if isinstance(widget, QMenu) or proxy is not None or not widget.isEnabled():
        return False
    stops = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    hand = widget.testAttribute(Qt.WidgetAttribute.WA_SetCursor) and widget.cursor().shape() == POINTING
    return stops or hand or isinstance(widget, QAbstractButton)


def chosen_by_arrows(widget: QWidget, visited: set[QWidget]) -> bool:
    """Whether it is one of several of which Tab goes to one and arrows to the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive() and not visited.isdisjoint(group.buttons())


def walked_by_tab(window: QWidget) -> Iterator[QWidget]:
    """Where the focus goes by Tab until it comes round. Cards are used again for others, under another name."""
    found: set[tuple[QWidget, str]] = set()
    for _ in range(LATEST):
        focus: QWidget | None = window.focusWidget()
        if focus is not None and (focus, focus.accessibleName()) in found:
            return
        if focus is not None:
            found.add((focus, focus.accessibleName()))
            if focus.focusPolicy() != Qt.FocusPolicy.NoFocus:
                yield focus
        QTest.keyClick(window if focus is None else focus, Qt.Key.Key_Tab)


def holding(widget: QWidget) -> QPixmap:
    """What can be seen of a widget and a little around it, scrolled to as Tab does."""
    window = widget.window()
    for area in window.findChildren(QScrollArea):
        if area.isAncestorOf(widget):
            area.ensureWidgetVisible(widget)
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).adjusted(-6, -6, 6, 6)
    return window.grab(place)


@pytest.mark.row("N14", "S6")
def test_every_control_has_name_and_role_and_what_people_wrote_is_plain(qtbot: QtBot) -> None:
    for screen in walk(qtbot, marked_up):
        seen = list(widgets(screen.root))
        for widget in seen:
            if isinstance(widget, QLabel):
                assert widget.textFormat() == Qt.TextFormat.PlainText, (screen.name, widget.text())
            assert not re.search(r"<[bi]>", widget.toolTip()), (screen.name, widget.toolTip())
        for widget in filter(is_control, seen):
            heard = QAccessible.queryAccessibleInterface(widget)
            assert heard is not None
            assert re.search(r"\w", heard.text(QAccessible.Text.Name)), (screen.name, widget)
            scrolls = isinstance(widget, QAbstractScrollArea) and heard.role() is QAccessible.Role.Client
            assert scrolls or heard.role() in SPEAKING, (screen.name, widget, heard.role())


@pytest.mark.row("N14")
def test_tab_comes_to_everything_that_can_be_clicked(qtbot: QtBot) -> None:
    for screen in walk(qtbot):
        if isinstance(screen.root, QMenu):
            continue
        stops = {widget for widget in widgets(screen.root) if is_control(widget)}
        cards = [widget for widget in widgets(screen.root) if isinstance(widget, PooledCard)]
        visited = set(walked_by_tab(screen.root.window()))
        left = [
            widget
            for widget in stops - visited
            if not isinstance(widget, BY_OTHER_KEYS)
            and not chosen_by_arrows(widget, visited)
            and not any(card.isAncestorOf(widget) and widget in card.stops() for card in cards)
        ]
        assert not left, (screen.name, [(type(one).__name__, one.accessibleName()) for one in left])


@pytest.mark.row("N14")
def test_the_focus_can_be_seen_wherever_it_is(qtbot: QtBot) -> None:
    for screen in walk(qtbot):
        window = screen.root.window()
        for widget in walked_by_tab(window) if not isinstance(screen.root, QMenu) else ():
            there = holding(widget).toImage()
            widget.clearFocus()
            gone = holding(widget).toImage()
            widget.setFocus(FIRST)
            assert gone != there, (screen.name, type(widget).__name__, widget.accessibleName())
