"""The steps that keep a desk and its server in agreement: plain synchronous calls; the threads are the caller's.

The stores are reached through runners, so that the desktop can put each on its own lane and a script calls directly. No
transaction is open while the network is asked.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

import msgspec

from domain.clock import Clock
from domain.constants import ACTION_BATCH
from domain.wire.actions import ActionBatch
from domain.wire.base import decode
from domain.wire.sync import SyncPage
from sync.api import Api
from sync.errors import AccountDisabled, Broken, Damaged, ProblemAnswer, WrongServer
from sync.owner import Owner
from sync.reconcile import answered, next_batch, refused_alone
from sync.store.changed import Changed
from sync.store.entry import Decision, Entry, State
from sync.store.outbox import Outbox
from sync.store.replica import Replica

T = TypeVar("T")

_FAILURES = 20
"""Failed requests in one push, while looking for the action that is at fault, before the server itself is."""

_REJECTIONS = 3
"""How often a server must turn down a request with one action alone before that action is refused here."""

_RESTARTS = 3


class OnReplica(Protocol):
    """Runs work where the replica lives and returns its result."""

    def __call__(self, work: Callable[[Replica], T], /) -> T: ...


class OnOutbox(Protocol):
    """Runs work where the outbox lives and returns its result."""

    def __call__(self, work: Callable[[Outbox], T], /) -> T: ...


@dataclass(frozen=True)
class Pushed:
    """What a push has come to: what the server decided, and how many actions it could not decide now."""

    decisions: tuple[Decision, ...] = ()
    left: int = 0


def _nobody(_: object) -> None:
    return None


class Engine:
    """One person's agreement with her server. `pull` and `push` are for one thread at a time, `apply_event` for any."""

    def __init__(self, api: Api, owner: Owner, on_replica: OnReplica, on_outbox: OnOutbox, clock: Clock) -> None:
        self._api = api
        self._owner = owner
        self._on_replica = on_replica
        self._on_outbox = on_outbox
        self._clock = clock
        self._rejected: Counter[str] = Counter()

    # From the server

    def pull(self, tell: Callable[[Changed], None] = _nobody) -> Changed:
        """Fetch pages until the replica is up to date; `tell` hears of each as soon as it is in.

        A damaged replica is replaced and fetched again. Raises what Api raises, and StoreFailed.
        """
        total, more, restarts = Changed(), True, 0
        while more:
            step, more, restarted = self._page_or_anew()
            restarts += restarted
            if restarts > _RESTARTS:
                raise WrongServer("the feed keeps starting over")
            if step:
                tell(step)
            total |= step
        self.trim()
        return total

    def _page_or_anew(self) -> "_Step":
        try:
            return self._page()
        except _Renewed:
            return _Step(Changed(everything=True), more=True, restarted=True)

    def _page(self) -> "_Step":
        cursor = self._replica(Replica.cursor)
        page = self._asked(lambda: self._api.sync(cursor))
        self._must_be_ours(page)
        if page.more and not page.refetch and page.cursor == cursor:
            raise WrongServer("the feed does not move on")
        now = self._clock.now()
        # With its cursor the copy has lost what a restored server would be noticed by, so it counts as one.
        if page.refetch or cursor is None:
            self._on_outbox(lambda outbox: outbox.offer_again(self._owner, now))
        return self._replica(lambda replica: _take(replica, cursor, page, now))

    def _replica(self, work: Callable[[Replica], T]) -> T:
        try:
            return self._on_replica(work)
        except Damaged as error:
            self._on_replica(Replica.renew)
            raise _Renewed from error
        except OverflowError as error:
            raise WrongServer("a number beyond any count") from error

    def _must_be_ours(self, page: SyncPage) -> None:
        if (page.server, page.business_id) != self._owner[:2]:
            raise WrongServer("another server or business answers there now")

    def apply_event(self, data: bytes) -> Changed | None:
        """Take in what the stream brought; None says that a pull is needed instead.

        Raises WrongServer when it is another server's, and StoreFailed.
        """
        page = _read_page(data)
        if page is None:
            return None
        self._must_be_ours(page)
        now = self._clock.now()
        try:
            changed = self._replica(lambda replica: _follow(replica, page, now))
        except _Renewed:
            return None
        if changed and changed.done:
            self._on_outbox(lambda outbox: outbox.trim(self._owner, changed.done, changed.number, now))
        return changed

    def trim(self) -> frozenset[str]:
        """Stop projecting what the replica has by now; the ids of those actions. For the start, and after each pull."""
        waiting = self._on_outbox(lambda outbox: outbox.pending_ids(self._owner))
        if not waiting:
            return frozenset()
        try:
            done, number = self._replica(lambda replica: (replica.done_among(waiting), _reached(replica)))
        except _Renewed:
            return frozenset()
        now = self._clock.now()
        return self._on_outbox(lambda outbox: outbox.trim(self._owner, done, number, now))

    # To the server

    def push(self, tell: Callable[[Decision], None] = _nobody) -> Pushed:
        """Ask the server for everything that waits, in order, in batches; `tell` hears each decision once it is kept.

        An action that makes the server fail is looked for and stays behind, with what depends on it; the others go on.
        Raises what Api raises, and Damaged and StoreFailed.
        """
        queue = list(self._on_outbox(lambda outbox: outbox.to_send(self._owner)))
        held: list[Entry] = []
        told: list[Decision] = []
        failures, size = 0, ACTION_BATCH
        while batch := next_batch(queue, held, size):
            try:
                answers = self._offer(batch)
                size = min(2 * size, ACTION_BATCH)
            except (Broken, ProblemAnswer) as error:
                failures += 1
                if failures > _FAILURES or not _one_may_be_at_fault(error):
                    raise
                if len(batch) > 1:
                    size = len(batch) // 2
                    continue
                answers = self._alone(batch[0], error)
            decided = self._settle(answers)
            told.extend(decided)
            for decision in decided:
                tell(decision)
            queue, stuck = _rest(queue, batch, decided)
            held.extend(stuck)
        self.trim()
        return Pushed(tuple(told), len(held))

    def _offer(self, batch: tuple[Entry, ...]) -> tuple[Decision, ...]:
        actions = tuple(entry.action for entry in batch)
        self._on_outbox(lambda outbox: outbox.offer(action.id for action in actions))
        again = batch[0].state is State.AGAIN
        answers = self._asked(lambda: self._api.act(ActionBatch(actions, again)))
        return tuple(answered(batch, answers.answers).values())

    def _alone(self, entry: Entry, error: Broken | ProblemAnswer) -> tuple[Decision, ...]:
        """A request with nothing but this action failed. When it keeps being turned down, the action is refused."""
        if isinstance(error, Broken):
            return ()
        self._rejected[entry.action.id] += 1
        if self._rejected[entry.action.id] < _REJECTIONS:
            return ()
        return (refused_alone(entry, error.problem),)

    def _settle(self, answers: tuple[Decision, ...]) -> tuple[Decision, ...]:
        now = self._clock.now()
        try:
            return self._on_outbox(lambda outbox: outbox.settle(answers, now)) if answers else ()
        except OverflowError as error:
            raise WrongServer("a number beyond any count") from error

    def _asked(self, ask: Callable[[], T]) -> T:
        """Whoever lost her account may not keep what she saw (row B18)."""
        try:
            return ask()
        except AccountDisabled:
            self._on_replica(Replica.renew)
            raise


