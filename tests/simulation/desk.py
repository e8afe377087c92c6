"""A front desk: the real engine on real files, driven as the desktop drives it, until its process is killed."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TypeVar

import msgspec

from domain.constants import MINUTE, SECOND
from domain.uuid7 import SeededIds
from domain.wire.actions import Action
from domain.wire.base import decode
from domain.wire.rows import KINDS, Row
from domain.wire.sync import Nudge
from sync.api import Api
from sync.ended import EndedSessions
from sync.engine import Engine
from sync.errors import AccountDisabled, SignInAgain, SyncError
from sync.keychain import file_key
from sync.owner import Owner
from sync.policy import Backoff
from sync.projection import project
from sync.session import Session
from sync.store.changed import Changed
from sync.store.outbox import Outbox
from sync.store.replica import Replica
from sync.stream import Parser
from tests.simulation.pipe import Pipe
from tests.simulation.salon import PASSWORD, email_of
from tests.simulation.schedule import LocalClock, Schedule
from tests.simulation.weather import Fault, Weather
from tests.simulation.wire import BASE_URL, MoodyKeychain, SimulatedHttp

T = TypeVar("T")
POLL = 30 * SECOND
"""Without a stream the desk asks this often."""


class DeskDied(BaseException):
    """The desk's process ended between two steps. Not an Exception: no product code may catch it."""


class Machine:
    """What stays when the process ends: folder, keychain, clock, and who is at the desk."""

    def __init__(
        self, name: str, folder: Path, schedule: Schedule, weather: Weather, rng: Random, say: Callable[[str], None]
    ) -> None:
        self.name = name
        self.folder = folder
        self.schedule = schedule
        self.weather = weather
        self.rng = rng
        self.say = say
        self.clock = LocalClock(schedule)
        self.ids = SeededIds(rng.getrandbits(64))
        self.keychain = MoodyKeychain(weather)
        self.device_id = f"device-{name}"
        self.person = ""
        self.ended = EndedSessions()
        self.on_presence: Callable[[bytes], None] = lambda _data: None
        self.on_listening: Callable[[bool], None] = lambda _listening: None
        """Hear of where other desks are, and whether a stream is open: for who works with the desktop's models."""


class Stores:
    """The open files of one process."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._replicas: dict[Owner, Replica] = {}
        key = self._key("outbox")
        self.outbox = Outbox.open(machine.folder / f"outbox-{key.hex()[:8]}", key)

    def _key(self, name: str) -> bytes:
        """A keychain that is locked when the desk starts is tried until it is not: its person unlocks it."""
        while True:
            key, remembered = file_key(self._machine.keychain, self._machine.ids, name)
            if remembered:
                return key

    def replica(self, owner: Owner) -> Replica:
        """The person's copy, opened when it is first needed."""
        if owner not in self._replicas:
            path = self._machine.folder / f"replica-{owner.person_id}"
            self._replicas[owner] = Replica.open(path, self._key("replica"), owner)
        return self._replicas[owner]

    def close(self) -> None:
        self.outbox.close()
        for replica in self._replicas.values():
            replica.close()


