"""Finding what a person sees and pressing it with the mouse."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget


def button(inside: QWidget, text: str) -> QAbstractButton:
    """The visible button with this text or accessible name."""
    found = _buttons(inside, text)
    assert found, f"no visible button {text!r}"
    return found[0]


def sees(inside: QWidget, text: str) -> bool:
    """Whether there is such a button."""
    return bool(_buttons(inside, text))


def _buttons(inside: QWidget, text: str) -> list[QAbstractButton]:
    visible = (found for found in inside.findChildren(QAbstractButton) if found.isVisible())
    return [found for found in visible if text in {found.text(), found.accessibleName()}]


def press(inside: QWidget, text: str) -> None:
    """A click with the left mouse button in the middle of a visible, enabled button."""
    found = button(inside, text)
    assert found.isEnabled(), found.accessibleDescription()
    click(found)


def click(widget: QWidget) -> None:
    """A click with the left mouse button in the middle of a widget."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, widget.rect().center())


def hold(widget: QWidget) -> None:
    """The left mouse button goes down in the middle of a widget."""
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, widget.rect().center())


def let_go(widget: QWidget, at: QPoint | None = None) -> None:
    """The left mouse button goes up, in the middle of the widget or at a point of it."""
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at or widget.rect().center())


def key(widget: QWidget, pressed: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key goes down and up."""
    QTest.keyClick(widget, pressed, modifier)


def texts(inside: QWidget) -> list[str]:
    """Every text that can be seen."""
    shown = (child for child in inside.findChildren(QWidget) if child.isVisible())
    return [child.text() for child in shown if hasattr(child, "text") and child.text()]
