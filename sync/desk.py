"""A whole desk on one thread: for scripts and tests. The desktop composes its own, with a lane for each store."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self, TypeVar

from domain.clock import Clock, Ids
from domain.uuid7 import RandomIds
from domain.wire.actions import Payload
from domain.wire.rows import Row
from sync.api import Api
from sync.clock import MachineClock
from sync.engine import Engine
from sync.http import Http, RequestsHttp
from sync.keychain import Keychain, MemoryKeychain, file_key
from sync.making import make
from sync.projection import project
from sync.session import Session
from sync.store.entry import Decision
from sync.store.outbox import Outbox
from sync.store.replica import Replica

T = TypeVar("T")


class Desk:
    """One signed-in person with her replica and outbox in `folder`. Close it, or use it as a context."""

    def __init__(self, http: Http, session: Session, folder: Path, keychain: Keychain, clock: Clock, ids: Ids) -> None:
        self.session = session
        self.owner = session.owner
        self._clock = clock
        self._ids = ids
        self.replica = Replica.open(folder / "replica.db", file_key(keychain, ids, "replica-key")[0], self.owner)
        self.outbox = Outbox.open(folder / "outbox.db", file_key(keychain, ids, "outbox-key")[0])
        self.api = Api(http, session)
        self._own_folder: TemporaryDirectory[str] | None = None
        self.engine = Engine(self.api, self.owner, self._on_replica, self._on_outbox, clock)

    @classmethod
    def sign_in(cls, url: str, email: str, password: str, folder: Path | None = None) -> "Desk":
        """A desk on the network. Its files can be read only as long as it is open: nothing remembers their key.

        Without `folder` they are in a temporary one, which goes with the desk.
        """
        http, keychain, clock, ids = RequestsHttp(), MemoryKeychain(), MachineClock(), RandomIds()
        session = Session(http, url, keychain)
        session.sign_in(email, password, device_id=ids.new(clock.now()))
        if folder is not None:
            return cls(http, session, folder, keychain, clock, ids)
        own = TemporaryDirectory(prefix="deskbell-", ignore_cleanup_errors=True)
        desk = cls(http, session, Path(own.name), keychain, clock, ids)
        desk._own_folder = own
        return desk

    def _on_replica(self, work: Callable[[Replica], T]) -> T:
        return work(self.replica)

    def _on_outbox(self, work: Callable[[Outbox], T]) -> T:
        return work(self.outbox)

    def sync(self) -> tuple[Decision, ...]:
        """Push, then pull; what the server decided about this desk's actions."""
        decisions = self.engine.push().decisions
        self.engine.pull()
        return decisions

    def rows(self, kind: str) -> tuple[Row, ...]:
        """The rows of a kind as a screen shows them."""
        pending = self.outbox.pending(self.owner)
        done = self.replica.done_among(entry.action.id for entry in pending)
        return project(self.replica.rows(kind), pending, done)

    def do(self, payload: Payload) -> str:
        """Take down what the person wants; returns the action's id. `sync` sends it."""
        action = make(self._clock, self._ids, payload)
        self.outbox.add(self.owner, action)
        return action.id

    def close(self) -> None:
        self.outbox.close()
        self.replica.close()
        if self._own_folder is not None:
            self._own_folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