class _Renewed(Exception):
    """The replica was damaged and is an empty one now."""


class _Step(NamedTuple):
    changed: Changed
    more: bool
    restarted: bool = False


def _take(replica: Replica, asked: str | None, page: SyncPage, now: int) -> _Step:
    """A pushed page may have come in while this one was on its way: then this one is out of date."""
    if replica.cursor() != asked:
        return _Step(Changed(), more=True)
    changed = replica.apply(page, now)
    anew = replica.cursor() is None
    return _Step(changed, page.more or anew, anew)


def _follow(replica: Replica, page: SyncPage, now: int) -> Changed | None:
    """A pushed page fits when it begins where the replica is or before: what the replica has of it changes nothing."""
    here = _reached(replica)
    if here and page.number <= here:
        return Changed(number=here)
    if not here or page.since > here:
        return None
    changed = replica.apply(page, now)
    return None if replica.cursor() is None else changed


def _reached(replica: Replica) -> int:
    """The number up to which the replica has everything, 0 while it is being filled."""
    return replica.number() if replica.complete() else 0


def _read_page(data: bytes) -> SyncPage | None:
    try:
        page = decode(data, SyncPage)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return None if page.more or page.refetch or page.snapshots else page


def _one_may_be_at_fault(error: Broken | ProblemAnswer) -> bool:
    return isinstance(error, Broken) or error.problem.status in {400, 413, 415, 422}


def _rest(
    queue: list[Entry], batch: tuple[Entry, ...], decided: tuple[Decision, ...]
) -> tuple[list[Entry], list[Entry]]:
    """What is still to be asked, and what of the batch could not be decided."""
    over = {decision.id for decision in decided}
    asked = {entry.action.id for entry in batch}
    through = over | asked
    left = [entry for entry in queue if entry.action.id not in through]
    return left, [entry for entry in batch if entry.action.id not in over]
