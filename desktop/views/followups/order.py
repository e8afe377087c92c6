"""The line over the cards that says in which order they stand, and changes it (row N9)."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QActionGroup, QPainter
from PySide6.QtWidgets import QWidget

from desktop.models.ranking import Order, Ranking, order_name
from desktop.texts import tr
from desktop.views.theme.buttons import Button
from desktop.views.theme.colours import colours_of
from desktop.views.theme.direction import placed
from desktop.views.theme.fonts import Weight, sized
from desktop.views.theme.icons import draw_icon
from desktop.views.theme.menus import Menu, open_under

_HEIGHT, _ROOM, _ICON = 24, 8, 14


class OrderButton(Button):
    """Its menu has the orders, with the present one ticked."""

    def __init__(self, ranking: Ranking, parent: QWidget | None = None) -> None:
        super().__init__(kind="flat", parent=parent)
        self._ranking = ranking
        self.setFont(sized(self.font(), 12, Weight.Medium))
        self._menu = Menu(self)
        group = QActionGroup(self._menu)
        self._choices = {order: self._menu.addAction(order_name(order)) for order in Order}
        for order, action in self._choices.items():
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _=False, order=order: self._choose(order))
        self.clicked.connect(self._open)
        self._say()

    def menu_of_orders(self) -> Menu:
        """What it opens."""
        return self._menu

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2 * _ROOM + _ICON + 4, _HEIGHT)

    def _choose(self, order: Order) -> None:
        self._ranking.choose(order)
        self._say()

    def _say(self) -> None:
        name = order_name(self._ranking.order)
        self.setText(name)
        self.setAccessibleName(tr("Order: {order}", order=name))
        self._choices[self._ranking.order].setChecked(True)

    def _open(self) -> None:
        open_under(self._menu, self)

    def _paint_content(self, painter: QPainter, place: QRectF) -> None:
        colour = colours_of(self).colour("quiet")
        painter.setPen(colour)
        start = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft  # which the painter turns round by itself
        painter.drawText(place.adjusted(_ROOM, 0, -_ROOM, 0), start, self.text())
        icon = QRectF(place.right() - _ROOM - _ICON, place.center().y() - _ICON / 2, _ICON, _ICON)
        draw_icon(painter, "chevron-down", colour, placed(self, icon))
