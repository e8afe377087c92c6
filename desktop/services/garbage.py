"""What Python keeps longer than it is needed.

Its collector of cycles is kept to the GUI thread. By itself it runs in whichever thread happens to allocate, and a
cycle with a widget in it that is taken apart there crashes Qt.
"""

import gc
import linecache

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

_INTERVAL_MS = 500


class GuiCollector(QObject):
    """Collects in the thread that it is made in, as often as the collector would by itself, until `end`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=_INTERVAL_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collects the oldest generation that has grown enough."""
        grown = [number for number, most in enumerate(gc.get_threshold()) if gc.get_count()[number] > most]
        if grown:
            gc.collect(grown[-1])

    def end(self) -> None:
        """Takes apart what is left here and now, before other threads may again."""
        self._timer.stop()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        if self._was_on:
            gc.enable()


def forget_sources() -> None:
    """PySide looks into the source of every module that is imported, and Python keeps what was read: 9 MB at the start,
    which rows find room in. Only for a time at which no other thread imports anything, and so looks into it.
    """
    linecache.clearcache()
