"""What a desk's copy lacks, a page at a time, from one snapshot of the database.

A cursor names the number that the copy stands at, that number's random token (another one there means that the server
was restored from a backup), the scopes held, and how far the snapshot of one more scope has come.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import msgspec
import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.core import actions, businesses, feed_numbers, feed_rows, feed_tombstones
from backend.feed.change import scope_sums
from domain.wire.sync import FeedRow, ScopeCheck, Snapshot, SyncPage, Tombstone

FIRST_PAGE = 200
PAGE = 5000
NO_SUM = "0" * 16


class Viewer(Protocol):
    """Whose desk it is."""

    @property
    def id(self) -> str: ...
    @property
    def business_id(self) -> str: ...
    def scopes(self) -> tuple[str, ...]: ...


class Position(msgspec.Struct, frozen=True, array_like=True):
    """How far the snapshot of a scope has come: rows up to `upto` are paged by number, kind and id."""

    scope: str
    upto: int
    number: int = -1
    kind: str = ""
    id: str = ""


class Behind(msgspec.Struct, frozen=True, array_like=True):
    """A scope whose snapshot is whole as of `number`: what changed while it was paged comes with the next page."""

    scope: str
    number: int


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """What a desk's copy holds."""

    business_id: str
    number: int
    token: str
    held: tuple[str, ...]
    position: Position | None = None
    behind: tuple[Behind, ...] = ()


class Delta(NamedTuple):
    """The rows and tombstones of some scopes after one number up to another."""

    number: int
    rows: tuple[FeedRow, ...]
    tombstones: tuple[Tombstone, ...]


_HEAD = sa.select(businesses.c.number).where(businesses.c.id == sa.bindparam("business"))
_ITS_TOKEN = sa.and_(feed_numbers.c.business_id == businesses.c.id, feed_numbers.c.number == businesses.c.number)
_TIP = (
    sa.select(businesses.c.number, feed_numbers.c.token)
    .join_from(businesses, feed_numbers, _ITS_TOKEN, isouter=True)
    .where(businesses.c.id == sa.bindparam("business"))
)
_TOKEN = sa.select(feed_numbers.c.token).where(
    feed_numbers.c.business_id == sa.bindparam("business"), feed_numbers.c.number == sa.bindparam("number")
)
_ROW = (feed_rows.c.scope, feed_rows.c.kind, feed_rows.c.id, feed_rows.c.number, feed_rows.c.body)
_STONE = (*feed_tombstones.c["scope", "kind", "id", "number"], sa.null().label("body"))


