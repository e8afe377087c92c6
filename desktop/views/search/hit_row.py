"""One line of what was found."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desktop.models.search_hits import Hit, Kind
from desktop.views.theme.colours import colours_of
from desktop.views.theme.fonts import BASE, SMALL, Weight, sized
from desktop.views.theme.icons import IconName, draw_icon
from desktop.views.theme.labels import as_plain_tooltip

ICONS: dict[Kind, IconName] = {
    Kind.CLIENT: "person",
    Kind.DRAFT: "follow-ups",
    Kind.WAITING: "waiting",
    Kind.APPOINTMENT: "calendar",
    Kind.DAY: "calendar",
    Kind.COMMAND: "command",
}
_SIDE, _ICON, _GAP = 12, 18, 12


class HitRow(QAbstractButton):
    """Who, then what is known of her below; at the end what it is. The focus stays in the field."""

    pointed_at = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.hit = Hit(Kind.COMMAND, "", "")
        self._marked = False

    def bind(self, hit: Hit) -> None:
        """Show a hit."""
        self.hit = hit
        self.setText(hit.title)
        self.setAccessibleName(hit.words)
        self.setToolTip("")
        self.updateGeometry()
        self.update()

    def mark(self, marked: bool) -> None:
        """Whether Enter takes this one."""
        if marked != self._marked:
            self._marked = marked
            self.update()

    def marked(self) -> bool:
        return self._marked

    def sizeHint(self) -> QSize:
        title, detail = self._metrics()
        high = title.height() + (detail.height() + 2 if self.hit.detail else 0)
        return QSize(200, high + 14)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(as_plain_tooltip(self.hit.words) if self._is_cut() else "")
        return super().event(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.pointed_at.emit()
        super().enterEvent(event)

    def _fonts(self) -> tuple[QFont, QFont]:
        weight = Weight.Medium if self.hit.kind in {Kind.COMMAND, Kind.DAY} else Weight.DemiBold
        return sized(self.font(), BASE, weight), sized(self.font(), SMALL)

    def _metrics(self) -> tuple[QFontMetrics, QFontMetrics]:
        title, detail = self._fonts()
        return QFontMetrics(title), QFontMetrics(detail)

    def _is_cut(self) -> bool:
        title, detail = self._metrics()
        room, note = self._room(detail)
        wide = title.horizontalAdvance(self.hit.title)
        return wide > room - note - _GAP or detail.horizontalAdvance(self.hit.detail) > room

    def _room(self, small: QFontMetrics) -> tuple[int, int]:
        """Pixels beside the icon, and how many of them the end of the first line has."""
        room = self.width() - 2 * _SIDE - _ICON - _GAP
        note = self.hit.note or self.hit.keys
        return room, min(room * 2 // 3, small.horizontalAdvance(note) + 4) if note else 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_of(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._marked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.colour("chosen"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 0, -4, 0), 6, 6)
            painter.setBrush(colours.colour("action"))
            painter.drawRoundedRect(self._mirrored(QRectF(4, 8, 3, self.height() - 16)), 1.5, 1.5)
        ink = colours.colour("action" if self._marked else "quiet")
        draw_icon(painter, ICONS[self.hit.kind], ink, self._mirrored(QRectF(_SIDE, (self.height() - 18) / 2, 18, 18)))
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        colours, (title_font, small_font) = colours_of(self), self._fonts()
        title, small = self._metrics()
        room, note = self._room(small)
        left, top = _SIDE + _ICON + _GAP, 7
        start = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        end = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            start, end = end, start
        cut = Qt.TextElideMode.ElideRight
        painter.setFont(title_font)
        painter.setPen(colours.colour("text"))
        beside = room - note - _GAP if note else room
        place = self._mirrored(QRectF(left, top, beside, title.height()))
        painter.drawText(place, start | Qt.AlignmentFlag.AlignAbsolute, title.elidedText(self.hit.title, cut, beside))
        painter.setFont(small_font)
        painter.setPen(colours.colour("amber_text" if self.hit.kind is Kind.DRAFT else "quiet"))
        place = self._mirrored(QRectF(left + room - note, top, note, title.height()))
        text = small.elidedText(self.hit.note or self.hit.keys, cut, note)
        painter.drawText(place, end | Qt.AlignmentFlag.AlignAbsolute, text)
        painter.setPen(colours.colour("quiet"))
        place = self._mirrored(QRectF(left, top + title.height() + 2, room, small.height()))
        painter.drawText(place, start | Qt.AlignmentFlag.AlignAbsolute, small.elidedText(self.hit.detail, cut, room))

    def _mirrored(self, place: QRectF) -> QRectF:
        if self.layoutDirection() is Qt.LayoutDirection.LeftToRight:
            return place
        return QRectF(self.width() - place.right(), place.y(), place.width(), place.height())
