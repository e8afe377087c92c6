"""Living through the past: what the demo shows was done by the use cases themselves, at the times that it shows."""

from collections.abc import Mapping
from typing import NamedTuple

from backend.db.database import Database
from backend.due.queue import DueHandler, Lane
from backend.due.runner import Runner


class _Told:
    """A clock that stands where it is put."""

    def __init__(self, at: int) -> None:
        self.at = at

    def now(self) -> int:
        return self.at


class Past(NamedTuple):
    """The database as it is at an earlier time. Nothing else may write to it meanwhile."""

    database: Database
    clock: _Told
    runner: Runner

    def go(self, at: int) -> None:
        """Moves on to `at`, and on the way does everything that becomes due, each at its own time."""
        while (soonest := self._run_due()) is not None and soonest <= at:
            self.clock.at = max(soonest, self.clock.at)
        self.clock.at = at
        self._run_due()

    def _run_due(self) -> int | None:
        waits = [self.runner.run_due(lane) for lane in (Lane.CLOCK, Lane.MESSAGE)]
        return min((at for at in waits if at is not None), default=None)


def past_of(database: Database, at: int, handlers: Mapping[str, DueHandler]) -> Past:
    """The same database with a clock that stands at `at`."""
    clock = _Told(at)
    earlier = Database(database.engine, clock, database.ids)
    return Past(earlier, clock, Runner(earlier, handlers))
