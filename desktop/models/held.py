"""What was asked for by a key and goes in five seconds, unless it is taken back (row N8)."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

HOLD_MS = 5000


class Held(QObject):
    """By key what is held. It is kept in memory only: a program that is killed meanwhile has not asked for it."""

    def __init__(self, parent: QObject | None = None, hold_ms: int = HOLD_MS) -> None:
        super().__init__(parent)
        self._hold_ms = hold_ms
        self._held: dict[str, tuple[QTimer, Callable[[], None]]] = {}

    def hold(self, key: str, run: Callable[[], None]) -> None:
        """Have `run` called in five seconds."""
        timer = QTimer(self, singleShot=True)
        timer.timeout.connect(lambda: self.let_go(key))
        self._held[key] = timer, run
        timer.start(self._hold_ms)

    def has(self, key: str) -> bool:
        """Whether something is held under the key."""
        return key in self._held

    def newest(self) -> str | None:
        """The key of what was asked for last."""
        return next(reversed(self._held), None)

    def take_back(self, key: str) -> bool:
        """Forget it; False when it went already."""
        held = self._held.pop(key, None)
        if held is None:
            return False
        held[0].stop()
        held[0].deleteLater()
        return True

    def let_go(self, key: str) -> None:
        """Do it now."""
        held = self._held.get(key)
        if held is not None and self.take_back(key):
            held[1]()

    def let_all_go(self) -> None:
        """The person leaves: what she asked for is done now."""
        for key in tuple(self._held):
            self.let_go(key)
