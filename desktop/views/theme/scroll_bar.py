"""A narrow scroll bar without arrows. A sheet of its own, so that all else keeps its style."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollBar

from desktop.views.theme.colours import colours_of

_SHEET = """
QScrollBar {{ background: transparent; border: none; margin: 0; width: 12px; height: 12px; }}
QScrollBar::handle {{ background: {handle}; border-radius: 4px; margin: 2px; min-height: 32px; min-width: 32px; }}
QScrollBar::handle:hover {{ background: {hover}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


class ThinScrollBar(QScrollBar):
    """In the colours of the theme."""

    def __init__(self, orientation: Qt.Orientation = Qt.Orientation.Vertical) -> None:
        super().__init__(orientation)
        self._worn = ""

    def showEvent(self, event: QShowEvent) -> None:
        self._dress()
        super().showEvent(event)
        # A widget with a sheet hears of no other palette; what it stands in does.
        place = self.parentWidget()
        if place is not None:
            place.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.PaletteChange and watched is self.parentWidget():
            self._dress()
        return super().eventFilter(watched, event)

    def _dress(self) -> None:
        # The sheet changes the bar's own palette: the colours are those of what it stands in.
        colours = colours_of(self.parentWidget() or self)
        sheet = _SHEET.format(handle=colours.line, hover=colours.quiet)
        if sheet != self._worn:
            self._worn = sheet
            self.setStyleSheet(sheet)
