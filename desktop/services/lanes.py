"""Threads with a name and a queue. Work of one lane happens in order; only frozen values leave it."""

import logging
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread, current_thread

Job = Callable[[], None]
log = logging.getLogger(__name__)


class Lane:
    """One thread that runs what is posted to it in order. `on_bug` gets what a job let escape, in that thread."""

    def __init__(self, name: str, on_bug: Callable[[BaseException], None]) -> None:
        self.name = name
        self._on_bug = on_bug
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def post(self, job: Job) -> None:
        """Have the job done after all that was posted before. May be called from any thread."""
        self._jobs.put(job)

    def here(self) -> bool:
        """Whether the caller runs on this lane."""
        return current_thread() is self._thread

    def close(self, timeout: float = 5.0) -> bool:
        """Finish what was posted and end the thread; False when it did not end within `timeout` seconds."""
        self._jobs.put(None)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                job()
            except Exception as bug:  # noqa: BLE001 - the lane lives on, and the bug is reported
                self._on_bug(bug)


class Lanes:
    """All threads of the desktop beside the GUI's. The stream's own thread belongs to desktop.desk.link."""

    def __init__(self, on_bug: Callable[[BaseException], None]) -> None:
        self.replica = Lane("replica", on_bug)
        self.outbox = Lane("outbox", on_bug)
        self.sync = Lane("sync", on_bug)
        self.interactive = Lane("interactive", on_bug)

    def close(self) -> None:
        """End the network first, then the stores. A thread that hangs in the network dies with the process."""
        for lane in (self.interactive, self.sync, self.outbox, self.replica):
            if not lane.close():
                log.warning("the %s thread did not end", lane.name)
