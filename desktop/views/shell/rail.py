"""The rail at the left: one entry a screen, only those that the person may open."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from desktop.texts import ntr, tr
from desktop.views.theme.colours import colours_of
from desktop.views.theme.direction import placed
from desktop.views.theme.fonts import Weight, sized
from desktop.views.theme.icons import IconName, draw_icon
from desktop.views.theme.surfaces import Ground

WIDTH = 88
ENTRY = QSize(80, 56)
"""An entry is as wide as its title at least."""

_TITLE = 11


class Place(NamedTuple):
    """An entry of the rail: a screen's name in code, its icon and its title."""

    name: str
    icon: IconName
    title: str
    at_end: bool = False


class RailEntry(QAbstractButton):
    """Icon over title; a number at the icon's corner where something waits."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._icon_name: IconName = place.icon
        self._waiting = 0
        self._title = place.title
        self.setText(place.title)
        self.setCheckable(True)
        self.setAutoExclusive(True)  # one of several, as a screen reader says it
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(place.title)

    def sizeHint(self) -> QSize:
        title = QFontMetrics(sized(self.font(), _TITLE, Weight.DemiBold)).horizontalAdvance(self.text())
        return ENTRY.expandedTo(QSize(title + 12, 0))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def wait(self, count: int) -> None:
        """Shows how many wait there; nothing happens when it shows that already."""
        if count == self._waiting:
            return
        self._waiting = count
        said = ntr("{title}, {count} waiting", "{title}, {count} waiting", count, title=self._title)
        self.setAccessibleName(said if count else self._title)
        self.update()

    def waiting(self) -> int:
        return self._waiting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_of(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect()).adjusted(4, 0, -4, 0)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.colour("chosen" if self.isChecked() else "hover"))
            painter.drawRoundedRect(place, 8, 8)
        if self.hasFocus():
            painter.setPen(QPen(colours.colour("action"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place, 8, 8)
        ink = colours.colour("text" if self.isChecked() else "quiet")
        draw_icon(painter, self._icon_name, ink, QRectF(self.width() / 2 - 11, 8, 22, 22))
        painter.setPen(ink)
        painter.setFont(sized(self.font(), _TITLE, Weight.DemiBold if self.isChecked() else Weight.Normal))
        painter.drawText(QRectF(0, 33, self.width(), 18), Qt.AlignmentFlag.AlignCenter, self.text())
        if self._waiting:
            self._paint_badge(painter)

    def _paint_badge(self, painter: QPainter) -> None:
        text = str(self._waiting) if self._waiting < 100 else "99+"
        painter.setFont(sized(self.font(), 11, Weight.Bold))
        width = max(18, painter.fontMetrics().horizontalAdvance(text) + 10)
        place = placed(self, QRectF(self.width() / 2 + 2, 3, width, 16))
        colours = colours_of(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour("amber_edge"))
        painter.drawRoundedRect(place, 8, 8)
        painter.setPen(colours.colour("on_amber_edge"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


class Logo(QWidget):
    """The house mark."""

    def __init__(self, size: int = 36) -> None:
        super().__init__()
        self.setFixedSize(size, size)
        self.setAccessibleName("Deskbell")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_of(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour("action"))
        painter.drawRoundedRect(QRectF(self.rect()), 9, 9)
        painter.setPen(colours.colour("on_action"))
        painter.setFont(sized(self.font(), self.height() // 2, Weight.Bold))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "D")


class Rail(Ground):
    """The entries, in order; what is not to be opened is not there."""

    opened = Signal(str)

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__("surface", "end")
        self.setMinimumWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Screens"))
        self._entries = {place.name: RailEntry(place) for place in places}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 16, 4, 16)
        column.setSpacing(4)
        column.addWidget(Logo(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(16)
        self._fill(column, [place for place in places if not place.at_end])
        column.addStretch(1)
        self._fill(column, [place for place in places if place.at_end])

    def _fill(self, column: QVBoxLayout, places: list[Place]) -> None:
        for place in places:
            entry = self._entries[place.name]
            self._group.addButton(entry)
            entry.clicked.connect(lambda _checked=False, name=place.name: self.opened.emit(name))
            column.addWidget(entry)

    def choose(self, name: str) -> None:
        """Marks the screen that is shown."""
        self._entries[name].setChecked(True)

    def allow(self, name: str, *, allowed: bool) -> None:
        """Shows or hides an entry."""
        self._entries[name].setVisible(allowed)

    def wait(self, name: str, count: int) -> None:
        """Shows how many wait behind an entry."""
        self._entries[name].wait(count)

    def offered(self) -> list[tuple[str, str]]:
        """Name and title of what may be opened, in order."""
        return [(name, entry.text()) for name, entry in self._entries.items() if not entry.isHidden()]

    def entry(self, name: str) -> RailEntry:
        """The button of a screen."""
        return self._entries[name]
