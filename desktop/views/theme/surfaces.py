"""Grounds that other widgets stand on, and the fields that text is typed into."""

from math import ceil

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QRegion
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QWidget

from desktop.views.theme.colours import colours_of
from desktop.views.theme.direction import is_mirrored

RADIUS = 8


def within(widget: QWidget, width: float) -> QRectF:
    """Where an edge of this width in pixels is drawn so that none of it is lost or blurred."""
    half = width / 2
    return QRectF(widget.rect()).adjusted(half, half, -half, -half)


class Surface(QFrame):
    """A rounded ground in a colour role with a thin edge: a card, a tile, a panel."""

    def __init__(self, *, ground: str = "surface", edge: str = "line", radius: float = RADIUS) -> None:
        super().__init__()
        self._ground, self._edge, self._radius, self._width = ground, edge, radius, 1.0

    def paint_as(self, *, ground: str | None = None, edge: str | None = None, width: float | None = None) -> None:
        """Changes its colours or the width of its edge, such as for the card with focus."""
        ground_before, edge_before = self._ground, (self._edge, self._width)
        self._ground, self._edge = ground or self._ground, edge or self._edge
        self._width = self._width if width is None else width
        if self._ground != ground_before:
            self.update()
        elif (self._edge, self._width) != edge_before:
            self.update(self._frame())

    def _frame(self) -> QRegion:
        """Where its edge is: what stands inside need not be painted anew with it."""
        return QRegion(self.rect()) - QRegion(self._inside())

    def _inside(self) -> QRect:
        deep = ceil(self._radius) + 1
        return self.rect().adjusted(deep, deep, -deep, -deep)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_of(self)
        if self._inside().contains(event.rect()):  # as under a button that is pressed: its edge is not there
            painter.fillRect(event.rect(), colours.colour(self._ground))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.colour(self._edge), self._width))
        painter.setBrush(colours.colour(self._ground))
        painter.drawRoundedRect(within(self, self._width), self._radius, self._radius)


class Ground(QWidget):
    """A plain rectangle in a colour role, with lines at the sides that are named: `top`, `end`, `bottom`, `start`.

    It starts where reading starts: at the left, in some languages at the right.
    """

    def __init__(self, ground: str = "surface", *lines: str) -> None:
        super().__init__()
        self._ground, self._lines = ground, lines
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what lies under it is not painted in vain

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours, place = QPainter(self), colours_of(self), self.rect()
        painter.fillRect(place, colours.colour(self._ground))
        painter.setPen(QPen(colours.colour("line"), 1))
        left, right = (place.topLeft(), place.bottomLeft()), (place.topRight(), place.bottomRight())
        start, end = (right, left) if is_mirrored(self) else (left, right)
        corners = {
            "top": (place.topLeft(), place.topRight()),
            "end": end,
            "bottom": (place.bottomLeft(), place.bottomRight()),
            "start": start,
        }
        for side in self._lines:
            painter.drawLine(*corners[side])


class Rule(QWidget):
    """A thin horizontal line between rows."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), colours_of(self).colour("line"))


class Field(QLineEdit):
    """One line of text to type. `fault` edges it in red; the words of the fault stand below it, not in it.

    What is `plain`, a number or an address, is written from left to right in every language; what is beyond `longest`
    characters is not taken.
    """

    def __init__(
        self, *, name: str, hint: str = "", secret: bool = False, plain: bool = False, longest: int | None = None
    ) -> None:
        super().__init__()
        if longest is not None:
            self.setMaxLength(longest)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setFrame(False)
        self.setFixedHeight(36)
        self.setTextMargins(10, 0, 10, 0)
        self._fault = False
        clear = QPalette()
        clear.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(clear)
        if secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)
        if (plain or secret) and is_mirrored(self):
            self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def fault(self, is_wrong: bool) -> None:
        """Marks what was typed as wrong, or as right again."""
        self._fault = is_wrong
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(self)
        edge = "red_edge" if self._fault else "action" if self.hasFocus() else "edge"
        width = 2.0 if self.hasFocus() or self._fault else 1.0
        painter.setPen(QPen(colours.colour(edge), width))
        painter.setBrush(colours.colour("surface"))
        painter.drawRoundedRect(within(self, width), 6, 6)
        painter.end()
        super().paintEvent(event)
