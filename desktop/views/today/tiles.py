"""The tiles at the top of Today: a name, a figure, a line about it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.texts import tr
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import FIGURE, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.pressable import Pressable
from desktop.views.theme.surfaces import Surface

HEIGHT = 132
_LEAST = QSize(144, HEIGHT)


class Tile(Surface):
    """A figure in a quiet card."""

    def __init__(self, title: str, *, ground: str = "surface", edge: str = "line", ink: str = "text") -> None:
        super().__init__(ground=ground, edge=edge)
        self.setFixedHeight(HEIGHT)
        self._title_text = title
        quiet = "quiet" if ink == "text" else ink
        self._title = Label(title, role=quiet, weight=Weight.DemiBold if ink != "text" else Weight.Medium)
        self._figure = Label(role=ink, pixels=FIGURE, weight=Weight.Bold)
        self._detail = Label(role=quiet, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(4)
        column.addWidget(self._title)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(12)
        self._middle.addWidget(self._figure, 1)
        column.addLayout(self._middle)
        column.addStretch(1)
        column.addWidget(self._detail)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(_LEAST)

    def show_figure(self, figure: str, detail: str) -> None:
        """Show these; a screen reader hears them as one sentence."""
        self._figure.say(figure)
        self._detail.say(detail)
        self.setAccessibleName(f"{self._title_text}: {figure}, {detail}")


class PressedTile(Pressable):
    """A tile that opens what it counts, by a click, Enter or Space."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._tile = Tile(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(self._tile.sizePolicy())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._tile)

    def show_figure(self, figure: str, detail: str) -> None:
        """Show these, as a Tile does."""
        self._tile.show_figure(figure, detail)
        self.setAccessibleName(self._tile.accessibleName())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The tile paints itself."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._tile.paint_as(edge="action", width=2.0)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._tile.paint_as(edge="line", width=1.0)
        super().focusOutEvent(event)


class AmberTile(Tile):
    """The incomplete bookings, with the way to them (row B10)."""

    review_requested = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Incomplete bookings"), ground="amber_field", edge="amber_edge", ink="amber_text")
        self.review = Button(tr("Review →"), "amber")
        self.review.setAccessibleName(tr("Review incomplete bookings"))
        self.review.clicked.connect(self.review_requested)
        self._middle.addWidget(self.review)
