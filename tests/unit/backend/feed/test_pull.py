"""Pulling: snapshots, deltas, cursors that mean nothing any more, scopes that come and go."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.db.database import Database
from backend.db.migrate import migrate
from backend.db.tables.core import businesses, feed_numbers, feed_rows, feed_scopes, feed_tombstones
from backend.feed.pull import read_cursor, write_cursor
from backend.feed.trim import trim
from domain import feedhash
from domain.constants import DAY, TOMBSTONE_RETENTION
from tests.support.feed import BUSINESS, BUSY, CARDS, OWN, Bare, Desk, add_business, open_bare


def assert_equal_to_server(desk: Desk, bare: Bare) -> None:
    """The copy is what the server has, by rows and by the server's own checks."""
    with bare.database.read() as unit:
        stored = unit.conn.execute(sa.select(feed_rows).where(feed_rows.c.scope.in_(desk.granted))).all()
    expected = {(one.scope, one.kind, one.id): (one.number, bytes(one.body)) for one in stored}
    assert {key: (one.number, bytes(one.body)) for key, one in desk.rows.items()} == expected
    for check in bare.pull(desk, desk.cursor).checks:
        held = [one for (scope, _, _), one in desk.rows.items() if scope == check.scope]
        total = 0
        for one in held:
            total = feedhash.add(total, feedhash.row_hash(one.kind, one.id, one.number))
        assert (check.count, check.hash) == (len(held), feedhash.text(total))


def test_a_delta_brings_what_changed_and_what_left(bare: Bare) -> None:
    bare.publish("a", "b")
    desk = Desk()
    desk.pull_all(bare)
    assert desk.ids() == ["a", "b"]
    bare.publish("b", "c", at=5)
    bare.withdraw("a")
    (page,) = desk.pull_all(bare)
    assert [one.id for one in page.rows] == ["b", "c"]
    assert [stone.id for stone in page.tombstones] == ["a"]
    assert (page.since, page.number) == (1, 3)
    assert_equal_to_server(desk, bare)


def test_an_empty_answer_deletes_nothing(bare: Bare) -> None:
    bare.publish("a")
    desk = Desk()
    desk.pull_all(bare)
    (page,) = desk.pull_all(bare)
    assert (page.rows, page.tombstones, page.snapshots) == ((), (), ())
    assert desk.ids() == ["a"]


def test_a_row_that_moves_leaves_its_old_scope(bare: Bare) -> None:
    bare.publish("a")
    both, old, new = Desk(), Desk((CARDS,)), Desk((BUSY,))
    for desk in (both, old, new):
        desk.pull_all(bare)
    bare.publish("a", scope=BUSY, at=2)
    for desk in (both, old, new):
        desk.pull_all(bare)
    assert (both.ids(), both.ids(BUSY), old.ids(), new.ids(BUSY)) == ([], ["a"], [], ["a"])
    bare.publish("a", scope=CARDS, at=3)
    for desk in (both, old, new):
        desk.pull_all(bare)
        assert_equal_to_server(desk, bare)


def test_a_snapshot_stays_whole_while_rows_change_under_it(bare: Bare) -> None:
    for name in "abcdefgh":
        bare.publish(name)
    desk = Desk((CARDS,))
    desk.apply(bare.pull(desk, "", 3))
    assert desk.ids() == []
    bare.publish("a", "z", at=9)
    bare.withdraw("b", "h")
    desk.pull_all(bare, 3)
    assert desk.ids() == list("acdefgz")
    assert_equal_to_server(desk, bare)


def test_follow_ups_come_first_and_one_page_is_enough_for_little(bare: Bare) -> None:
    bare.publish("a")
    bare.publish("x", scope=BUSY)
    (page,) = Desk().pull_all(bare)
    assert [snapshot.scope for snapshot in page.snapshots] == [OWN, CARDS, BUSY]
    assert all(snapshot.first and snapshot.done for snapshot in page.snapshots)
    assert [check.scope for check in page.checks] == [OWN, CARDS, BUSY]


def test_a_large_change_is_never_cut(bare: Bare) -> None:
    desk = Desk((CARDS,))
    bare.publish("first")
    desk.pull_all(bare)
    bare.publish(*"abcdef")
    bare.publish("g")
    page = bare.pull(desk, desk.cursor, 2)
    assert ([one.id for one in page.rows], page.more) == (list("abcdef"), True)
    desk.pull_all(bare, 2)
    assert_equal_to_server(desk, bare)


@pytest.mark.row("S4")
def test_a_scope_that_is_no_longer_granted_is_dropped_and_comes_back_whole(bare: Bare) -> None:
    bare.publish("a")
    bare.publish("x", scope=BUSY)
    desk = Desk()
    desk.pull_all(bare)
    desk.granted = (OWN, BUSY)
    (page,) = desk.pull_all(bare)
    assert page.dropped == (CARDS,)
    assert (desk.ids(), desk.ids(BUSY)) == ([], ["x"])
    bare.publish("b")
    desk.pull_all(bare)
    assert desk.ids() == []
    desk.granted = (OWN, CARDS, BUSY)
    desk.pull_all(bare)
    assert desk.ids() == ["a", "b"]
    assert_equal_to_server(desk, bare)


