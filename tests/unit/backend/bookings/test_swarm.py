"""One reminder a draft, abandonment and channel (promise R5): several workers that die at every point, clients who
come back, book, opt out and are dismissed meanwhile."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Lock
from typing import Any

import pytest
import sqlalchemy as sa

from backend.app import due_handlers, sender_of
from backend.automations.engine import Automations
from backend.clients.queries import write_opt_out
from backend.db.database import Unit
from backend.db.tables.messages import messages
from backend.drafts.reminders import Reminders
from backend.due.queue import Due, Lane
from backend.due.runner import LEASE, Runner
from backend.feed.change import change_of
from backend.messages.codes import CodePost
from backend.messages.sending import SEND, Sender, Work
from domain.constants import REVIEW_SESSION, SECOND
from domain.wire.actions import Choice, DismissDraft
from domain.wire.booking import Confirm
from tests.support.salon import COLOUR, NOON, Salon, Visitor

DRAFTS = 150
WORKERS = 4
FINAL = {"sent", "skipped", "unknown"}


class Killed(BaseException):
    """The process ended here."""


class Mortal(Sender):
    """The real task in a process that may end before and after the claim, the call and the record."""

    def __init__(self, salon: Salon, chance: random.Random) -> None:
        super().__init__(salon.post, {"draft": Reminders()})
        self._chance = chance

    def _may_die(self) -> None:
        if self._chance.random() < 0.03:
            raise Killed

    def claim(self, unit: Unit, due: Due) -> Work | None:
        self._may_die()
        work = super().claim(unit, due)
        self._may_die()
        return work

    def run(self, work: Work) -> Any:
        self._may_die()
        result = super().run(work)
        self._may_die()
        return result

    def record(self, unit: Unit, due: Due, work: Work, result: Any) -> None:
        self._may_die()
        super().record(unit, due, work, result)
        self._may_die()


class Meddler:
    """What clients and staff do to other drafts between a claim and its call; `stopped` must never be sent after it."""

    def __init__(self, salon: Salon, drafts: dict[str, Visitor], chance: random.Random) -> None:
        self._salon = salon
        self._left = list(drafts.items())
        self._chance = chance
        self._lock = Lock()
        self._hours = 0
        self.stopped: set[str] = set()

    def __call__(self, _message: object) -> None:
        with self._lock:
            if not self._left or self._chance.random() < 0.5:
                return
            draft_id, visitor = self._left.pop()
            how = self._chance.choice((self._come_back, self._book, self._dismiss, self._opt_out))
        how(draft_id, visitor)
        with self._salon.database.read() as unit:
            rows = unit.conn.execute(
                sa.select(messages).where(messages.c.subject == f"draft:{draft_id}", messages.c.cycle == 1)
            )
            self.stopped.update(row.id for row in rows if row.status in {"queued", "skipped"})

    def _come_back(self, _draft_id: str, visitor: Visitor) -> None:
        self._salon.review(visitor, choices=(Choice(COLOUR),), start=None)

    def _book(self, draft_id: str, visitor: Visitor) -> None:
        with self._lock:
            self._hours += 1
            at = NOON.replace(hour=9 + self._hours % 9) + timedelta(days=7 * (self._hours // 9))
        path, body = "/v1/book/{salon}/confirm", Confirm(draft_id, at)
        self._salon.request("POST", path, body, visitor.token)

    def _dismiss(self, draft_id: str, _visitor: Visitor) -> None:
        self._salon.act("olga", DismissDraft(draft_id))

    def _opt_out(self, _draft_id: str, visitor: Visitor) -> None:
        with self._salon.database.write() as unit:
            change_of(unit, self._salon.business_id)
            for channel in ("email", "sms"):
                write_opt_out(unit, self._salon.business_id, visitor.id, channel, unit.now)


def work(runner: Runner) -> None:
    """A worker that is started again whenever it ends, until nothing is due."""
    while runner.ripe(Lane.MESSAGE)[0]:
        try:
            for claimed in runner.step(Lane.MESSAGE):
                runner.record(claimed, claimed.call())
        except Killed:
            continue


@pytest.mark.row("R5", "B8", "N2")
@pytest.mark.timeout(300)
def test_each_reminder_goes_at_most_once_whatever_dies_and_whoever_comes_back(salon: Salon) -> None:
    salon.switch_reminders_on()
    drafts = {}
    for n in range(DRAFTS):
        visitor = salon.visitor(f"Client {n}")
        drafts[salon.review(visitor, choices=(Choice(COLOUR),), start=None).draft_id] = visitor
    salon.clock.set(salon.clock.now() + REVIEW_SESSION)
    salon.run_clock()
    assert salon.count("messages") == 2 * DRAFTS
    meddler = Meddler(salon, drafts, random.Random(1))
    salon.email.before = salon.sms.before = meddler
    sender = sender_of(salon.post)
    handlers = due_handlers(salon.post, CodePost(salon.post), sender, Automations(sender))
    runners = [Runner(salon.database, {**handlers, SEND: Mortal(salon, random.Random(n))}) for n in range(WORKERS)]
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, runners))
    salon.email.before = salon.sms.before = lambda _message: None
    salon.clock.set(salon.clock.now() + LEASE + SECOND)
    salon.run_due()
    check(salon, meddler.stopped)


def check(salon: Salon, stopped: set[str]) -> None:
    calls = Counter(message.id for channel in (salon.email, salon.sms) for message in channel.calls)
    with salon.database.read() as unit:
        status = {row.id: row.status for row in unit.conn.execute(sa.select(messages))}
    assert set(calls.values()) == {1}
    assert set(status.values()) == FINAL
    assert salon.count_due(SEND) == 0
    assert {sent for sent in calls if status[sent] == "skipped"} == set()
    assert {sent for sent, state in status.items() if state == "sent"} <= set(calls)
    assert stopped
    assert stopped & set(calls) == set()
