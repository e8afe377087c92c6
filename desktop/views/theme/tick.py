"""A box to tick and one of several to choose, with their words beside them, as the system draws them. Their edge and
their focus can be seen in every style, in the dark too.
"""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QRadioButton, QStyle, QStyleOptionButton, QWidget

from desktop.views.theme.colours import colours_of


class Tick(QCheckBox):
    """A QCheckBox whose edge is in our colours and whose focus is an outline like everywhere else."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        _outline(self, QRectF(box), 3)


class OneOf(QRadioButton):
    """The same of a QRadioButton."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        circle = self.style().subElementRect(QStyle.SubElement.SE_RadioButtonIndicator, option, self)
        _outline(self, QRectF(circle), circle.width() / 2)


def _outline(widget: QWidget, mark: QRectF, radius: float) -> None:
    colours = colours_of(widget)
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colours.colour("quiet"), 1))
    painter.drawRoundedRect(mark.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    if widget.hasFocus():
        painter.setPen(QPen(colours.colour("action"), 2))
        painter.drawRoundedRect(QRectF(widget.rect()).adjusted(1, 1, -1, -1), 5, 5)
