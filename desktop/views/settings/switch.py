"""A switch: on or off, at once."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

from desktop.views.theme.colours import colours_of
from desktop.views.theme.direction import placed
from desktop.views.theme.labels import as_plain_tooltip

_SIZE = QSize(44, 28)
_TRACK = QRectF(4, 4, 36, 20)


class Switch(QCheckBox):
    """Painted as a switch; to the keyboard and to screen readers it is the check box that it is."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFixedSize(_SIZE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_state(self, *, on: bool, why_not: str) -> None:
        """Show how it stands without asking for anything; a reason switches it off for the person."""
        self.blockSignals(True)
        self.setChecked(on)
        self.blockSignals(False)
        self.setEnabled(not why_not)
        self.setToolTip(as_plain_tooltip(why_not))
        self.setAccessibleDescription(why_not)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        return _SIZE

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, on = colours_of(self), self.isChecked()
        if not self.isEnabled():
            painter.setOpacity(0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour("action" if on else "quiet"))
        painter.drawRoundedRect(_TRACK, 10, 10)
        painter.setBrush(colours.colour("on_action" if on else "surface"))
        knob = QRectF(_TRACK.right() - 18 if on else _TRACK.left() + 2, _TRACK.top() + 2, 16, 16)
        painter.drawEllipse(placed(self, knob))
        if self.hasFocus():
            painter.setOpacity(1.0)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.colour("action"), 2))
            painter.drawRoundedRect(_TRACK.adjusted(-3, -3, 3, 3), 13, 13)
