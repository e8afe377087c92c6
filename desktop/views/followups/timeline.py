"""The drawer with the story of a draft: a list with a line of time beside it (row N13)."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from desktop.models.story import Story, StoryLine
from desktop.texts import tr
from desktop.views.theme.buttons import Button
from desktop.views.theme.colours import colours_of
from desktop.views.theme.fonts import BASE, SMALL, STRONG, Weight, sized
from desktop.views.theme.labels import Label
from desktop.views.theme.scroll_bar import ThinScrollBar
from desktop.views.theme.surfaces import Ground

_LINE = Qt.ItemDataRole.UserRole
_LEFT, _GAP = 36, 10
_WRAP = Qt.TextFlag.TextWordWrap

_Index = QModelIndex | QPersistentModelIndex


class _Dots(QStyledItemDelegate):
    """Draws what happened, when and by whom, and a note, beside a dot on a line."""

    def __init__(self, view: QListWidget) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        line: StoryLine = index.data(_LINE)
        width = self._view.viewport().width()
        height = sum(place.height() for _, place, _ in self._parts(line, QRect(0, 0, width, 0)))
        return QSize(width, height + 2 * _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        colours = colours_of(self._view)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(colours.colour("action"), 1))
            painter.drawRoundedRect(QRectF(rect).adjusted(4.5, 1.5, -4.5, -1.5), 6, 6)
        self._paint_line(painter, rect, index)
        for text, place, role in self._parts(index.data(_LINE), rect):
            painter.setFont(self._font(role))
            painter.setPen(colours.colour("text" if role == "text" else "quiet"))
            painter.drawText(QStyle.visualRect(self._view.layoutDirection(), rect, place), _WRAP.value, text)
        painter.restore()

    def _paint_line(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        x = 20.5 if self._view.layoutDirection() is Qt.LayoutDirection.LeftToRight else rect.width() - 20.5
        colours, x, y = colours_of(self._view), rect.left() + x, rect.top() + _GAP + 9.0
        last = index.row() == self._view.count() - 1
        painter.setPen(QPen(colours.colour("line"), 2))
        if index.row():
            painter.drawLine(QPointF(x, rect.top()), QPointF(x, y))
        if not last:
            painter.drawLine(QPointF(x, y), QPointF(x, rect.bottom() + 1))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour("action" if last else "quiet"))
        painter.drawEllipse(QPointF(x, y), 4.5, 4.5)

    def _parts(self, line: StoryLine, rect: QRect) -> list[tuple[str, QRect, str]]:
        found: list[tuple[str, QRect, str]] = []
        top = rect.top() + _GAP
        for text, role in ((line.text, "text"), (line.detail, "quiet"), (line.note, "note")):
            if text:
                room = QRect(rect.left() + _LEFT, top, rect.width() - _LEFT - 16, 10_000)
                place = self._metrics(role, room, text)
                found.append((text, place, role))
                top += place.height()
        return found

    def _metrics(self, role: str, room: QRect, text: str) -> QRect:
        needed = QFontMetrics(self._font(role)).boundingRect(room, _WRAP.value, text)
        return QRect(room.left(), room.top(), room.width(), needed.height() + 2)

    def _font(self, role: str) -> QFont:
        return sized(self._view.font(), SMALL if role == "quiet" else BASE)


class TimelineDrawer(Ground):
    """Shows the open Story. Escape or its button closes it."""

    closed = Signal()

    def __init__(self, story: Story) -> None:
        super().__init__("window")
        self._story = story
        self._title = Label(pixels=STRONG, weight=Weight.DemiBold, elide=True)
        self._close = Button(kind="flat", icon="close", name=tr("Close the timeline"))
        self._close.clicked.connect(self.closed)
        self._notice = Label(role="quiet", wrap=True)
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setItemDelegate(_Dots(self.list))
        self.list.setVerticalScrollBar(ThinScrollBar())
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.viewport().setAutoFillBackground(False)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 4)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        notice = QHBoxLayout()
        notice.setContentsMargins(16, 0, 16, 0)
        notice.addWidget(self._notice)
        column.addLayout(notice)
        column.addWidget(self.list, 1)
        story.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show the story as it is now; the newest line is current at first, and whichever was stays so."""
        title = tr("{client}: what happened", client=self._story.client)
        self._title.say(title)
        self.list.setAccessibleName(title)
        self._notice.say_or_hide(self._story.notice)
        lines, current = self._story.lines(), self.list.currentRow()
        at_end = current < 0 or current == self.list.count() - 1
        self.list.clear()
        for line in lines:
            item = QListWidgetItem(line.summary)
            item.setData(_LINE, line)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, line.summary)
            self.list.addItem(item)
        self.list.setCurrentRow(len(lines) - 1 if at_end else min(current, len(lines) - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.list.doItemsLayout()

    def focus_list(self) -> None:
        """Give the focus to the lines."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
