"""One database behind two dialects, and the transaction that everything else is handed.

SQLite: WAL, one connection used on one thread, writes begin immediately. PostgreSQL: reads see one snapshot, writes are
READ COMMITTED and decide by conditional UPDATEs.
"""

import sqlite3
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from backend.failures import Outage
from domain.clock import Clock, Ids

T = TypeVar("T")
Hearer = Callable[["Unit", str, str, str, Mapping[str, str | int]], None]
"""Hears, in the same transaction, of what the log is given: the business, the event, its subject and facts."""

Listener = Callable[[str], None]
"""Hears the text of an announcement, after the commit that made it; on any thread that commits. Must not raise."""

COLLISIONS = frozenset({"40001", "40P01"})
"""PostgreSQL's serialization failure and deadlock: nothing was done, and the same transaction may simply run again."""

_UNUSABLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
"""SQLite's codes for a file that cannot be used now; its other operational errors are faults of a statement."""

_PRIMARY = 0xFF
"""The part of SQLite's codes that `_UNUSABLE` is about; the rest says more about the same."""

_SECRET: dict[str, Any] = {"hide_parameters": True}
"""What a failed statement was given is personal, and a traceback may end up anywhere."""

BUSY_SECONDS = 15
POOL = 20


class Unit:
    """One transaction. `now` is the clock, read once at its start (for writes after the lock is held)."""

    def __init__(self, conn: sa.Connection, now: int, ids: Ids, hearers: Sequence[Hearer] = ()) -> None:
        self.conn = conn
        self.now = now
        self.ids = ids
        self.hearers = hearers
        self._before: dict[Hashable, Callable[[], None]] = {}
        self._after: list[Callable[[], None]] = []
        self._values: dict[Hashable, Any] = {}
        self._pending: dict[Hashable, Pending] = {}
        self._announced: dict[tuple[str, str], None] = {}

    def before_commit(self, key: Hashable, run: Callable[[], None]) -> None:
        """Runs `run` as the last thing inside the transaction, once for each `key`."""
        self._before.setdefault(key, run)

    def after_commit(self, run: Callable[[], None]) -> None:
        """Runs `run` when the transaction is committed; never when it is rolled back."""
        self._after.append(run)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """A value that lives as long as the unit, or until the savepoint it was made in is rolled back."""
        if key not in self._values:
            self._values[key] = make()
        return cast(T, self._values[key])

    def pending(self, key: Hashable, flush: Callable[[list[T]], None]) -> list[T]:
        """A list to append to; `flush` gets it before the commit, so that many rows are written by one statement."""
        if key not in self._pending:
            self._pending[key] = Pending([], flush)
        return cast("list[T]", self._pending[key].rows)

    def flush(self, key: Hashable) -> None:
        """Writes one pending list now, for who must read what is in it."""
        if key in self._pending:
            self._pending[key].write()

    def announce(self, channel: str, text: str) -> None:
        """Tells the listeners of `channel` once, after the commit; on PostgreSQL those of other processes too."""
        self._announced[channel, text] = None

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part that can fail alone: an exception undoes its rows and what it left for the commit, and goes on."""
        marks = {key: len(pending.rows) for key, pending in self._pending.items()}
        kept = dict(self._before), list(self._after), dict(self._values), dict(self._announced)
        self.conn.exec_driver_sql("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self.conn.exec_driver_sql("ROLLBACK TO SAVEPOINT part")
            self.conn.exec_driver_sql("RELEASE SAVEPOINT part")
            self._before, self._after, self._values, self._announced = kept
            self._pending = {key: self._pending[key] for key in marks}
            for key, length in marks.items():
                del self._pending[key].rows[length:]
            raise
        self.conn.exec_driver_sql("RELEASE SAVEPOINT part")

    def settle(self) -> None:
        """Runs now what was left for the commit, lists last: what does not hold fails here."""
        while work := self._work():
            work()

    def left(self) -> tuple[list[Callable[[], None]], list[tuple[str, str]]]:
        """What is left for after the commit: what to run, and what to announce."""
        return self._after, list(self._announced)

    def _work(self) -> Callable[[], None] | None:
        if self._before:
            return self._before.pop(next(iter(self._before)))
        return next((pending.write for pending in self._pending.values() if pending.rows), None)


@dataclass
class Pending:
    """Rows that wait for one statement."""

    rows: list[Any]
    flush: Callable[[list[Any]], None]

    def write(self) -> None:
        """Hands the rows over and forgets them."""
        rows = self.rows[:]
        self.rows.clear()
        if rows:
            self.flush(rows)


class Database:
    """The engine and what hangs on its commits. Open it with `open`, close it with `close`."""

    def __init__(self, engine: sa.Engine, clock: Clock, ids: Ids) -> None:
        self.engine = engine
        self.dialect = engine.dialect.name
        self.clock = clock
        self.ids = ids
        self.process = ids.secret(8).hex()
        self.outage = Outage("the database")
        self._listeners: dict[str, list[Listener]] = {}
        self._hearers: list[Hearer] = []
        sqlite = self.dialect == "sqlite"
        self._readers = engine if sqlite else engine.execution_options(**_SNAPSHOT)
        self._writers = engine.execution_options(begin="BEGIN IMMEDIATE") if sqlite else engine

    @classmethod
    def open(cls, url: str, clock: Clock, ids: Ids, *, durable: bool = True) -> "Database":
        """Connects to `sqlite:///<path>`, `sqlite://` (in memory) or `postgresql+psycopg://...`.

        Without `durable` a SQLite commit does not wait for the disk; that is for tests.
        """
        address = sa.make_url(url)
        if address.get_backend_name() != "sqlite":
            engine = sa.create_engine(
                address, pool_size=POOL, max_overflow=0, pool_pre_ping=True, isolation_level="READ COMMITTED", **_SECRET
            )
            return cls(engine, clock, ids)
        engine = _sqlite_engine(address)
        sa.event.listen(engine, "connect", _sqlite_settings("FULL" if durable else "OFF"))
        sa.event.listen(engine, "begin", _begin)
        return cls(engine, clock, ids)

    def close(self) -> None:
        """Gives every connection back."""
        self.engine.dispose()

    def read(self) -> AbstractContextManager[Unit]:
        """One snapshot; nothing can be written in it on PostgreSQL, and nothing may be on SQLite."""
        return self._unit(self._readers, writes=False)

    def write(self) -> AbstractContextManager[Unit]:
        """One transaction that commits at its end and rolls back on an exception."""
        return self._unit(self._writers, writes=True)

    def listen(self, channel: str, listener: Listener) -> None:
        """Calls `listener` with each announcement on `channel`."""
        self._listeners.setdefault(channel, []).append(listener)

    def tell(self, hearer: Hearer) -> None:
        """Tells `hearer` of everything that goes into the log, in its transaction: how a lower slice is heard by a
        higher one.
        """
        self._hearers.append(hearer)

    def hear(self, channel: str, text: str) -> None:
        """Passes an announcement to the listeners here; a commit does so, and news of another process."""
        for listener in self._listeners.get(channel, ()):
            listener(text)

    @contextmanager
    def _unit(self, engine: sa.Engine, *, writes: bool) -> Iterator[Unit]:
        with engine.connect() as conn, conn.begin():
            unit = Unit(conn, self.clock.now(), self.ids, self._hearers)
            yield unit
            if writes:
                unit.settle()
                self._notify(conn, unit.left()[1])
            after, announced = unit.left()
        for run in after:
            run()
        for channel, text in announced:
            self.hear(channel, text)

    def _notify(self, conn: sa.Connection, announced: list[tuple[str, str]]) -> None:
        if announced and self.dialect == "postgresql":
            payloads = [{"payload": f"{self.process} {channel} {text}"} for channel, text in announced]
            for payload in payloads:
                conn.execute(_NOTIFY, payload)


NOTIFY_CHANNEL = "deskbell"
_NOTIFY = sa.select(sa.func.pg_notify(NOTIFY_CHANNEL, sa.bindparam("payload", type_=sa.Text)))
_SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def collided(error: BaseException) -> bool:
    """Whether a transaction failed only because of another one at the same time."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in COLLISIONS