def _after(table: sa.Table, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    return sa.select(*columns).where(
        table.c.business_id == sa.bindparam("business"),
        table.c.scope.in_(sa.bindparam("scopes", expanding=True)),
        table.c.number > sa.bindparam("since"),
        table.c.number <= sa.bindparam("upto"),
    )


_CHANGES = (
    sa.union_all(_after(feed_rows, *_ROW), _after(feed_tombstones, *_STONE))
    .order_by("number", "kind", "id")
    .limit(sa.bindparam("most"))
)
"""A tombstone is what has no body."""

_PAGE = (
    sa.select(*_ROW)
    .where(
        feed_rows.c.business_id == sa.bindparam("business"),
        feed_rows.c.scope == sa.bindparam("of"),
        feed_rows.c.number <= sa.bindparam("upto"),
        feed_rows.c.number >= sa.bindparam("number"),
        sa.tuple_(feed_rows.c.number, feed_rows.c.kind, feed_rows.c.id)
        > sa.tuple_(sa.bindparam("number"), sa.bindparam("kind"), sa.bindparam("id")),
    )
    .order_by(feed_rows.c.number, feed_rows.c.kind, feed_rows.c.id)
    .limit(sa.bindparam("most"))
)
_DONE = (
    sa.select(actions.c.id)
    .where(
        actions.c.business_id == sa.bindparam("business"),
        actions.c.number > sa.bindparam("since"),
        actions.c.number <= sa.bindparam("upto"),
    )
    .order_by(actions.c.number, actions.c.id)
)
_NO_LIMIT = 1_000_000_000


def sync_page(unit: Unit, viewer: Viewer, server: str, cursor: str | None, limit: int | None = None) -> SyncPage:
    """The next step for a desk that stands at `cursor`; None and "" are a desk that holds nothing."""
    if not cursor:
        start = Cursor(viewer.business_id, head(unit, viewer.business_id), "", ())
        return _Step(unit, viewer, server, start, limit or FIRST_PAGE).page()
    read = read_cursor(cursor)
    if read is None or read.business_id != viewer.business_id or token(unit, read) != read.token:
        return _refetch(unit, viewer, server)
    return _Step(unit, viewer, server, read, limit or PAGE).page()


def head(unit: Unit, business_id: str) -> int:
    """The number of the newest change."""
    number: int = unit.conn.execute(_HEAD, {"business": business_id}).scalar_one()
    return number


def tip(unit: Unit, business_id: str) -> tuple[int, str]:
    """The number of the newest change and its token; before the first change that is empty."""
    number, mark = unit.conn.execute(_TIP, {"business": business_id}).one()
    return number, mark or ""


def token(unit: Unit, cursor: Cursor) -> str | None:
    """The token that the cursor's number has here; None when it never was or is too long ago."""
    return token_of(unit, cursor.business_id, cursor.number)


def token_of(unit: Unit, business_id: str, number: int) -> str | None:
    """The token of a number; before the first change it is empty."""
    if number == 0:
        return ""
    return unit.conn.execute(_TOKEN, {"business": business_id, "number": number}).scalar_one_or_none()


def read_cursor(text: str) -> Cursor | None:
    """None when it is no cursor of ours."""
    try:
        return msgspec.msgpack.decode(urlsafe_b64decode(text.encode("ascii")), type=Cursor)
    except (UnicodeEncodeError, binascii.Error, msgspec.DecodeError):
        return None


def write_cursor(cursor: Cursor) -> str:
    """The opaque form of a cursor."""
    return urlsafe_b64encode(msgspec.msgpack.encode(cursor)).decode("ascii")


def changes(unit: Unit, business_id: str, scopes: Sequence[str], since: int, upto: int, limit: int) -> Delta:
    """What changed in `scopes`, whole changes only: about `limit` rows, or one change if that alone has more."""
    if not scopes or since >= upto:
        return Delta(upto, (), ())
    of: dict[str, object] = {"business": business_id, "scopes": list(scopes), "since": since}
    found = unit.conn.execute(_CHANGES, {**of, "upto": upto, "most": limit + 1}).all()
    to = _cut([one.number for one in found], limit, upto)
    if to != upto:
        found = unit.conn.execute(_CHANGES, {**of, "upto": to, "most": _NO_LIMIT}).all()
    stones = tuple(Tombstone(*one[:-1]) for one in found if one.body is None)
    return Delta(to, _feed_rows(one for one in found if one.body is not None), stones)


def _cut(numbers: Sequence[int], limit: int, upto: int) -> int:
    """The last number that is wholly within the limit, at least the first."""
    if len(numbers) <= limit:
        return upto
    return max(numbers[0], numbers[limit] - 1)


def _feed_rows(rows: Iterable[Iterable[Any]]) -> tuple[FeedRow, ...]:
    return tuple(FeedRow(scope, kind, id_, number, msgspec.Raw(body)) for scope, kind, id_, number, body in rows)


def done_between(unit: Unit, business_id: str, since: int, upto: int) -> tuple[str, ...]:
    """The actions whose effect came in these changes."""
    if since >= upto:
        return ()
    values = {"business": business_id, "since": since, "upto": upto}
    return tuple(unit.conn.execute(_DONE, values).scalars())


def checks(unit: Unit, business_id: str, scopes: Sequence[str]) -> tuple[ScopeCheck, ...]:
    """What each scope must hold now."""
    sums = scope_sums(unit, business_id, scopes)
    return tuple(ScopeCheck(scope, *sums.get(scope, (0, NO_SUM))) for scope in scopes)


def _refetch(unit: Unit, viewer: Viewer, server: str) -> SyncPage:
    of = {"server": server, "business_id": viewer.business_id, "now": unit.now}
    return SyncPage(**of, since=0, number=0, cursor="", more=True, refetch=True)  # type: ignore[arg-type]


@dataclass
class _Step:
    """One page: first what changed in the scopes held, then, in the room left, snapshots of those missing."""

    unit: Unit
    viewer: Viewer
    server: str
    cursor: Cursor
    limit: int

    def page(self) -> SyncPage:
        """Reads the step and says where the copy stands after it."""
        granted = self.viewer.scopes()
        held = [scope for scope in self.cursor.held if scope in granted]
        newest = head(self.unit, self.viewer.business_id)
        delta = changes(self.unit, self.viewer.business_id, held, self.cursor.number, newest, self.limit)
        if delta.number < newest:
            return self._write(granted, [delta], [], _within(self.cursor, granted, delta.number))
        behind = [late for late in self.cursor.behind if late.scope in granted]
        deltas = [delta, *(self._since(late, newest) for late in behind)]
        held += [late.scope for late in behind]
        snapshots: list[Snapshot] = []
        missing = [scope for scope in granted if scope not in held]
        position = self._snapshots(missing, newest, self.limit - len(delta.rows), snapshots)
        whole = [Behind(snapshot.scope, self._upto(snapshot.scope, newest)) for snapshot in snapshots if snapshot.done]
        held += [one.scope for one in whole if one.number == newest]
        late = tuple(one for one in whole if one.number < newest)
        reached = Cursor(self.viewer.business_id, newest, "", tuple(held), position, late)
        return self._write(granted, deltas, snapshots, reached)

    def _snapshots(self, missing: Sequence[str], newest: int, room: int, out: list[Snapshot]) -> Position | None:
        """Fills the room with snapshots in order; returns where the last one stopped, None when all are whole."""
        for scope in missing:
            if room <= 0:
                return self._begun(scope)
            position = self._begun(scope) or Position(scope, newest)
            rows = self._rows(position, room)
            whole = len(rows) < room
            out.append(Snapshot(scope, rows, position.number < 0, whole))
            room -= len(rows)
            if not whole:
                return Position(scope, position.upto, rows[-1].number, rows[-1].kind, rows[-1].id)
        return None

    def _begun(self, scope: str) -> Position | None:
        position = self.cursor.position
        return position if position is not None and position.scope == scope else None

    def _rows(self, position: Position, room: int) -> tuple[FeedRow, ...]:
        values = {"business": self.viewer.business_id, "of": position.scope, "upto": position.upto, "most": room}
        place = {"number": position.number, "kind": position.kind, "id": position.id}
        return _feed_rows(self.unit.conn.execute(_PAGE, {**values, **place}).all())

    def _upto(self, scope: str, newest: int) -> int:
        begun = self._begun(scope)
        return newest if begun is None else begun.upto

    def _since(self, late: Behind, newest: int) -> Delta:
        return changes(self.unit, self.viewer.business_id, (late.scope,), late.number, newest, _NO_LIMIT)

    def _write(
        self, granted: Sequence[str], deltas: Sequence[Delta], snapshots: Sequence[Snapshot], reached: Cursor
    ) -> SyncPage:
        business, number = reached.business_id, reached.number
        mark = token_of(self.unit, business, number) or ""
        more = len(reached.held) < len(granted) or number < head(self.unit, business)
        return SyncPage(
            server=self.server,
            business_id=business,
            now=self.unit.now,
            since=self.cursor.number,
            number=number,
            cursor=write_cursor(msgspec.structs.replace(reached, token=mark)),
            more=more,
            dropped=tuple(scope for scope in _started(self.cursor) if scope not in granted),
            rows=tuple(row for delta in deltas for row in delta.rows),
            tombstones=tuple(stone for delta in deltas for stone in delta.tombstones),
            snapshots=tuple(snapshots),
            done=done_between(self.unit, business, self.cursor.number, number),
            checks=() if more else checks(self.unit, business, granted),
        )


def _started(cursor: Cursor) -> tuple[str, ...]:
    """Every scope of which the desk has any row."""
    position = () if cursor.position is None else (cursor.position.scope,)
    return (*cursor.held, *(late.scope for late in cursor.behind), *position)


def _within(cursor: Cursor, granted: Sequence[str], number: int) -> Cursor:
    """The same cursor at a later number, without what is no longer granted."""
    position = cursor.position if cursor.position is not None and cursor.position.scope in granted else None
    held = tuple(scope for scope in cursor.held if scope in granted)
    behind = tuple(late for late in cursor.behind if late.scope in granted)
    return Cursor(cursor.business_id, number, "", held, position, behind)
