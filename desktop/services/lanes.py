"""Threads with a name and a queue. Work of one lane happens in order; only frozen values leave it."""

from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Lock, Thread, current_thread
from typing import TypeVar

T = TypeVar("T")
Job = Callable[[], None]


class LaneEnded(Exception):
    """The lane does not work any more: whoever asked it is being ended too."""


class Lane:
    """One thread that runs what is posted to it in order. `on_bug` gets what a job let escape, in that thread."""

    def __init__(self, name: str, on_bug: Callable[[BaseException], None]) -> None:
        self.name = name
        self._on_bug = on_bug
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._lock, self._ended = Lock(), False
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def post(self, job: Job) -> None:
        """Have the job done after all that was posted before. May be called from any thread; after `close` in vain."""
        self._put(job)

    def call(self, work: Callable[[], T]) -> T:
        """Have the work done after all that was posted before, and wait for its result.

        Raises what the work raises, and LaneEnded.
        """
        if self.here():
            return work()
        result: Future[T] = Future()
        if not self._put(lambda: _settle(result, work)):
            raise LaneEnded(self.name)
        return result.result()

    def here(self) -> bool:
        """Whether the caller runs on this lane."""
        return current_thread() is self._thread

    def close(self, timeout: float = 5.0) -> bool:
        """Finish what was posted and end the thread; False when it did not end within `timeout` seconds."""
        with self._lock:
            self._ended = True
            self._jobs.put(None)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _put(self, job: Job) -> bool:
        with self._lock:
            if not self._ended:
                self._jobs.put(job)
            return not self._ended

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                job()
            except Exception as bug:  # noqa: BLE001 - the lane lives on, and the bug is reported
                self._on_bug(bug)


def _settle(result: "Future[T]", work: Callable[[], T]) -> None:
    try:
        result.set_result(work())
    except Exception as trouble:  # noqa: BLE001 - raised again where the result is waited for
        result.set_exception(trouble)
