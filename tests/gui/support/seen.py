"""What can be read on a screen, and what has not enough room for it."""

from collections.abc import Iterator
from html import unescape

from PySide6.QtCore import QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from desktop.texts import unmarked
from desktop.views.followups.call_outcome import ChoiceButton
from desktop.views.followups.links import Link
from desktop.views.shell.bar import LocationButton
from desktop.views.theme.labels import DotLabel, Label, Pill


def widgets(root: QWidget) -> Iterator[QWidget]:
    """Everything of a screen that can be seen now, the root too."""
    yield root
    for child in root.findChildren(QWidget):
        inside = child.window() is root.window() and not isinstance(child, QScrollBar)
        if inside and child.isVisible() and not child.objectName().startswith("qt_"):
            yield child


def written(widget: QWidget) -> str:
    """The text that a widget shows."""
    if isinstance(widget, QAbstractButton | QLabel | DotLabel | Pill):
        return unmarked(widget.text()).replace("&&", "&")
    if isinstance(widget, QComboBox):
        return unmarked(widget.currentText())
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        return widget.placeholderText()
    return ""


def words(root: QWidget) -> Iterator[str]:
    """Every text on a screen, also those that are said, shown under the pointer or offered in a list."""
    for widget in widgets(root):
        yield from (written(widget), widget.accessibleName(), widget.accessibleDescription())
        yield unescape(widget.toolTip().removeprefix("<span>").removesuffix("</span>"))
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(index) for index in range(widget.count()))
    if root.isWindow():
        yield root.windowTitle()
    for menu in (root, *root.findChildren(QMenu)):
        if isinstance(menu, QMenu):
            yield from (action.text() for action in menu.actions())


def cut(root: QWidget) -> list[str]:
    """What is shown of a screen's widgets only in part. A list that scrolls down may be cut below, never aside."""
    found = []
    for widget in widgets(root):
        text = written(widget)
        if not text or isinstance(widget, QPlainTextEdit | QLineEdit) or may_be_cut(widget, text):
            continue
        lacks = _lacks(widget, text)
        if lacks > 1:
            found.append(f"{type(widget).__name__} {text!r} lacks {lacks} px of {widget.width()}")
        elif _hidden_aside(widget) > 1:
            found.append(f"{type(widget).__name__} {text!r} is hidden behind an edge by {_hidden_aside(widget)} px")
    return found


def _lacks(widget: QWidget, text: str) -> int:
    metrics = widget.fontMetrics()
    if isinstance(widget, Label) and widget.wordWrap():
        longest = max(metrics.horizontalAdvance(word) for word in text.split() or [""])
        lacking = widget.heightForWidth(widget.width()) - widget.height()
        return max(lacking, longest - widget.contentsRect().width())
    if isinstance(widget, QComboBox):
        return metrics.horizontalAdvance(text) + 42 - widget.width()
    if isinstance(widget, QAbstractButton | DotLabel | Pill):
        return widget.sizeHint().width() - widget.width()
    return metrics.horizontalAdvance(text) - widget.contentsRect().width()


def _hidden_aside(widget: QWidget) -> int:
    """How much of a widget's width is beyond the edges of what it stands in."""
    seen, above = QRect(widget.rect()), widget.parentWidget()
    hidden, inner = 0, widget
    while above is not None and not inner.isWindow():
        seen.translate(inner.pos())
        if isinstance(above, QAbstractScrollArea) and not isinstance(above, QScrollArea):
            return hidden
        hidden = max(hidden, above.rect().left() - seen.left(), seen.right() - above.rect().right())
        inner, above = above, above.parentWidget()
    return hidden


def may_be_cut(widget: QWidget, text: str) -> bool:
    """Whether people's words, which have any length, or several messages in a row stand in a line that has an end and
    tells the rest on demand.
    """
    if isinstance(widget, ChoiceButton) and "[" in text:
        return True  # its words are shorter in every language that is shipped
    line = isinstance(widget, DotLabel | Link | LocationButton) or (
        isinstance(widget, Label) and widget.is_cut_to_fit()
    )
    return line and (text.count("[") > 1 or " · " in text or any("\u0370" <= letter <= "\u03ff" for letter in text))
