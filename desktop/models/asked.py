"""What an open form asks of the server: until it is answered or kept, the form is the only place that has it."""

from PySide6.QtCore import QObject, Signal

from desktop.models.pending import Pending
from desktop.models.ports import Acts, Feed
from domain.wire.actions import ActionAnswer, Done, Payload


class Asked(QObject):
    """One action at a time. Offline a form may close as soon as the outbox has it, and not before."""

    began = Signal()
    """The form waits from now on."""

    answered = Signal(object)
    """An ActionAnswer. The form itself shows why it was not done: it need not stand among what could not be done."""

    kept = Signal(str)
    """The desk is offline and the outbox has the action of this id: it goes later."""

    def __init__(self, feed: Feed, acts: Acts, pending: Pending, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._acts, self._pending = acts, pending
        self._action_id: str | None = None
        self._entity = ""
        feed.answered.connect(self._answered)
        pending.connection_changed.connect(self._look)
        pending.changed.connect(self._pending_changed)

    @property
    def waits(self) -> bool:
        """Whether something was asked of which nothing has come yet."""
        return self._action_id is not None

    def ask(self, payload: Payload, entity: str, not_after: int | None = None, depends_on: str | None = None) -> None:
        """Have it done; what is given means the same as in Acts.submit."""
        # Set first: the outbox shows the action at once, and what changes by it was not changed by somebody else.
        self._action_id, self._entity = "being written", entity
        self._action_id = self._acts.submit(payload, entity, not_after=not_after, depends_on=depends_on)
        self.began.emit()
        self._look()

    def _answered(self, action_id: str, answer: ActionAnswer) -> None:
        if action_id == self._action_id:
            self._action_id = None
            self.answered.emit(answer)
            if not isinstance(answer, Done):
                self._acts.forget(action_id)

    def _look(self) -> None:
        action_id = self._action_id
        if action_id is None or self._pending.online:
            return
        if any(state.action.id == action_id for state in self._pending.of(self._entity)):
            self._action_id = None
            self.kept.emit(action_id)

    def _pending_changed(self, entity: str) -> None:
        if entity == self._entity:
            self._look()
