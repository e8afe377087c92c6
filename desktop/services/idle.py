"""How long nobody has touched the desk: no key, no click, no move of the mouse over one of its windows."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from domain.clock import Clock
from domain.constants import MINUTE

_LOOK_MS = 10_000
_TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
}


class Idle(QObject):
    """`idle` after so many minutes without a hand on the desk, once. A computer that slept counts as not touched.

    It listens where the system delivers to a window, not to every widget: that would slow down all that is painted.
    """

    idle = Signal()

    def __init__(self, clock: Clock, minutes: int) -> None:
        """0 minutes for never."""
        super().__init__()
        self._clock, self._minutes = clock, minutes
        self._touched, self._last = True, clock.now()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch)
        self._timer.start()

    @property
    def touched(self) -> bool:
        """Whether somebody has had a hand on the desk since the last look."""
        return self._touched

    def choose(self, minutes: int) -> None:
        """After so many minutes from now on."""
        self._minutes, self._touched = minutes, True

    def look(self) -> None:
        """Has it been long enough?"""
        if self._touched:
            self._touched, self._last = False, self._clock.now()
        elif self._minutes and self._clock.now() - self._last >= self._minutes * MINUTE:
            self._touched = True
            self.idle.emit()

    def close(self) -> None:
        """Look no more."""
        self._timer.stop()
        self.deleteLater()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touched = True
        return False

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)
