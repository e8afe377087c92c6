"""The head of a tab with its badge."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.texts import ntr
from desktop.views.theme.colours import colours_of
from desktop.views.theme.fonts import Weight
from desktop.views.theme.labels import Label, Pill
from desktop.views.theme.surfaces import Ground


class Tab(QWidget):
    """A name with an amber badge and a line under it. It is the only tab so far, so it is always the open one."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.badge = Pill()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 2)
        row.setSpacing(8)
        row.addWidget(Label(name, weight=Weight.DemiBold))
        row.addWidget(self.badge)
        self.setFixedHeight(36)
        self.count(0)

    def count(self, number: int) -> None:
        """Show how many wait; none shows no badge."""
        self.badge.say(f"{number}" if number else "")
        waiting = ntr("{count} waiting", "{count} waiting", number)
        self.setAccessibleName(f"{self._name}, {waiting}")

    def bar(self) -> Ground:
        """The strip that the tab stands in."""
        strip = Ground("window", "bottom")
        row = QHBoxLayout(strip)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(self)
        row.addStretch(1)
        return strip

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = QRectF(0, self.height() - 2, self.width(), 2)
        painter.fillRect(line, colours_of(self).colour("action"))
