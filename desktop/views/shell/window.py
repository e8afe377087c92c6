"""The window: the sign-in page, a page that only tells something, or the shell with its screens."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.texts import tr
from desktop.views.shell.bar import Bar
from desktop.views.shell.rail import Logo, Place, Rail
from desktop.views.shell.toasts import ToastCorner
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import STRONG, Weight
from desktop.views.theme.key_names import LOCK_KEYS
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Ground

SMALLEST = (960, 640)
FIRST_SIZE = (1280, 800)
_LINE = 480


class Shell(QWidget):
    """Rail, bar, and one screen at a time."""

    opened = Signal(str)

    def __init__(self, places: Sequence[Place], screens: Mapping[str, QWidget]) -> None:
        super().__init__()
        self.rail, self.bar = Rail(places), Bar()
        self._screens = dict(screens)
        self._opened: str | None = None
        self._stack = QStackedWidget()
        for screen in screens.values():
            self._stack.addWidget(screen)
        self._nothing = TellingPage(tr("Your account may not open anything here. Ask who manages your salon."))
        self._stack.addWidget(self._nothing)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        row.addLayout(column, 1)
        self.rail.opened.connect(self.open)

    def open(self, name: str) -> None:
        """Shows a screen and marks it in the rail."""
        self._opened = name
        self.rail.choose(name)
        self._stack.setCurrentWidget(self._screens[name])
        self.opened.emit(name)

    def current(self) -> str | None:
        """The name of the screen that is shown."""
        return self._opened

    def allow(self, allowed: Sequence[str]) -> None:
        """Shows only these entries; an open screen that is not allowed any more gives way."""
        for name in self._screens:
            self.rail.allow(name, allowed=name in allowed)
        if not allowed:
            self._opened = None
            self._stack.setCurrentWidget(self._nothing)
        elif self._opened not in allowed:
            self.open(allowed[0])


class TellingPage(Ground):
    """A page that says one thing, with one button when there is something to do about it."""

    pressed = Signal()

    def __init__(self, text: str = "", button: str = "") -> None:
        super().__init__("window")
        self.label = Label(text, pixels=STRONG, weight=Weight.Medium, wrap=True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.label.setFixedWidth(_LINE)
        self._give_height()
        self.button = Button(button, "primary")
        self.button.setVisible(bool(button))
        self.button.clicked.connect(self.pressed)
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addStretch(1)
        column.addWidget(Logo(48), 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.label, 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)

    def tell(self, text: str, button: str = "") -> None:
        """Says something else."""
        self.label.say(text)
        self._give_height()
        self.button.setText(button)
        self.button.setVisible(bool(button))

    def _give_height(self) -> None:
        """A layout gives a text that is aligned in it less than its lines take."""
        self.label.setMinimumHeight(self.label.heightForWidth(_LINE))


class Window(QWidget):
    """The only window. `closing` is emitted before it goes, once; `may_close` is asked whether it may."""

    closing = Signal()
    sync_requested = Signal()
    lock_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Deskbell")
        self.setMinimumSize(*SMALLEST)
        self.resize(_within(self.screen().availableSize(), QSize(*FIRST_SIZE)))
        self.may_close: Callable[[], bool] = lambda: True
        self._page: QWidget | None = None
        self._cover: QWidget | None = None
        self._stack = QStackedWidget(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._stack, 1)
        self.toasts = ToastCorner(self)
        QShortcut(QKeySequence(LOCK_KEYS), self, self.lock_requested.emit)
        QShortcut(QKeySequence(Qt.Key.Key_F5), self, self.sync_requested.emit)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self.toasts.undo)

    def show_page(self, page: QWidget) -> None:
        """Shows this page instead of the one before, which goes with all that it held. Under a cover it is not seen."""
        before, self._page = self._page, page
        self._stack.addWidget(page)
        if self._cover is None:
            self._stack.setCurrentWidget(page)
        if before is not page:
            self._take_out(before)

    def cover(self, cover: QWidget) -> None:
        """Shows this over the page, which stays as it is."""
        before, self._cover = self._cover, cover
        self._stack.addWidget(cover)
        self._stack.setCurrentWidget(cover)
        self._take_out(before)

    def uncover(self) -> None:
        """Shows the page again."""
        cover, self._cover = self._cover, None
        if self._page is not None:
            self._stack.setCurrentWidget(self._page)
        self._take_out(cover)

    def show_notice(self, notice: QWidget) -> None:
        """A quiet bar over whatever is shown, which takes itself away."""
        self._column.insertWidget(0, notice)

    def come_to_front(self) -> None:
        """Shows the window before all others, as far as the system lets it."""
        self.setWindowState((self.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()

    def page(self) -> QWidget | None:
        """What is shown."""
        return self._stack.currentWidget()

    def _take_out(self, widget: QWidget | None) -> None:
        if widget is not None:
            self._stack.removeWidget(widget)
            widget.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        self.toasts.close()
        self.hide()  # ending everything may take a moment, which nobody has to watch
        self.closing.emit()
        super().closeEvent(event)


def _within(room: QSize, wanted: QSize) -> QSize:
    """The frame that the system draws takes some of the screen too."""
    return wanted.boundedTo(room - QSize(16, 48)).expandedTo(QSize(*SMALLEST))
