"""Buttons, painted by roles so that they look the same on every system and in both themes."""

from typing import Literal, NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.views.theme.colours import colours_of
from desktop.views.theme.direction import placed
from desktop.views.theme.fonts import BASE, Weight, sized
from desktop.views.theme.icons import IconName, draw_icon
from desktop.views.theme.labels import as_plain_tooltip

ButtonKind = Literal["primary", "quiet", "flat", "amber", "waiting", "danger", "tab"]


class _Look(NamedTuple):
    ground: str | None
    hover: str
    edge: str | None
    ink: str


_LOOKS: dict[ButtonKind, _Look] = {
    "primary": _Look("action", "action", None, "on_action"),
    "quiet": _Look("surface", "hover", "line", "text"),
    "flat": _Look(None, "hover", None, "quiet"),
    "amber": _Look("amber_text", "amber_text", None, "amber_field"),
    "waiting": _Look("amber_field", "amber_field", "amber_edge", "amber_text"),
    "danger": _Look("surface", "red_field", "line", "red_text"),
    "tab": _Look(None, "hover", None, "text"),
}
_STRONG = {"primary", "amber", "waiting"}
HEIGHT = 30
_LEAST = 72


class Button(QPushButton):
    """One primary button a card, the rest quiet. A disabled one says why: `refuse(reason)`. With `yields` its words are
    people's, of any length: where they have no room they are cut, instead of widening what the button stands in.
    """

    def __init__(
        self,
        text: str = "",
        kind: ButtonKind = "quiet",
        *,
        icon: IconName | None = None,
        name: str = "",
        yields: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._kind, self._icon_name, self._says, self._yields = kind, icon, name, yields
        self.setFont(sized(self.font(), BASE, Weight.DemiBold if kind in _STRONG else Weight.Medium))
        across = QSizePolicy.Policy.Maximum if yields else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        if name:
            self.setAccessibleName(name)
            self.setToolTip(as_plain_tooltip(name))

    def refuse(self, reason: str) -> None:
        """Switches the button off and tells why, to the eye and to a screen reader; an empty reason switches it on."""
        self.setEnabled(not reason)
        self.setToolTip(as_plain_tooltip(reason or self._says))
        self.setAccessibleDescription(reason)

    def dress(self, kind: ButtonKind) -> None:
        """Changes its look, such as for something that waits or does not wait; nothing happens when it has that."""
        if kind == self._kind:
            return
        self._kind = kind
        self.setFont(sized(self.font(), BASE, Weight.DemiBold if kind in _STRONG else Weight.Medium))
        self.update()

    def sizeHint(self) -> QSize:
        text = self.text().replace("&&", "&")
        width = self.fontMetrics().horizontalAdvance(text) + 24 if text else HEIGHT
        return QSize(width + (24 if self._icon_name and text else 0), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint().boundedTo(QSize(_LEAST, HEIGHT)) if self._yields else self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        self._paint_ground(painter, place)
        self._paint_content(painter, place)

    def _paint_ground(self, painter: QPainter, place: QRectF) -> None:
        colours, look = colours_of(self), _LOOKS[self._kind]
        ground = look.hover if self.underMouse() and self.isEnabled() else look.ground
        if not self.isEnabled() and look.ground is not None:
            ground = "hover"
        if ground is None and look.edge is None and not self.hasFocus():
            return
        painter.setPen(QPen(colours.colour(look.edge), 1) if look.edge else Qt.PenStyle.NoPen)
        if self.hasFocus():
            painter.setPen(QPen(colours.colour("text" if self._kind == "primary" else "action"), 2))
            place = place.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(colours.colour(ground) if ground else Qt.BrushStyle.NoBrush)
        if self.isDown() or (self.underMouse() and self.isEnabled() and look.hover == look.ground):
            painter.setOpacity(0.85 if self.isDown() else 0.92)
        painter.drawRoundedRect(place, 6, 6)
        painter.setOpacity(1.0)

    def _paint_content(self, painter: QPainter, place: QRectF) -> None:
        colour = colours_of(self).colour(_LOOKS[self._kind].ink if self.isEnabled() else "quiet")
        text = self.text().replace("&&", "&")
        if self._icon_name is None:
            painter.setPen(colour)
            fitting = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(place.width()) - 10)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, fitting)
            return
        width = 18 + (6 + self.fontMetrics().horizontalAdvance(text) if text else 0)
        start = place.center().x() - width / 2
        draw_icon(painter, self._icon_name, colour, placed(self, QRectF(start, place.center().y() - 9, 18, 18)))
        painter.setPen(colour)
        after = placed(self, place.adjusted(start + 24 - place.left(), 0, 0, 0))
        painter.drawText(after, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
