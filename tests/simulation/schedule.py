"""Time in a run: one clock that only moves here, and what is to happen at which instant."""

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

DEEPEST = 4
"""How many waits may lie inside each other before the innermost only lets time pass."""


@dataclass(order=True)
class _Planned:
    at: int
    order: int
    run: Callable[[], None] = field(compare=False)


class Schedule:
    """The true time and the plan. Whoever waits lets the others go on: that is where things cross each other."""

    def __init__(self, start: int) -> None:
        self._now = start
        self._order = itertools.count()
        self._planned: list[_Planned] = []
        self._depth = 0

    def now(self) -> int:
        """The true instant in microseconds."""
        return self._now

    def at(self, instant: int, run: Callable[[], None]) -> None:
        """Plans something; in the past means as soon as possible."""
        heapq.heappush(self._planned, _Planned(instant, next(self._order), run))

    def after(self, delay: int, run: Callable[[], None]) -> None:
        """Plans something from now."""
        self.at(self._now + delay, run)

    def wait(self, duration: int) -> None:
        """Lets time pass, and with it whatever is planned, unless too many wait inside each other already."""
        until = self._now + duration
        self._depth += 1
        try:
            while self._depth <= DEEPEST and self._planned and self._planned[0].at <= until:
                planned = heapq.heappop(self._planned)
                self._now = max(self._now, planned.at)
                planned.run()
        finally:
            self._depth -= 1
        self._now = max(self._now, until)


class LocalClock:
    """What a machine believes the time to be: true time and an error that jumps."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self.error = 0

    def now(self) -> int:
        return self._schedule.now() + self.error
