"""A field that opens a list in which several things can be ticked, and says what is."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.models.automation_filters import Choice
from desktop.texts import in_a_row
from desktop.views.booking.fields import HEIGHT
from desktop.views.theme.colours import colours_of
from desktop.views.theme.direction import placed
from desktop.views.theme.icons import draw_icon
from desktop.views.theme.labels import as_plain_tooltip
from desktop.views.theme.menus import Menu, open_under
from desktop.views.theme.pressable import Pressable
from desktop.views.theme.surfaces import within

_WIDEST = 340


class ManyChooser(Pressable):
    """Looks like a Chooser. `toggled_one` says which was ticked or not any more, `cleared` that none is to be."""

    toggled_one = Signal(str)
    cleared = Signal()

    def __init__(self, name: str, none: str) -> None:
        super().__init__()
        self._name, self._none = name, none
        self._choices: Sequence[Choice] = ()
        self.menu: TickMenu | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open)

    def bind(self, words: str, choices: Sequence[Choice]) -> None:
        """Show what is chosen in words; an open list follows."""
        self._choices = choices
        self.setText(words)
        self.setToolTip(as_plain_tooltip(words))
        self.setAccessibleName(in_a_row((self._name, words)))
        self.updateGeometry()
        if self.menu is not None:
            self.menu.show_ticks({choice.id for choice in choices if choice.chosen})

    def sizeHint(self) -> QSize:
        return QSize(min(_WIDEST, self.fontMetrics().horizontalAdvance(self.text()) + 46), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours, focused = QPainter(self), colours_of(self), self.hasFocus()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, width = ("action", 2.0) if focused else ("edge", 1.0)
        painter.setPen(QPen(colours.colour(edge), width))
        painter.setBrush(colours.colour("hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(within(self, width), 6, 6)
        draw_icon(painter, "chevron-down", colours.colour("quiet"), placed(self, QRectF(self.width() - 26, 8, 16, 16)))
        painter.setPen(colours.colour("text" if self.isEnabled() else "quiet"))
        place = placed(self, QRectF(self.rect()).adjusted(12, 0, -30, 0))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _open(self) -> None:
        menu = self.menu = TickMenu(self, self._none, self._choices)
        menu.cleared.connect(self.cleared)
        menu.toggled_one.connect(self.toggled_one)
        menu.aboutToHide.connect(self._closed)
        open_under(menu, self, gap=4)

    def _closed(self) -> None:
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = None


class TickMenu(Menu):
    """Stays open while things are ticked; its first line takes all ticks away."""

    toggled_one = Signal(str)
    cleared = Signal()

    def __init__(self, opener: QWidget, none: str, choices: Sequence[Choice]) -> None:
        super().__init__(opener)
        self._none = self.addAction(none.replace("&", "&&"))
        self._none.setCheckable(True)
        self._none.triggered.connect(self.cleared)
        self.addSeparator()
        self.ticks = {choice.id: self.addAction(choice.name.replace("&", "&&")) for choice in choices}
        for one, action in self.ticks.items():
            action.setCheckable(True)
            action.triggered.connect(partial(self._toggled, one))
        self.show_ticks({choice.id for choice in choices if choice.chosen})

    def show_ticks(self, chosen: set[str]) -> None:
        """Tick these, and the first line if there are none."""
        self._none.setChecked(not chosen)
        for one, action in self.ticks.items():
            action.setChecked(one in chosen)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action: QAction | None = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action: QAction | None = self.activeAction()
        presses = event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if presses and action is not None and action.isCheckable():
            action.trigger()
        else:
            super().keyPressEvent(event)

    def _toggled(self, one: str, _checked: bool = False) -> None:
        self.toggled_one.emit(one)
