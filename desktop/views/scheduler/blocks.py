"""Drawing the appointments of the calendar, a block each, by where each stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.models.cards import shown_name
from desktop.models.schedule import Block
from desktop.models.schedule_words import services, status, time, times
from desktop.views.scheduler.frame import LINE, Frame
from domain.appointments import Status

_NARROW = 26
"""Blocks of fewer pixels than this have no words."""


@dataclass(frozen=True)
class _Look:
    field: str
    edge: str
    ink: str
    quiet: str


_LOOKS: Mapping[Status, _Look] = {
    Status.BOOKED: _Look("booked_field", "action", "text", "booked_quiet"),
    Status.CONFIRMED: _Look("booked_field", "good", "text", "booked_quiet"),
    Status.ARRIVED: _Look("arrived_field", "action", "text", "text"),
    Status.DONE: _Look("chosen", "quiet", "text", "quiet"),
    Status.NO_SHOW: _Look("red_field", "red_edge", "red_text", "red_text"),
    Status.CANCELLED: _Look("chosen", "quiet", "quiet", "quiet"),
}


class Blocks:
    """Draws them. One that waits for the server is paler, one that is being moved faint."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self._painter, self._place, self._colours = frame, frame.painter, frame.place, frame.colours

    def draw(self, current: Block | None, waiting: Mapping[str, str], lifted: str) -> None:
        """Every block that can be seen; the one that is being moved is faint where it was."""
        painter, place = self._painter, self._place
        painter.setClipRect(self._frame.sees)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scrolled = QPointF(place.left if place.mirrored else -place.left, -place.top)
        sees, narrow = self._frame.sees.translated(-scrolled), dict[_Look, list[QRectF]]()
        painter.translate(scrolled)
        for block, box in zip(place.picture.blocks, self._frame.memory.boxes(place), strict=True):
            if not box.intersects(sees):
                continue
            row_id = block.row.id
            waits = waiting.get(row_id, "") if waiting else ""
            faint = 0.35 if row_id == lifted else 0.7 if waits else 1.0
            if faint == 1.0 and box.width() < _NARROW:
                narrow.setdefault(_LOOKS[block.row.status], []).append(box)
            else:
                painter.setOpacity(faint)
                self._block(block, box, waits, solid=faint == 1.0)
        painter.setOpacity(1.0)
        for look, boxes in narrow.items():
            self._narrow(boxes, look)
        painter.translate(-scrolled)
        if current is not None:
            self._outline(place.block(current))
        painter.setClipping(False)

    def _narrow(self, boxes: list[QRectF], look: _Look) -> None:
        """There is no room for words: a field with an edge each."""
        painter, mirrored = self._painter, self._place.mirrored
        edges = [QRectF(box.right() - 2 if mirrored else box.left(), box.top(), 2, box.height()) for box in boxes]
        painter.setPen(Qt.PenStyle.NoPen)
        for role, parts in ((look.field, boxes), (look.edge, edges)):
            painter.setBrush(self._colours.colour(role))
            painter.drawRects(parts)

    def _block(self, block: Block, box: QRectF, waits: str, *, solid: bool) -> None:
        painter, look = self._painter, _LOOKS[block.row.status]
        if box.width() < _NARROW:
            self._narrow([box], look)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours.colour(look.edge))
        radius = min(6.0, box.width() / 2)
        if solid:
            edge = QRectF(box.left(), box.top(), min(box.width(), 14.0), box.height())
            painter.drawRoundedRect(self._frame.within(box, edge), radius, radius)
        else:
            painter.drawRect(
                self._frame.within(box, QRectF(box.left(), box.top() + radius, 3, box.height() - 2 * radius))
            )
        painter.setBrush(self._colours.colour(look.field))
        painter.drawRoundedRect(self._frame.within(box, box.adjusted(3, 0, 0, 0)), radius - 1, radius - 1)
        self._words(block, box, look, waits)

    def _words(self, block: Block, box: QRectF, look: _Look, waits: str) -> None:
        known = self._frame.memory.words.get(block.key)
        if known is None:
            known = self._frame.memory.words[block.key] = shown_name(block.row.client_name), services(block)
        (name, done), stands = known, waits or status(block.row.status)
        room = self._frame.room(box)
        plain = block.row.status is Status.BOOKED and not waits
        if room < 2:
            tail = time(block.span.start) if plain else stands
            font = self._frame.strong if box.height() >= LINE else self._frame.low
            self._frame.line(box, 0, f"{name} · {tail}", font, look.ink, centred=True)
            return
        self._frame.line(box, 0, name, self._frame.strong, look.ink)
        if room == 2:
            second = done if plain else f"{stands} · {done}"
            self._frame.line(box, 1, second, self._frame.plain, look.quiet)
            return
        self._frame.line(box, 1, done, self._frame.plain, look.quiet)
        self._frame.line(box, 2, f"{times(block.span)} · {stands}", self._frame.plain, look.quiet)

    def _outline(self, box: QRectF) -> None:
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(self._colours.colour("action"), 2))
        self._painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 7, 7)
