"""The real backend as a process of the simulated world: it dies, comes back, and is restored from a backup."""

from collections.abc import Callable
from random import Random

from backend.app import App, build
from backend.channels.port import ChannelPort
from backend.db.database import Database
from backend.due.queue import Lane
from backend.due.runner import Claimed, Runner
from backend.feed.hub import Stream
from backend.messages.post import Post
from backend.web.dispatch import dispatch
from backend.web.route import Events, Request, Response
from domain.constants import MINUTE, SECOND
from domain.uuid7 import SeededIds
from domain.wire.rows import Channel
from tests.simulation.network import Lost
from tests.simulation.provider import ServerDied
from tests.simulation.reading import read
from tests.simulation.salon import dump, open_database, template
from tests.simulation.schedule import LocalClock, Schedule
from tests.simulation.weather import Fault, Weather
from tests.support.hooks import SMS_ACCOUNT

_OPEN_MESSAGES = "SELECT id FROM messages WHERE status IN ('queued', 'sending')"
PUBLIC_URL = "https://salon.example.org"


class Server:
    """One backend on one database in memory. `after_step` runs whenever something may have been committed."""

    def __init__(
        self,
        schedule: Schedule,
        weather: Weather,
        rng: Random,
        say: Callable[[str], None],
        after_step: Callable[[], None],
    ) -> None:
        self.clock = LocalClock(schedule)
        self.ports: dict[Channel, ChannelPort] = {}
        self.lives = 0
        self.on_death: list[Callable[[], None]] = []
        self._schedule = schedule
        self._weather = weather
        self._rng = rng
        self._say = say
        self._after_step = after_step
        self._ids = SeededIds(rng.getrandbits(64))
        self._running: App | None = None
        self._kept = template()[0]
        self._backup = self._kept

    @property
    def up(self) -> bool:
        return self._running is not None

    @property
    def database(self) -> Database:
        """The database of the running process. Raises Lost while there is none."""
        return self._backend().database

    def _backend(self) -> App:
        if self._running is None:
            raise Lost
        return self._running

    def start(self) -> None:
        """A new process on what the last one left."""
        if self._running is not None:
            return
        self.lives += 1
        database = open_database(self.clock, self._ids, self._kept)
        self._running = build(database, Post(self.ports, PUBLIC_URL, sms_account=SMS_ACCOUNT))
        database.listen("due", self._announced)
        self._say("starts")
        self.wake()

    def die(self) -> None:
        """The process ends; what is committed stays. It is started again a little later."""
        if self._running is None:
            return
        self._say("dies")
        self._kept = dump(self._running.database)
        self._end()

    def restore(self) -> None:
        """The process ends and its database is replaced by the last backup."""
        self._say("is restored from the backup")
        self._kept = self._backup
        if self._running is not None:
            self._end()

    def back_up(self) -> None:
        """Takes a copy, to be restored later."""
        if self._running is not None:
            self._backup = dump(self._running.database)
            self._say("is backed up")

    def open_messages(self) -> frozenset[str]:
        """The messages that wait to be sent or are being sent."""
        if self._running is None:
            return frozenset()
        return frozenset(row.id for row in read(self._running.database, _OPEN_MESSAGES))

    def _end(self) -> None:
        backend, self._running = self._backend(), None
        backend.close()
        for tell in self.on_death:
            tell()
        self._schedule.after(self._rng.randint(SECOND, 2 * MINUTE), self.start)

    def close(self) -> None:
        """Ends the run."""
        if self._running is not None:
            self._running.database.close()
            self._running = None

    def jump(self, error: int) -> None:
        """The machine's clock is set to another error. Moving a clock wakes sleepers."""
        self.clock.error = error
        self.wake()

    # Requests

    def serve(self, request: Request) -> Response:
        """Answers one request. Raises Lost while the process is down, or when it dies before it has answered."""
        backend = self._backend()
        answer = dispatch(backend.routes, backend.services, request)
        self._after_step()
        if self._weather.strikes(Fault.SERVER_DIES):
            self.die()
            raise Lost
        return answer

    def look_at(self, events: Events) -> None:
        """Ends the stream of someone whose session is over; the real server does so every few seconds."""
        if self._running is not None and isinstance(events, Stream):
            self._running.hub.check(events)

    # Due work

    def wake(self) -> None:
        """Runs what is due now, and plans to wake when the next is."""
        for lane in (Lane.CLOCK, Lane.MESSAGE):
            self._wake(lane)

    def _announced(self, text: str) -> None:
        lane, _, at = text.partition(" ")
        self._plan(Lane(lane), int(at))

    def _plan(self, lane: Lane, at: int) -> None:
        life = self.lives
        self._schedule.at(at - self.clock.error, lambda: self._wake(lane) if life == self.lives else None)

    def _wake(self, lane: Lane) -> None:
        if self._running is None:
            return
        runner = self._running.runner
        following = runner.run_due(lane) if lane is Lane.CLOCK else self._send(runner)
        self._after_step()
        if following is not None and self._running is not None:
            self._plan(lane, following)

    def _send(self, runner: Runner) -> int | None:
        """Claims what is due; the calls begin at once and end one by one a little later, as on several threads."""
        while runner.ripe(Lane.MESSAGE)[0]:
            for claimed in runner.step(Lane.MESSAGE):
                self._call(runner, claimed)
                if self._running is None:
                    return None
        return runner.ripe(Lane.MESSAGE)[1]

    def _call(self, runner: Runner, claimed: Claimed) -> None:
        try:
            result = claimed.call()
        except ServerDied:
            self.die()
            return
        life = self.lives

        def record() -> None:
            if life == self.lives and self._running is not None:
                runner.record(claimed, result)
                self._after_step()

        self._schedule.after(self._rng.randint(SECOND // 100, 3 * SECOND), record)
