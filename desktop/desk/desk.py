"""One signed-in person's desk: her copy and outbox on their lanes, the network's threads, and what the screen hears.

Everything public is called on the GUI thread, except what `Reports` names.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from shiboken6 import isValid

from desktop.desk.acts import OutboxActs
from desktop.desk.client_files import ClientFilesOnLane
from desktop.desk.loops import StreamLoop, SyncLoop
from desktop.desk.means import Means
from desktop.desk.others import Others, give_up
from desktop.desk.presence import Presences
from desktop.desk.signals import DeskSignals
from desktop.desk.stores import Stores
from desktop.desk.teller import Teller
from desktop.desk.troubles import SessionNotGiven
from desktop.desk.voice import Voice
from desktop.models.ports import AffectedReply, Link, OfficeReply, Outcome, SlotReply, StoryReply
from desktop.services.bridge import run
from desktop.services.lanes import Lane
from desktop.texts import group_phones
from domain.office import OfficeChange
from domain.wire.access import PasswordLink
from domain.wire.actions import Done, Refused, Unknown
from domain.wire.base import Answer
from domain.wire.booking import SlotQuery
from domain.wire.catalogue import TimesOff
from domain.wire.problems import Problem
from sync.api import Api
from sync.engine import Engine
from sync.errors import AccountDisabled, Busy, ProblemAnswer, SignInAgain, SyncError
from sync.owner import Owner
from sync.policy import Backoff
from sync.session import Session
from sync.store.changed import Changed
from sync.store.outbox import Outbox
from sync.store.replica import Replica

T = TypeVar("T")
Q = TypeVar("Q")

_END_SECONDS = 3.0
"""How long a thread that waits for the network is waited for at the end; then it is left to the process's end."""


