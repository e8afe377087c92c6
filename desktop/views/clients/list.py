"""The list of clients, painted line by line: a hundred thousand take no longer to show than ten (row N23)."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from shiboken6 import isValid

from desktop.models.cards import shown_name
from desktop.models.client_list import ROW, ClientList
from desktop.texts import phone, tr
from desktop.views.theme.colours import colours_of
from desktop.views.theme.fonts import BASE, SMALL, Weight, sized
from desktop.views.theme.scroll_bar import ThinScrollBar
from domain.wire.rows import ClientRow

HEIGHT = 52
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class ClientsView(QListView):
    """Arrows go through the list; Enter or a click opens a card."""

    opened = Signal(str)
    """The id of the client whose card is asked for."""

    def __init__(self, model: ClientList) -> None:
        super().__init__()
        self._list = model
        self.setModel(model)
        self.setItemDelegate(_Line(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBar(ThinScrollBar())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Clients"))
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.clicked.connect(self._ask)

    def current_id(self) -> str:
        """Whose line is current; empty when none is."""
        row = self._list.at(self.currentIndex().row())
        return row.id if row else ""

    def go_to(self, client_id: str) -> None:
        """Makes her line the current one, if she is listed."""
        place = self._list.place_of(client_id)
        if place is not None:
            self.setCurrentIndex(self._list.index(place))
            self.scrollTo(self._list.index(place))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """On signing out the models go first, and the focus may pass through here after that."""
        super().focusInEvent(event)
        if isValid(self._list) and not self.selectionModel().hasSelection():
            self.setCurrentIndex(self._list.index(max(0, self.currentIndex().row())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _ENTER and self.currentIndex().isValid():
            self._ask(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _ask(self, index: QModelIndex) -> None:
        row = self._list.at(index.row())
        if row is not None:
            self.opened.emit(row.id)


class _Line(QStyledItemDelegate):
    """Name over number and address."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, view = index.data(ROW), option.widget
        if not isinstance(row, ClientRow) or not isinstance(view, QWidget):
            return
        state: QStyle.StateFlag = option.state
        place = QRect(option.rect)
        painter.save()
        self._paint_ground(painter, view, place, state)
        self._paint_words(painter, view, place.adjusted(16, 6, -16, -6), row)
        painter.restore()

    def _paint_ground(self, painter: QPainter, view: QWidget, place: QRect, state: QStyle.StateFlag) -> None:
        colours = colours_of(view)
        chosen, hot = bool(state & QStyle.StateFlag.State_Selected), bool(state & QStyle.StateFlag.State_MouseOver)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen and view.hasFocus():
            painter.setPen(QPen(colours.colour("action"), 2))
        painter.setBrush(colours.colour("chosen" if chosen else "hover" if hot else "surface"))
        if chosen or hot:
            painter.drawRoundedRect(place.adjusted(6, 2, -6, -2), 6, 6)

    def _paint_words(self, painter: QPainter, view: QWidget, place: QRect, row: ClientRow) -> None:
        colours = colours_of(view)
        told = " · ".join(part for part in (phone(row.phone) if row.phone else "", row.email or "") if part)
        lines = (
            (shown_name(row.name), "text", sized(view.font(), BASE, Weight.DemiBold)),
            (told or tr("no number and no address"), "quiet", sized(view.font(), SMALL)),
        )
        half = place.height() // 2
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft  # which the painter turns round by itself
        for number, (text, role, font) in enumerate(lines):
            painter.setFont(font)
            painter.setPen(colours.colour(role))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(QRect(place.left(), place.top() + number * half, place.width(), half), align, shown)
