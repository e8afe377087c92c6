"""Where everything is on the calendar, in pixels. Scrolled content lies after the times and under the heads.

It is thought from left to right; `side` and `shown` say where that is on a screen that is read from right to left.
"""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from desktop.models.schedule import Block, Span
from desktop.models.scheduler import Picture
from desktop.views.theme.direction import turned

GUTTER = 56
HEAD = 36
TOP = 8
COLUMN_LEAST = 108
HOUR_LEAST = 58
_INSET = 4
_LEAST_HEIGHT = 13.5


class Geometry(NamedTuple):
    """`left` and `top` are how far the content is scrolled, from where it begins."""

    picture: Picture
    width: float
    height: float
    left: float = 0.0
    top: float = 0.0
    mirrored: bool = False

    @property
    def column_width(self) -> float:
        count = max(1, len(self.picture.columns))
        return max(COLUMN_LEAST, (self.width - GUTTER) / count)

    @property
    def minute(self) -> float:
        """Pixels a minute: at least so many that a quarter of an hour can be hit, more where there is room."""
        hours = self.picture.hours
        shown = max(1, hours.end - hours.start)
        return max(HOUR_LEAST / 60, (self.height - HEAD - 2 * TOP) / shown)

    def content(self) -> tuple[float, float]:
        """How wide and high everything is together, without times and heads."""
        hours = self.picture.hours
        columns = max(1, len(self.picture.columns))
        return self.column_width * columns, 2 * TOP + (hours.end - hours.start) * self.minute

    def side(self, x: float) -> float:
        """Where a place across is on the screen, and back."""
        return self.width - x if self.mirrored else x

    def shown(self, box: QRectF) -> QRectF:
        """Where a box is on the screen, and back."""
        return turned(box, self.width) if self.mirrored else box

    def x(self, column: int) -> float:
        """Where a column begins, before `side`."""
        return GUTTER + column * self.column_width - self.left

    def y(self, minutes: float) -> float:
        """Where a time is."""
        return HEAD + TOP + (minutes - self.picture.hours.start) * self.minute - self.top

    def minutes(self, y: float) -> float:
        """The time at a height."""
        return (y - HEAD - TOP + self.top) / self.minute + self.picture.hours.start

    def column_at(self, x: float) -> int:
        """The column at a place of the screen, the outermost beside them."""
        column = int((self.side(x) - GUTTER + self.left) // self.column_width)
        return max(0, min(column, len(self.picture.columns) - 1))

    def column(self, index: int, span: Span) -> QRectF:
        """A stretch of time over the whole width of a column, as it is on the screen."""
        return self.shown(self._column(index, span))

    def _column(self, index: int, span: Span) -> QRectF:
        return QRectF(self.x(index), self.y(span.start), self.column_width, (span.end - span.start) * self.minute)

    def block(self, block: Block) -> QRectF:
        """Where a block is on the screen, beside those that it shares its time with."""
        return self._block(block, self.column_width, self.minute)

    def boxes(self) -> list[QRectF]:
        """Where all blocks of the picture are."""
        width, minute = self.column_width, self.minute
        return [self._block(block, width, minute) for block in self.picture.blocks]

    def _block(self, block: Block, width: float, minute: float) -> QRectF:
        start, end = block.span
        lane = (width - 2 * _INSET) / block.lanes
        left = GUTTER + block.column * width - self.left + _INSET + block.lane * lane
        top = HEAD + TOP + (start - self.picture.hours.start) * minute - self.top + 1
        wide = max(3.0, lane - (2 if block.lanes > 1 else 0))
        return self.shown(QRectF(left, top, wide, max(_LEAST_HEIGHT, (end - start) * minute - 2)))

    def in_content(self, place: QPointF) -> bool:
        """Whether a place is on the calendar and not on its heads or times."""
        return self.side(place.x()) >= GUTTER and place.y() >= HEAD

    def hold_at(self, place: QPointF) -> str:
        """For whom the time at a place is held; empty for nobody."""
        if not self.in_content(place):
            return ""
        held = (hold.text for hold in self.picture.holds if any(self.block(one).contains(place) for one in hold.blocks))
        return next(held, "")

    def block_at(self, place: QPointF) -> Block | None:
        """The block at a place."""
        if not self.in_content(place):
            return None
        column, minutes = self.column_at(place.x()), self.minutes(place.y())
        near = (
            one
            for one in self.picture.blocks
            if one.column == column and one.span.start - 1 <= minutes <= one.span.end + 20
        )
        return next((one for one in near if self.block(one).contains(place)), None)