def test_grants_may_change_in_the_middle_of_a_snapshot(bare: Bare) -> None:
    for name in "abcd":
        bare.publish(name)
    desk = Desk((CARDS, BUSY))
    desk.apply(bare.pull(desk, "", 2))
    desk.granted = (BUSY,)
    page = bare.pull(desk, desk.cursor, 2)
    assert page.dropped == (CARDS,)
    desk.apply(page)
    desk.pull_all(bare, 2)
    assert desk.rows == {}


@pytest.mark.row("R2")
def test_a_restored_backup_is_noticed(tmp_path: object, bare: Bare) -> None:
    bare.publish("a")
    backup = everything(bare.database)
    bare.publish("b")
    desk = Desk()
    desk.pull_all(bare)
    restore(bare.database, backup)
    later = open_bare(bare.url, bare.clock, seed=99)
    later.publish("c")  # the same number again, with another token
    pages = desk.pull_all(later)
    assert pages[0].refetch
    assert desk.ids() == ["a", "c"]
    assert_equal_to_server(desk, later)
    later.database.close()


def everything(database: Database) -> list[tuple[sa.Table, list[dict[str, object]]]]:
    tables = (businesses, feed_rows, feed_numbers, feed_scopes, feed_tombstones)
    with database.read() as unit:
        return [(of, [dict(one) for one in unit.conn.execute(sa.select(of)).mappings()]) for of in tables]


def restore(database: Database, backup: list[tuple[sa.Table, list[dict[str, object]]]]) -> None:
    with database.write() as unit:
        for table, _ in reversed(backup):
            unit.conn.execute(sa.delete(table))
        for table, rows in backup:
            for one in rows:
                unit.conn.execute(sa.insert(table).values(**one))


def test_a_cursor_from_before_the_backup_and_from_the_future_refetch(bare: Bare) -> None:
    bare.publish("a")
    desk = Desk()
    desk.pull_all(bare)
    cursor = read_cursor(desk.cursor)
    assert cursor is not None
    ahead = write_cursor(type(cursor)(cursor.business_id, 7, cursor.token, cursor.held))
    foreign = write_cursor(type(cursor)("business-2", cursor.number, cursor.token, cursor.held))
    for wrong in (ahead, foreign, "nonsense", "ä", "AAAA", desk.cursor[:-8]):
        page = bare.pull(desk, wrong)
        assert (page.refetch, page.rows, page.snapshots) == (True, (), ())


def test_what_is_older_than_tombstones_refetches_and_a_quiet_desk_does_not(bare: Bare) -> None:
    bare.publish("a", "b")
    old, quiet = Desk(), Desk()
    old.pull_all(bare)
    bare.clock.advance(DAY)
    bare.withdraw("a")
    quiet.pull_all(bare)
    bare.clock.advance(TOMBSTONE_RETENTION + DAY)
    with bare.database.write() as unit:
        trim(unit, BUSINESS)
        assert unit.conn.execute(sa.select(feed_tombstones)).all() == []
    assert not quiet.pull_all(bare)[0].refetch
    assert old.pull_all(bare)[0].refetch
    assert old.ids() == ["b"]


def test_another_business_has_its_own_numbers_and_rows(bare: Bare) -> None:
    with bare.database.write() as unit:
        add_business(unit, "business-2")
    bare.publish("a")
    other = Desk(business_id="business-2")
    (page,) = other.pull_all(bare)
    assert (page.number, other.rows) == (0, {})


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), st.sampled_from("abcdefgh"), st.sampled_from([CARDS, BUSY])),
        st.tuples(st.just("withdraw"), st.sampled_from("abcdefgh"), st.none()),
        st.tuples(st.just("page"), st.integers(1, 4), st.none()),
        st.tuples(st.just("grant"), st.sampled_from([(CARDS,), (BUSY,), (CARDS, BUSY), ()]), st.none()),
    ),
    max_size=30,
)


@pytest.mark.row("R2")
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_between_two_pages_a_desk_ends_equal(steps: list[tuple[object, ...]]) -> None:
    memory = open_bare("sqlite://")
    try:
        run_steps(memory, steps)
    finally:
        memory.database.close()


def run_steps(memory: Bare, steps: list[tuple[object, ...]]) -> None:
    migrate(memory.database)
    with memory.database.write() as unit:
        add_business(unit)
    desk = Desk()
    for at, (what, value, scope) in enumerate(steps):
        if what == "publish":
            memory.publish(str(value), scope=str(scope), at=at)
        elif what == "withdraw":
            memory.withdraw(str(value))
        elif what == "page":
            desk.apply(memory.pull(desk, desk.cursor, int(str(value))))
        elif isinstance(value, tuple):
            desk.granted = value
    desk.pull_all(memory, 3)
    assert_equal_to_server(desk, memory)
    (page,) = desk.pull_all(memory)
    assert (page.rows, page.tombstones, page.snapshots, page.dropped) == ((), (), (), ())
