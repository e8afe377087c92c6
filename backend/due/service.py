"""Keeps the lanes of due work running: asleep until the next instant, woken by what is scheduled sooner."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from typing import Any, NamedTuple, Protocol, TypeVar

from backend.due.queue import Lane
from backend.due.runner import Claimed, Runner
from backend.failures import Outage
from domain.clock import Clock
from domain.constants import SECOND

T = TypeVar("T")

AFTER_FAILURE = 1.0
LONGEST_SLEEP = 60.0
"""Seconds. A machine that was suspended, or a clock that jumped, is noticed after at most this long."""

_TURNS = 2
"""Of the loop between two batches: requests come in, and what a batch changed is read in one and sent in the next."""


class _Ended(NamedTuple):
    """The calls of one step whose results are not written down yet, and who writes."""

    calls: list[tuple[Claimed, Any]]
    lock: asyncio.Lock


class InDatabase(Protocol):
    """Runs a function where this process does its database work: on the loop's thread, or on another."""

    def __call__(self, run: Callable[[], T]) -> Awaitable[T]: ...


class Service:
    """All lanes of one process. `calls` is where providers are called; `timed`, whether the clock moves by itself."""

    def __init__(self, runner: Runner, clock: Clock, in_database: InDatabase, calls: Executor, *, timed: bool) -> None:
        self._runner = runner
        self._clock = clock
        self._in_database = in_database
        self._calls = calls
        self._timed = timed
        self._woken = {lane: asyncio.Event() for lane in Lane}
        self._busy = {lane: asyncio.Lock() for lane in Lane}
        self._loop = asyncio.get_running_loop()

    def heard(self, text: str) -> None:
        """An announcement: `<lane> <instant>`. On any thread."""
        self.wake(Lane(text.partition(" ")[0]))

    def wake(self, lane: Lane) -> None:
        """Looks at the lane now. On any thread."""
        self._loop.call_soon_threadsafe(self._woken[lane].set)

    def wake_all(self) -> None:
        """Looks at every lane now. On any thread."""
        for lane in Lane:
            self.wake(lane)

    async def run(self) -> None:
        """Runs until it is cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for lane in Lane:
                tasks.create_task(self._lane(lane))

    async def drain(self, lane: Lane) -> int | None:
        """Runs everything that is due in a lane now; the next instant, None when nothing waits."""
        async with self._busy[lane]:
            while True:
                ripe, at = await self._in_database(lambda: self._runner.ripe(lane))
                if not ripe:
                    return at
                await self._step(lane)
                for _ in range(_TURNS):
                    await asyncio.sleep(0)

    async def next_at(self) -> int | None:
        """The soonest instant of all lanes."""
        return await self._in_database(self._runner.soonest)

    async def _step(self, lane: Lane) -> None:
        claimed = await self._in_database(lambda: self._runner.step(lane))
        ended = _Ended([], asyncio.Lock())
        await asyncio.gather(*(self._call(one, ended) for one in claimed))

    async def _call(self, claimed: Claimed, ended: "_Ended") -> None:
        """What ends while another is written down is written down with its like, by one commit."""
        result = await self._loop.run_in_executor(self._calls, claimed.call)
        ended.calls.append((claimed, result))
        await asyncio.sleep(0)
        async with ended.lock:
            together = ended.calls[:]
            ended.calls.clear()
            if together:
                await self._in_database(lambda: self._runner.record_all(together))

    async def _lane(self, lane: Lane) -> None:
        outage = Outage(f"lane {lane}")
        while True:
            self._woken[lane].clear()
            try:
                at = await self.drain(lane)
                outage.over()
                await self._sleep(lane, at)
            except Exception as error:  # noqa: BLE001 - the database may be back in a moment
                outage.failed(error)
                await asyncio.sleep(AFTER_FAILURE)

    async def _sleep(self, lane: Lane, at: int | None) -> None:
        seconds: float | None = None
        if self._timed:
            left = LONGEST_SLEEP if at is None else (at - self._clock.now()) / SECOND
            seconds = min(max(left, 0.0), LONGEST_SLEEP)
        try:
            await asyncio.wait_for(self._woken[lane].wait(), seconds)
        except TimeoutError:
            return
