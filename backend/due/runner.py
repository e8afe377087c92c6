"""Runs what is due: synchronous steps that a server, a test or the simulator calls.

A business is taken by locking its row, as every change of it does, so that workers never hold a due row while they wait
for what a request has locked. Handlers come before the due row is taken away, and it goes only if nobody moved it.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from backend.db.database import Database, Unit, collided, unreachable
from backend.db.tables.core import businesses, due
from backend.due.queue import Due, DueHandler, Lane, MessageTask
from backend.failures import log_failure
from domain.constants import HOUR, SECOND

log = logging.getLogger("deskbell.due")

BATCH = 200
CALLS = 16
"""How many messages are claimed at once; they are called at the same time, so that none outlives its lease waiting."""

LEASE = 180 * SECOND
"""After this long without a record a claimed message is lost. Longer than any provider is waited for."""

_NEXT = sa.select(sa.func.min(due.c.at)).where(due.c.lane == sa.bindparam("lane"))
_RIPE = sa.select(due.c.business_id).where(due.c.lane == sa.bindparam("lane"), due.c.at <= sa.bindparam("now"))
_OLDEST = _RIPE.order_by(due.c.at).limit(1)
_TAKE = (
    sa.select(businesses.c.id)
    .where(businesses.c.id.in_(_RIPE))
    .limit(1)
    .with_for_update(key_share=True, skip_locked=True)
)
_WAIT = sa.select(businesses.c.id).where(businesses.c.id.in_(_OLDEST)).with_for_update(key_share=True)
_LOCK = sa.select(businesses.c.id).where(businesses.c.id == sa.bindparam("business")).with_for_update(key_share=True)
_ROWS = (
    sa.select(due.c.business_id, due.c.task, due.c.subject, due.c.at, due.c.payload, due.c.attempts, due.c.leased)
    .where(
        due.c.business_id == sa.bindparam("business"),
        due.c.lane == sa.bindparam("lane"),
        due.c.at <= sa.bindparam("now"),
    )
    .order_by(due.c.at, due.c.task, due.c.subject)
    .limit(sa.bindparam("most"))
)
_THE_ROW = sa.and_(
    due.c.business_id == sa.bindparam("b"),
    due.c.task == sa.bindparam("t"),
    due.c.subject == sa.bindparam("s"),
    due.c.at == sa.bindparam("was"),
    due.c.attempts == sa.bindparam("tried"),
)
_DELETE = sa.delete(due).where(_THE_ROW)
_MOVE = (
    sa.update(due)
    .where(_THE_ROW)
    .values(at=sa.bindparam("to"), attempts=due.c.attempts + 1, leased=sa.bindparam("lease"))
)


class _Moved(Exception):
    """Somebody scheduled or cancelled the row meanwhile."""


@dataclass(frozen=True)
class Claimed:
    """A message whose call is this process's to make, until its lease ends."""

    task: MessageTask
    due: Due
    work: Any

    def call(self) -> Any:
        """Makes the call. A failure of the task itself is returned, so that it is recorded as lost."""
        try:
            return self.task.run(self.work)
        except Exception as error:  # noqa: BLE001 - whatever broke, the call may have been made
            log_failure(f"task {self.due.task}", error)
            return error


