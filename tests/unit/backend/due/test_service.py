"""A running process wakes at the very instant, or as soon as something earlier is scheduled."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest

from backend.clock import ControlledClock, SystemClock
from backend.db.database import Database, Unit
from backend.due.queue import CHANNEL, Due, Lane, schedule
from backend.due.runner import Runner
from backend.due.service import Service
from domain.constants import HOUR, SECOND
from domain.uuid7 import SeededIds
from tests.support.feed import BUSINESS, Bare, in_database

T = TypeVar("T")
DEADLINE = 30.0


class Seen:
    """A clock task that says when it ran."""

    def __init__(self) -> None:
        self.at: list[int] = []
        self.ran = asyncio.Event()

    def run(self, unit: Unit, due: Due) -> None:
        self.at.append(unit.now)
        unit.after_commit(self.ran.set)


def plan(database: Database, at: int) -> None:
    with database.write() as unit:
        schedule(unit, BUSINESS, "note", "a", at)


@pytest.mark.row("B5", "N4")
def test_it_sleeps_until_the_instant_and_is_woken_by_what_is_sooner(sqlite_bare: Bare) -> None:
    async def run() -> tuple[int, int]:
        clock, seen = SystemClock(), Seen()
        database = Database(sqlite_bare.database.engine, clock, SeededIds(3))
        with ThreadPoolExecutor(1) as calls:
            service = Service(Runner(database, {"note": seen.run}), clock, in_database, calls, timed=True)
            database.listen(CHANNEL, service.heard)
            plan(database, clock.now() + HOUR)
            task = asyncio.create_task(service.run())
            await asyncio.sleep(0)
            wanted = clock.now() + SECOND // 5
            plan(database, wanted)
            await asyncio.wait_for(seen.ran.wait(), DEADLINE)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        return wanted, seen.at[0]

    wanted, at = asyncio.run(run())
    assert at >= wanted


@pytest.mark.row("B5")
def test_moving_a_clock_wakes_it(sqlite_bare: Bare) -> None:
    async def run() -> list[int]:
        clock, seen = ControlledClock(sqlite_bare.clock.now()), Seen()
        database = Database(sqlite_bare.database.engine, clock, SeededIds(3))
        with ThreadPoolExecutor(1) as calls:
            service = Service(Runner(database, {"note": seen.run}), clock, in_database, calls, timed=False)
            clock.on_move(service.wake_all)
            plan(database, clock.now() + HOUR)
            task = asyncio.create_task(service.run())
            await asyncio.sleep(0)
            clock.set(clock.now() + HOUR)
            await asyncio.wait_for(seen.ran.wait(), DEADLINE)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        return seen.at

    assert asyncio.run(run()) == [sqlite_bare.clock.now() + HOUR]


def test_a_database_that_fails_does_not_end_it(sqlite_bare: Bare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.due.service.AFTER_FAILURE", 0.0)
    failures = iter([OSError("disk"), OSError("disk")])

    def failing(run: Callable[[], T]) -> Awaitable[T]:
        for failure in failures:
            raise failure
        return in_database(run)

    async def run() -> None:
        clock, seen = ControlledClock(sqlite_bare.clock.now()), Seen()
        database = Database(sqlite_bare.database.engine, clock, SeededIds(3))
        plan(database, clock.now())
        with ThreadPoolExecutor(1) as calls:
            service = Service(Runner(database, {"note": seen.run}), clock, failing, calls, timed=False)
            task = asyncio.create_task(service.run())
            await asyncio.wait_for(seen.ran.wait(), DEADLINE)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    asyncio.run(run())


def test_lanes_are_drained_to_the_next_instant(sqlite_bare: Bare) -> None:
    async def run() -> tuple[int | None, int | None]:
        clock, seen = sqlite_bare.clock, Seen()
        plan(sqlite_bare.database, clock.now())
        with sqlite_bare.database.write() as unit:
            schedule(unit, BUSINESS, "note", "later", clock.now() + 5, lane=Lane.CAMPAIGN)
        with ThreadPoolExecutor(1) as calls:
            runner = Runner(sqlite_bare.database, {"note": seen.run})
            service = Service(runner, clock, in_database, calls, timed=False)
            return await service.drain(Lane.CLOCK), await service.next_at()

    assert asyncio.run(run()) == (None, sqlite_bare.clock.now() + 5)
