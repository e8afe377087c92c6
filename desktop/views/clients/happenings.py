"""Lines of a client's history under a heading; a line leads to what it tells of (row N23)."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.models.client_card import Happening
from desktop.texts import in_a_row
from desktop.views.theme.colours import colours_of
from desktop.views.theme.direction import placed
from desktop.views.theme.fonts import BASE, SMALL, STRONG, Weight, sized
from desktop.views.theme.labels import Label
from desktop.views.theme.rows import reused

_HEIGHT = 40
_WHEN = 150


class Happenings(QWidget):
    """Hidden while there is nothing to tell, unless it says so itself."""

    opened = Signal(object)
    """The Happening that was clicked."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self._empty = Label(role="quiet")
        self._more = Label(role="quiet", pixels=SMALL)
        self.lines: list[HappeningLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(Label(title, pixels=STRONG, weight=Weight.DemiBold))
        self._column.addSpacing(4)
        self._column.addWidget(self._empty)
        self._column.addWidget(self._more)
        self._empty.hide()

    def say_when_empty(self, text: str) -> None:
        """It is shown without lines too, and says this then."""
        self._empty.say(text)

    def bind(self, rows: Sequence[Happening], more: str = "") -> None:
        """Show these; lines are used again."""
        for line, row in zip(reused(self.lines, len(rows), self._make), rows, strict=True):
            line.bind(row)
        self._more.say_or_hide(more)
        self._empty.setVisible(not rows and bool(self._empty.text()))
        self.setVisible(bool(rows) or bool(self._empty.text()))

    def _make(self, _place: int) -> "HappeningLine":
        line = HappeningLine()
        line.clicked.connect(lambda: self.opened.emit(line.happening))
        self._column.insertWidget(self._column.count() - 1, line)
        return line


class HappeningLine(QAbstractButton):
    """When, what, and where it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.happening: Happening | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def bind(self, happening: Happening) -> None:
        """Show this."""
        self.happening = happening
        told = in_a_row(part for part in (happening.when, happening.what, happening.state) if part)
        self.setText(told)
        self.setAccessibleName(told)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        happening = self.happening
        if happening is None:
            return
        painter, colours = QPainter(self), colours_of(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.colour("line"), 1))
        painter.drawLine(0, 0, self.width(), 0)
        if self.hasFocus() or self.underMouse():
            painter.setPen(QPen(colours.colour("action"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(colours.colour("hover"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 2, -1, -2), 6, 6)
        self._paint_words(painter, happening)

    def _paint_words(self, painter: QPainter, happening: Happening) -> None:
        colours = colours_of(self)
        bold, plain, small = (
            sized(self.font(), BASE, Weight.DemiBold),
            sized(self.font(), BASE),
            sized(self.font(), SMALL),
        )
        painter.setFont(small)
        state = painter.fontMetrics().horizontalAdvance(happening.state) + 12 if happening.state else 0
        room = self.width() - 16
        parts = (
            (happening.when, bold, "text", 8, _WHEN),
            (happening.what, plain, "text", 8 + _WHEN, room - _WHEN - state),
            (happening.state, small, "quiet", 8 + room - state + 12, state),
        )
        for text, font, role, left, width in parts:
            painter.setFont(font)
            painter.setPen(colours.colour(role))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, width - 4))
            place = placed(self, QRectF(left, 0, width, self.height()))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
