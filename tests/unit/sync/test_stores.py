"""The two files: encryption, damage, other owners, migration, locking, and what is found in their bytes."""

import gc
import os
from pathlib import Path

import pytest

from domain.constants import HOUR, REPLICA_LOCK
from domain.uuid7 import SeededIds
from domain.wire.actions import CreateClient, DismissDraft
from domain.wire.rows import DraftRow
from sync.desk import Desk
from sync.errors import Damaged, Unfit
from sync.making import make
from sync.owner import Owner
from sync.store import outbox as outbox_module
from sync.store.outbox import Outbox
from sync.store.replica import Replica
from tests.support.clock import TUESDAY_NINE, SetClock
from tests.support.fake_server import BUSINESS, PERSON, SERVER, FakeServer
from tests.support.sample import draft

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
ANA = Owner(SERVER, BUSINESS, PERSON)
BEN = ANA._replace(person_id="person-2")


def filled(folder: Path, count: int = 40) -> Path:
    """A closed replica with drafts in it."""
    server = FakeServer()
    server.feed.page = 1000
    for number in range(count):
        server.draft(draft(f"d{number}"))
    path = folder / "replica.db"
    replica = Replica.open(path, KEY, ANA)
    cursor: str | None = None
    while not replica.complete():
        replica.apply(server.feed.pull(cursor, server.scopes(), TUESDAY_NINE), TUESDAY_NINE)
        cursor = replica.cursor()
    replica.close()
    return path


def some_actions(outbox: Outbox, count: int = 3, owner: Owner = ANA) -> list[str]:
    clock, ids = SetClock(), SeededIds(len(owner.person_id))
    made = [make(clock, ids, DismissDraft(f"d{number}")) for number in range(count)]
    for action in made:
        outbox.add(owner, action)
    return [action.id for action in made]


def spoil(path: Path) -> None:
    """Flip bits all over a file, as a failing disk does."""
    body = bytearray(path.read_bytes())
    for place in range(100, len(body), 1000):
        body[place] ^= 0xFF
    path.write_bytes(bytes(body))


def held_count(replica: Replica) -> int:
    return len(replica.rows("draft"))


def test_a_replica_is_found_again_as_it_was_left(tmp_path: Path) -> None:
    replica = Replica.open(filled(tmp_path), KEY, ANA)
    assert held_count(replica) == 40
    assert replica.complete()
    assert replica.seen("draft", "d3") > 0
    assert replica.seen("draft", "nowhere") == 0
    replica.check()
    replica.close()


def test_rows_share_what_they_have_in_common_and_are_what_was_sent(tmp_path: Path) -> None:
    replica = Replica.open(filled(tmp_path), KEY, ANA)
    rows = {row.id: row for row in replica.rows("draft")}
    assert rows == {f"d{number}": draft(f"d{number}") for number in range(40)}
    first, *others = (row for row in rows.values() if isinstance(row, DraftRow))
    assert all(row.lines is first.lines and row.location_id is first.location_id for row in others)
    assert not any(map(gc.is_tracked, (first, *others)))
    replica.close()


@pytest.mark.row("N16")
def test_another_key_another_person_or_another_version_leaves_an_empty_replica(tmp_path: Path) -> None:
    for key, owner in ((OTHER_KEY, ANA), (KEY, BEN), (KEY, ANA._replace(server="server-2"))):
        replica = Replica.open(filled(tmp_path), key, owner)
        assert (held_count(replica), replica.cursor(), replica.owner) == (0, None, owner)
        replica.close()
        (tmp_path / "replica.db").unlink()
    path = filled(tmp_path)
    old = Replica(path, KEY, ANA)
    old._database.set_version(99)
    old.close()
    replica = Replica.open(path, KEY, ANA)
    assert (held_count(replica), replica.cursor()) == (0, None)
    replica.close()


def test_a_damaged_replica_is_replaced_at_the_start(tmp_path: Path) -> None:
    path = filled(tmp_path)
    spoil(path)
    replica = Replica.open(path, KEY, ANA)
    assert held_count(replica) == 0
    replica.close()


@pytest.mark.parametrize("place", [0.5, 0.9])
def test_damage_that_shows_later_is_noticed_and_everything_is_fetched_again(
    desk: Desk, server: FakeServer, tmp_path: Path, place: float
) -> None:
    for number in range(60):
        server.draft(draft(f"d{number}", notes="x" * 900))
    server.feed.page = 1000
    desk.engine.pull()
    desk.replica.close()
    path = tmp_path / "replica.db"
    body = bytearray(path.read_bytes())
    start = int(len(body) * place) // 4096 * 4096
    body[start : start + 4096] = os.urandom(4096)
    path.write_bytes(bytes(body))
    desk.replica = Replica.open(path, desk.replica._key, desk.owner)
    with pytest.raises(Damaged):
        desk.replica.check()
    with pytest.raises(Damaged):
        desk.replica.rows("draft")
    desk.replica.renew()
    desk.engine.pull()
    assert len(desk.replica.rows("draft")) == 60
    desk.replica.check()


def test_damage_in_the_way_of_a_pull_is_repaired_by_it(desk: Desk, server: FakeServer, tmp_path: Path) -> None:
    server.draft(draft("d1"))
    desk.engine.pull()
    desk.replica.close()
    desk.replica = Replica.open(tmp_path / "replica.db", desk.replica._key, desk.owner)
    desk.replica._database.run("PRAGMA cache_size = 0")
    body = bytearray((tmp_path / "replica.db").read_bytes())
    body[4096:] = os.urandom(len(body) - 4096)
    (tmp_path / "replica.db").write_bytes(bytes(body))
    server.draft(draft("d2"))
    assert desk.engine.pull().everything
    assert {row.id for row in desk.replica.rows("draft")} == {"d1", "d2"}
    desk.replica.check()


