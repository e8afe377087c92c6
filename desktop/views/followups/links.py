"""A phone number or an address that can be clicked, written like the text around it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.views.theme.colours import colours_of
from desktop.views.theme.labels import as_plain_tooltip


class Link(QAbstractButton):
    """Plain text that acts when it is clicked, underlined under the pointer. What cannot be used is only text.

    It takes no place in the Tab order: a button of its card does the same.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_as(self, text: str, name: str, reason: str) -> None:
        """`name` is what it does, for a screen reader; a `reason` says why it does nothing."""
        self._live = bool(text) and not reason
        self.setText(text)
        self.setAccessibleName(name if self._live else text)
        self.setToolTip(as_plain_tooltip(reason or name))
        self.setEnabled(self._live)
        self.setVisible(bool(text))
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._live else Qt.CursorShape.ArrowCursor)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 1, self.fontMetrics().height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(40, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        hot = self._live and self.underMouse()
        if hot:
            font = self.font()
            font.setUnderline(True)
            painter.setFont(font)
        painter.setPen(colours_of(self).colour("action" if hot else "quiet"))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
