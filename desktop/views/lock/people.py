"""Everybody who works at a desk, by name, one of them chosen."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.texts import initials, tr
from desktop.views.theme.colours import colours_of
from desktop.views.theme.direction import placed
from desktop.views.theme.fonts import BASE, SMALL, Weight, sized
from desktop.views.theme.scroll_bar import ThinScrollBar

_ROW = 52
_MOST_ROWS = 4


class Sitter(NamedTuple):
    """Somebody who works here. `here` is who locked the desk; without `by_pin` her password is asked for."""

    key: str
    name: str
    here: bool = False
    by_pin: bool = True


class SitterButton(QAbstractButton):
    """Initials, name, and what there is to say of her. A digit typed on it is `typed`: the PIN begins."""

    typed = Signal(str)

    def __init__(self, sitter: Sitter) -> None:
        super().__init__()
        self.sitter = sitter
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setText(sitter.name)
        self._about = _about(sitter)
        self.setAccessibleName(f"{sitter.name}, {self._about}" if self._about else sitter.name)
        self.setFixedHeight(_ROW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(200, _ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdecimal():
            self.click()
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_of(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        ground = "chosen" if self.isChecked() else "hover" if self.underMouse() else None
        edge = "action" if self.hasFocus() or self.isChecked() else None
        painter.setPen(QPen(colours.colour(edge), 2 if self.hasFocus() else 1) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place, 8, 8)
        self._paint_face(painter, placed(self, QRectF(12, (_ROW - 34) / 2, 34, 34)))
        self._paint_words(painter, placed(self, place.adjusted(57, 0, -12, 0)))

    def _paint_face(self, painter: QPainter, place: QRectF) -> None:
        colours = colours_of(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour("surface" if self.isChecked() else "chosen"))
        painter.drawEllipse(place)
        painter.setPen(colours.colour("text"))
        painter.setFont(sized(self.font(), 12, Weight.DemiBold))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, initials(self.sitter.name))

    def _paint_words(self, painter: QPainter, place: QRectF) -> None:
        colours, start = colours_of(self), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(sized(self.font(), BASE, Weight.DemiBold))
        painter.setPen(colours.colour("text"))
        name = painter.fontMetrics().elidedText(self.sitter.name, Qt.TextElideMode.ElideRight, int(place.width()))
        lift = 9 if self._about else 0
        painter.drawText(place.adjusted(0, -lift, 0, -lift), start, name)
        if self._about:
            painter.setFont(sized(self.font(), SMALL))
            painter.setPen(colours.colour("quiet"))
            painter.drawText(place.adjusted(0, lift, 0, lift), start, self._about)


class Sitters(QScrollArea):
    """The list; arrow keys go through it. `chosen` says whom."""

    chosen = Signal(object)
    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBar(ThinScrollBar())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("People who work at this desk"))
        self.viewport().setAutoFillBackground(False)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._clicked)
        self.buttons: list[SitterButton] = []

    def show_people(self, people: Sequence[Sitter], key: str) -> None:
        """Shows these with one chosen: `key`, else who is here, else the first."""
        for button in self.buttons:
            self._group.removeButton(button)
        self.buttons = [SitterButton(one) for one in people]
        held, column = QWidget(), QVBoxLayout()
        held.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for number, button in enumerate(self.buttons):
            column.addWidget(button)
            button.typed.connect(self.typed)
            self._group.addButton(button, number)
        self.setWidget(held)
        held.setAutoFillBackground(False)
        self.setFixedHeight(min(len(people), _MOST_ROWS) * (_ROW + 4) + 2)
        wanted = [one for one in self.buttons if one.sitter.key == key] or [
            one for one in self.buttons if one.sitter.here
        ]
        for button in (wanted or self.buttons)[:1]:
            button.setChecked(True)

    def current(self) -> Sitter | None:
        """Whom is chosen."""
        return next((button.sitter for button in self.buttons if button.isChecked()), None)

    def _clicked(self, number: int) -> None:
        self.chosen.emit(self.buttons[number].sitter)


def _about(sitter: Sitter) -> str:
    if not sitter.by_pin:
        return tr("Password needed")
    return tr("At the desk now") if sitter.here else ""
