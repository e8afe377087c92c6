"""A store that lives on its lane and is opened there when it is first needed."""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from desktop.services.lanes import Lane


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
        return self.lane.call(lambda: work(self.get()))

    def get(self) -> S:
        """The store; only on its lane."""
        if self._store is None:
            self._store = self._open()
        return self._store

    def close(self) -> None:
        """Close it, on its lane, after all that was posted before."""
        self.lane.call(self._close)

    def _close(self) -> None:
        store, self._store = self._store, None
        if store is not None:
            store.close()
