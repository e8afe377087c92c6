"""A bare database with one business in it, and what a test of the feed needs to publish and pull by itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
import sqlalchemy as sa

from backend.db.database import Database, Unit
from backend.db.migrate import migrate
from backend.db.tables.core import businesses
from backend.feed.change import change_of
from backend.feed.pull import sync_page
from domain.uuid7 import SeededIds
from domain.wire.rows import BusyRow
from domain.wire.sync import FeedRow, SyncPage
from tests.support.clock import SetClock

T = TypeVar("T")

BUSINESS, SERVER = "business-1", "server-1"
CARDS, BUSY, OWN = "followups:north", "availability:north", "person:ana"


async def in_database(run: Callable[[], T]) -> T:
    """Where a process on SQLite does its database work: on the loop itself."""
    return run()


@dataclass
class Bare:
    """A migrated database with one business."""

    database: Database
    clock: SetClock
    url: str

    def publish(self, *ids: str, scope: str = CARDS, at: int = 0) -> int:
        """One change that publishes these rows; its number."""
        with self.database.write() as unit:
            change = change_of(unit, BUSINESS)
            for one in ids:
                change.publish(scope, row(one, at))
            return change.number

    def withdraw(self, *ids: str) -> int:
        """One change that withdraws these rows."""
        with self.database.write() as unit:
            change = change_of(unit, BUSINESS)
            for one in ids:
                change.withdraw("busy", one)
            return change.number

    def pull(self, desk: "Desk", cursor: str = "", limit: int | None = None) -> SyncPage:
        """One step of a desk."""
        with self.database.read() as unit:
            return sync_page(unit, desk, SERVER, cursor, limit)


def row(id_: str, at: int = 0) -> BusyRow:
    """Some row; `at` tells one version of it from another."""
    return BusyRow(id_, "north", "team-1", at, at + 1)


@dataclass
class Desk:
    """A viewer who also applies what she pulls, in the order that the wire type asks for."""

    granted: tuple[str, ...] = (OWN, CARDS, BUSY)
    id: str = "ana"
    business_id: str = BUSINESS
    rows: dict[tuple[str, str, str], FeedRow] = field(default_factory=dict)
    staged: dict[str, dict[tuple[str, str, str], FeedRow]] = field(default_factory=dict)
    cursor: str = ""
    done: list[str] = field(default_factory=list)

    def scopes(self) -> tuple[str, ...]:
        return self.granted

    def apply(self, page: SyncPage) -> None:
        """What a replica does with a page."""
        if page.refetch:
            self.rows, self.staged, self.cursor = {}, {}, ""
            return
        self.rows = {key: one for key, one in self.rows.items() if key[0] not in page.dropped}
        self.rows.update({key_of(one): one for one in page.rows})
        for stone in page.tombstones:
            self.rows.pop((stone.scope, stone.kind, stone.id), None)
        for snapshot in page.snapshots:
            staged = {} if snapshot.first else self.staged[snapshot.scope]
            staged.update({key_of(one): one for one in snapshot.rows})
            self.staged[snapshot.scope] = staged
            if snapshot.done:
                self.rows = {key: one for key, one in self.rows.items() if key[0] != snapshot.scope}
                self.rows.update(self.staged.pop(snapshot.scope))
        self.done += page.done
        self.cursor = page.cursor

    def pull_all(self, bare: Bare, limit: int | None = None) -> list[SyncPage]:
        """Pulls until there is no more."""
        pages: list[SyncPage] = []
        while not pages or pages[-1].more:
            pages.append(bare.pull(self, self.cursor, limit))
            self.apply(pages[-1])
        return pages

    def ids(self, scope: str = CARDS) -> list[str]:
        """The rows it holds of a scope."""
        return sorted(id_ for of, _, id_ in self.rows if of == scope)


def key_of(one: FeedRow) -> tuple[str, str, str]:
    """What a replica keys rows by."""
    return one.scope, one.kind, one.id


def add_business(unit: Unit, id_: str = BUSINESS) -> None:
    """A business and nothing else."""
    values = {"id": id_, "slug": id_, "name": id_, "number": 0, "created_at": unit.now}
    unit.conn.execute(sa.insert(businesses).values(**values))


def open_bare(url: str, clock: SetClock | None = None, seed: int = 1) -> Bare:
    """A database as it is at an address; another process's view of it when `seed` is another."""
    clock = clock or SetClock()
    return Bare(Database.open(url, clock, SeededIds(seed), durable=False), clock, url)


@pytest.fixture
def sqlite_bare(tmp_path: Path) -> Iterator[Bare]:
    yield from _filled(f"sqlite:///{tmp_path}/bare.db")


@pytest.fixture
def postgres_bare(postgres_url: str) -> Iterator[Bare]:
    yield from _filled(postgres_url)


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest) -> Bare:
    """Each test once on each database."""
    found: Bare = request.getfixturevalue("sqlite_bare" if request.param == "sqlite" else "postgres_bare")
    return found


def _filled(url: str) -> Iterator[Bare]:
    found = open_bare(url)
    migrate(found.database)
    with found.database.write() as unit:
        add_business(unit)
    yield found
    found.database.close()
