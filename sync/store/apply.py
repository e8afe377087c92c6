"""How one page of the feed goes into the replica. Runs inside one transaction of the caller."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from domain.constants import TOMBSTONE_RETENTION
from domain.feedhash import add, row_hash, take, text
from domain.wire.sync import FeedRow, Snapshot, SyncPage, Tombstone
from sync.store.changed import Changed
from sync.store.cipher import Database
from sync.store.schema import FILLING, HELD, STALE

_PUT = "INSERT OR REPLACE INTO row VALUES (?, ?, ?, ?, ?)"
_STAGE = "INSERT OR REPLACE INTO staged VALUES (?, ?, ?, ?, ?)"


@dataclass
class Scope:
    """A scope as the replica has it; `total` is the sum of its rows' hashes."""

    key: int
    name: str
    state: int
    count: int
    total: int
    touched: bool = False


class Application:
    """One page on its way in."""

    def __init__(self, database: Database, page: SyncPage) -> None:
        self._database = database
        self._page = page
        self._ids: dict[str, set[str]] = defaultdict(set)
        self._everything = False
        self._scopes = {
            name: Scope(key, name, state, count, int(total, 16))
            for key, name, state, count, total in database.run("SELECT key, name, state, count, hash FROM scope")
        }

    def run(self) -> tuple[Changed, bool]:
        """What changed, and whether every check of the page holds. Raises Damaged, StoreFailed."""
        for name in self._page.dropped:
            self._drop(name)
        for row in self._page.rows:
            self._upsert(row)
        for tombstone in self._page.tombstones:
            self._remove(tombstone)
        for snapshot in self._page.snapshots:
            self._snapshot(snapshot)
        if not self._page.more:
            for name in [scope.name for scope in self._scopes.values() if scope.state == STALE]:
                self._drop(name)
        self._record()
        ids = {} if self._everything else {kind: frozenset(ids) for kind, ids in self._ids.items()}
        done = frozenset(self._page.done)
        return Changed(ids, self._everything, done, self._page.number), self._verified()

    def _drop(self, name: str) -> None:
        scope = self._scopes.pop(name, None)
        if scope is None:
            return
        for table in ("row", "staged"):
            self._database.run(f"DELETE FROM {table} WHERE scope = ?", (scope.key,))  # noqa: S608
        self._database.run("DELETE FROM scope WHERE key = ?", (scope.key,))
        self._everything = self._everything or scope.count > 0

    def _number(self, scope: Scope, kind: str, row_id: str) -> int | None:
        where = (scope.key, kind, row_id)
        found = self._database.run("SELECT number FROM row WHERE scope = ? AND kind = ? AND id = ?", where)
        return int(found[0][0]) if found else None

    def _held(self, name: str) -> Scope | None:
        scope = self._scopes.get(name)
        return scope if scope is not None and scope.state != STALE else None

    def _upsert(self, row: FeedRow) -> None:
        scope = self._held(row.scope)
        before = self._number(scope, row.kind, row.id) if scope else None
        if scope is None or (before is not None and before >= row.number):
            return
        self._database.run(_PUT, (scope.key, row.kind, row.id, row.number, bytes(row.body)))
        if before is not None:
            self._uncount(scope, row.kind, row.id, before)
        self._count(scope, (row,))
        self._ids[row.kind].add(row.id)

    def _remove(self, tombstone: Tombstone) -> None:
        scope = self._held(tombstone.scope)
        before = self._number(scope, tombstone.kind, tombstone.id) if scope else None
        if scope is None or before is None or before > tombstone.number:
            return
        where = (scope.key, tombstone.kind, tombstone.id)
        self._database.run("DELETE FROM row WHERE scope = ? AND kind = ? AND id = ?", where)
        self._uncount(scope, tombstone.kind, tombstone.id, before)
        self._ids[tombstone.kind].add(tombstone.id)

    def _count(self, scope: Scope, rows: Iterable[FeedRow]) -> None:
        for row in rows:
            scope.total = add(scope.total, row_hash(row.kind, row.id, row.number))
            scope.count += 1
        scope.touched = True

    def _uncount(self, scope: Scope, kind: str, row_id: str, number: int) -> None:
        scope.total = take(scope.total, row_hash(kind, row_id, number))
        scope.count -= 1
        scope.touched = True

    def _snapshot(self, snapshot: Snapshot) -> None:
        scope = self._scopes.get(snapshot.scope) or self._new(snapshot.scope)
        if snapshot.first:
            self._begin(scope)
        if scope.state == STALE:
            self._stage(scope, snapshot)
        else:
            self._fill(scope, snapshot)

    def _new(self, name: str) -> Scope:
        key = self._database.run(
            "INSERT INTO scope (name, state, count, hash) VALUES (?, 0, 0, '0') RETURNING key", (name,)
        )
        self._scopes[name] = scope = Scope(key[0][0], name, FILLING, 0, 0)
        return scope

    def _begin(self, scope: Scope) -> None:
        """A snapshot starts, for the first time or anew."""
        if scope.state == FILLING and scope.count:
            self._database.run("DELETE FROM row WHERE scope = ?", (scope.key,))
            scope.count = scope.total = 0
            self._everything = True
        if scope.state != FILLING:
            self._database.run("DELETE FROM staged WHERE scope = ?", (scope.key,))
            scope.state = STALE
        scope.touched = True

    def _fill(self, scope: Scope, snapshot: Snapshot) -> None:
        self._insert(_PUT, scope, snapshot.rows)
        self._count(scope, snapshot.rows)
        for row in snapshot.rows:
            self._ids[row.kind].add(row.id)
        if snapshot.done:
            scope.state = HELD

    def _insert(self, statement: str, scope: Scope, rows: Iterable[FeedRow]) -> None:
        key = scope.key
        self._database.run_many(statement, [(key, row.kind, row.id, row.number, bytes(row.body)) for row in rows])

    def _stage(self, scope: Scope, snapshot: Snapshot) -> None:
        self._insert(_STAGE, scope, snapshot.rows)
        if snapshot.done:
            self._swap(scope)

    def _swap(self, scope: Scope) -> None:
        """What was staged takes the place of what was shown."""
        self._database.run("DELETE FROM row WHERE scope = ?", (scope.key,))
        self._database.run("INSERT INTO row SELECT * FROM staged WHERE scope = ? ORDER BY number", (scope.key,))
        self._database.run("DELETE FROM staged WHERE scope = ?", (scope.key,))
        rows = self._database.run("SELECT kind, id, number FROM row WHERE scope = ?", (scope.key,))
        scope.total = 0
        for row in rows:
            scope.total = add(scope.total, row_hash(*row))
        scope.count, scope.state, scope.touched = len(rows), HELD, True
        self._everything = True

    def _record(self) -> None:
        touched = [scope for scope in self._scopes.values() if scope.touched]
        for scope in touched:
            values = (scope.state, scope.count, text(scope.total), scope.key)
            self._database.run("UPDATE scope SET state = ?, count = ?, hash = ? WHERE key = ?", values)
        if self._page.done:
            now = self._page.now
            self._database.run_many(
                "INSERT OR REPLACE INTO done VALUES (?, ?)", [(done, now) for done in self._page.done]
            )
            self._database.run("DELETE FROM done WHERE at < ?", (now - TOMBSTONE_RETENTION,))

    def _verified(self) -> bool:
        return all(self._agrees(check.scope, check.count, check.hash) for check in self._page.checks)

    def _agrees(self, name: str, count: int, total: str) -> bool:
        scope = self._scopes.get(name)
        return scope is not None and scope.state == HELD and (scope.count, text(scope.total)) == (count, total)
