"""One change of what staff see: it locks its business, takes the next number, and stamps the rows it publishes.

Because the lock is held until the commit, numbers are committed in their order, and a cursor that has seen a number has
seen all before it (promise R1).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.core import businesses, feed_numbers, feed_rows, feed_scopes, feed_tombstones
from domain import feedhash
from domain.wire.base import encode
from domain.wire.rows import KINDS, Row

CHANNEL = "feed"
"""The channel of announcements: `<business id> <number>`."""

_CHUNK = 500
_NEXT = (
    sa.update(businesses)
    .where(businesses.c.id == sa.bindparam("business"))
    .values(number=businesses.c.number + 1)
    .returning(businesses.c.number)
)
_TOKEN = sa.insert(feed_numbers)
_HELD = sa.select(feed_rows.c.kind, feed_rows.c.id, feed_rows.c.scope, feed_rows.c.number).where(
    feed_rows.c.business_id == sa.bindparam("business"),
    feed_rows.c.kind == sa.bindparam("kind"),
    feed_rows.c.id.in_(sa.bindparam("ids", expanding=True)),
)
_THE_ROW = sa.and_(
    feed_rows.c.business_id == sa.bindparam("b"),
    feed_rows.c.kind == sa.bindparam("k"),
    feed_rows.c.id == sa.bindparam("i"),
)
_INSERT_ROW = sa.insert(feed_rows)
_UPDATE_ROW = (
    sa.update(feed_rows)
    .where(_THE_ROW)
    .values(scope=sa.bindparam("s"), number=sa.bindparam("n"), body=sa.bindparam("body"))
)
_DELETE_ROW = sa.delete(feed_rows).where(_THE_ROW)
_INSERT_TOMBSTONE = sa.insert(feed_tombstones)
_DELETE_TOMBSTONE = sa.delete(feed_tombstones).where(
    feed_tombstones.c.business_id == sa.bindparam("b"),
    feed_tombstones.c.scope == sa.bindparam("s"),
    feed_tombstones.c.kind == sa.bindparam("k"),
    feed_tombstones.c.id == sa.bindparam("i"),
)
_SCOPES = sa.select(feed_scopes.c.scope, feed_scopes.c.count, feed_scopes.c.hash).where(
    feed_scopes.c.business_id == sa.bindparam("business"),
    feed_scopes.c.scope.in_(sa.bindparam("scopes", expanding=True)),
)
_INSERT_SCOPE = sa.insert(feed_scopes)
_UPDATE_SCOPE = (
    sa.update(feed_scopes)
    .where(feed_scopes.c.business_id == sa.bindparam("b"), feed_scopes.c.scope == sa.bindparam("s"))
    .values(count=sa.bindparam("count"), hash=sa.bindparam("hash"))
)


class _Held(NamedTuple):
    scope: str
    number: int


class _Op(NamedTuple):
    """What becomes of a row. Without a scope it is withdrawn."""

    kind: str
    id: str
    scope: str | None
    body: bytes


class Change:
    """The change that a unit makes to one business. Take it with `change_of`."""

    def __init__(self, unit: Unit, business_id: str, number: int) -> None:
        self.number = number
        self._unit = unit
        self._business = business_id

    def publish(self, scope: str, row: Row) -> None:
        """Staff who hold `scope` see `row` from now on, in place of what they had; it leaves the scope it was in."""
        self._add(_Op(KINDS[type(row)], row.id, scope, encode(row)))

    def withdraw(self, kind: str, row_id: str) -> None:
        """Nobody sees the row any more; its text is deleted and its name stays as a tombstone for 35 days."""
        self._add(_Op(kind, row_id, None, b""))

    def _add(self, op: _Op) -> None:
        self._unit.pending(("feed", self._business), self._write).append(op)

    def _write(self, ops: list[_Op]) -> None:
        _Writing(self._unit, self._business, self.number).write(ops)


def change_of(unit: Unit, business_id: str) -> Change:
    """The unit's change of a business. The first call locks the business row and takes the number.

    Take it before other rows are locked, so that two changes never wait for each other. Raises LookupError when there
    is no such business.
    """
    return unit.once(("feed", business_id), lambda: _take(unit, business_id))


def _take(unit: Unit, business_id: str) -> Change:
    number = unit.conn.execute(_NEXT, {"business": business_id}).scalar_one_or_none()
    if number is None:
        raise LookupError(business_id)
    token = unit.ids.secret(9).hex()
    unit.conn.execute(_TOKEN, {"business_id": business_id, "number": number, "token": token, "at": unit.now})
    unit.announce(CHANNEL, f"{business_id} {number}")
    return Change(unit, business_id, number)


class _Writing:
    """Brings the feed's tables from what they hold to what the ops say, with one statement a kind of step."""

    def __init__(self, unit: Unit, business_id: str, number: int) -> None:
        self._unit = unit
        self._business = business_id
        self._number = number
        self._rolls: dict[str, tuple[int, int]] = {}

    def write(self, ops: list[_Op]) -> None:
        """Only the last op of each row counts."""
        last = list({(op.kind, op.id): op for op in ops}.values())
        held = self._held(last)
        for op in last:
            self._roll(op, held.get((op.kind, op.id)))
        self._write_tombstones(last, held)
        self._write_rows(last, held)
        self._write_scopes()

    def _held(self, ops: list[_Op]) -> Mapping[tuple[str, str], _Held]:
        ids: dict[str, list[str]] = {}
        for op in ops:
            ids.setdefault(op.kind, []).append(op.id)
        found: dict[tuple[str, str], _Held] = {}
        for kind, wanted in ids.items():
            for start in range(0, len(wanted), _CHUNK):
                values = {"business": self._business, "kind": kind, "ids": wanted[start : start + _CHUNK]}
                rows = self._unit.conn.execute(_HELD, values).all()
                found.update({(row.kind, row.id): _Held(row.scope, row.number) for row in rows})
        return found

    def _roll(self, op: _Op, held: _Held | None) -> None:
        if held is not None:
            count, total = self._rolls.get(held.scope, (0, 0))
            gone = feedhash.row_hash(op.kind, op.id, held.number)
            self._rolls[held.scope] = (count - 1, feedhash.take(total, gone))
        if op.scope is not None:
            count, total = self._rolls.get(op.scope, (0, 0))
            come = feedhash.row_hash(op.kind, op.id, self._number)
            self._rolls[op.scope] = (count + 1, feedhash.add(total, come))

    def _write_tombstones(self, ops: list[_Op], held: Mapping[tuple[str, str], _Held]) -> None:
        left: list[tuple[str, _Op]] = []
        entered: list[tuple[str, _Op]] = []
        for op in ops:
            before = held.get((op.kind, op.id))
            if before is not None and before.scope != op.scope:
                left.append((before.scope, op))
            if op.scope is not None and (before is None or before.scope != op.scope):
                entered.append((op.scope, op))
        keys = [{"b": self._business, "s": scope, "k": op.kind, "i": op.id} for scope, op in left + entered]
        self._many(_DELETE_TOMBSTONE, keys)
        self._many(_INSERT_TOMBSTONE, [self._tombstone(scope, op) for scope, op in left])

    def _tombstone(self, scope: str, op: _Op) -> dict[str, object]:
        of = {"business_id": self._business, "scope": scope, "kind": op.kind, "id": op.id}
        return {**of, "number": self._number, "at": self._unit.now}

    def _write_rows(self, ops: list[_Op], held: Mapping[tuple[str, str], _Held]) -> None:
        here = [op for op in ops if (op.kind, op.id) in held]
        keep = [op for op in here if op.scope is not None]
        gone = [op for op in here if op.scope is None]
        new = [op for op in ops if op.scope is not None and (op.kind, op.id) not in held]
        self._many(_UPDATE_ROW, [{**self._key(op), "s": op.scope, "n": self._number, "body": op.body} for op in keep])
        self._many(_DELETE_ROW, [self._key(op) for op in gone])
        self._many(_INSERT_ROW, [self._row(op) for op in new])

    def _key(self, op: _Op) -> dict[str, object]:
        return {"b": self._business, "k": op.kind, "i": op.id}

    def _row(self, op: _Op) -> dict[str, object]:
        of = {"business_id": self._business, "kind": op.kind, "id": op.id, "scope": op.scope}
        return {**of, "number": self._number, "body": op.body}

    def _write_scopes(self) -> None:
        known = scope_sums(self._unit, self._business, list(self._rolls))
        insert: list[dict[str, object]] = []
        update: list[dict[str, object]] = []
        for scope, (count, total) in self._rolls.items():
            before = known.get(scope)
            if before is None:
                new = {"count": count, "hash": feedhash.text(total)}
                insert.append({"business_id": self._business, "scope": scope, **new})
            else:
                sum_ = feedhash.add(int(before[1], 16), total)
                update.append(
                    {"b": self._business, "s": scope, "count": before[0] + count, "hash": feedhash.text(sum_)}
                )
        self._many(_INSERT_SCOPE, insert)
        self._many(_UPDATE_SCOPE, update)

    def _many(self, statement: sa.Executable, values: Sequence[Mapping[str, Any]]) -> None:
        if values:
            self._unit.conn.execute(statement, values)


def published(unit: Unit, business_id: str, kind: str) -> dict[str, bytes]:
    """By id, the bodies of all rows of a kind that desks may hold."""
    of = (feed_rows.c.business_id == business_id, feed_rows.c.kind == kind)
    return {row.id: row.body for row in unit.conn.execute(sa.select(feed_rows.c.id, feed_rows.c.body).where(*of))}


def is_published(unit: Unit, business_id: str, kind: str, row_id: str) -> bool:
    """Whether desks may hold the row."""
    unit.flush(("feed", business_id))
    values = {"business": business_id, "kind": kind, "ids": [row_id]}
    return unit.conn.execute(_HELD, values).first() is not None


def scope_sums(unit: Unit, business_id: str, scopes: Iterable[str]) -> dict[str, tuple[int, str]]:
    """By scope, how many rows it has and their sum in hexadecimal; a scope that never had rows is missing."""
    rows = unit.conn.execute(_SCOPES, {"business": business_id, "scopes": list(scopes)})
    return {scope: (count, total) for scope, count, total in rows}