def damaged(error: BaseException) -> bool:
    """Whether a SQLite file is not what SQLite wrote."""
    code = getattr(error.orig, "sqlite_errorcode", 0) if isinstance(error, DBAPIError) else 0
    return code & _PRIMARY in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def unreachable(error: BaseException) -> bool:
    """Whether the database as a whole cannot be used now, which no fault of the request or of ours explains."""
    if isinstance(error, NoConnection):
        return True
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & _PRIMARY in _UNUSABLE
    fails = isinstance(error, OperationalError | InterfaceError) and not isinstance(error.orig, sqlite3.Error)
    return error.connection_invalidated or (fails and not collided(error))


def _sqlite_engine(address: sa.URL) -> sa.Engine:
    if address.database in {None, "", ":memory:"}:
        return sa.create_engine(address, poolclass=StaticPool, connect_args={"check_same_thread": False}, **_SECRET)
    arguments = {"check_same_thread": False, "timeout": BUSY_SECONDS}
    return sa.create_engine(address, connect_args=arguments, pool_size=POOL, max_overflow=0, **_SECRET)


def _sqlite_settings(synchronous: str) -> Callable[[Any, ConnectionPoolEntry], None]:
    def connect(raw: Any, _entry: ConnectionPoolEntry) -> None:
        raw.isolation_level = None  # the driver must not begin by itself: `_begin` says how
        raw.execute("PRAGMA foreign_keys=ON")
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute(f"PRAGMA synchronous={synchronous}")
        raw.execute("PRAGMA cache_size=-16000")
        raw.execute("PRAGMA temp_store=MEMORY")

    return connect


def _begin(conn: sa.Connection) -> None:
    conn.exec_driver_sql(conn.get_execution_options().get("begin", "BEGIN"))
