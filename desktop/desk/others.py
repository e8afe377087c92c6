"""Actions that an earlier person left in the outbox go on under the session that was set aside for her."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Condition, Thread
from typing import NamedTuple

from desktop.desk.files import forget_copies
from desktop.desk.means import Means
from desktop.services.lanes import LaneEnded
from desktop.texts import tr
from domain.wire.actions import Refusal, Refused
from sync.api import Api
from sync.engine import Engine, OnOutbox
from sync.errors import AccountDisabled, Busy, SignInAgain, SyncError
from sync.owner import Owner
from sync.policy import Backoff
from sync.session import Session
from sync.store.cipher import KEY_BYTES
from sync.store.outbox import Outbox
from sync.store.replica import Replica

Left = tuple[tuple[str, int], ...]
"""Whose actions still wait, and how many: `(("Ana", 2),)`."""


class Others(Thread):
    """Sends them on a thread of its own, so that nobody waits for them; `tell` hears what is left when it differs."""

    def __init__(
        self,
        means: Means,
        session: Session,
        mine: Owner,
        on_outbox: OnOutbox,
        tell: Callable[[Left], None],
        trouble: Callable[[Exception], None],
    ) -> None:
        super().__init__(name="others", daemon=True)
        self._means, self._session, self._mine, self._on_outbox = means, session, mine, on_outbox
        self._tell, self._trouble = tell, trouble
        self._backoff = Backoff(means.chance)
        self._wake = Condition()
        self._wanted, self._ended = False, False
        self._told: Left = ()

    def kick(self) -> None:
        """The server can be reached."""
        with self._wake:
            self._wanted = True
            self._wake.notify()

    def close(self) -> None:
        """End the thread after what it is doing."""
        with self._wake:
            self._ended = True
            self._wake.notify()

    def run(self) -> None:
        pause: float | None = None
        while self._wait(pause):
            try:
                pause = self._push_all()
            except SyncError as trouble:
                pause = self._backoff.failed(trouble)
            except LaneEnded:
                return
            except Exception as bug:  # noqa: BLE001 - reported; the person's own work goes on
                self._trouble(bug)
                pause = None

    def _wait(self, pause: float | None) -> bool:
        """Until somebody wants it or the pause is over; False when the thread is to end."""
        with self._wake:
            self._wake.wait_for(lambda: self._wanted or self._ended, pause)
            self._wanted = False
            return not self._ended

    def _push_all(self) -> float | None:
        """Seconds after which to try again; None when that would not help."""
        self._forget_mine()
        outcomes = [self._push(owner) for owner in self._waiting()]
        left = tuple((one.name, one.waiting) for one in outcomes if one.waiting)
        if left != self._told:
            self._told = left
            self._tell(left)
        trouble = next((one.again for one in outcomes if one.again is not None), None)
        if trouble is None:
            self._backoff.worked()
        return None if trouble is None else self._backoff.failed(trouble)

    def _forget_mine(self) -> None:
        """Who has signed in again needs no session that was set aside for her; after a crash it may be her own."""
        session = self._session_of(self._mine)
        if session is None:
            return
        if session.mark == self._session.mark:
            session.let_go()
        else:
            session.sign_out()

    def _session_of(self, owner: Owner) -> Session | None:
        """The one that was set aside for her."""
        session = self._means.session(self._session.base_url)
        return session if session.resume(owner.person_id) and session.owner == owner else None

    def _waiting(self) -> list[Owner]:
        return [owner for owner in self._on_outbox(Outbox.waiting) if owner != self._mine]

    def _push(self, owner: Owner) -> "_Outcome":
        people, session = self._means.people, self._session_of(owner)
        if session is None:
            return _Outcome(people.name_of(owner) or tr("Someone else"), self._count(owner))
        name = session.tokens.person_name if session.tokens else ""
        again = self._offer(session, owner)
        count = self._count(owner)
        if not count and not people.keeps(owner):
            session.sign_out()
        return _Outcome(name, count, again if count else None)

    def _count(self, owner: Owner) -> int:
        return self._on_outbox(Outbox.waiting).get(owner, 0)

    def _offer(self, session: Session, owner: Owner) -> SyncError | None:
        """Why to try again later, if that may help. Nothing of it touches the copy of who is signed in now."""
        means = self._means
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            replica = Replica.open(Path(folder) / "replica.db", means.ids.secret(KEY_BYTES), owner)
            try:
                Engine(Api(means.http, session), owner, lambda work: work(replica), self._on_outbox, means.clock).push()
            except AccountDisabled:
                self._on_outbox(lambda outbox: give_up(outbox, owner, means.clock.now()))
                means.people.remove(owner)
                forget_copies(means.folder, owner)
            except SignInAgain:
                return None
            except SyncError as trouble:
                return trouble
            finally:
                replica.close()
        return Busy()


class _Outcome(NamedTuple):
    name: str
    waiting: int
    again: SyncError | None = None


def give_up(outbox: Outbox, owner: Owner, now: int) -> None:
    """Nothing that a person asked for can happen any more, because her account was switched off (row B18)."""
    answers = [Refused(entry.action.id, Refusal("not_permitted")) for entry in outbox.to_send(owner)]
    outbox.settle(answers, now)
    for entry in outbox.shown(owner):
        outbox.forget(entry.action.id)
