"""The one way from other threads into the GUI's."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop.services.lanes import Lane

P = ParamSpec("P")
T = TypeVar("T")


class Bridge(QObject):
    """Lives in the GUI thread and calls there what other threads hand it, in order. After `close` nothing arrives."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = True
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        """Have `call` called in the GUI thread. May be used from any thread; the arguments are frozen values."""
        if self._open:
            self._arrived.emit(lambda: call(*args, **kwargs))

    def close(self) -> None:
        self._open = False

    @Slot(object)
    def _deliver(self, call: Callable[[], None]) -> None:
        if self._open:
            call()


def run(
    bridge: Bridge, lane: Lane, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
) -> None:
    """Every operation: `work` on a lane, then in the GUI `done` with its result or `failed` with what it raised.

    `failed` tells known troubles from bugs (desktop.failures); the rows that changed arrive by the feed, not from here.
    """

    def job() -> None:
        try:
            result = work()
        except Exception as trouble:  # noqa: BLE001 - handed to `failed`, which tells what it is
            bridge.post(failed, trouble)
        else:
            bridge.post(done, result)

    lane.post(job)
