"""Promise R1: a cursor that has seen a number has seen every committed row up to it, and never misses one."""

import itertools
import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from backend.db.database import Database
from backend.db.tables.core import feed_rows
from backend.feed.change import change_of
from tests.support.feed import BUSINESS, CARDS, Bare, Desk, row

WRITERS, CHANGES = 8, 12
HELD_BACK = 0.25
"""Seconds that the first writer gives a later one to overtake it."""

Write = Callable[[Database, str, Callable[[], None]], None]
"""Writes a row by its id, and calls the hook between taking a number and the commit."""


class RolledBack(Exception):
    pass


def numbered(database: Database, id_: str, between: Callable[[], None]) -> None:
    """How the backend does it."""
    with database.write() as unit:
        change_of(unit, BUSINESS).publish(CARDS, row(id_))
        between()


def naive(numbers: Iterator[int]) -> Write:
    """How a sequence does it: the number is taken without waiting for anybody."""

    def write(database: Database, id_: str, between: Callable[[], None]) -> None:
        number = next(numbers)
        between()
        with database.write() as unit:
            key = {"business_id": BUSINESS, "kind": "busy", "id": id_, "scope": CARDS}
            unit.conn.execute(sa.insert(feed_rows).values(**key, number=number, body=b"{}"))

    return write


class Watcher:
    """Follows the feed with a cursor while others write."""

    def __init__(self, read: Callable[[], set[str]]) -> None:
        self.seen: set[str] = set()
        self._read = read
        self._lock = threading.Lock()

    def look(self) -> None:
        with self._lock:
            self.seen |= self._read()


def by_cursor(bare: Bare) -> Callable[[], set[str]]:
    desk = Desk((CARDS,))
    return lambda: {one.id for page in desk.pull_all(bare) for one in page.rows} | set(desk.ids())


def by_number(bare: Bare) -> Callable[[], set[str]]:
    last = 0

    def read() -> set[str]:
        nonlocal last
        with bare.database.read() as unit:
            query = sa.select(feed_rows.c.id, feed_rows.c.number).where(feed_rows.c.number > last)
            found = unit.conn.execute(query).all()
        last = max([last, *(one.number for one in found)])
        return {one.id for one in found}

    return read


def race(bare: Bare, write: Write, read: Callable[[], set[str]]) -> tuple[set[str], set[str]]:
    """What was committed, and what a cursor saw of it. The first writer is held back until another has overtaken it."""
    watcher, committed, overtaken = Watcher(read), set[str](), threading.Event()
    first_has_number = threading.Event()

    def first() -> None:
        def between() -> None:
            first_has_number.set()
            overtaken.wait(HELD_BACK)

        write(bare.database, "first", between)
        committed.add("first")

    def others(writer: int) -> None:
        luck = random.Random(writer)
        first_has_number.wait()
        for change in range(CHANGES):
            id_ = f"{writer}-{change}"
            try:
                write(bare.database, id_, lambda: linger(luck))
            except RolledBack:
                continue
            committed.add(id_)
            watcher.look()
            overtaken.set()

    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(first), *(pool.submit(others, writer) for writer in range(1, WRITERS))]:
            done.result()
    watcher.look()
    return committed, watcher.seen


def linger(luck: random.Random) -> None:
    """A delay between number and commit, and now and then no commit."""
    threading.Event().wait(luck.random() * 0.004)
    if luck.random() < 0.1:
        raise RolledBack


@pytest.mark.row("R1")
def test_a_cursor_never_skips_a_committed_row(bare: Bare) -> None:
    committed, seen = race(bare, numbered, by_cursor(bare))
    assert len(committed) > WRITERS * CHANGES // 2
    assert seen == committed


@pytest.mark.row("R1")
def test_the_same_check_notices_a_cursor_over_a_sequence(bare: Bare) -> None:
    committed, seen = race(bare, naive(itertools.count(1)), by_number(bare))
    assert "first" in committed
    assert "first" not in seen


@pytest.mark.row("R1")
def test_a_change_that_is_rolled_back_leaves_no_number(bare: Bare) -> None:
    def fail() -> None:
        raise RolledBack

    with pytest.raises(RolledBack):
        numbered(bare.database, "a", fail)
    assert bare.publish("b") == 1


def test_one_transaction_is_one_change(bare: Bare) -> None:
    with bare.database.write() as unit:
        assert change_of(unit, BUSINESS) is change_of(unit, BUSINESS)
    with bare.database.write() as unit, pytest.raises(LookupError):
        change_of(unit, "nobody")
