"""One run: a salon, its clients, two desks and a server in bad weather; then the weather clears and all must agree."""

import functools
import logging
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import NamedTuple

from backend.access import sessions
from backend.access.guards import bearer_token
from backend.channels.port import Outgoing
from backend.web.route import Request, Response
from domain.constants import DAY, HOUR, MINUTE
from domain.wire.base import decode
from domain.wire.sync import SyncPage
from sync.stream import Parser
from tests.simulation.carrier import Carrier
from tests.simulation.clients import Client
from tests.simulation.desk import Desk, Machine
from tests.simulation.front import Front
from tests.simulation.judge import Judge
from tests.simulation.network import Network
from tests.simulation.oracle import Oracle
from tests.simulation.owner import Owner
from tests.simulation.pipe import Pipe
from tests.simulation.provider import Provider
from tests.simulation.salon import START, template
from tests.simulation.schedule import Schedule
from tests.simulation.server import Server
from tests.simulation.trace import Trace
from tests.simulation.weather import Weather

CLIENTS = 4
BAD_WEATHER = 27 * HOUR
SETTLING = 2 * HOUR
"""Longer than any request, retry or review session that is still on its way when the weather clears."""

SLICE = 10 * MINUTE


class Story(NamedTuple):
    """What came of a seed. `failure` is the first thing that must not happen and did."""

    seed: int
    failure: str | None
    lines: list[str]
    digest: str


def run(seed: int) -> Story:
    """Lives through one seed."""
    with tempfile.TemporaryDirectory(prefix="deskbell-sim-", ignore_cleanup_errors=True) as folder:
        world = World(seed, Path(folder))
        with _listening(world.oracle):
            try:
                world.live()
            finally:
                world.close()
    failure = world.oracle.violations[0] if world.oracle.violations else None
    if failure:
        world.trace.say(world.schedule.now(), "oracle", failure)
    return Story(seed, failure, world.trace.lines, world.trace.digest())


