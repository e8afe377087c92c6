"""Drawing the calendar, by roles: ground, hours, blocks, what is wanted, what is being moved, and the now line."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPen

from desktop.models.cards import shown_name
from desktop.models.drops import Drop
from desktop.models.schedule import Block, Span, shut
from desktop.models.schedule_words import services, status, time, times
from desktop.models.scheduler import Mode, Wanted
from desktop.views.scheduler.geometry import GUTTER, HEAD, TOP, Geometry
from desktop.views.theme.colours import Colours
from desktop.views.theme.fonts import BASE, SMALL, Weight, sized
from domain.appointments import Status

_PADDING = 8
_LINE = 15
_NARROW = 26
_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


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
_DROPS = {
    "yes": ("text", "arrived_field", "action"),
    "held": ("amber_text", "amber_field", "amber_edge"),
    "no": ("red_text", "red_field", "red_edge"),
}
"""Ink, field and edge of what is being moved, by whether it can be there."""


class Memory:
    """Words, how they were cut, and where the blocks are, kept from frame to frame; forgotten whenever what is shown
    may differ.
    """

    def __init__(self) -> None:
        self.words: dict[tuple[str, int], tuple[str, str]] = {}
        self.cut: dict[tuple[str, int, int, int], str] = {}
        self._laid_out: Geometry | None = None
        self._boxes: list[QRectF] = []

    def forget(self) -> None:
        """Nothing of people's stays here longer than it is shown."""
        self.words.clear()
        self.cut.clear()
        self._laid_out, self._boxes = None, []

    def boxes(self, place: Geometry) -> list[QRectF]:
        """Where each block of the picture is while nothing is scrolled: a busy week has two thousand of them."""
        unscrolled = place._replace(left=0.0, top=0.0)
        if self._laid_out is None or self._laid_out.picture is not place.picture or self._laid_out != unscrolled:
            self._laid_out = unscrolled
            self._boxes = unscrolled.boxes()
        return self._boxes