def test_a_replica_locks_after_three_days_without_its_server(desk: Desk, server: FakeServer) -> None:
    assert desk.replica.locked(server.clock.now())
    desk.engine.pull()
    assert not desk.replica.locked(server.clock.now() + REPLICA_LOCK)
    assert desk.replica.locked(server.clock.now() + REPLICA_LOCK + 1)
    server.clock.advance(REPLICA_LOCK + HOUR)
    desk.engine.pull()
    assert not desk.replica.locked(server.clock.now())


def test_a_damaged_outbox_is_set_aside_and_its_loss_is_said(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    outbox = Outbox.open(path, KEY)
    some_actions(outbox)
    outbox.close()
    before = path.read_bytes()
    spoil(path)
    spoiled = path.read_bytes()
    again = Outbox.open(path, KEY)
    assert again.lost is not None
    assert again.lost.read_bytes() == spoiled != before
    assert not again.waiting()
    some_actions(again)
    again.close()
    third = Outbox.open(path, KEY)
    assert third.lost is None
    assert len(third.pending(ANA)) == 3
    third.close()


def test_an_outbox_with_another_key_is_set_aside_too(tmp_path: Path) -> None:
    Outbox.open(tmp_path / "outbox.db", KEY).close()
    first = Outbox.open(tmp_path / "outbox.db", OTHER_KEY)
    assert first.lost == tmp_path / "outbox.db.damaged-1"
    first.close()
    second = Outbox.open(tmp_path / "outbox.db", KEY)
    assert second.lost == tmp_path / "outbox.db.damaged-2"
    second.close()


def test_an_outbox_of_an_earlier_version_is_migrated_after_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "outbox.db"
    outbox = Outbox.open(path, KEY)
    ids = some_actions(outbox)
    outbox.close()
    with monkeypatch.context() as newer:
        newer.setattr(outbox_module, "STEPS", (*outbox_module.STEPS, ("ALTER TABLE action ADD COLUMN mood TEXT",)))
        migrated = Outbox.open(path, KEY)
        assert migrated.lost is None
        assert [entry.action.id for entry in migrated.pending(ANA)] == ids
        migrated._database.run("SELECT mood FROM action")
        migrated.close()
    copy = Outbox.open(tmp_path / "outbox.db.version-1", KEY)
    assert [entry.action.id for entry in copy.pending(ANA)] == ids
    copy.close()
    older = Outbox.open(path, KEY)
    assert older.lost is not None
    older.close()


@pytest.mark.row("N21")
def test_each_persons_actions_stay_theirs(tmp_path: Path) -> None:
    outbox = Outbox.open(tmp_path / "outbox.db", KEY)
    of_ana = some_actions(outbox, 2)
    of_ben = some_actions(outbox, 1, Owner(SERVER, BUSINESS, "person-ben"))
    assert [entry.action.id for entry in outbox.to_send(ANA)] == of_ana
    assert list(outbox.waiting().values()) == [2, 1]
    assert of_ben
    outbox.close()


@pytest.mark.row("R4")
def test_a_click_is_written_through_to_the_disk_before_it_counts(tmp_path: Path) -> None:
    outbox = Outbox.open(tmp_path / "outbox.db", KEY)
    assert outbox._database.run("PRAGMA synchronous") == [(2,)]
    assert outbox._database.run("PRAGMA journal_mode") == [("wal",)]
    outbox.close()


def test_adding_the_same_action_twice_keeps_one(tmp_path: Path) -> None:
    outbox = Outbox.open(tmp_path / "outbox.db", KEY)
    some_actions(outbox, 2)
    some_actions(outbox, 2)
    assert len(outbox.pending(ANA)) == 2
    outbox.close()


@pytest.mark.row("S3", "N16")
@pytest.mark.row("R7")
@pytest.mark.parametrize("name", ["A" * 10_000, "half an emoji \ud83d"])
def test_an_action_that_could_not_be_read_again_is_not_kept_and_harms_no_other(tmp_path: Path, name: str) -> None:
    outbox = Outbox.open(tmp_path / "outbox.db", KEY)
    waiting = some_actions(outbox)
    with pytest.raises(Unfit):
        outbox.add(ANA, make(SetClock(), SeededIds(9), CreateClient("client-9", "linden", name)))
    assert [entry.action.id for entry in outbox.pending(ANA)] == waiting
    outbox.close()


def test_nothing_that_people_wrote_is_found_in_the_files(desk: Desk, server: FakeServer, tmp_path: Path) -> None:
    planted = [f"Zwölfling-{number:03}-Вероника" for number in range(200)]
    for number, name in enumerate(planted):
        server.draft(draft(f"d{number}", name=name, notes=f"call {name} at the mill"))
    server.feed.page = 50
    desk.engine.pull()
    for number in range(20):
        desk.do(DismissDraft(f"d{number}"))
    desk.sync()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 2
    for path in files:
        body = path.read_bytes()
        assert not any(name.encode(coding) in body for name in planted for coding in ("utf-8", "utf-16-le"))
        assert not any(plain in body for plain in (b"SQLite format", b"client_name", b"draft_id", b"CREATE TABLE"))
