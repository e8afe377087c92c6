"""The calendar without anybody in it: its ground, hours, heads, the line of this minute, and its focus."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from desktop.models.schedule import Span, shut
from desktop.models.schedule_words import time
from desktop.models.scheduler import Mode
from desktop.views.scheduler.frame import Frame
from desktop.views.scheduler.geometry import GUTTER, HEAD, TOP


class Sheet:
    """Draws what the appointments stand on, and what stays while they scroll."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self._painter, self._place, self._colours = frame, frame.painter, frame.place, frame.colours

    def ground(self) -> None:
        """The surface, shaded where nobody works, with its lines."""
        painter, place, colours = self._painter, self._place, self._colours
        painter.fillRect(QRectF(0, 0, place.width, place.height), colours.colour("surface"))
        painter.setClipRect(self._frame.sees)
        hours = place.picture.hours
        for index, column in enumerate(place.picture.columns):
            for span in shut(column, hours):
                painter.fillRect(self._reaching(index, span), colours.colour("shut"))
        painter.setPen(QPen(colours.colour("line"), 1))
        for hour in range(hours.start, hours.end + 1, 60):
            y = round(place.y(hour)) + 0.5
            painter.drawLine(QPointF(place.side(GUTTER), y), QPointF(place.side(place.width), y))
        for index in range(len(place.picture.columns) + 1):
            x = place.side(round(place.x(index)) + 0.5)
            painter.drawLine(QPointF(x, HEAD), QPointF(x, place.height))
        painter.setClipping(False)

    def _reaching(self, index: int, span: Span) -> QRectF:
        """A shaded stretch; the first and the last of a day reach over the edges."""
        shaded = self._place.column(index, span)
        hours = self._place.picture.hours
        if span.start == hours.start:
            shaded.setTop(shaded.top() - TOP)
        if span.end == hours.end:
            shaded.setBottom(max(shaded.bottom() + TOP, self._place.height))
        return shaded

    def now(self, column: int | None, minutes: float, mode: Mode) -> None:
        """The line of this minute, over the day that it is."""
        hours, painter, place = self._place.picture.hours, self._painter, self._place
        if column is None or not hours.start <= minutes <= hours.end:
            return
        y = place.y(minutes)
        if y < HEAD:
            return
        left, right = (GUTTER, place.width) if mode is Mode.DAY else (place.x(column), place.x(column + 1))
        painter.setClipRect(place.shown(QRectF(GUTTER - 6, HEAD, place.width, place.height)))
        painter.setPen(QPen(self._colours.colour("red_edge"), 2))
        painter.drawLine(QPointF(place.side(max(left, GUTTER - 4)), y), QPointF(place.side(right), y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours.colour("red_edge"))
        if left >= GUTTER - 6:
            painter.drawEllipse(QPointF(place.side(left - 1), y), 4.5, 4.5)
        painter.setClipping(False)

    def heads(self, today: int | None) -> None:
        """Names or days over the columns, times before them; both stay while the rest scrolls."""
        painter, place, colours = self._painter, self._place, self._colours
        painter.setClipping(False)
        self._hours()
        painter.fillRect(QRectF(0, 0, place.width, HEAD), colours.colour("window"))
        painter.setClipRect(place.shown(QRectF(GUTTER, 0, place.width - GUTTER, HEAD)))
        painter.setFont(self._frame.head)
        for index, column in enumerate(place.picture.columns):
            box = place.shown(QRectF(place.x(index) + 6, 0, place.column_width - 12, HEAD))
            painter.setPen(colours.colour("action" if index == today else "text"))
            shown = painter.fontMetrics().elidedText(column.title, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
        painter.setClipping(False)
        painter.setPen(QPen(colours.colour("line"), 1))
        painter.drawLine(QPointF(0, HEAD - 0.5), QPointF(place.width, HEAD - 0.5))
        x = place.side(GUTTER - 0.5)
        painter.drawLine(QPointF(x, HEAD), QPointF(x, place.height))

    def _hours(self) -> None:
        painter, place, colours = self._painter, self._place, self._colours
        hours = place.picture.hours
        painter.fillRect(place.shown(QRectF(0, 0, GUTTER, place.height)), colours.colour("window"))
        painter.setFont(self._frame.small)
        painter.setPen(colours.colour("quiet"))
        for hour in range(hours.start, hours.end + 1, 60):
            label = QRectF(0, place.y(hour) - 8, GUTTER - 8, 16)
            if label.top() >= HEAD - 8:
                flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(place.shown(label), flags, time(hour))

    def focus(self) -> None:
        """Around all of it: it has the focus, and no block of it."""
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(self._colours.colour("action"), 2))
        self._painter.drawRect(QRectF(1, 1, self._place.width - 2, self._place.height - 2))
