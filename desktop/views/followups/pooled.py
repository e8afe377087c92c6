"""What a list of cards asks of each card: bound many times, held while somebody is in the middle of something on it."""

from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QWidget

from desktop.views.theme.buttons import Button, ButtonKind
from desktop.views.theme.icons import IconName
from desktop.views.theme.labels import as_plain_tooltip
from desktop.views.theme.menus import open_under
from desktop.views.theme.surfaces import Surface


class CardButton(Button):
    """Leaves the arrow keys to the list, which goes from card to card with them."""

    def __init__(
        self, text: str = "", kind: ButtonKind = "quiet", *, icon: IconName | None = None, name: str = ""
    ) -> None:
        super().__init__(text, kind, icon=icon, name=name)
        self._plain, self._asks = kind, False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt does not tell when the pointer is let go beside a button without having moved there, as a pen does."""
        beside = self.isDown() and not self.hitButton(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if beside:
            self.released.emit()

    def ask(self, *, on: bool) -> None:
        """Stand out while a second press is waited for, or look as before."""
        if on != self._asks:
            self._asks = on
            self.dress("waiting" if on else self._plain)

    def fold(self, text: str, icon: IconName | None = None) -> None:
        """Show an icon instead of the words, which are its tooltip then, or the words."""
        self._icon_name = icon
        self.setText("" if icon else text)
        if self.isEnabled():
            self.setToolTip(as_plain_tooltip(text) if icon else "")
        self.updateGeometry()


class Foldable(NamedTuple):
    """A button that may show its icon where its words have no room."""

    button: CardButton
    text: str
    icon: IconName


class PooledCard(Surface):
    """A card that knows its row's id, never its place in the list."""

    released = Signal()
    """No button is pressed and no menu is open any more."""

    def __init__(self, parent: QWidget, height: int) -> None:
        super().__init__()
        self.setParent(parent)
        self.setFixedHeight(height)
        self._menu: QMenu | None = None

    @property
    def row_id(self) -> str:
        """The row it shows, empty before the first."""
        raise NotImplementedError

    def bind(self, card: Any) -> None:
        """Show this from now on."""
        raise NotImplementedError

    def presses(self) -> tuple[QAbstractButton, ...]:
        """Everything on it that can be pressed."""
        raise NotImplementedError

    def stops(self) -> tuple[QWidget, ...]:
        """What Tab goes through, in order."""
        raise NotImplementedError

    def stop_beside(self, focus: QWidget | None, *, forward: bool) -> QWidget | None:
        """Where Tab goes from here on the same card; None when it leaves the card."""
        stops = self.stops()
        place = stops.index(focus) + (1 if forward else -1) if focus in stops else len(stops)
        return stops[place] if 0 <= place < len(stops) else None

    def outline(self, on: bool) -> None:
        """Mark it as the card that keys act on."""
        self.paint_as(edge="action" if on else "line", width=2.0 if on else 1.0)

    def is_held(self) -> bool:
        """Whether it must stay with its row: it has the focus, an open menu or a pressed button."""
        return self.is_pressed() or self.has_focus()

    def has_focus(self) -> bool:
        """Whether one of its buttons has the focus, or gets it back when the window becomes active again."""
        return self.isAncestorOf(self.window().focusWidget())

    def is_pressed(self) -> bool:
        """Whether the pointer or a menu is in the middle of something on it."""
        return self._menu is not None or any(button.isDown() for button in self.presses())

    def menu(self) -> QMenu | None:
        """Its menu while that is open."""
        return self._menu

    def open_menu(self, menu: QMenu, under: QWidget) -> None:
        """Show a menu; the card is held until it closes."""
        self._menu = menu
        menu.aboutToHide.connect(self._menu_closed)
        open_under(menu, under)

    def _menu_closed(self) -> None:
        if self._menu is not None:
            self._menu.deleteLater()
            self._menu = None
            self.released.emit()


def line(*parts: QWidget | None, height: int = 21, gap: int = 4) -> QHBoxLayout:
    """Widgets in a row of fixed height; None takes the room that is left."""
    row = QHBoxLayout()
    row.setSpacing(gap)
    row.addStrut(height)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row
