"""The clocks a process may have: the machine's, or one that is moved from outside."""

import time
from collections.abc import Callable


class SystemClock:
    """The machine's clock."""

    def now(self) -> int:
        return time.time_ns() // 1000


class ControlledClock:
    """A clock that stands still until it is set; setting it wakes whoever sleeps by it."""

    def __init__(self, now: int) -> None:
        self._now = now
        self._sleepers: list[Callable[[], None]] = []

    def now(self) -> int:
        return self._now

    def set(self, now: int) -> None:
        """Moves the clock, back too, and wakes the sleepers."""
        self._now = now
        for wake in self._sleepers:
            wake()

    def on_move(self, wake: Callable[[], None]) -> None:
        """Calls `wake` after each move."""
        self._sleepers.append(wake)
