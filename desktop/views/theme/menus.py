"""Menus with room to hit the right line, in the colours of the theme."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from desktop.views.theme.colours import Colours, colours_of
from desktop.views.theme.direction import is_mirrored

_SHEET = """
Menu {{ background: {surface}; color: {text}; border: 1px solid {line}; border-radius: 8px; padding: 6px;
  menu-scrollable: 1; }}
Menu::item {{ padding: 8px 28px 8px 12px; border-radius: 6px; }}
Menu::item:selected {{ background: {chosen}; color: {text}; }}
Menu::item:disabled {{ color: {quiet}; }}
Menu::indicator {{ width: 14px; height: 14px; padding-left: 8px; }}
Menu::separator {{ height: 1px; background: {line}; margin: 6px 4px; }}
"""


class Menu(QMenu):
    """A menu of our own buttons. Give it texts in which `&` is doubled, or its letter becomes a key."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._opener = parent
        self._dressed: Colours | None = None
        self._dress()

    def add_menu(self, title: str) -> "Menu":
        """A menu behind a line of this one, dressed the same."""
        inner = Menu(self)
        inner.setTitle(title)
        self.addMenu(inner)
        return inner

    def add_head(self, text: str) -> None:
        """A line that only says something."""
        self.addAction(text).setEnabled(False)
        self.addSeparator()

    def showEvent(self, event: QShowEvent) -> None:
        self._dress()
        super().showEvent(event)

    def _dress(self) -> None:
        """Only when the theme is another one: reading a sheet takes longer than opening the menu."""
        colours = colours_of(self._opener)
        if colours is not self._dressed:
            self._dressed = colours
            self.setStyleSheet(_SHEET.format_map(vars(colours)))


def open_under(menu: QMenu, widget: QWidget, *, at_end: bool = False, gap: int = 0) -> None:
    """Opens a menu under a widget, beginning where that begins, or ending where it ends."""
    place = widget.rect()
    at_right = is_mirrored(widget) != at_end
    corner = widget.mapToGlobal(QPoint(place.right() if at_right else place.left(), place.bottom() + gap))
    menu.popup(QPoint(corner.x() - menu.sizeHint().width(), corner.y()) if at_right else corner)
