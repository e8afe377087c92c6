"""Settings: its pages by name at the side, one of them open. A page is made when it is first opened."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.texts import tr
from desktop.views.settings.tab import PageTab
from desktop.views.theme.fonts import TITLE, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.scroller import Scroller
from desktop.views.theme.surfaces import Ground

_WIDTH = 880


class Page(NamedTuple):
    """One page: its name, its title in the list, and what makes it."""

    name: str
    title: str
    make: Callable[[], QWidget]


class SettingsScreen(QWidget):
    """The list of pages and the one that is open."""

    def __init__(self, pages: Sequence[Page]) -> None:
        super().__init__()
        self._pages: Mapping[str, Page] = {page.name: page for page in pages}
        self._made: dict[str, QWidget] = {}
        self._allowed: tuple[str, ...] = ()
        self._opened = ""
        self.tabs: dict[str, PageTab] = {}
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._list())
        row.addWidget(self._stack, 1)

    def allow(self, names: Sequence[str]) -> None:
        """Show only these pages; an open one that is not allowed any more gives way, and its content goes."""
        self._allowed = tuple(name for name in self._pages if name in names)
        for name, tab in self.tabs.items():
            tab.setVisible(name in self._allowed)
        for name in [name for name in self._made if name not in self._allowed]:
            page = self._made.pop(name)
            self._stack.removeWidget(page)
            page.deleteLater()
        if self._opened not in self._allowed:
            self._opened = ""
        if self.isVisible():
            self._show_something()

    def open(self, name: str) -> None:
        """Show a page."""
        if name not in self._made:
            self._made[name] = self._pages[name].make()
            self._stack.addWidget(self._made[name])
        self._opened = name
        self.tabs[name].setChecked(True)
        self._stack.setCurrentWidget(self._made[name])

    def page(self, name: str) -> QWidget | None:
        """A page that was opened."""
        return self._made.get(name)

    def current(self) -> str:
        """The name of the open page."""
        return self._opened

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_something()

    def _show_something(self) -> None:
        if not self._opened and self._allowed:
            self.open(self._allowed[0])

    def _list(self) -> QWidget:
        side = Ground("surface", "end")
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 24, 12, 24)
        column.setSpacing(4)
        title = Label(tr("Settings"), pixels=TITLE, weight=Weight.Bold)
        title.setContentsMargins(12, 0, 0, 8)
        column.addWidget(title)
        for page in self._pages.values():
            tab = PageTab(page.title)
            tab.clicked.connect(partial(self._clicked, page.name))
            self._group.addButton(tab)
            self.tabs[page.name] = tab
            column.addWidget(tab)
        column.addStretch(1)
        return side

    def _clicked(self, name: str, _checked: bool = False) -> None:
        self.open(name)


class Scrolled(Ground):
    """One scrolling column of cards, as wide as is well read."""

    shown = Signal()

    def __init__(self, *cards: QWidget) -> None:
        super().__init__("window")
        held = Ground("window")
        wide = QWidget()
        wide.setMaximumWidth(_WIDTH + 64)
        column = QVBoxLayout(wide)
        column.setContentsMargins(32, 24, 32, 32)
        column.setSpacing(16)
        for card in cards:
            column.addWidget(card)
        column.addStretch(1)
        middle = QHBoxLayout(held)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addWidget(wide, 1)
        middle.addStretch(0)
        area = Scroller(held)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.shown.emit()
