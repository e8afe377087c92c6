"""Due work: at its instant, once, in batches, and never blocked by what fails."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest
import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.core import due as due_table
from backend.due.queue import CHANNEL, Due, DueHandler, Lane, cancel, schedule
from backend.due.runner import LEASE, Runner
from domain.constants import MINUTE, SECOND
from tests.support.feed import BUSINESS, Bare, add_business, open_bare


def plan(bare: Bare, subject: str, after: int = 0, task: str = "note", lane: Lane = Lane.CLOCK) -> None:
    with bare.database.write() as unit:
        schedule(unit, BUSINESS, task, subject, unit.now + after, b"payload", lane)


@dataclass
class Notes:
    """A clock task that keeps what it did, if it was committed."""

    done: list[str] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def run(self, unit: Unit, due: Due) -> None:
        if due.subject in self.broken:
            raise ZeroDivisionError
        if due.subject == "broken-at-commit":
            rows: list[str] = unit.pending("poison", lambda _rows: poison(unit))
            rows.append("x")
        unit.after_commit(lambda: self._note(unit, due))

    def _note(self, unit: Unit, due: Due) -> None:
        self.done.append(due.subject)
        self.at.append(unit.now)


def poison(unit: Unit) -> None:
    unit.conn.execute(sa.text("INSERT INTO no_such_table VALUES (1)"))


def waiting(bare: Bare) -> list[str]:
    with bare.database.read() as unit:
        return list(unit.conn.execute(sa.select(due_table.c.subject).order_by(due_table.c.subject)).scalars())


@pytest.mark.row("B5")
def test_work_runs_at_its_instant_and_says_when_the_next_is(bare: Bare) -> None:
    notes = Notes()
    runner = Runner(bare.database, {"note": notes.run})
    start = bare.clock.now()
    plan(bare, "a", MINUTE)
    plan(bare, "b", 2 * MINUTE)
    assert runner.run_due(Lane.CLOCK) == start + MINUTE
    bare.clock.advance(MINUTE - 1)
    assert runner.run_due(Lane.CLOCK) == start + MINUTE
    assert notes.done == []
    bare.clock.advance(1)
    assert runner.run_due(Lane.CLOCK) == start + 2 * MINUTE
    assert (notes.done, notes.at) == (["a"], [start + MINUTE])
    bare.clock.advance(MINUTE)
    assert runner.run_due(Lane.CLOCK) is None
    assert notes.done == ["a", "b"]


def test_a_key_has_one_row_that_moves_and_can_be_cancelled(bare: Bare) -> None:
    notes = Notes()
    runner = Runner(bare.database, {"note": notes.run})
    plan(bare, "a")
    plan(bare, "a", MINUTE)
    plan(bare, "b")
    with bare.database.write() as unit:
        cancel(unit, BUSINESS, "note", "b")
        cancel(unit, BUSINESS, "note", "nothing")
    runner.run_due(Lane.CLOCK)
    assert notes.done == []
    bare.clock.advance(MINUTE)
    runner.run_due(Lane.CLOCK)
    assert notes.done == ["a"]


def test_scheduling_wakes_only_after_the_commit(bare: Bare) -> None:
    heard: list[str] = []
    bare.database.listen(CHANNEL, heard.append)
    with bare.database.write() as unit:
        schedule(unit, BUSINESS, "note", "a", 7)
        schedule(unit, BUSINESS, "note", "b", 5)
        assert heard == []
    assert heard == ["clock 5"]


def test_what_is_due_may_schedule_itself_again(bare: Bare) -> None:
    def again(unit: Unit, due: Due) -> None:
        schedule(unit, due.business_id, due.task, due.subject, unit.now + MINUTE)

    plan(bare, "a")
    assert Runner(bare.database, {"note": again}).run_due(Lane.CLOCK) == bare.clock.now() + MINUTE


@pytest.mark.parametrize("subject", ["broken", "broken-at-commit"])
def test_what_fails_is_put_off_and_holds_nobody_up(bare: Bare, subject: str) -> None:
    notes = Notes(broken={"broken"})
    runner = Runner(bare.database, {"note": notes.run})
    for name in ("a", subject, "z"):
        plan(bare, name)
    assert runner.run_due(Lane.CLOCK) == bare.clock.now() + SECOND
    assert (notes.done, waiting(bare)) == (["a", "z"], [subject])
    bare.clock.advance(SECOND)
    assert runner.run_due(Lane.CLOCK) == bare.clock.now() + 2 * SECOND
    notes.broken.clear()
    bare.clock.advance(2 * SECOND)
    runner.run_due(Lane.CLOCK)
    assert ("broken" in notes.done) == (subject == "broken")


def test_a_task_that_nobody_knows_waits(bare: Bare) -> None:
    plan(bare, "a", task="of a newer version")
    assert Runner(bare.database, {}).run_due(Lane.CLOCK) == bare.clock.now() + SECOND


def test_many_due_at_once_are_done_in_batches_of_a_business(bare: Bare) -> None:
    with bare.database.write() as unit:
        add_business(unit, "business-2")
        for number in range(450):
            schedule(unit, BUSINESS if number % 2 else "business-2", "note", f"{number}", unit.now)
    notes, commits = Notes(), set[int]()

    def run(unit: Unit, due: Due) -> None:
        commits.add(id(unit))
        notes.run(unit, due)

    Runner(bare.database, {"note": run}).run_due(Lane.CLOCK)
    assert sorted(notes.done, key=int) == [f"{number}" for number in range(450)]
    assert len(commits) <= 6


@pytest.mark.row("R5")
def test_workers_never_do_the_same_work_twice(bare: Bare) -> None:
    with bare.database.write() as unit:
        for number in range(4):
            add_business(unit, f"b{number}")
        for number in range(200):
            schedule(unit, f"b{number % 4}", "note", f"{number}", unit.now)
    notes = Notes()
    workers = [open_bare(bare.url, bare.clock, seed) for seed in range(4)]
    together = threading.Barrier(len(workers))

    def work(of: Bare) -> None:
        together.wait()
        Runner(of.database, {"note": notes.run}).run_due(Lane.CLOCK)

    with ThreadPoolExecutor(len(workers)) as pool:
        list(pool.map(work, workers))
    for worker in workers:
        worker.database.close()
    assert sorted(notes.done, key=int) == [f"{number}" for number in range(200)]
    assert waiting(bare) == []


@dataclass
class Post:
    """A message task that keeps what was claimed, called, recorded and lost."""

    wanted: bool = True
    claimed: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    recorded: list[tuple[str, object]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    call: Callable[[], object] = field(default=lambda: "accepted")

    def claim(self, unit: Unit, due: Due) -> str | None:
        self.claimed.append(due.subject)
        return f"message {due.subject}" if self.wanted else None

    def run(self, work: str) -> object:
        self.called.append(work)
        return self.call()

    def record(self, unit: Unit, due: Due, work: str, result: Any) -> None:
        self.recorded.append((work, result))
        if result == "later":
            schedule(unit, due.business_id, due.task, due.subject, unit.now + MINUTE, due.payload, Lane.MESSAGE)

    def lost(self, unit: Unit, due: Due) -> None:
        self.gone.append(due.subject)


def sending(bare: Bare, post: DueHandler) -> Runner:
    plan(bare, "a", task="send", lane=Lane.MESSAGE)
    return Runner(bare.database, {"send": post})


def test_a_message_is_claimed_called_and_recorded(bare: Bare) -> None:
    post = Post()
    assert sending(bare, post).run_due(Lane.MESSAGE) is None
    assert (post.called, post.recorded) == (["message a"], [("message a", "accepted")])
    assert waiting(bare) == []


def test_the_call_is_made_outside_of_any_transaction(bare: Bare) -> None:
    post = Post()
    post.call = lambda: bare.publish("written while the call is made")
    sending(bare, post).run_due(Lane.MESSAGE)
    assert post.recorded == [("message a", 1)]


def test_what_is_not_wanted_any_more_is_not_sent(bare: Bare) -> None:
    post = Post(wanted=False)
    assert sending(bare, post).run_due(Lane.MESSAGE) is None
    assert (post.called, waiting(bare)) == ([], [])


def test_a_message_that_could_not_leave_is_tried_later(bare: Bare) -> None:
    post = Post(call=lambda: "later")
    runner = sending(bare, post)
    assert runner.run_due(Lane.MESSAGE) == bare.clock.now() + MINUTE
    post.call = lambda: "accepted"
    bare.clock.advance(MINUTE)
    assert runner.run_due(Lane.MESSAGE) is None
    assert [result for _, result in post.recorded] == ["later", "accepted"]


@pytest.mark.row("R5", "R4")
def test_after_a_crash_between_call_and_record_nothing_is_sent_again(bare: Bare) -> None:
    post = Post()
    runner = sending(bare, post)
    (claimed,) = runner.step(Lane.MESSAGE)
    claimed.call()  # and the process ends here
    assert runner.run_due(Lane.MESSAGE) == bare.clock.now() + LEASE
    bare.clock.advance(LEASE)
    assert runner.run_due(Lane.MESSAGE) is None
    assert (post.called, post.recorded, post.gone) == (["message a"], [], ["a"])


@pytest.mark.row("R5")
def test_a_result_that_comes_after_the_lease_changes_nothing(bare: Bare) -> None:
    post = Post()
    runner = sending(bare, post)
    (claimed,) = runner.step(Lane.MESSAGE)
    result = claimed.call()
    bare.clock.advance(LEASE)
    runner.run_due(Lane.MESSAGE)
    runner.record(claimed, result)
    assert (post.recorded, post.gone) == ([], ["a"])


def test_a_call_that_raises_may_have_been_made(bare: Bare) -> None:
    def fail() -> object:
        raise OSError("half way")

    post = Post(call=fail)
    sending(bare, post).run_due(Lane.MESSAGE)
    assert (post.recorded, post.gone, waiting(bare)) == ([], ["a"], [])


def test_what_is_cancelled_while_it_is_claimed_is_not_sent(postgres_bare: Bare) -> None:
    """Only where two transactions can run at once."""
    bare = postgres_bare

    class Overtaken(Post):
        def claim(self, unit: Unit, due: Due) -> str | None:
            with bare.database.write() as other:
                cancel(other, due.business_id, due.task, due.subject)
            return super().claim(unit, due)

    post = Overtaken()
    assert sending(bare, post).run_due(Lane.MESSAGE) is None
    assert (post.claimed, post.called) == (["a"], [])


def test_a_slow_message_does_not_hold_the_clock_back(bare: Bare) -> None:
    notes, post = Notes(), Post()
    runner = Runner(bare.database, {"note": notes.run, "send": post})
    plan(bare, "a", task="send", lane=Lane.MESSAGE)
    plan(bare, "b")
    runner.run_due(Lane.CLOCK)
    assert (notes.done, post.claimed) == (["b"], [])


def test_a_newer_message_in_the_place_of_one_on_its_way_is_no_warning(
    bare: Bare, caplog: pytest.LogCaptureFixture
) -> None:
    post = Post()
    runner = sending(bare, post)
    (claimed,) = runner.step(Lane.MESSAGE)
    with bare.database.write() as unit:
        due = claimed.due
        schedule(unit, due.business_id, due.task, due.subject, unit.now, due.payload, Lane.MESSAGE)
    runner.record(claimed, claimed.call())
    assert (post.recorded, caplog.records) == ([], [])
