"""What stands aside, at the end of the list: snoozed cards and dismissed ones, each behind a head with its count (rows
N7, N8).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QStyle, QVBoxLayout, QWidget

from desktop.texts import ntr, tr
from desktop.views.theme.buttons import Button
from desktop.views.theme.colours import colours_of
from desktop.views.theme.fonts import SMALL, Weight, sized
from desktop.views.theme.icons import draw_icon
from desktop.views.theme.labels import Label
from desktop.views.theme.pressable import Pressable
from desktop.views.theme.surfaces import Ground

MOST = 40
"""More rows than that are not looked through by eye."""

_TALLEST = 220


@dataclass(frozen=True)
class Aside:
    """One line: who, what about her, and what can be done."""

    draft_id: str
    name: str
    detail: str
    asks_why: bool = False
    """Nobody has said yet why it was dismissed."""


class FoldHead(Pressable):
    """`Snoozed (2)` with an arrow; pressing it opens and closes."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setFont(sized(self.font(), SMALL, Weight.DemiBold))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, text: str) -> None:
        """Show another count."""
        self.setText(text)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 32, 28)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_of(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = colours.colour("text" if self.underMouse() or self.isChecked() else "quiet")
        if self.hasFocus():
            painter.setPen(colours.colour("action"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.save()
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        painter.translate(QPointF(self.width() - 14 if mirrored else 14, self.height() / 2))
        painter.rotate(0 if self.isChecked() else 90 if mirrored else -90)
        draw_icon(painter, "chevron-down", ink, QRectF(-8, -8, 16, 16))
        painter.restore()
        painter.setPen(ink)
        place = QStyle.visualRect(self.layoutDirection(), self.rect(), self.rect().adjusted(26, 0, 0, 0))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.text())


class Folds(Ground):
    """Two heads side by side; the open one has its rows under them. Not there while both are empty."""

    woken = Signal(str)
    reopened = Signal(str)
    asked_why = Signal(str)

    def __init__(self, rows: Callable[[bool], Sequence[Aside]]) -> None:
        """`rows` are asked for when a fold is open: those of the snoozed ones if true, else of the dismissed."""
        super().__init__("window", "top")
        self._rows = rows
        self.snoozed, self.dismissed = FoldHead(), FoldHead()
        self._counts = 0, 0
        self._shown: tuple[str, Sequence[Aside]] = "", ()
        self._area = QScrollArea()
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        self._area.hide()
        heads = QHBoxLayout()
        heads.setSpacing(8)
        for head in (self.snoozed, self.dismissed):
            heads.addWidget(head)
            head.clicked.connect(self._toggled)
        heads.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 4)
        column.setSpacing(2)
        column.addLayout(heads)
        column.addWidget(self._area)
        self.hide()

    def show_aside(self, resting: int, dismissed: int) -> None:
        """So many there are now; an open fold keeps open while it has rows."""
        self._counts = resting, dismissed
        self.snoozed.say(ntr("Snoozed ({count})", "Snoozed ({count})", resting))
        self.dismissed.say(ntr("Dismissed ({count})", "Dismissed ({count})", dismissed))
        for head, count in ((self.snoozed, resting), (self.dismissed, dismissed)):
            head.setVisible(bool(count))
            if not count:
                head.setChecked(False)
        self.setVisible(bool(resting or dismissed))
        self._fill()

    def open_resting(self) -> None:
        """Open the fold of snoozed cards."""
        self.snoozed.setChecked(True)
        self.dismissed.setChecked(False)
        self._fill()

    def _toggled(self) -> None:
        other = self.dismissed if self.sender() is self.snoozed else self.snoozed
        other.setChecked(False)
        self._fill()

    def _fill(self) -> None:
        which = "snoozed" if self.snoozed.isChecked() else "dismissed" if self.dismissed.isChecked() else ""
        rows = self._rows(which == "snoozed") if which else ()
        if (which, rows) == self._shown:
            return
        focused = self._area.isAncestorOf(self.window().focusWidget())
        self._shown = which, rows
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(10, 0, 4, 4)
        column.setSpacing(2)
        for row in rows:
            column.addWidget(self._row(which, row))
        more = self._counts[0 if which == "snoozed" else 1] - len(rows)
        if which and more > 0:
            column.addWidget(Label(ntr("and {count} more", "and {count} more", more), role="quiet"))
        before = self._area.takeWidget()
        if before is not None:
            before.deleteLater()
        self._area.setWidget(held)
        held.setAutoFillBackground(False)
        self._area.setFixedHeight(min(_TALLEST, held.sizeHint().height()))
        self._area.setVisible(bool(which))
        if focused:
            (self.snoozed if which == "snoozed" else self.dismissed).setFocus()

    def _row(self, which: str, aside: Aside) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(Label(aside.name, weight=Weight.Medium, elide=True), 2)
        line.addWidget(Label(aside.detail, role="quiet", elide=True), 3)
        row.setAccessibleName(f"{aside.name}, {aside.detail}")
        for text, name, signal in self._offers(which, aside):
            button = Button(text, "flat")
            button.setAccessibleName(name)
            button.clicked.connect(lambda _=False, signal=signal: signal.emit(aside.draft_id))
            line.addWidget(button)
        return row

    def _offers(self, which: str, aside: Aside) -> list[tuple[str, str, SignalInstance]]:
        """What can be done: on the button, for who hears it, and what it asks for."""
        client = aside.name
        if which == "snoozed":
            text = tr("Wake now")
            return [(text, tr("{button}: {client}", button=text, client=client), self.woken)]
        again = tr("Reopen")
        found = [(again, tr("{button}: {client}", button=again, client=client), self.reopened)]
        if aside.asks_why:
            why = tr("Why was {client}'s booking dismissed?", client=client)
            found.insert(0, (tr("Why?"), why, self.asked_why))
        return found
