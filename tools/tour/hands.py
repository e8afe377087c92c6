"""What a person does with a window: looks for a button that can be seen, and clicks where it is."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QWidget

from desktop.texts import unmarked
from desktop.views.theme.labels import DotLabel
from tests.bench.until import until

PATIENCE = 10.0
"""Seconds in which something that was clicked has to be seen."""


def buttons(root: QWidget, text: str) -> Iterator[QAbstractButton]:
    """The visible buttons that say `text`, on them or to who hears them."""
    for button in root.findChildren(QAbstractButton):
        if button.isVisible() and text in {unmarked(button.text()), unmarked(button.accessibleName())}:
            yield button


def click(root: QWidget, text: str) -> None:
    """Clicks the button that says `text`. Raises NotHappened when it is not there, cannot be used, or is covered."""
    until(lambda: any(button.isEnabled() for button in buttons(root, text)), f"a button {text!r} can be used", PATIENCE)
    click_on(next(button for button in buttons(root, text) if button.isEnabled()))


def click_on(button: QAbstractButton) -> None:
    """Presses and releases the mouse over a button. Raises NotHappened when something goes on lying over it; a toast
    steps aside.
    """
    middle = button.rect().center()

    def is_free() -> bool:
        under = button.window().childAt(button.mapTo(button.window(), middle))
        return under is not None and (under is button or button.isAncestorOf(under))

    until(is_free, f"{button.text() or button.accessibleName()!r} is not covered by anything", PATIENCE)
    QTest.mouseMove(button, middle)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(middle))


def says(root: QWidget, text: str) -> bool:
    """Whether a visible label says something with `text` in it."""
    labels: tuple[QLabel | DotLabel, ...] = (*root.findChildren(QLabel), *root.findChildren(DotLabel))
    return any(label.isVisible() and text in unmarked(label.text()) for label in labels)


def top_window(of: type[QWidget]) -> QWidget | None:
    """The visible window of a type, such as a dialog."""
    shown = (one for one in QApplication.topLevelWidgets() if isinstance(one, of) and one.isVisible())
    return next(shown, None)


def pick(text: str) -> None:
    """Clicks an entry of an open menu."""
    until(lambda: any(_entries(text)), f"a menu has the entry {text!r}", PATIENCE)
    menu, action = next(_entries(text))
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def _entries(text: str) -> Iterator[tuple[QMenu, QAction]]:
    for menu in QApplication.topLevelWidgets():
        if isinstance(menu, QMenu) and menu.isVisible():
            yield from ((menu, action) for action in menu.actions() if action.text() == text)
