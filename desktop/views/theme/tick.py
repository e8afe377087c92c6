"""A box to tick and one of several to choose, with their words beside them, as the system draws them; the focus can be
seen in every style.
"""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QRadioButton, QWidget

from desktop.views.theme.colours import colours_of


class Tick(QCheckBox):
    """A QCheckBox whose focus is an outline like everywhere else."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _outline(self)


class OneOf(QRadioButton):
    """A QRadioButton whose focus is an outline like everywhere else."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _outline(self)


def _outline(widget: QWidget) -> None:
    if widget.hasFocus():
        painter = QPainter(widget)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours_of(widget).colour("action"), 2))
        painter.drawRoundedRect(QRectF(widget.rect()).adjusted(1, 1, -1, -1), 5, 5)
