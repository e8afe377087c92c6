"""What the person does, on its way into the outbox, and what of it she still has to see."""

from collections.abc import Callable

from desktop.desk.holder import Holder
from desktop.desk.means import Means
from desktop.desk.teller import Teller
from desktop.desk.voice import Voice
from domain.wire.actions import Action, Payload, Refusal, Refused
from sync.errors import SyncError
from sync.owner import Owner
from sync.store.outbox import Outbox


class OutboxActs:
    """Fills desktop.models.ports.Acts: public methods but `look` are for the GUI thread."""

    def __init__(
        self, means: Means, owner: Owner, outbox: Holder[Outbox], teller: Teller, voice: Voice, send: Callable[[], None]
    ) -> None:
        """`send` is called, in the GUI thread, when there is something to send."""
        self._means, self._owner, self._outbox = means, owner, outbox
        self._teller, self._voice, self._send = teller, voice, send

    def submit(
        self,
        payload: Payload,
        entity: str,
        seen: int = 0,
        not_after: int | None = None,
        depends_on: str | None = None,
    ) -> str:
        """Keep an action; it is sent when it can be."""
        now = self._means.clock.now()
        action = Action(self._means.ids.new(now), entity, now, payload, seen, depends_on, not_after)
        self._outbox.lane.post(lambda: self._keep(action))
        return action.id

    def forget(self, action_id: str) -> None:
        """A refusal has been read."""
        self._outbox.lane.post(lambda: self._forget(action_id))

    def new_id(self) -> str:
        """An id for a thing of this desk's making."""
        return self._means.ids.new(self._means.clock.now())

    def look(self) -> None:
        """The outbox may differ: tell what waits and what could not be done. From any thread."""
        self._outbox.lane.post(self._look)

    def _keep(self, action: Action) -> None:
        try:
            self._outbox.use(lambda outbox: outbox.add(self._owner, action))
        except SyncError as trouble:
            self._voice.not_kept(Refused(action.id, Refusal("not_kept")), trouble)
            self._look()
        else:
            self._look()
            self._teller.afterwards(lambda: self._voice.when_painted(self._send))

    def _forget(self, action_id: str) -> None:
        self._outbox.use(lambda outbox: outbox.forget(action_id))
        self._look()

    def _look(self) -> None:
        pending, refused = self._outbox.use(lambda outbox: (outbox.pending(self._owner), outbox.shown(self._owner)))
        waiting = sum(entry.answer is None for entry in pending)
        self._teller.with_entries((*pending, *refused))
        self._teller.afterwards(lambda: self._voice.counts(waiting, len(refused)))
