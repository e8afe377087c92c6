"""Waiting for a condition, with a deadline, while Qt goes on."""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

DEADLINE = 60.0
"""Seconds after which something is said not to happen."""


class NotHappened(Exception):
    """A condition did not come true in time. The text names it."""


def until(condition: Callable[[], bool], what: str, deadline: float = DEADLINE) -> None:
    """Runs Qt's events until `condition` holds. Raises NotHappened.

    Qt wakes for every event; a timer wakes it for what makes none.
    """
    ends = time.monotonic() + deadline
    wake = QTimer()
    wake.start(20)
    while not condition():
        if time.monotonic() > ends:
            raise NotHappened(what)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def settle() -> None:
    """Handles what has been posted by now."""
    QCoreApplication.sendPostedEvents()
    QCoreApplication.processEvents()
