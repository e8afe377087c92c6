"""Times as buttons in a grid, one of them chosen."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QWidget

from desktop.texts import clock, tr
from desktop.views.theme.colours import colours_of
from desktop.views.theme.fonts import BASE, Weight, sized

_COLUMNS = 7


class TimeButton(QAbstractButton):
    """One start."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAutoExclusive(True)  # one of several, as a screen reader says it
        self.setFont(sized(self.font(), BASE, Weight.Medium))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(max(64, self.fontMetrics().horizontalAdvance(self.text()) + 16), 32)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, chosen = colours_of(self), self.isChecked()
        edge = "action" if chosen or self.hasFocus() or self.underMouse() else "line"
        painter.setPen(QPen(colours.colour(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(colours.colour("action" if chosen else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.setPen(colours.colour("on_action" if chosen else "text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class TimeGrid(QWidget):
    """The free starts of a day. Arrow keys go through them."""

    picked = Signal(object)
    """The local start, a datetime."""

    def __init__(self) -> None:
        super().__init__()
        self._starts: tuple[dt.datetime, ...] = ()
        self.buttons: list[TimeButton] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._clicked)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._grid.setRowStretch(100, 1)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)

    def bind(self, starts: Sequence[dt.datetime], chosen: dt.datetime | None) -> None:
        """Show these starts, in order."""
        self._starts = tuple(starts)
        while len(self.buttons) < len(starts):
            self._add()
        self._group.setExclusive(False)
        for index, button in enumerate(self.buttons):
            button.setVisible(index < len(starts))
            if index < len(starts):
                button.setText(clock(starts[index]))
                button.setAccessibleName(tr("At {time}", time=button.text()))
            button.setChecked(index < len(starts) and starts[index] == chosen)
        self._group.setExclusive(True)

    def _add(self) -> None:
        index, button = len(self.buttons), TimeButton()
        self.buttons.append(button)
        self._group.addButton(button, index)
        self._grid.addWidget(button, index // _COLUMNS, index % _COLUMNS)

    def _clicked(self, index: int) -> None:
        if index < len(self._starts):
            self.picked.emit(self._starts[index])
