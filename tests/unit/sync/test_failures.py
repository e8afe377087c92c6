"""Disk full, read-only, I/O errors: the desk is told, nothing half is kept, and it goes on when the disk does (R8)."""

from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from domain.uuid7 import SeededIds
from domain.wire.actions import DismissDraft
from sync.desk import Desk
from sync.errors import StoreFailed
from sync.store.cipher import Database
from tests.support.fake_server import FakeServer
from tests.support.sample import draft
from tests.unit.sync.conftest import open_desk

FULL, READ_ONLY, IO = 13, 8, 10


class Failing:
    """A connection on which the write number `at` fails as SQLite says it, and every later one until `heal`."""

    def __init__(self, real: Any, at: int, code: int) -> None:
        self._real = real
        self._left = at
        self._code = code

    def heal(self) -> None:
        self._left = 1_000_000

    def execute(self, statement: str, values: tuple[object, ...] = ()) -> Any:
        self._count(statement)
        return self._real.execute(statement, values)

    def executemany(self, statement: str, values: list[tuple[object, ...]]) -> Any:
        self._count(statement)
        return self._real.executemany(statement, values)

    def _count(self, statement: str) -> None:
        if not statement.startswith(("SELECT", "ROLLBACK", "PRAGMA")):
            self._left -= 1
        if self._left <= 0 and not statement.startswith(("SELECT", "ROLLBACK")):
            error = sqlcipher.OperationalError("planted")
            error.sqlite_errorcode = self._code
            raise error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def fail(database: Database, at: int, code: int) -> Failing:
    failing = Failing(database._connection, at, code)
    database._connection = failing
    return failing


def converged(desk: Desk, server: FakeServer) -> bool:
    desk.replica.check()
    mine = {row.id: row for row in desk.replica.rows("draft")}
    return mine == server.drafts() and not desk.outbox.waiting()


@pytest.mark.row("R8")
@pytest.mark.parametrize(("code", "reason", "step"), [(FULL, "full", 1), (READ_ONLY, "read_only", 7), (IO, "io", 7)])
def test_whatever_write_of_a_pull_fails_no_half_page_is_kept(
    server: FakeServer, tmp_path: Path, code: int, reason: str, step: int
) -> None:
    said: list[str] = []
    for at in range(1, 51, step):
        desk = open_desk(server, tmp_path / str(at))
        server.draft(draft("d1", notes=f"round {at}"))
        desk.engine.pull()
        for number in range(7):
            server.draft(draft(f"n{number}", notes=f"round {at}"))
        server.withdraw("d1")
        failing = fail(desk.replica._database, at, code)
        try:
            desk.engine.pull()
        except StoreFailed as error:
            said.append(error.reason)
        failing.heal()
        desk.replica.check()
        desk.engine.pull()
        assert converged(desk, server)
        desk.close()
    assert set(said) == {reason}
    assert len(said) >= 10 // step


@pytest.mark.row("R8")
@pytest.mark.parametrize(("code", "step"), [(FULL, 1), (IO, 7)])
def test_whatever_write_of_the_outbox_fails_an_action_is_there_whole_or_not(
    server: FakeServer, tmp_path: Path, code: int, step: int
) -> None:
    for at in range(1, 51, step):
        desk = open_desk(server, tmp_path / str(at))
        desk._ids = SeededIds(at)  # an id is used once, by one desk
        name = f"d{at}"
        server.draft(draft(name))
        desk.engine.pull()
        failing = fail(desk.outbox._database, at, code)
        said = False
        try:
            desk.do(DismissDraft(name))
        except StoreFailed:
            said = True
        assert len(desk.outbox.pending(desk.owner)) == (0 if said else 1)
        if not said:
            _push_through(desk, failing)
        failing.heal()
        desk.sync()
        assert converged(desk, server)
        desk.close()


def _push_through(desk: Desk, failing: Failing) -> None:
    try:
        desk.sync()
    except StoreFailed:
        failing.heal()
    desk.outbox._database.check()


@pytest.mark.row("R8")
def test_a_disk_that_fills_up_page_by_page_is_said_and_survived(desk: Desk, server: FakeServer) -> None:
    server.feed.page = 5
    desk.engine.pull()
    pages = int(desk.replica._database.run("PRAGMA page_count")[0][0])
    for number in range(60):
        server.draft(draft(f"d{number}", notes="x" * 1500))
    said: list[str] = []
    for room in range(1, 51):
        desk.replica._database.run(f"PRAGMA max_page_count = {pages + room}")
        try:
            desk.engine.pull()
        except StoreFailed as error:
            said.append(error.reason)
        desk.replica.check()
        assert len(desk.replica.rows("draft")) % 5 == 0 or converged(desk, server)
    assert set(said) == {"full"}
    assert len(said) > 20
    desk.replica._database.run("PRAGMA max_page_count = 100000")
    desk.engine.pull()
    assert converged(desk, server)


@pytest.mark.row("R8")
def test_a_click_with_a_full_disk_is_refused_at_once_and_works_later(desk: Desk, server: FakeServer) -> None:
    server.draft(draft("d1"))
    desk.engine.pull()
    pages = int(desk.outbox._database.run("PRAGMA page_count")[0][0])
    desk.outbox._database.run(f"PRAGMA max_page_count = {pages}")
    said: list[str] = []
    for _ in range(30):
        try:
            desk.do(DismissDraft("d1"))
        except StoreFailed as error:
            said.append(error.reason)
    assert set(said) == {"full"}
    desk.outbox._database.run("PRAGMA max_page_count = 100000")
    desk.sync()
    assert converged(desk, server)


@pytest.mark.row("R8")
def test_a_folder_that_cannot_be_made_is_said(server: FakeServer, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(StoreFailed):
        open_desk(server, tmp_path / "taken")