class World:
    """Everything in one run, each part with its own randomness drawn from the seed."""

    def __init__(self, seed: int, folder: Path) -> None:
        self._seed = seed
        self._folder = folder
        self._salon = template()[1]
        self.schedule = Schedule(START)
        self.trace = Trace(START)
        self.oracle = Oracle(self._salon)
        self._weather = Weather(self._rng("weather"))
        self._say("weather")(str(self._weather))
        self._quiet = False
        self._pipes: list[tuple[Pipe, str, Parser]] = []
        self.server = Server(self.schedule, self._weather, self._rng("server"), self._say("server"), self._after_step)
        self.server.on_death.append(self._streams_end)
        self.carrier = Carrier(
            self.schedule, self._weather, self._rng("carrier"), self.server, self.oracle, self._say("carrier")
        )
        for channel in ("email", "sms"):
            self.server.ports[channel] = self._provider(channel)
        self.clients = [self._client(number) for number in range(CLIENTS)]
        self.fronts = [self._front("desk1", ("ana", "cleo")), self._front("desk2", ("ben", "cleo"))]
        self.owner = Owner(self._salon, self.server, self._rng("owner"), self._say("olga"))

    def _rng(self, name: str) -> Random:
        return Random(f"{self._seed}:{name}")

    def _say(self, who: str) -> Callable[[str], None]:
        return lambda what: self.trace.say(self.schedule.now(), who, what)

    # The parts

    def _network(self, name: str) -> Network:
        return Network(self.schedule, self._weather, self._rng(f"network {name}"), self._serve)

    def _serve(self, request: Request) -> Response:
        answer = self.server.serve(request)
        if request.path == "/v1/sync" and answer.status == 200:
            with self.server.database.read() as unit:
                bearer = sessions.bearer(unit, bearer_token(request.headers))
            assert bearer
            self.oracle.given(self.server.database, bearer.person_id, decode(answer.body, SyncPage))
        return answer

    def _provider(self, channel: str) -> Provider:
        def handed_over(message: Outgoing) -> None:
            self.oracle.handed_over(self.server.database, message)

        def delivered(message: Outgoing) -> None:
            self._say("provider")(f"delivers {channel} {message.id}")
            self.oracle.delivered(self.server.database, message)
            self.carrier.took(message)
            for client in self.clients:
                if message.to in {client.phone, client.email}:
                    client.receive(message.text)

        return Provider(self._weather, self._rng(f"provider {channel}"), handed_over, delivered)

    def _client(self, number: int) -> Client:
        name = f"client{number}"
        client = Client(number, self._salon, self._network(name), self.schedule, self._rng(name), self._say(name))
        client.write = functools.partial(self.carrier.write, client.phone)
        return client

    def _front(self, name: str, staff: tuple[str, ...]) -> Front:
        folder = self._folder / name
        machine = Machine(name, folder, self.schedule, self._weather, self._rng(name), self._say(name))
        front = Front(machine, staff, self._network(name), self.oracle, self._rng(f"{name} people"), self._listen)
        front.stepped = self._claims
        return front

    def _claims(self, desk: Desk) -> None:
        if self.server.up and desk.owner:
            self.oracle.claims(self.server.database, desk.owner.person_id, desk.stores.replica(desk.owner))

    # What holds the parts together

    def _after_step(self) -> None:
        if not self.server.up:
            return
        self.oracle.look(self.server.database)
        self._pipes = [entry for entry in self._pipes if entry[0].open]
        for pipe, person, parser in self._pipes:
            pipe.pump(functools.partial(self._given, person, parser))

    def _given(self, person: str, parser: Parser, written: bytes) -> None:
        for event in parser.feed(written):
            if event.name == "change":
                self.oracle.given(self.server.database, self._salon.people[person], decode(event.data, SyncPage))

    def _listen(self, pipe: Pipe, person: str) -> None:
        self._pipes.append((pipe, person, Parser()))
        self._after_step()

    def _streams_end(self) -> None:
        for pipe, _, _ in self._pipes:
            pipe.break_off()
        self._pipes = []

    # The run

    def live(self) -> None:
        """Bad weather, then good, then the judgement."""
        self.server.start()
        self._begin()
        self._pass(BAD_WEATHER)
        self._clear()
        self._pass(SETTLING)
        judge = Judge(self._salon, self.server, self.oracle, self.fronts, self._pass)
        if not self.oracle.violations:
            self._guarded(judge.judge)

    def close(self) -> None:
        """Lets go of all files."""
        for front in self.fronts:
            front.close()
        self.server.close()

    def _begin(self) -> None:
        for client in self.clients:
            self._repeat(self._rng("starts").randint(0, HOUR), client.step)
        for front in self.fronts:
            front.boot()
            self._repeat(10 * MINUTE, front.use)
        self._repeat(2 * HOUR, self.owner.step)
        operator = self._rng("operator")
        self._repeat(HOUR, functools.partial(self._operate, operator))

    def _repeat(self, delay: int, step: Callable[[], int]) -> None:
        """Has `step` done again and again until the weather clears."""

        def again() -> None:
            if self._quiet:
                return
            self._guarded(lambda: self._repeat(step(), step))

        self.schedule.after(delay, again)

    def _guarded(self, run: Callable[[], None]) -> None:
        """Whatever breaks is what the run has found."""
        try:
            run()
        except Exception as error:  # noqa: BLE001 - the run ends with it
            frames = traceback.extract_tb(error.__traceback__)[-6:]
            where = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
            self.oracle.violated(f"crashed: {type(error).__name__} {error} at {where}")

    def _operate(self, rng: Random) -> int:
        """Backups, a restored backup, clocks that jump, desks without a network."""
        acts = ("back up", "restore", "server clock", "desk clock", "cut off", "look at streams")
        act = rng.choices(acts, (6, 2, 1, 2, 5, 3))[0]
        if act == "back up":
            self.server.back_up()
            self.oracle.backed_up(self.server.open_messages())
        elif act == "restore":
            self.server.restore()
            self.oracle.restored()
        elif act == "server clock":
            self._jump(rng.choice((0, 2 * MINUTE, HOUR, DAY)))
            self._say("server")(f"its clock is {self.server.clock.error // MINUTE} minutes fast")
        elif act == "cut off":
            rng.choice(self.fronts).cut_off(self.schedule.now() + rng.randint(10 * MINUTE, HOUR))
        elif act == "look at streams":
            for pipe, _, _ in self._pipes:
                pipe.check(self.server.look_at)
            self._after_step()
        elif act == "desk clock":
            clock = rng.choice(self.fronts).machine.clock
            clock.error = rng.choice((0, -5 * MINUTE, 10 * MINUTE, -DAY, 2 * DAY))
        return rng.randint(10 * MINUTE, 4 * HOUR)

    def _jump(self, error: int) -> None:
        self.oracle.clock_went_back |= error < self.server.clock.error
        self.server.jump(error)

    def _clear(self) -> None:
        self._say("weather")("clears")
        self._quiet = True
        for front in self.fronts:
            front.online()
        self._weather.clear()
        self.server.start()
        self._jump(0)
        self.owner.let_everybody_in()
        for front in self.fronts:
            front.machine.clock.error = 0
            front.poke()

    def _pass(self, duration: int) -> None:
        for _ in range(0, duration, SLICE):
            if self.oracle.violations:
                return
            self._guarded(lambda: self.schedule.wait(SLICE))


class _Failures(logging.Handler):
    """What the server could only log is a failure of the run."""

    def __init__(self, oracle: Oracle) -> None:
        super().__init__(logging.ERROR)
        self._oracle = oracle

    def emit(self, record: logging.LogRecord) -> None:
        self._oracle.violated(f"the server logged: {record.getMessage()}")


@contextmanager
def _listening(oracle: Oracle) -> Iterator[None]:
    log, handler = logging.getLogger("deskbell"), _Failures(oracle)
    log.addHandler(handler)
    before, log.propagate = log.propagate, False
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.propagate = before
