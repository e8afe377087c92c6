"""A store that lives on its lane and is opened there when it is first needed."""

from collections.abc import Callable
from contextlib import suppress
from typing import Generic, Protocol, TypeVar

from desktop.services.lanes import Lane
from sync.errors import Damaged, SyncError


class Closable(Protocol):
    """What can be closed."""

    def close(self) -> None: ...


S = TypeVar("S", bound=Closable)
T = TypeVar("T")


class Holder(Generic[S]):
    """Runs work with the store on its lane. What opening it raises, the work raises; the next work tries again."""

    def __init__(self, lane: Lane, opened: Callable[[], S]) -> None:
        self.lane = lane
        self._open = opened
        self._store: S | None = None

    def __call__(self, work: Callable[[S], T], /) -> T:
        """The result of the work. Waits for it; from any thread but the GUI's."""
        return self.lane.call(lambda: self.use(work))

    def use(self, work: Callable[[S], T]) -> T:
        """The result of the work; only on the lane. A store that turns out damaged is opened anew by the next work."""
        store = self._opened()
        try:
            return work(store)
        except Damaged:
            self._let_go()
            raise

    def warm_up(self) -> None:
        """Have it opened before the first work asks for it. From any thread."""

        def opened() -> None:
            self._opened()

        self.lane.post(opened)

    def close(self, seconds: float) -> None:
        """Close the store after all that was posted, and end the lane, unless that takes more than `seconds`."""
        self.lane.post(self._let_go)
        self.lane.close(seconds)

    def _opened(self) -> S:
        if self._store is None:
            self._store = self._open()
        return self._store

    def _let_go(self) -> None:
        store, self._store = self._store, None
        if store is not None:
            with suppress(SyncError):  # what closing could not write, the next opening finds in the log
                store.close()
