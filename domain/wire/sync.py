"""The conversation that keeps a desk's copy equal to what the server lets its person see.

`GET /v1/sync?cursor=` answers one SyncPage from one database snapshot; `GET /v1/stream` pushes the same type.
"""

import msgspec

from domain.wire.base import Answer


class FeedRow(Answer, frozen=True):
    """A row as it is since `number`. `body` is the JSON of one of domain.wire.rows."""

    scope: str
    kind: str
    id: str
    number: int
    body: msgspec.Raw


class Tombstone(Answer, frozen=True):
    """The row left its scope at `number`. It names nothing but the row."""

    scope: str
    kind: str
    id: str
    number: int


class Snapshot(Answer, frozen=True):
    """A page of a scope that the desk does not hold yet: stage its rows; when `done`, swap them in at once."""

    scope: str
    rows: tuple[FeedRow, ...]
    first: bool
    done: bool


class ScopeCheck(Answer, frozen=True):
    """What a scope must hold at the page's number: how many rows, and the sum of their hashes (domain.feedhash)."""

    scope: str
    count: int
    hash: str


class SyncPage(Answer, frozen=True):
    """One step from `since` to `number`.

    `refetch` says that the cursor means nothing here (a restored backup, or too old): drop the copy and start without
    one. `dropped` scopes are no longer granted and go at once, with their rows. Then rows and tombstones of held scopes
    apply, then snapshots. `done` names actions (of any desk) whose effect is in; `checks` come when `more` is false.
    """

    server: str
    business_id: str
    now: int
    since: int
    number: int
    cursor: str
    more: bool = False
    refetch: bool = False
    dropped: tuple[str, ...] = ()
    rows: tuple[FeedRow, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    done: tuple[str, ...] = ()
    checks: tuple[ScopeCheck, ...] = ()


class Nudge(Answer, frozen=True):
    """A stream event without its delta: something changed in these scopes, or the grants did; pull."""

    number: int
    scopes: tuple[str, ...] = ()
