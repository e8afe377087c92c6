"""Text on the screen: always plain text (promise S6), in a role's colour, cut with an ellipsis when asked to."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.views.theme.colours import colours_of
from desktop.views.theme.direction import placed
from desktop.views.theme.fonts import BASE, SMALL, Weight, sized


class Label(QLabel):
    """A plain text in a colour role. With `elide` it takes one line, is cut at its width and has a tooltip then."""

    def __init__(
        self,
        text: str = "",
        *,
        role: str = "text",
        pixels: int = BASE,
        weight: Weight = Weight.Normal,
        elide: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(sized(self.font(), pixels, weight))
        self.setWordWrap(wrap)
        self._role, self._elide = role, elide
        self.say(text)

    def say(self, text: str) -> None:
        """Shows another text; nothing happens when it is the same."""
        one_line = " ".join(text.split()) if self._elide else text
        if one_line != self.text():
            self.setText(one_line)

    def say_or_hide(self, text: str) -> None:
        """As `say`; without a text it is hidden."""
        self.say(text)
        self.setVisible(bool(text))

    def paint_as(self, role: str) -> None:
        """Changes the colour role."""
        if role != self._role:
            self._role = role
            self.update()

    def sizeHint(self) -> QSize:
        wanted = super().sizeHint()
        return QSize(wanted.width(), self._height()) if self._elide else wanted

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(min(24, least.width()), self._height()) if self._elide else least

    def is_cut_to_fit(self) -> bool:
        """Whether it takes one line, whatever its text is."""
        return self._elide

    def _height(self) -> int:
        """The same for every script, so that a name in Arabic does not move what is below it."""
        return self.fontMetrics().height() + 2

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and self._elide:
            cut = self._shown() != self.text()
            self.setToolTip(as_plain_tooltip(self.text()) if cut else "")
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(colours_of(self).colour(self._role))
        flags = self.alignment().value | (Qt.TextFlag.TextWordWrap.value if self.wordWrap() else 0)
        painter.drawText(self.contentsRect(), flags, self._shown())

    def _shown(self) -> str:
        if not self._elide:
            return self.text()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())


def as_plain_tooltip(text: str) -> str:
    """A tooltip has no plain text mode: what could be read as markup is escaped, and only then."""
    if "<" not in text and "&" not in text:
        return text
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<span>{escaped}</span>"


class Pill(QWidget):
    """A count or a word on a rounded ground: `3`, `new client`. Hidden while it has no text."""

    def __init__(self, text: str = "", *, ground: str = "amber_edge", ink: str = "on_amber_edge") -> None:
        super().__init__()
        self._text, self._ground, self._ink = "", ground, ink
        self.setFont(sized(self.font(), SMALL - 1, Weight.DemiBold))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()
        self.say(text)

    def say(self, text: str) -> None:
        """Shows another text; nothing happens when it is the same."""
        if text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        height = self.fontMetrics().height() + 2
        return QSize(max(height, self.fontMetrics().horizontalAdvance(self._text) + 12), height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, place = colours_of(self), QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour(self._ground))
        painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
        painter.setPen(colours.colour(self._ink))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._text)


_DOT = 15
"""How wide the dot is, with the room after it. Widths of text are rounded: one pixel more keeps it whole."""


class DotLabel(QWidget):
    """A short state in words with a dot before it, such as `still free`; never only a colour."""

    def __init__(self, text: str = "", *, role: str = "good", weight: Weight = Weight.DemiBold) -> None:
        super().__init__()
        self._text, self._role = "", role
        self.setFont(sized(self.font(), BASE, weight))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.say(text, role)

    def say(self, text: str, role: str) -> None:
        """Shows another state, if it is another. An empty text shows nothing and keeps its height."""
        if (text, role) == (self._text, self._role):
            return
        self._text, self._role = text, role
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return self._text

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            cut = self.width() < self.sizeHint().width()
            self.setToolTip(as_plain_tooltip(self._text) if cut else "")
        return super().event(event)

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self._text) + _DOT + 1 if self._text else 0
        return QSize(width, self.fontMetrics().height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(40, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._text:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = colours_of(self).colour(self._role)
        shown = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width() - _DOT)
        start = self.width() - self.fontMetrics().horizontalAdvance(shown) - _DOT
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(placed(self, QRectF(start, self.height() / 2 - 4.5, 9, 9)))
        painter.setPen(colour)
        painter.drawText(
            placed(self, QRectF(start + _DOT, 0, self.width(), self.height())),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            shown,
        )
