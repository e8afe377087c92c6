"""What lies over the calendar beside its appointments: held times, the wish of a card, and what is being moved."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from desktop.models.cards import shown_name
from desktop.models.drops import Drop
from desktop.models.schedule_words import times
from desktop.models.scheduler import Wanted
from desktop.views.scheduler.frame import LINE, Frame
from desktop.views.scheduler.geometry import GUTTER, HEAD

_DROPS = {
    "yes": ("text", "arrived_field", "action"),
    "held": ("amber_text", "amber_field", "amber_edge"),
    "no": ("red_text", "red_field", "red_edge"),
}
"""Ink, field and edge of what is being moved, by whether it can be there."""


class Marks:
    """Draws times that somebody may have, or would have."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self._painter, self._place, self._colours = frame, frame.painter, frame.place, frame.colours

    def holds(self) -> None:
        """Times that are held for somebody, hatched and quiet."""
        for hold in self._place.picture.holds:
            for block in hold.blocks:
                box = self._place.block(block)
                if box.intersects(self._frame.sees):
                    self._hatched(box)
                    self._frame.line(box, 0, hold.text, self._frame.plain, "quiet", centred=box.height() < 2 * LINE)

    def _hatched(self, box: QRectF) -> None:
        painter, colours = self._painter, self._colours
        painter.setClipRect(self._frame.sees)
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
            room = self._frame.room(box)
            if room < 2:
                self._frame.line(
                    box, 0, f"{wanted.client}? {wanted.text}", self._frame.strong, "amber_text", centred=True
                )
            else:
                self._frame.line(box, 0, f"{wanted.client}?", self._frame.strong, "amber_text")
                self._frame.line(box, 1, wanted.text, self._frame.plain, "amber_text")

    def drop(self, drop: Drop) -> None:
        """Where the moved appointment would be: as it will look, or outlined in red; in amber over what is held."""
        ink, field, edge = _DROPS["no" if drop.why_not else "held" if drop.held else "yes"]
        for block in drop.blocks:
            box = self._place.block(block)
            self._dashed(box, field, edge)
            self._frame.line(box, 0, shown_name(block.row.client_name), self._frame.strong, ink)
            if box.height() >= 2 * LINE + 6:
                self._frame.line(box, 1, times(block.span), self._frame.plain, ink)

    def _dashed(self, box: QRectF, field: str, edge: str) -> None:
        self._painter.setClipRect(self._frame.sees)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._colours.colour(edge), 2)
        pen.setDashPattern([3, 2])
        self._painter.setPen(pen)
        self._painter.setBrush(self._colours.colour(field))
        self._painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)

    def sentence(self, text: str, box: QRectF, tone: str) -> None:
        """Why it cannot be dropped there (`red`), or for whom it is held (`amber`): beside it, always in sight."""
        painter = self._painter
        painter.setClipping(False)
        painter.setFont(self._frame.strong)
        painter.setPen(self._colours.colour(f"{tone}_text"))
        wide = min(260.0, self._frame.width(text) + 1)
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
        painter.drawText(self._frame.within(bubble, bubble.adjusted(10, 6, -9, -5)), flags, text)