class Runner:
    """Runs due rows with the handlers of their tasks."""

    def __init__(self, database: Database, handlers: Mapping[str, DueHandler]) -> None:
        self._database = database
        self._handlers = handlers

    def run_due(self, lane: Lane) -> int | None:
        """Runs everything that is due now; the next instant at which something will be, None when nothing waits."""
        while True:
            ripe, at = self.ripe(lane)
            if not ripe:
                return at
            for claimed in self.step(lane):
                self.record(claimed, claimed.call())

    def ripe(self, lane: Lane) -> tuple[bool, int | None]:
        """Whether something is due now, and the instant of the soonest row."""
        with self._database.read() as unit:
            at: int | None = unit.conn.execute(_NEXT, {"lane": lane}).scalar_one()
            return at is not None and at <= unit.now, at

    def soonest(self) -> int | None:
        """The soonest instant of all lanes."""
        found = [self.ripe(lane)[1] for lane in Lane]
        return min((at for at in found if at is not None), default=None)

    def step(self, lane: Lane) -> list[Claimed]:
        """One batch of one business: clock tasks are done, messages are claimed and returned to be called."""
        most = BATCH if lane is Lane.CLOCK else CALLS
        try:
            return self._batch(lane, most)
        except Exception as error:
            if collided(error):
                return []
            if unreachable(error):
                raise
            log_failure(f"a batch of {lane}, tried one by one now", error)
        return [claimed for _ in range(most) for claimed in self._alone(lane)]

    def record(self, claimed: Claimed, result: Any) -> None:
        """Writes down what came of a call, unless the lease ended first and somebody else wrote that it is unknown.

        The business is locked for it as for all due work, so that a task finds nothing half changed by somebody else.
        """
        with self._database.write() as unit:
            _record(unit, claimed, result)

    def record_all(self, done: Sequence[tuple[Claimed, Any]]) -> None:
        """As `record`, for calls that ended together: one transaction, unless something in it fails. Then each has its
        own, and the first failure is raised when all have been tried.
        """
        try:
            with self._database.write() as unit:
                for claimed, result in done:
                    _record(unit, claimed, result)
            return
        except Exception as error:
            if len(done) == 1 or unreachable(error):
                raise
            log_failure("results together, written one by one now", error)
        failed: list[Exception] = []
        for claimed, result in done:
            try:
                self.record(claimed, result)
            except Exception as error:  # noqa: BLE001 - what became of the others must not be lost with it
                failed.append(error)
        if failed:
            raise failed[0]

    def _batch(self, lane: Lane, most: int) -> list[Claimed]:
        with self._database.write() as unit:
            rows = self._rows(unit, lane, most)
            found = [self._one(unit, row) for row in rows]
        return [claimed for claimed in found if claimed is not None]

    def _alone(self, lane: Lane) -> list[Claimed]:
        """One row in a transaction of its own; when even its commit fails it is put off."""
        rows: list[Due] = []
        try:
            with self._database.write() as unit:
                rows = self._rows(unit, lane, 1)
                found = [self._one(unit, row) for row in rows]
            return [claimed for claimed in found if claimed is not None]
        except Exception as error:
            if collided(error) or not rows:
                raise
            log_failure(f"task {rows[0].task}", error)
        with self._database.write() as unit:
            _put_off(unit, rows[0])
        return []

    def _rows(self, unit: Unit, lane: Lane, most: int) -> list[Due]:
        """Takes a business that has something due, and reads its oldest rows."""
        of = {"lane": lane, "now": unit.now}
        if self._database.dialect == "sqlite":
            business = unit.conn.execute(_OLDEST, of).scalar_one_or_none()
        else:
            business = unit.conn.execute(_TAKE, of).scalar_one_or_none()
            business = business or unit.conn.execute(_WAIT, of).scalar_one_or_none()
        if business is None:
            return []
        rows = unit.conn.execute(_ROWS, {**of, "business": business, "most": most})
        return [Due(*row) for row in rows]

    def _one(self, unit: Unit, row: Due) -> Claimed | None:
        try:
            with unit.savepoint():
                return self._handle(unit, row)
        except _Moved:
            return None
        except Exception as error:
            if collided(error):
                raise
            log_failure(f"task {row.task}", error)
            _put_off(unit, row)
            return None

    def _handle(self, unit: Unit, row: Due) -> Claimed | None:
        handler = self._handlers[row.task]
        if callable(handler):
            handler(unit, row)
            unit.conn.execute(_DELETE, _key(row))
            return None
        return _claim(unit, handler, row)


def _record(unit: Unit, claimed: Claimed, result: Any) -> None:
    unit.conn.execute(_LOCK, {"business": claimed.due.business_id})
    if not unit.conn.execute(_DELETE, _key(claimed.due)).rowcount:
        # Before its end the row is only missing when something newer was scheduled in its place.
        if unit.now >= claimed.due.at:
            log.warning("the lease of %s ended before its result came", claimed.due.task)
    elif isinstance(result, Exception):
        claimed.task.lost(unit, claimed.due)
    else:
        claimed.task.record(unit, claimed.due, claimed.work, result)


def _claim(unit: Unit, task: MessageTask, row: Due) -> Claimed | None:
    if row.leased:
        task.lost(unit, row)
        unit.conn.execute(_DELETE, _key(row))
        return None
    work = task.claim(unit, row)
    if work is None:
        unit.conn.execute(_DELETE, _key(row))
        return None
    until = unit.now + LEASE
    if not unit.conn.execute(_MOVE, {**_key(row), "to": until, "lease": True}).rowcount:
        raise _Moved
    return Claimed(task, replace(row, at=until, attempts=row.attempts + 1, leased=True), work)


def _put_off(unit: Unit, row: Due) -> None:
    """Tries again later: after one second, then two, four and so on up to an hour."""
    wait = min(SECOND << min(row.attempts, 12), HOUR)
    unit.conn.execute(_MOVE, {**_key(row), "to": unit.now + wait, "lease": False})


def _key(row: Due) -> dict[str, object]:
    of: dict[str, object] = {"b": row.business_id, "t": row.task, "s": row.subject}
    return {**of, "was": row.at, "tried": row.attempts}