class Desk:
    """`signals` fill desktop.models.ports.Feed, `acts` Acts, `colleagues` Colleagues, the desk itself Questions and
    Office.
    """

    def __init__(
        self, means: Means, session: Session, owner: Owner, *, on_bug: Callable[[BaseException], None]
    ) -> None:
        """`session` may still have to be resumed from the keychain."""
        self.session, self.owner, self.signals = session, owner, DeskSignals()
        self._means, self._api = means, Api(means.http, session)
        self._voice = Voice(self.signals, means.clock, on_bug)
        self.stores = Stores(means, owner, self._voice)
        self._asking = Lane("interactive", self._voice.trouble)
        self.colleagues = Presences(self._api, self._asking, self._voice.bridge, self._voice.trouble)
        self._teller = Teller(self.stores.replica, means.clock, self._voice.rows, self._voice.locked, self._refetch)
        self.acts = OutboxActs(means, owner, self.stores.outbox, self._teller, self._voice, self._send)
        self.client_files = ClientFilesOnLane(means, self._api, self._voice)
        self._link = Link.CONNECTING
        self._begin()
        self.signals.announce_requested.connect(self._announce)

    def _begin(self) -> None:
        """New threads, which are not started yet."""
        means, stores, voice = self._means, self.stores, self._voice
        engine = Engine(self._api, self.owner, stores.replica, stores.outbox, means.clock)
        self._others = Others(means, self.session, self.owner, stores.outbox, voice.others, voice.trouble)
        self._sync = SyncLoop(self._resume, engine, self, Backoff(means.chance))
        self._stream = StreamLoop(self._api, means.http, engine, self, self._sync, Backoff(means.chance))

    # For the window

    def start(self) -> None:
        """Begin to talk to the server."""
        self._sync.start()
        self._others.start()

    def go_on(self) -> None:
        """The same person has signed in again after her session had ended: nothing on the screen is lost by it."""
        self._end_threads()
        self._begin()
        self.link(Link.CONNECTING)
        self.start()

    def sync_now(self) -> None:
        """Ask the server at once, whatever failed before."""
        self._sync.kick(pull=True, now=True)
        self._stream.hurry()
        self._others.kick()

    def search(self, query: SlotQuery, reply: SlotReply) -> None:
        """Ask the server for free starts."""
        self._ask(lambda: self._api.free_slots(query).slots, partial(_reply, reply, query))

    def story(self, draft_id: str, reply: StoryReply) -> None:
        """Ask the server what happened to a draft."""
        self._ask(lambda: self._api.timeline(draft_id), partial(_reply, reply, draft_id))

    def _ask(self, work: Callable[[], T], found: Callable[[T | None], None]) -> None:
        def failed(trouble: Exception) -> None:
            if not isinstance(trouble, SyncError):
                self._voice.trouble(trouble)
            found(None)

        run(self._voice.bridge, self._asking, work, found, failed)

    def affected(self, member_id: str, times: TimesOff, reply: AffectedReply) -> None:
        """Ask the server what is booked in times off."""
        self._ask(lambda: self._api.affected(member_id, times), partial(_reply, reply, times))

    def change(self, change: OfficeChange, reply: OfficeReply) -> None:
        """Make a change of Settings at the server."""

        def failed(trouble: Exception) -> None:
            if isinstance(trouble, ProblemAnswer):
                _tell(reply, Outcome(problem=trouble.problem))
                return
            asked_to_wait = isinstance(trouble, Busy) and trouble.retry_after is not None
            _tell(reply, Outcome(problem=_WAIT) if asked_to_wait else Outcome(reached=False))
            if not isinstance(trouble, SyncError):
                self._voice.trouble(trouble)

        made = partial(_made, reply)
        run(self._voice.bridge, self._asking, lambda: self._api.change(change), made, failed)

    def leave(self, left: Callable[[int], None]) -> None:
        """Sign out: push what waits, end the session or set it aside for what is left; `left` hears how much."""

        def farewell() -> None:
            self.colleagues.leave()
            waiting = self._set_aside_or(self.session.sign_out)
            self._empty_copy()
            self._voice.bridge.post(left, waiting)

        self._end_stream(0)
        if not self._sync.leave(farewell):
            self._asking.post(farewell)

    def close(self, seconds: float = _END_SECONDS) -> None:
        """End the threads and close the files; nothing is heard of this desk any more.

        A thread that still waits for the network after `seconds` finds no files and no session when that answers.
        """
        self._voice.close()
        self._end_threads(seconds)
        self.stores.close(_END_SECONDS)
        self._asking.close(seconds)
        self.client_files.close(seconds)
        self.colleagues.deleteLater()

    def _end_threads(self, seconds: float = _END_SECONDS) -> None:
        self._others.close()
        self._sync.end()
        self._end_stream(seconds)
        self._sync.close(seconds)

    def _end_stream(self, seconds: float) -> None:
        self._stream.close(seconds)
        self.colleagues.listening(is_open=False)

    # Reports, from the threads

    def step(self, changed: Changed) -> None:
        self._teller.step(changed)

    def decided(self, decision: Done | Refused | Unknown) -> None:
        self._voice.answer(decision)

    def outbox_moved(self) -> None:
        self.acts.look()

    def link(self, link: Link) -> None:
        self._voice.link(link)
        before, self._link = self._link, link
        if link is Link.LIVE and before is not link:
            self._others.kick()
            self._stream.hurry()
        elif link is not Link.LIVE:
            self._teller.look_at_clock()

    def listening(self, *, is_open: bool) -> None:
        self.colleagues.listening(is_open=is_open)

    def presence(self, data: bytes) -> None:
        self.colleagues.take(data)

    def trouble(self, trouble: Exception) -> None:
        if isinstance(trouble, SignInAgain):
            self._session_over(trouble)
        else:
            self._voice.trouble(trouble)

    # On the sync thread

    def _resume(self) -> None:
        """Runs first: what is loaded late, and the keychain, may be slow."""
        group_phones(now=True)
        if self.session.tokens is None and not self.session.resume():
            raise SignInAgain("no session is remembered") if self.session.remembered else SessionNotGiven()
        if not self.session.remembered:
            self._voice.not_remembered()
        if self.session.owner != self.owner:
            raise SignInAgain("the session that is remembered is someone else's")
        if self._means.listens:
            self._stream.start()

    def _session_over(self, why: SignInAgain) -> None:
        """What waits keeps its person's name by the session that is set aside; a disabled account keeps nothing."""
        if isinstance(why, AccountDisabled):
            self._give_up()
            self.session.forget()
        elif self.session.tokens is not None:
            self._set_aside_or(self.session.forget)
        self._voice.session_over(why)

    def _empty_copy(self) -> None:
        try:
            self.stores.replica(Replica.renew)
        except SyncError as trouble:
            self._voice.trouble(trouble)

    def _give_up(self) -> None:
        try:
            self.stores.outbox(lambda outbox: give_up(outbox, self.owner, self._means.clock.now()))
        except SyncError as trouble:
            self._voice.trouble(trouble)

    def _set_aside_or(self, end: Callable[[], None]) -> int:
        """Sets the session aside when actions wait, else ends it so. How many wait."""
        try:
            waiting = self.stores.outbox(Outbox.waiting).get(self.owner, 0)
        except SyncError as trouble:
            self._voice.trouble(trouble)
            waiting = 0
        if waiting and self.session.tokens is not None:
            self.session.set_aside()
        else:
            end()
        return waiting

    # From any thread

    def _send(self) -> None:
        self._sync.kick()

    def _refetch(self) -> None:
        self._sync.kick(pull=True)

    def _announce(self) -> None:
        """Everything once more. The copy is opened while the outbox is being read."""
        self.stores.replica.warm_up()
        self.acts.look()
        self.stores.outbox.lane.post(self._teller.everything)
        self._voice.connection_again()


_WAIT = Problem("busy", "The server asks to wait.", 429)


def _made(reply: OfficeReply, answer: Answer | None) -> None:
    _tell(reply, Outcome(link=answer if isinstance(answer, PasswordLink) else None, answer=answer))


def _tell(reply: OfficeReply, outcome: Outcome) -> None:
    """A form that was closed meanwhile hears nothing."""
    if isValid(getattr(reply, "__self__", None)):
        reply(outcome)


def _reply(reply: Callable[[Q, T | None], None], question: Q, answer: T | None) -> None:
    """A form that was closed meanwhile hears nothing."""
    if isValid(getattr(reply, "__self__", None)):
        reply(question, answer)
