"""The transaction: what is left for the commit happens with it or not at all."""

import sqlite3
import threading

import pytest
import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.core import events
from backend.events.log import forget, record
from tests.support.feed import BUSINESS, Bare, open_bare


class Stop(Exception):
    pass


def recorded(bare: Bare) -> list[str]:
    with bare.database.read() as unit:
        return sorted(unit.conn.execute(sa.select(events.c.event)).scalars())


def note(unit: Unit, name: str, subject: str = "x:1") -> None:
    record(unit, BUSINESS, name, subject, "y:1", secret="text")


def test_a_transaction_commits_at_its_end_and_rolls_back_on_an_exception(bare: Bare) -> None:
    after: list[str] = []

    def fail() -> None:
        with bare.database.write() as unit:
            note(unit, "undone")
            unit.after_commit(lambda: after.append("undone"))
            raise Stop

    with bare.database.write() as unit:
        note(unit, "done")
        unit.after_commit(lambda: after.append("done"))
        assert after == []
    with pytest.raises(Stop):
        fail()
    assert (recorded(bare), after) == (["done"], ["done"])


@pytest.mark.row("S3")
def test_what_a_failed_statement_was_given_is_not_in_its_error(bare: Bare) -> None:
    with pytest.raises(sa.exc.DBAPIError) as failed, bare.database.read() as unit:
        unit.conn.execute(sa.text("SELECT nothing FROM events WHERE event = :name"), {"name": "Nora Nowak"})
    assert "Nora" not in str(failed.value)


def test_the_clock_is_read_once(bare: Bare) -> None:
    with bare.database.write() as unit:
        at = unit.now
        bare.clock.advance(1)
        assert unit.now == at


def test_a_part_can_fail_with_everything_it_left_for_the_commit(bare: Bare) -> None:
    told: list[str] = []
    bare.database.listen("news", told.append)

    def part(unit: Unit, name: str, *, fails: bool) -> None:
        with unit.savepoint():
            note(unit, name)
            unit.after_commit(lambda: told.append(f"after {name}"))
            unit.before_commit(name, lambda: told.append(f"before {name}"))
            unit.announce("news", name)
            unit.once(name, lambda: name)
            if fails:
                raise Stop

    with bare.database.write() as unit:
        part(unit, "a", fails=False)
        with pytest.raises(Stop):
            part(unit, "b", fails=True)
        part(unit, "c", fails=False)
        assert unit.once("b", lambda: "made anew") == "made anew"
        assert unit.once("a", lambda: "made anew") == "a"
    assert recorded(bare) == ["a", "c"]
    assert told == ["before a", "before c", "after a", "after c", "a", "c"]


def test_parts_may_be_nested(bare: Bare) -> None:
    def inner(unit: Unit) -> None:
        with unit.savepoint():
            note(unit, "inner")
            raise Stop

    with bare.database.write() as unit:
        with unit.savepoint():
            note(unit, "outer")
            with pytest.raises(Stop):
                inner(unit)
        note(unit, "last")
    assert recorded(bare) == ["last", "outer"]


def test_what_is_left_for_the_commit_may_leave_more(bare: Bare) -> None:
    order: list[str] = []

    def first(unit: Unit) -> None:
        order.append("first")
        unit.before_commit("second", lambda: order.append("second"))
        note(unit, "late")

    with bare.database.write() as unit:
        note(unit, "early")
        unit.before_commit("first", lambda: first(unit))
        unit.before_commit("first", lambda: order.append("never"))
    assert order == ["first", "second"]
    assert recorded(bare) == ["early", "late"]


def test_nothing_can_be_written_while_reading_on_postgresql(postgres_bare: Bare) -> None:
    def write() -> None:
        with postgres_bare.database.read() as unit:
            unit.conn.execute(sa.delete(events))

    with pytest.raises(sa.exc.InternalError):
        write()


def test_readers_see_one_snapshot_and_never_wait_for_a_writer(bare: Bare) -> None:
    with bare.database.read() as reader:
        assert reader.conn.execute(sa.select(sa.func.count()).select_from(events)).scalar_one() == 0
        with bare.database.write() as unit:
            note(unit, "meanwhile")
        assert reader.conn.execute(sa.select(sa.func.count()).select_from(events)).scalar_one() == 0
    with bare.database.write() as unit:
        note(unit, "held")
        unit.flush("events")
        assert recorded(bare) == ["meanwhile"]


def test_writers_wait_for_each_other_on_sqlite(sqlite_bare: Bare) -> None:
    other = open_bare(sqlite_bare.url, sqlite_bare.clock, 2)
    first_wrote, second_began = threading.Event(), threading.Event()

    def second() -> None:
        first_wrote.wait()
        second_began.set()
        with other.database.write() as unit:
            note(unit, "second")

    thread = threading.Thread(target=second)
    thread.start()
    with sqlite_bare.database.write() as unit:
        note(unit, "first")
        first_wrote.set()
        second_began.wait()
    thread.join()
    other.database.close()
    assert recorded(sqlite_bare) == ["first", "second"]


def test_sqlite_is_set_up_to_lose_nothing(sqlite_bare: Bare) -> None:
    durable = type(sqlite_bare.database).open(sqlite_bare.url, sqlite_bare.clock, sqlite_bare.database.ids)
    with durable.read() as unit:
        for pragma, value in {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2}.items():
            assert unit.conn.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value
    durable.close()
    assert sqlite3.sqlite_version_info >= (3, 35)


def test_news_of_a_commit_reach_other_processes_on_postgresql(postgres_bare: Bare) -> None:
    from backend.db.news import News  # noqa: PLC0415 - psycopg's C part is only needed here

    other = open_bare(postgres_bare.url, postgres_bare.clock, 2)
    heard, listening, told = list[str](), threading.Event(), threading.Event()

    def hear(text: str) -> None:
        heard.append(text)
        told.set()

    other.database.listen("news", hear)
    news = News(other.database, listening.set)
    news.start()
    assert listening.wait(30)
    with postgres_bare.database.write() as unit:
        unit.announce("news", "one two")
        unit.announce("news", "one two")
    assert told.wait(30)
    news.close()
    other.database.close()
    assert heard == ["one two"]


@pytest.mark.row("S10")
def test_what_happened_stays_but_not_to_whom(bare: Bare) -> None:
    with bare.database.write() as unit:
        note(unit, "kept", "draft:2")
        note(unit, "stripped", "draft:1")
        forget(unit, BUSINESS, "draft:1")
    with bare.database.read() as unit:
        rows = {one.event: one for one in unit.conn.execute(sa.select(events))}
    assert (rows["kept"].subject, bytes(rows["kept"].facts)) == ("draft:2", b'{"secret":"text"}')
    assert "draft" not in rows["stripped"].subject
    assert bytes(rows["stripped"].facts) == b"{}"