class Painter:
    """Draws one frame of the calendar."""

    def __init__(self, painter: QPainter, place: Geometry, colours: Colours, font: QFont, memory: Memory) -> None:
        self._painter, self._place, self._colours, self._memory = painter, place, colours, memory
        self._strong, self._plain = sized(font, SMALL, Weight.DemiBold), sized(font, SMALL)
        self._head, self._small = sized(font, BASE, Weight.DemiBold), sized(font, SMALL - 1)
        self._low = sized(font, SMALL - 1, Weight.DemiBold)
        self._metrics = {id(one): QFontMetricsF(one) for one in (self._strong, self._plain, self._low)}
        self._sees = place.shown(QRectF(GUTTER, HEAD, place.width - GUTTER, place.height - HEAD))

    def ground(self) -> None:
        """The surface, shaded where nobody works, with its lines."""
        painter, place, colours = self._painter, self._place, self._colours
        painter.fillRect(QRectF(0, 0, place.width, place.height), colours.colour("surface"))
        painter.setClipRect(self._sees)
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

    def blocks(self, current: Block | None, waiting: Mapping[str, str], lifted: str) -> None:
        """Every block that can be seen; the one that is being moved is faint where it was."""
        painter, place = self._painter, self._place
        painter.setClipRect(self._sees)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scrolled = QPointF(place.left if place.mirrored else -place.left, -place.top)
        sees, narrow = self._sees.translated(-scrolled), dict[_Look, list[QRectF]]()
        painter.translate(scrolled)
        for block, box in zip(place.picture.blocks, self._memory.boxes(place), strict=True):
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
            painter.drawRoundedRect(self._in(box, edge), radius, radius)
        else:
            painter.drawRect(self._in(box, QRectF(box.left(), box.top() + radius, 3, box.height() - 2 * radius)))
        painter.setBrush(self._colours.colour(look.field))
        painter.drawRoundedRect(self._in(box, box.adjusted(3, 0, 0, 0)), radius - 1, radius - 1)
        self._words(block, box, look, waits)

    def _in(self, box: QRectF, part: QRectF) -> QRectF:
        """A part of a box that is on the screen already, thought from left to right."""
        return (
            part.translated(box.left() + box.right() - part.left() - part.right(), 0) if self._place.mirrored else part
        )

    def _words(self, block: Block, box: QRectF, look: _Look, waits: str) -> None:
        known = self._memory.words.get(block.key)
        if known is None:
            known = self._memory.words[block.key] = shown_name(block.row.client_name), services(block)
        (name, done), stands = known, waits or status(block.row.status)
        room = int((box.height() - 6) // _LINE)
        plain = block.row.status is Status.BOOKED and not waits
        if room < 2:
            tail = time(block.span.start) if plain else stands
            font = self._strong if box.height() >= _LINE else self._low
            self._line(box, 0, f"{name} · {tail}", font, look.ink, centred=True)
            return
        self._line(box, 0, name, self._strong, look.ink)
        if room == 2:
            second = done if plain else f"{stands} · {done}"
            self._line(box, 1, second, self._plain, look.quiet)
            return
        self._line(box, 1, done, self._plain, look.quiet)
        self._line(box, 2, f"{times(block.span)} · {stands}", self._plain, look.quiet)

    def _line(self, box: QRectF, index: int, text: str, font: QFont, ink: str, *, centred: bool = False) -> None:
        narrow = box.width() < 60
        left = box.left() + (6 if narrow else 3 + _PADDING)
        width = box.right() - left - (2 if narrow else 6)
        top = box.center().y() - _LINE / 2 if centred else box.top() + 4 + index * _LINE
        self._painter.setFont(font)
        self._painter.setPen(self._colours.colour(ink))
        key = text, round(width), font.weight(), font.pixelSize()
        shown = self._memory.cut.get(key)
        if shown is None:
            shown = self._metrics[id(font)].elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._memory.cut[key] = shown
        self._painter.drawText(self._in(box, QRectF(left, top, width, _LINE)), _FLAGS, shown)

    def _outline(self, box: QRectF) -> None:
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(self._colours.colour("action"), 2))
        self._painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 7, 7)

    def frame(self) -> None:
        """Around all of it: it has the focus, and no block of it."""
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(self._colours.colour("action"), 2))
        self._painter.drawRect(QRectF(1, 1, self._place.width - 2, self._place.height - 2))

    def holds(self) -> None:
        """Times that are held for somebody, hatched and quiet."""
        for hold in self._place.picture.holds:
            for block in hold.blocks:
                box = self._place.block(block)
                if box.intersects(self._sees):
                    self._hatched(box)
                    self._line(box, 0, hold.text, self._plain, "quiet", centred=box.height() < 2 * _LINE)

    def _hatched(self, box: QRectF) -> None:
        painter, colours = self._painter, self._colours
        painter.setClipRect(self._sees)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.colour("line"), 1))
        painter.setBrush(colours.colour("surface"))
        painter.drawRoundedRect(box, 6, 6)
        painter.setBrush(QBrush(colours.colour("line"), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(box, 6, 6)
        painter.setClipping(False)

    def wanted(self, wanted: Wanted) -> None:
        """The time of the current card, dashed."""
        for block in wanted.blocks:
            box = self._place.block(block)
            self._dashed(box, "amber_field", "amber_edge")
            room = int((box.height() - 6) // _LINE)
            if room < 2:
                self._line(box, 0, f"{wanted.client}? {wanted.text}", self._strong, "amber_text", centred=True)
            else:
                self._line(box, 0, f"{wanted.client}?", self._strong, "amber_text")
                self._line(box, 1, wanted.text, self._plain, "amber_text")

    def drop(self, drop: Drop) -> None:
        """Where the moved appointment would be: as it will look, or outlined in red; in amber over what is held."""
        ink, field, edge = _DROPS["no" if drop.why_not else "held" if drop.held else "yes"]
        for block in drop.blocks:
            box = self._place.block(block)
            self._dashed(box, field, edge)
            self._line(box, 0, shown_name(block.row.client_name), self._strong, ink)
            if box.height() >= 2 * _LINE + 6:
                self._line(box, 1, times(block.span), self._plain, ink)

    def _dashed(self, box: QRectF, field: str, edge: str) -> None:
        self._painter.setClipRect(self._sees)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._colours.colour(edge), 2)
        pen.setDashPattern([3, 2])
        self._painter.setPen(pen)
        self._painter.setBrush(self._colours.colour(field))
        self._painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)

    def sentence(self, text: str, box: QRectF, tone: str) -> None:
        """Why it cannot be dropped there (`red`), or what that would do (`amber`): beside it, always in sight."""
        painter = self._painter
        painter.setClipping(False)
        painter.setFont(self._strong)
        painter.setPen(self._colours.colour(f"{tone}_text"))
        wide = min(260.0, self._metrics[id(self._strong)].horizontalAdvance(text) + 1)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        needed = painter.boundingRect(QRectF(0, 0, wide, 200), flags, text)
        bubble = QRectF(0, 0, needed.width() + 20, needed.height() + 12)
        below = box.bottom() + 6
        above = box.top() - 6 - bubble.height()
        bubble.moveTop(below if below + bubble.height() <= self._place.height else max(float(HEAD), above))
        bubble.moveLeft(max(float(GUTTER), min(self._place.shown(box).left(), self._place.width - bubble.width() - 4)))
        bubble = self._place.shown(bubble)
        painter.setPen(QPen(self._colours.colour(f"{tone}_edge"), 1))
        painter.setBrush(self._colours.colour(f"{tone}_field"))
        painter.drawRoundedRect(bubble, 6, 6)
        painter.setPen(self._colours.colour(f"{tone}_text"))
        painter.drawText(self._in(bubble, bubble.adjusted(10, 6, -9, -5)), flags, text)

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
        painter.setFont(self._head)
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
        painter.setFont(self._small)
        painter.setPen(colours.colour("quiet"))
        for hour in range(hours.start, hours.end + 1, 60):
            label = QRectF(0, place.y(hour) - 8, GUTTER - 8, 16)
            if label.top() >= HEAD - 8:
                flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(place.shown(label), flags, time(hour))
