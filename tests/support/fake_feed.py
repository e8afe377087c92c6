"""The feed of a fake server, in memory: rows, numbers, tombstones, cursors with tokens, paged snapshots."""

import copy
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

from domain.feedhash import add, row_hash, text
from domain.wire.base import encode
from domain.wire.rows import KINDS, Row
from domain.wire.sync import FeedRow, ScopeCheck, Snapshot, SyncPage, Tombstone

Key = tuple[str, str]


class Cursor(msgspec.Struct, frozen=True):
    """Where a copy stands. `filling` is the scope whose snapshot is on its way, `after` the last row sent of it."""

    number: int
    token: str
    held: tuple[str, ...] = ()
    filling: str = ""
    after: tuple[str, str] = ("", "")

    def text(self) -> str:
        return urlsafe_b64encode(msgspec.json.encode(self)).decode()


@dataclass
class State:
    """Everything that a backup keeps."""

    number: int = 0
    tokens: dict[int, str] = field(default_factory=lambda: {0: ""})
    rows: dict[Key, FeedRow] = field(default_factory=dict)
    tombstones: list[Tombstone] = field(default_factory=list)
    done: list[tuple[int, str]] = field(default_factory=list)


class Feed:
    """One business. A page carries at most `page` rows."""

    def __init__(self, server: str, business_id: str, page: int = 3) -> None:
        self.server = server
        self.business_id = business_id
        self.page = page
        self.state = State()
        self._secrets = 0

    def backup(self) -> State:
        return copy.deepcopy(self.state)

    def restore(self, state: State) -> None:
        self.state = copy.deepcopy(state)

    def of(self, kind: str) -> list[FeedRow]:
        """The rows of a kind."""
        return [row for row in self.state.rows.values() if row.kind == kind]

    def change(self) -> int:
        """Take the next number."""
        self._secrets += 1
        self.state.number += 1
        self.state.tokens[self.state.number] = f"secret-{self._secrets}"
        return self.state.number

    def publish(self, scope: str, row: Row) -> None:
        """Put a row into the change that was begun last."""
        self.publish_raw(scope, KINDS[type(row)], row.id, encode(row))

    def publish_raw(self, scope: str, kind: str, row_id: str, body: bytes) -> None:
        """As a newer server might: any kind, any fields."""
        before = self.state.rows.get((kind, row_id))
        if before is not None and before.scope != scope:
            self.state.tombstones.append(Tombstone(before.scope, kind, row_id, self.state.number))
        self.state.rows[kind, row_id] = FeedRow(scope, kind, row_id, self.state.number, msgspec.Raw(body))

    def withdraw(self, kind: str, row_id: str) -> None:
        row = self.state.rows.pop((kind, row_id), None)
        if row is not None:
            self.state.tombstones.append(Tombstone(row.scope, kind, row_id, self.state.number))

    def pull(self, cursor: str | None, granted: tuple[str, ...], now: int) -> SyncPage:
        """The next page for a copy that stands at `cursor`."""
        at = _read(cursor) if cursor else Cursor(self.state.number, self._token())
        if at is None or self.state.tokens.get(at.number) != at.token:
            return SyncPage(self.server, self.business_id, now, 0, 0, "", more=True, refetch=True)
        held = tuple(scope for scope in at.held if scope in granted)
        begun = at.filling in granted
        snapshots, reached = self._snapshot(at if begun else msgspec.structs.replace(at, filling=""), granted)
        dropped = tuple(scope for scope in (*at.held, at.filling) if scope and scope not in granted)
        known = (*held, *([at.filling] if begun else []))
        more = bool(reached.filling) or len(reached.held) < len(granted)
        return SyncPage(
            self.server,
            self.business_id,
            now,
            at.number,
            self.state.number,
            reached.text(),
            more=more,
            dropped=dropped,
            rows=self._delta(at, held),
            tombstones=tuple(t for t in self.state.tombstones if t.scope in known and t.number > at.number),
            snapshots=snapshots,
            done=tuple(action_id for number, action_id in self.state.done if number > at.number),
            checks=() if more else self.checks(granted),
        )

    def _delta(self, at: Cursor, held: tuple[str, ...]) -> tuple[FeedRow, ...]:
        """Of a scope that is being sent, only rows that were sent already: the others come with its snapshot."""
        newer = [(key, row) for key, row in self.state.rows.items() if row.number > at.number]
        return tuple(row for key, row in newer if row.scope in held or (row.scope == at.filling and key <= at.after))

    def _token(self) -> str:
        return self.state.tokens[self.state.number]

    def _snapshot(self, at: Cursor, granted: tuple[str, ...]) -> tuple[tuple[Snapshot, ...], Cursor]:
        held = [scope for scope in at.held if scope in granted]
        missing = [scope for scope in granted if scope not in held]
        here = Cursor(self.state.number, self._token(), tuple(held))
        if not missing:
            return (), here
        scope = at.filling or missing[0]
        after = at.after if at.filling else ("", "")
        waiting = sorted((key, row) for key, row in self.state.rows.items() if row.scope == scope and key > after)
        rows = [row for _, row in waiting[: self.page]]
        done = len(rows) == len(waiting)
        snapshot = Snapshot(scope, tuple(rows), first=not at.filling, done=done)
        if done:
            return (snapshot,), msgspec.structs.replace(here, held=(*held, scope))
        return (snapshot,), msgspec.structs.replace(here, filling=scope, after=waiting[self.page - 1][0])

    def checks(self, scopes: Iterable[str]) -> tuple[ScopeCheck, ...]:
        return tuple(self._check(scope) for scope in scopes)

    def _check(self, scope: str) -> ScopeCheck:
        rows = [row for row in self.state.rows.values() if row.scope == scope]
        total = 0
        for row in rows:
            total = add(total, row_hash(row.kind, row.id, row.number))
        return ScopeCheck(scope, len(rows), text(total))

    def pushed(self, since: int, granted: tuple[str, ...], now: int) -> SyncPage:
        """What the stream says of everything after `since` to a desk that holds all it may."""
        token = self._token()
        return SyncPage(
            self.server,
            self.business_id,
            now,
            since,
            self.state.number,
            Cursor(self.state.number, token, granted).text(),
            rows=tuple(row for row in self.state.rows.values() if row.scope in granted and row.number > since),
            tombstones=tuple(t for t in self.state.tombstones if t.scope in granted and t.number > since),
            done=tuple(action_id for number, action_id in self.state.done if number > since),
        )


def _read(cursor: str) -> Cursor | None:
    try:
        return msgspec.json.decode(urlsafe_b64decode(cursor.encode()), type=Cursor)
    except (ValueError, msgspec.DecodeError):
        return None
