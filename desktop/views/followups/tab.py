"""The heads of tabs with their badges."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy

from desktop.texts import ntr
from desktop.views.theme.colours import colours_of
from desktop.views.theme.fonts import Weight
from desktop.views.theme.labels import Label, Pill
from desktop.views.theme.pressable import Pressable
from desktop.views.theme.surfaces import Ground


class Tab(Pressable):
    """A name with an amber badge, if it counts something; the open one has a line under it."""

    def __init__(self, name: str, *, counts: bool = True) -> None:
        super().__init__()
        self._name, self._counts, self._number = name, counts, -1
        self.badge = Pill()
        self._label = Label(name, weight=Weight.DemiBold)
        self.setCheckable(True)
        self.setAutoExclusive(True)  # one of several, as a screen reader says it
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 12, 2)
        self._row.setSpacing(8)
        self._row.addWidget(self._label)
        self._row.addWidget(self.badge)
        self.setFixedHeight(36)
        self.toggled.connect(self._look)
        self._look(opened=False)
        self.count(0)

    def count(self, number: int) -> None:
        """Show how many wait; none shows no badge. Nothing happens when it shows that already."""
        if number == self._number:
            return
        self._number = number
        self.badge.say(f"{number}" if number else "")
        waiting = ntr("{count} waiting", "{count} waiting", number)
        self.setAccessibleName(f"{self._name}, {waiting}" if self._counts else self._name)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._row.sizeHint().expandedTo(QSize(0, 36))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_of(self)
        if self.isChecked() or self.underMouse():
            height = 2 if self.isChecked() else 1
            line = QRectF(0, self.height() - height, self.width(), height)
            painter.fillRect(line, colours.colour("action" if self.isChecked() else "line"))
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colours.colour("action"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -4), 5, 5)

    def _look(self, opened: bool) -> None:
        self._label.paint_as("text" if opened else "quiet")


class Tabs(Ground):
    """The strip in which tabs stand; one of them is open."""

    def __init__(self, tabs: Sequence[Tab]) -> None:
        super().__init__("window", "bottom")
        self.group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(4)
        for number, tab in enumerate(tabs):
            self.group.addButton(tab, number)
            row.addWidget(tab)
        row.addStretch(1)
