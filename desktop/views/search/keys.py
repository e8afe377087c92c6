"""The sheet that says what each key does (row N14). Opened by `?`, and from the box."""

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.texts import apart, mark, tr
from desktop.views.search.field import SHORTCUT
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL, STRONG, Weight
from desktop.views.theme.key_names import LOCK_KEYS, key_name
from desktop.views.theme.labels import Label
from desktop.views.theme.scroller import Scroller
from desktop.views.theme.surfaces import Surface


class Line(NamedTuple):
    """Keys in the portable writing of Qt, any of which does what the words say."""

    keys: tuple[str, ...]
    words: str


class Section(NamedTuple):
    """Where the keys work, and which there are."""

    title: str
    lines: tuple[Line, ...]


_CARDS = (
    Line(("J", "Down"), mark("Next card")),
    Line(("K", "Up"), mark("Previous card")),
    Line(("Home", "End"), mark("First and last card")),
    Line(("Tab",), mark("Into the card's buttons")),
    Line(("B", "Return"), mark("Book for client")),
    Line(("C",), mark("Call")),
    Line(("E",), mark("Email")),
    Line(("O",), mark("Offer the time that would do")),
    Line(("X",), mark("Withdraw the offer")),
)
SECTIONS = (
    Section(
        mark("Everywhere"),
        (
            Line((SHORTCUT,), mark("Search and commands")),
            Line(("F5",), mark("Sync now")),
            Line((LOCK_KEYS,), mark("Lock the desk")),
            Line(("Ctrl+Z",), mark("Undo what was said last")),
            Line(("?",), mark("Show the keys")),
        ),
    ),
    Section(
        mark("Search"),
        (
            Line(("Up", "Down"), mark("Choose a result")),
            Line(("PgUp", "PgDown"), mark("Several results on or back")),
            Line(("Return",), mark("Open it")),
            Line(("Esc",), mark("Close, and back to where you were")),
            Line((">",), mark("Before the text: commands only")),
        ),
    ),
    Section(
        mark("Incomplete bookings"),
        (
            *_CARDS,
            Line(("R",), mark("Send reminder")),
            Line(("1", "…", "6"), mark("After a call: what came of it, by its number")),
            Line(("S",), mark("Snooze")),
            Line(("T",), mark("What happened so far")),
            Line(("D",), mark("Dismiss")),
            Line(("W",), mark("Say why it was dismissed")),
            Line(("Z",), mark("Undo")),
        ),
    ),
    Section(mark("Waitlist"), (*_CARDS, Line(("D",), mark("Remove")), Line(("Z",), mark("Undo")))),
    Section(
        mark("Scheduler"),
        (
            Line(("Left", "Right", "Up", "Down"), mark("From appointment to appointment")),
            Line(("Return", "Space"), mark("Open the appointment")),
            Line(("M",), mark("Move it: arrows, then Enter or Escape")),
            Line(("Shift+Up", "Shift+Down"), mark("While moving: shorter, longer")),
            Line(("+", "-"), mark("Next and previous day or week")),
            Line(("T",), mark("Today")),
        ),
    ),
)
_HALF = 3
"""So many sections stand in the first column."""


class KeysSheet(QDialog):
    """Everything at one look; scrolls on a small screen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keys"))
        held = QWidget()
        columns = QHBoxLayout(held)
        columns.setContentsMargins(24, 16, 24, 8)
        columns.setSpacing(40)
        for sections in (SECTIONS[:_HALF], SECTIONS[_HALF:]):
            columns.addLayout(_column(sections))
        area = Scroller(held, tr("Keys"))
        area.setMinimumWidth(held.sizeHint().width() + 16)
        done = Button(tr("Close"), "primary")
        done.clicked.connect(self.accept)
        done.setDefault(True)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 24, 16)
        foot.addStretch(1)
        foot.addWidget(done)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)
        column.addLayout(foot)
        high = held.sizeHint().height() + done.sizeHint().height() + 40
        self.resize(self.sizeHint().width(), min(high, parent.window().height() - 40))
        done.setFocus()


def _column(sections: tuple[Section, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    for section in sections:
        head = Label(tr(section.title), pixels=STRONG, weight=Weight.DemiBold)
        head.setContentsMargins(0, 12 if grid.rowCount() > 1 else 0, 0, 2)
        grid.addWidget(head, grid.rowCount(), 0, 1, 2)
        for line in section.lines:
            names = [key_name(key) for key in line.keys]
            words = Label(tr(line.words))
            words.setAccessibleName(f"{tr(line.words)}: {', '.join(names)}")
            row = grid.rowCount()
            grid.addLayout(_caps(names), row, 0)
            grid.addWidget(words, row, 1)
    grid.setColumnStretch(1, 1)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid


def _caps(keys: list[str]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    for key in keys:
        cap = Surface(ground="window", radius=4)
        inside = QHBoxLayout(cap)
        inside.setContentsMargins(7, 1, 7, 1)
        inside.addWidget(Label(apart(key), pixels=SMALL, weight=Weight.Medium), 0, Qt.AlignmentFlag.AlignCenter)
        row.addWidget(cap)
    row.addStretch(1)
    return row
