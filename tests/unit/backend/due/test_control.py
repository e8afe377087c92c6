"""Moving the clock of a running server: the answer comes when all is done that was due up to then."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from backend.clock import ControlledClock
from backend.control import Control
from backend.db.database import Database, Unit
from backend.due.queue import Due, Lane, schedule
from backend.due.runner import Runner
from backend.due.service import Service
from domain.constants import MINUTE
from domain.uuid7 import SeededIds
from tests.support.feed import BUSINESS, Bare, in_database

DEADLINE = 30.0


class Slow:
    """A message whose call takes until it is let go; what comes of it is due at once."""

    def __init__(self) -> None:
        self.called = threading.Event()
        self.let_go = threading.Event()
        self.heard_of: list[int] = []

    def claim(self, _unit: Unit, due: Due) -> str:
        return due.subject

    def run(self, work: str) -> str:
        self.called.set()
        assert self.let_go.wait(DEADLINE)
        return work

    def record(self, unit: Unit, _due: Due, work: str, _result: str) -> None:
        schedule(unit, BUSINESS, "hear", work, unit.now)

    def lost(self, _unit: Unit, _due: Due) -> None:
        raise AssertionError("nothing got lost")

    def hear(self, unit: Unit, _due: Due) -> None:
        self.heard_of.append(unit.now)


@pytest.mark.parametrize("by", [0, MINUTE])
def test_a_call_that_is_being_made_is_waited_for_with_what_comes_of_it(
    sqlite_bare: Bare, capsys: pytest.CaptureFixture[str], by: int
) -> None:
    clock, slow = ControlledClock(sqlite_bare.clock.now()), Slow()
    start = clock.now()
    database = Database(sqlite_bare.database.engine, clock, SeededIds(3))
    with database.write() as unit:
        schedule(unit, BUSINESS, "slow", "a", unit.now, lane=Lane.MESSAGE)

    async def run() -> bool:
        with ThreadPoolExecutor(1) as calls:
            runner = Runner(database, {"slow": slow, "hear": slow.hear})
            service = Service(runner, clock, in_database, calls, timed=False)
            lanes = asyncio.create_task(service.run())
            await asyncio.to_thread(slow.called.wait, DEADLINE)
            moved = asyncio.create_task(Control(clock, service).obey(b'{"advance": %d}' % by))
            for _ in range(50):
                await asyncio.sleep(0)
            early = moved.done()
            slow.let_go.set()
            await asyncio.wait_for(moved, DEADLINE)
            lanes.cancel()
            await asyncio.gather(lanes, return_exceptions=True)
            return early

    assert not asyncio.run(run())
    assert slow.heard_of == [start]
    assert capsys.readouterr().out == f'{{"now":{start + by}}}\n'
