"""The field in the bar into which one types what one looks for, or what is to be done (row N17)."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from desktop.texts import tr
from desktop.views.theme.colours import colours_of
from desktop.views.theme.fonts import SMALL, sized
from desktop.views.theme.icons import draw_icon
from desktop.views.theme.key_names import key_name
from desktop.views.theme.surfaces import Field

SHORTCUT = "Ctrl+K"
"""Command+K on a Mac: Qt means that key by this name there."""

_WIDEST = 420
_LEAST = 112
_WITH_CHIP = 220
_KEYS = frozenset(
    (
        Qt.Key.Key_Down,
        Qt.Key.Key_Up,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Escape,
    )
)


class SearchField(Field):
    """Tells what is typed and which of the keys that are not for typing was pressed."""

    entered = Signal(object)
    """The focus came, from this widget or None."""

    left = Signal()
    """The focus went to something else in the window."""

    key_pressed = Signal(int)

    def __init__(self) -> None:
        super().__init__(name=tr("Search clients, bookings and commands"), hint=tr("Search clients, bookings"))
        self._shown_keys = key_name(SHORTCUT)
        self.setMaximumWidth(_WIDEST)
        self.setMinimumWidth(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaxLength(200)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_changed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        begin, end = 34, round(self._chip().width()) + 16 if self.width() >= _WITH_CHIP else 8
        left, right = (end, begin) if self._mirrored() else (begin, end)
        self.setTextMargins(left, 0, right, 0)

    def _mirrored(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def sizeHint(self) -> QSize:
        return QSize(_WIDEST, super().sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Ctrl+K belongs to the window even where the system would have it cut a line."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            pressed = QKeySequence(event.keyCombination())
            if pressed == QKeySequence(SHORTCUT):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _KEYS:
            self.key_pressed.emit(event.key())
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}:
            self.left.emit()

    def _focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is self:
            self.entered.emit(before if before is not self else None)

    def _chip(self) -> QRectF:
        """Where the keys stand at the end of the field."""
        metrics = QFontMetrics(sized(self.font(), SMALL - 1))
        wide = metrics.horizontalAdvance(self._shown_keys) + 12
        left = 8.0 if self._mirrored() else self.width() - wide - 8.0
        return QRectF(left, (self.height() - 20) / 2, wide, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, colours = QPainter(self), colours_of(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = self.width() - 28 if self._mirrored() else 10
        draw_icon(painter, "search", colours.quiet, QRectF(left, (self.height() - 18) / 2, 18, 18))
        if self.hasFocus() or self.text() or self.width() < _WITH_CHIP:
            return
        painter.setPen(QPen(colours.colour("line"), 1))
        painter.setBrush(colours.colour("window"))
        painter.drawRoundedRect(self._chip(), 4, 4)
        painter.setPen(colours.colour("quiet"))
        painter.setFont(sized(self.font(), SMALL - 1))
        painter.drawText(self._chip(), Qt.AlignmentFlag.AlignCenter, self._shown_keys)