class Screen:
    """What the window would show: kept from what each step says has changed, never read anew by itself."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Row] = {}

    def show(self, replica: Replica, changed: Changed) -> None:
        """Takes in a step."""
        if changed.everything:
            self.rows = {(kind, row.id): row for kind in KINDS.values() for row in replica.rows(kind)}
        for kind, ids in changed.ids.items():
            held = replica.get(kind, ids)
            for row_id in ids:
                self.rows.pop((kind, row_id), None)
            self.rows.update({(kind, row_id): row for row_id, row in held.items()})


class Desk:
    """One process of the desk. `work` does what waits on the network; the stream's events come in between."""

    def __init__(self, machine: Machine, http: SimulatedHttp, streams: Callable[[Pipe, str], None]) -> None:
        self.machine = machine
        self.stores = Stores(machine)
        self.screen = Screen()
        self.session = Session(http, BASE_URL, machine.keychain, ended=machine.ended)
        self.engine: Engine | None = None
        self.owner: Owner | None = None
        self.pipe: Pipe | None = None
        self._http = http
        self._streams = streams
        self._parser = Parser()
        self._backoff = Backoff(machine.rng.random)
        self.wants_pull = True
        if self.session.resume():
            self._go_on()

    # Who is here

    def _go_on(self) -> None:
        self.owner = self.session.owner
        self.engine = self._engine(self.session, self.owner)
        replica = self.stores.replica(self.owner)
        self.screen = Screen()
        self.screen.show(replica, Changed(everything=True))
        self.wants_pull = True

    def _engine(self, session: Session, owner: Owner) -> Engine:
        def on_replica(work: Callable[[Replica], T]) -> T:
            self.kill_point()
            result = work(self.stores.replica(owner))
            self.kill_point()
            return result

        def on_outbox(work: Callable[[Outbox], T]) -> T:
            self.kill_point()
            result = work(self.stores.outbox)
            self.kill_point()
            return result

        return Engine(Api(self._http, session), owner, on_replica, on_outbox, self.machine.clock)

    @property
    def waits(self) -> bool:
        """Whether anything in the outbox is not answered."""
        return bool(self.stores.outbox.waiting())

    def kill_point(self) -> None:
        """Here the process may end."""
        if self.machine.weather.strikes(Fault.DESK_DIES):
            raise DeskDied

    def leave(self) -> None:
        """The person goes: with nothing waiting she is signed out, else her session is set aside for what waits."""
        self._hang_up()
        if self.owner and self.stores.outbox.waiting().get(self.owner):
            self.session.set_aside()
        else:
            self.session.sign_out()
        self.engine = self.owner = None

    def act(self, action: Action) -> None:
        """A person did something: once it is in the outbox it will not be lost."""
        if self.owner:
            self.stores.outbox.add(self.owner, action)

    def shown(self, kind: str) -> tuple[Row, ...]:
        """The rows of a kind as the screen shows them."""
        if self.owner is None:
            return ()
        replica = self.stores.replica(self.owner)
        pending = self.stores.outbox.pending(self.owner)
        done = replica.done_among(entry.action.id for entry in pending)
        rows = tuple(row for (of, _), row in sorted(self.screen.rows.items()) if of == kind)
        return project(rows, pending, done)

    # The network

    def work(self) -> int:
        """One round: sign in, send, fetch, listen. In how long to come again. Raises DeskDied."""
        try:
            if self.engine is None or self.owner is None:
                self._sign_in()
            assert self.engine
            assert self.owner
            self._round(self.engine, self.owner)
            self._backoff.worked()
        except SignInAgain as over:
            self._signed_out()
            return 30 * MINUTE if isinstance(over, AccountDisabled) else 5 * SECOND
        except SyncError as error:
            self.machine.say(f"{type(error).__name__}: {error}")
            return int(self._backoff.failed(error) * SECOND)
        return POLL

    def _sign_in(self) -> None:
        self.session.sign_in(email_of(self.machine.person), PASSWORD, self.machine.device_id)
        self.machine.say(f"{self.machine.person} signs in")
        self._go_on()

    def _signed_out(self) -> None:
        self.machine.say("has to sign in again")
        self._hang_up()
        self.session.forget()
        self.engine = self.owner = None

    def _round(self, engine: Engine, owner: Owner) -> None:
        self._push_for_others(owner)
        waiting = self.stores.outbox.waiting().get(owner, 0)
        if waiting:
            pushed = engine.push()
            self.machine.say(f"pushed {len(pushed.decisions)} of {waiting}: {_told(pushed.decisions)}")
        if self.wants_pull or self.pipe is None:
            self.wants_pull = False
            self._pull(engine)
        if self.pipe is None:
            self._listen()

    def _pull(self, engine: Engine) -> None:
        try:
            changed = engine.pull(self._show)
        except BaseException:
            self.wants_pull = True
            raise
        if changed:
            self.machine.say(f"pulled to {changed.number}: {_changes(changed)}")

    def _push_for_others(self, owner: Owner) -> None:
        """What somebody left here before her goes on under her session."""
        for other, count in sorted(self.stores.outbox.waiting().items()):
            session = Session(self._http, BASE_URL, self.machine.keychain, ended=self.machine.ended)
            if other == owner or not count or not session.resume(other.person_id):
                continue
            try:
                pushed = self._engine(session, other).push()
            except SignInAgain:
                session.forget()
            else:
                self.machine.say(f"pushed {len(pushed.decisions)} of {count} for another: {_told(pushed.decisions)}")

    # The stream

    def _listen(self) -> None:
        stream = Api(self._http, self.session).stream(self._http)
        pipe = stream._answer.pipe  # type: ignore[attr-defined]
        if pipe is not None:
            self.pipe = pipe
            self._parser = Parser()
            self._streams(pipe, self.machine.person)
            self.machine.on_listening(True)

    def hear(self, piece: bytes) -> bool:
        """A piece of the stream has come; whether there is something to do on the network now. Raises DeskDied."""
        for event in self._parser.feed(piece):
            if self.engine is None or self.owner is None:
                continue
            if event.name == "presence":
                self.machine.on_presence(event.data)
                continue
            changed = self.engine.apply_event(event.data) if event.name == "change" else None
            if changed:
                self.machine.say(f"was told up to {changed.number}: {_changes(changed)}")
                self._show(changed)
            if changed is None and self._is_behind(event.data):
                self.wants_pull = True
        return self.wants_pull

    def _is_behind(self, data: bytes) -> bool:
        try:
            number = decode(data, Nudge).number
        except msgspec.DecodeError:
            return True
        return self.owner is None or self.stores.replica(self.owner).number() < number

    def hung_up(self) -> None:
        """The stream has ended by itself."""
        self.pipe = None
        self.wants_pull = True
        self.machine.on_listening(False)

    def _hang_up(self) -> None:
        if self.pipe:
            self.pipe.close()
        self.pipe = None
        self.machine.on_listening(False)

    def _show(self, changed: Changed) -> None:
        if self.owner:
            self.screen.show(self.stores.replica(self.owner), changed)

    def close(self) -> None:
        """The process ends, in whatever state it is."""
        self._hang_up()
        self.stores.close()


def _told(decisions: tuple[object, ...]) -> str:
    return ", ".join(f"{type(d).__name__}{' ' + d.refusal.code if hasattr(d, 'refusal') else ''}" for d in decisions)


def _changes(changed: Changed) -> str:
    if changed.everything:
        return "everything"
    return ", ".join(f"{len(ids)} {kind}" for kind, ids in sorted(changed.ids.items())) or "nothing"
