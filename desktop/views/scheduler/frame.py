"""What every part of the calendar is drawn with in one frame, and how a line of words stands in a box."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from desktop.views.scheduler.geometry import GUTTER, HEAD, Geometry
from desktop.views.theme.colours import Colours
from desktop.views.theme.fonts import BASE, SMALL, Weight, sized

LINE = 15
"""The height of a line of words."""

_PADDING = 8
_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


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


class Frame:
    """One frame while it is drawn. `sees` is where the content shows, between the heads and the times."""

    def __init__(self, painter: QPainter, place: Geometry, colours: Colours, font: QFont, memory: Memory) -> None:
        self.painter, self.place, self.colours, self.memory = painter, place, colours, memory
        self.strong, self.plain = sized(font, SMALL, Weight.DemiBold), sized(font, SMALL)
        self.head, self.small = sized(font, BASE, Weight.DemiBold), sized(font, SMALL - 1)
        self.low = sized(font, SMALL - 1, Weight.DemiBold)
        self._metrics = {id(one): QFontMetricsF(one) for one in (self.strong, self.plain, self.low)}
        self.sees = place.shown(QRectF(GUTTER, HEAD, place.width - GUTTER, place.height - HEAD))

    def room(self, box: QRectF) -> int:
        """How many lines of words fit into a box."""
        return int((box.height() - 6) // LINE)

    def width(self, text: str) -> float:
        """How wide a strong text is."""
        return self._metrics[id(self.strong)].horizontalAdvance(text)

    def within(self, box: QRectF, part: QRectF) -> QRectF:
        """A part of a box that is on the screen already, thought from left to right."""
        return (
            part.translated(box.left() + box.right() - part.left() - part.right(), 0) if self.place.mirrored else part
        )

    def line(self, box: QRectF, index: int, text: str, font: QFont, ink: str, *, centred: bool = False) -> None:
        """Write the line of this index into a box, cut where it has no room; centred where there is one line only."""
        narrow = box.width() < 60
        left = box.left() + (6 if narrow else 3 + _PADDING)
        width = box.right() - left - (2 if narrow else 6)
        top = box.center().y() - LINE / 2 if centred else box.top() + 4 + index * LINE
        self.painter.setFont(font)
        self.painter.setPen(self.colours.colour(ink))
        key = text, round(width), font.weight(), font.pixelSize()
        shown = self.memory.cut.get(key)
        if shown is None:
            shown = self._metrics[id(font)].elidedText(text, Qt.TextElideMode.ElideRight, width)
            self.memory.cut[key] = shown
        self.painter.drawText(self.within(box, QRectF(left, top, width, LINE)), _FLAGS, shown)
