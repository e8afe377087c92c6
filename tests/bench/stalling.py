"""Stalls: how long the window does not answer while somebody goes through its screens, with 10,000 drafts, 100,000
clients and a week of 2,000 appointments in the replica.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer

from desktop.models.ranking import Order
from desktop.models.scheduler import Mode
from desktop.workplace import CLIENTS, SETTINGS, TODAY, Workplace
from domain.times import local
from domain.wire.rows import ClientRow
from sync.clock import MachineClock
from tests.bench import data
from tests.bench.crowd import CLIENTS as ON_FILE
from tests.bench.crowd import fill_crowd
from tests.bench.desk import desk_at, workplace_of
from tests.bench.figures import Figure, Promise, percentile
from tests.bench.salon import fill
from tests.bench.server import database_file, serving
from tests.bench.until import until

_DRAFTS = 10_000
_STALL_MS = 50.0
_BEAT_MS = 5
_REST_S = 0.5
"""So long is looked on after something was done: what it has started by then is its own."""

_TIMES = 3
"""Each screen counts with the median of these, so that what else the machine does just then is not taken for ours."""


class Beat(NamedTuple):
    """How long the window's thread worked since the beat before, and how long that was by the clock, in milliseconds.

    Its own work counts: whatever else the machine does meanwhile lengthens only the other one.
    """

    work: float
    clock: float


class Beats(QObject):
    """A heart in the event loop. Between two beats nothing that a person does is answered."""

    def __init__(self) -> None:
        super().__init__()
        self._last, self._found = _now(), list[Beat]()
        self._timer = QTimer(self, interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def during(self, act: Callable[[], object]) -> list[Beat]:
        """Does something, rests, and gives every beat."""
        self._found, self._last = [], _now()
        self._timer.start()
        act()
        rest()
        self._timer.stop()
        return self._found

    def _beat(self) -> None:
        now = _now()
        self._found.append(Beat(now.work - self._last.work, now.clock - self._last.clock))
        self._last = now


def _now() -> Beat:
    return Beat(time.thread_time() * 1000, time.perf_counter() * 1000)


def rest() -> None:
    """Lets the window do what it has to for a while."""
    ends = time.perf_counter() + _REST_S
    until(lambda: time.perf_counter() > ends, "it has rested")


class Walk(NamedTuple):
    """A screen: how one comes to it, and what is done before, unmeasured, to be elsewhere."""

    name: str
    act: Callable[[], object]
    away: Callable[[], object]


class Screens:
    """Everything that a receptionist goes through."""

    def __init__(self, place: Workplace, clients: tuple[ClientRow, ...]) -> None:
        self._place, self._clients = place, clients

    def walks(self) -> Iterator[Walk]:
        """Each screen once."""
        place, away = self._place, self._leave
        yield Walk("today", lambda: place.shell.open(TODAY), away)
        yield Walk("incomplete", place.open_draft, away)
        yield Walk("order", lambda: place.ranking.choose(Order.WORTH), self._newest_first)
        yield Walk("waitlist", place.open_waitlist, away)
        yield Walk("day", lambda: self._calendar(Mode.DAY), away)
        yield Walk("week", lambda: self._calendar(Mode.WEEK), away)
        yield Walk("next_week", lambda: place.scheduler.step(1), lambda: place.scheduler.step(-1))
        yield Walk("clients", lambda: place.shell.open(CLIENTS), away)
        yield Walk("client_typed", self._narrow, away)
        yield Walk("client_card", lambda: place.open_client(self._clients[0].id), away)
        yield Walk("search", self._search, away)
        for name in place.settings.screen.tabs:
            yield Walk(f"settings_{name}", lambda name=name: self._settings(name), away)  # type: ignore[misc]

    def _leave(self) -> None:
        self._place.palette.box.close()
        self._place.client_records.screen.search.clear()
        self._place.calendar.close_followups()
        self._place.screen.close_followups()
        self._place.shell.open(SETTINGS if self._place.shell.current() != SETTINGS else TODAY)

    def _newest_first(self) -> None:
        self._place.ranking.choose(Order.NEWEST)
        self._place.open_draft()

    def _calendar(self, mode: Mode) -> None:
        self._place.open_day(local(MachineClock().now(), data.ZONE).date())
        self._place.scheduler.set_mode(mode)

    def _narrow(self) -> None:
        screen = self._place.client_records.screen
        self._place.shell.open(CLIENTS)
        for end in range(1, 4):
            screen.search.setText(self._clients[3].name[:end])

    def _search(self) -> None:
        box = self._place.palette.box
        for end in range(1, 5):
            box.open(self._clients[5].name[:end])

    def _settings(self, name: str) -> None:
        self._place.shell.open(SETTINGS)
        self._place.settings.screen.open(name)


def stalls() -> Figure:
    """Stalls of more than 50 ms on each screen, and the longest."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        now = MachineClock().now()
        filled = fill(database_file(folder), _DRAFTS, now=now)
        clients = fill_crowd(database_file(folder), filled, now)
        with serving(folder) as server, desk_at(server.address, folder / "desk", _DRAFTS) as app:
            place = workplace_of(app)
            until(lambda: len(place.clients) >= ON_FILE, f"{ON_FILE} clients are there")
            return _figure(place, clients)


def _figure(place: Workplace, clients: tuple[ClientRow, ...]) -> Figure:
    beats, stalls, longest = Beats(), dict[str, float](), dict[str, float]()
    first = clock = 0.0
    for walk in Screens(place, clients).walks():
        rounds = [_round(beats, walk) for _ in range(_TIMES)]
        stalls[walk.name] = percentile([sum(one.work > _STALL_MS for one in found) for found in rounds], 0.5)
        longest[walk.name] = percentile([max(one.work for one in found) for found in rounds], 0.5)
        first = max(first, *(one.work for one in rounds[0]))
        clock = max(clock, percentile([max(one.clock for one in found) for found in rounds], 0.5))
    worst = max(longest, key=lambda name: longest[name])
    values = {**stalls, **{f"{name}_ms": one for name, one in longest.items()}, "stalls": sum(stalls.values())}
    told = [Promise(f"{name} ({longest[name]:.0f} ms)", count, 0) for name, count in stalls.items() if count]
    whole = Promise(f"longest ms ({worst})", longest[worst], _STALL_MS)
    most = {"longest_ms": longest[worst], "longest_first_time_ms": first, "longest_by_the_clock_ms": clock}
    return Figure("stalls", {**values, **most}, (whole, *told))


def _round(beats: Beats, walk: Walk) -> list[Beat]:
    walk.away()
    rest()
    return beats.during(walk.act)
