"""One signed-in person's desk: her copy and outbox on their lanes, the two network threads, and what the screen hears.

Everything public is called on the GUI thread, except what `Reports` names.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from shiboken6 import isValid

from desktop.desk.holder import Holder
from desktop.desk.loops import StreamLoop, SyncLoop
from desktop.desk.means import Means
from desktop.desk.others import Left, Others
from desktop.desk.signals import DeskSignals, News
from desktop.desk.standing import Standing
from desktop.desk.teller import Teller
from desktop.desk.troubles import sentence
from desktop.models.ports import Link, SlotReply
from desktop.services.bridge import Bridge, run
from desktop.services.lanes import Lane
from desktop.texts import mark, tr
from domain.wire.actions import Action, Done, Payload, Refusal, Refused, Slot, Unknown
from domain.wire.booking import SlotQuery
from sync.api import Api
from sync.engine import Engine
from sync.errors import AccountDisabled, Busy, SignInAgain, SyncError, Unreachable
from sync.keychain import file_key
from sync.owner import Owner
from sync.policy import Backoff
from sync.session import Session
from sync.store.changed import Changed
from sync.store.cipher import delete
from sync.store.outbox import Outbox
from sync.store.replica import Replica

_END_SECONDS = 5.0
_LOST = mark(
    "The list of actions that waited on this computer was damaged. What had not been sent is lost; please look through "
    "the open bookings once more."
)


class Desk:
    """Fills desktop.models.ports.Acts and SlotSearch, and with `signals` Feed."""

    def __init__(
        self, means: Means, session: Session, owner: Owner, *, on_bug: Callable[[BaseException], None]
    ) -> None:
        self.session, self.owner, self.signals = session, owner, DeskSignals()
        self._means, self._clock, self._ids = means, means.clock, means.ids
        self._bridge = Bridge()
        self._on_bug = on_bug
        self._replica = Holder(Lane("replica", self._failed), self._open_replica)
        self._outbox = Holder(Lane("outbox", self._failed), self._open_outbox)
        self._asking = Lane("interactive", self._failed)
        self._standing = Standing(self.signals, means.clock)
        self._teller = Teller(self._replica, means.clock, self._tell, self._tell_locked, self._refetch)
        self._said = ""
        self._api = Api(means.http, session)
        self._sync, self._stream = self._loops()
        self.signals.announce_requested.connect(self._announce)

    def _loops(self) -> tuple[SyncLoop, StreamLoop]:
        means, here = self._means, self.session.base_url
        engine = Engine(self._api, self.owner, self._replica, self._outbox, means.clock)
        others = Others(means, here, self.owner, self._replica, self._outbox, self._others_wait)
        sync = SyncLoop(self._resume, engine, others.push, self, Backoff(means.chance))
        return sync, StreamLoop(self._api, means.http, engine, self, sync, Backoff(means.chance))

    # For the window

    def start(self) -> None:
        """Begin to talk to the server."""
        self._sync.start()

    def go_on(self) -> None:
        """The same person has signed in again after her session had ended: nothing on the screen is lost by it."""
        self._stream.close(_END_SECONDS)
        self._sync.close(_END_SECONDS)
        self._sync, self._stream = self._loops()
        self._standing.link(Link.CONNECTING)
        self.start()

    def submit(
        self,
        payload: Payload,
        entity: str,
        seen: int = 0,
        not_after: int | None = None,
        depends_on: str | None = None,
    ) -> str:
        """Keep an action; it is sent when it can be."""
        now = self._clock.now()
        action = Action(self._ids.new(now), entity, now, payload, seen, depends_on, not_after)
        self._outbox.lane.post(lambda: self._keep(action))
        return action.id

    def forget(self, action_id: str) -> None:
        """A refusal has been read."""
        self._outbox.lane.post(lambda: self._forget(action_id))

    def new_id(self) -> str:
        """An id for a thing of this desk's making."""
        return self._ids.new(self._clock.now())

    def search(self, query: SlotQuery, reply: SlotReply) -> None:
        """Ask the server for free starts."""

        def found(slots: tuple[Slot, ...]) -> None:
            _reply(reply, query, slots)

        def failed(trouble: Exception) -> None:
            if sentence(trouble) is None:
                self._on_bug(trouble)
            _reply(reply, query, None)

        run(self._bridge, self._asking, lambda: self._api.free_slots(query).slots, found, failed)

    def sync_now(self) -> None:
        """Ask the server at once, whatever failed before."""
        self._sync.kick(pull=True, now=True)

    def leave(self, left: Callable[[int], None]) -> None:
        """Sign out: push what waits, end the session or set it aside for what is left; `left` hears how much."""

        def farewell() -> None:
            try:
                waiting = self._outbox(Outbox.waiting).get(self.owner, 0)
                self._replica(Replica.renew)
            except SyncError as trouble:
                self._failed(trouble)
                waiting = 0
            if waiting and self.session.tokens is not None:
                self.session.set_aside()
            else:
                self.session.sign_out()
            self._bridge.post(left, waiting)

        self._stream.close(0)
        if not self._sync.leave(farewell):
            self._asking.post(farewell)

    def close(self) -> None:
        """End the threads and close the files; nothing is heard of this desk any more."""
        self._bridge.close()
        self._stream.close(_END_SECONDS)
        self._sync.close(_END_SECONDS)
        for holder in (self._replica, self._outbox):
            holder.close()
            holder.lane.close()
        self._asking.close(_END_SECONDS)

    # From the threads

    def step(self, changed: Changed) -> None:
        self._teller.step(changed)

    def decided(self, decision: Done | Refused | Unknown) -> None:
        self._bridge.post(self.signals.tell_answer, decision)

    def outbox_moved(self) -> None:
        self._outbox.lane.post(self._read_outbox)

    def link(self, link: Link) -> None:
        self._bridge.post(self._linked, link)
        if link is not Link.LIVE:
            self._teller.look_at_clock()

    def trouble(self, trouble: Exception) -> None:
        if isinstance(trouble, AccountDisabled):
            self._teller.everything()
            self._bridge.post(self.signals.account_disabled.emit)
        elif isinstance(trouble, SignInAgain):
            self._bridge.post(self.signals.session_ended.emit)
        self._failed(trouble)

    # On the lanes

    def _open_replica(self) -> Replica:
        key, path = self._file("replica")
        return Replica.open(path, key, self.owner)

    def _open_outbox(self) -> Outbox:
        key, path = self._file("outbox")
        outbox = Outbox.open(path, key)
        if outbox.lost is not None:
            self._bridge.post(self._say_once, tr(_LOST))
        return outbox

    def _file(self, name: str) -> tuple[bytes, Path]:
        """A file's key and place. One whose key nothing remembers is begun anew, beside the others."""
        key, remembered = file_key(self._means.keychain, self._ids, f"{name}-key")
        path = self._means.folder / (f"{name}.db" if remembered else f"{name}-not-remembered.db")
        path.parent.mkdir(parents=True, exist_ok=True)
        if not remembered:
            delete(path)
        return key, path

    def _resume(self) -> None:
        """Runs first in the sync thread: the keychain may be slow."""
        if self.session.tokens is None and not self.session.resume():
            raise SignInAgain("no session is remembered")
        if self.session.owner != self.owner:
            raise SignInAgain("the session that is remembered is someone else's")
        if self._means.listens:
            self._stream.start()

    def _announce(self) -> None:
        self._outbox.lane.post(self._read_outbox)
        self._outbox.lane.post(self._teller.everything)
        self._replica.lane.post(self._warm_up)
        self._standing.again()

    def _warm_up(self) -> None:
        """Opens the copy while the outbox is being read."""
        self._replica.get()

    def _tell(self, news: News) -> None:
        self._bridge.post(self.signals.tell_rows, news)

    def _tell_locked(self, locked: bool) -> None:
        self._bridge.post(self.signals.locked_changed.emit, locked)

    def _refetch(self) -> None:
        self._sync.kick(pull=True)

    def _others_wait(self, left: Left) -> None:
        self._bridge.post(self.signals.others_wait.emit, left)

    def _keep(self, action: Action) -> None:
        try:
            self._outbox.get().add(self.owner, action)
        except SyncError as trouble:
            self.decided(Refused(action.id, Refusal("not_kept")))
            self._failed(trouble)
            return
        self._read_outbox()
        self._sync.kick()

    def _forget(self, action_id: str) -> None:
        self._outbox.get().forget(action_id)
        self._read_outbox()

    def _read_outbox(self) -> None:
        outbox = self._outbox.get()
        pending, refused = outbox.pending(self.owner), outbox.shown(self.owner)
        waiting = sum(entry.answer is None for entry in pending)
        self._teller.with_entries((*pending, *refused))
        counts = partial(self._standing.counts, waiting, len(refused))
        self._replica.lane.post(lambda: self._bridge.post(counts))  # after the list that they count

    def _failed(self, trouble: BaseException) -> None:
        """A known trouble is told, unless the bar tells it; a bug is reported. From any thread."""
        said = sentence(trouble) if isinstance(trouble, Exception) else None
        if said is None:
            self._on_bug(trouble)
        elif not isinstance(trouble, _SAID_BY_THE_BAR):
            self._bridge.post(self._say_once, said)

    def _say_once(self, said: str) -> None:
        """The threads try again and again; the person hears of it once, until something works."""
        if said != self._said:
            self._said = said
            self.signals.trouble.emit(said)

    def _linked(self, link: Link) -> None:
        if link is Link.LIVE:
            self._said = ""
        self._standing.link(link)


_SAID_BY_THE_BAR = (Unreachable, Busy, SignInAgain)


def _reply(reply: SlotReply, query: SlotQuery, slots: Sequence[Slot] | None) -> None:
    """A form that was closed meanwhile hears nothing."""
    if isValid(getattr(reply, "__self__", None)):
        reply(query, slots)
