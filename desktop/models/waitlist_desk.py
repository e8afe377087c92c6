"""What a receptionist does about who waits: remove, undo, call, write. Says what came of it (row B21)."""

from functools import partial

from PySide6.QtCore import QObject

from desktop import sentences
from desktop.models.cards import shown_name
from desktop.models.ports import Acts, Feed, Opener, Toasts, waitlist_entity
from desktop.models.reach import Reach
from desktop.models.salon import Salon
from desktop.models.waitlist import WaitlistModel
from desktop.texts import tr
from domain.permissions import Permission
from domain.wire.actions import ActionAnswer, Refused, RemoveWaitlistEntry, RestoreWaitlistEntry
from domain.wire.rows import WaitlistEntryRow


class WaitlistDesk(QObject):
    """One for the window. Everything takes an entry's id, which may have left the list since the button was drawn."""

    def __init__(
        self,
        feed: Feed,
        acts: Acts,
        opener: Opener,
        toasts: Toasts,
        waitlist: WaitlistModel,
        salon: Salon,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._acts, self._toasts, self._reach = acts, toasts, Reach(opener, toasts)
        self._waitlist, self._salon = waitlist, salon
        self._removed: list[tuple[str, str, str]] = []
        self._asked: dict[str, str] = {}
        feed.answered.connect(self._answered)

    def remove(self, entry_id: str) -> None:
        """Take somebody off the list; the toast offers to undo it."""
        row = self.shown(entry_id)
        if row is None:
            return
        name = shown_name(row.client_name)
        action_id = self._acts.submit(RemoveWaitlistEntry(entry_id), waitlist_entity(entry_id))
        self._asked[action_id] = name
        done = (action_id, entry_id, name)
        self._removed.append(done)
        self._toasts.say(tr("{client} was taken off the waitlist.", client=name), partial(self._restore, done))

    def undo(self) -> None:
        """Undo the newest removal that was not undone yet."""
        if self._removed:
            self._restore(self._removed[-1])
        else:
            self._toasts.say(tr("There is nothing to undo."))

    def call(self, entry_id: str) -> None:
        """Dial the client's number (row B16)."""
        row = self.shown(entry_id)
        if row is not None:
            self._reach.call(row.phone)

    def mail(self, entry_id: str) -> None:
        """Begin a mail to the client (row B16)."""
        row = self.shown(entry_id)
        if row is not None:
            self._reach.mail(row.email)

    def forget(self, action_id: str) -> None:
        """The person has read why an action was refused."""
        self._acts.forget(action_id)

    def shown(self, entry_id: str) -> WaitlistEntryRow | None:
        """The entry, if it can still be acted on; says so if not."""
        row = self._waitlist.get(entry_id)
        if row is None or self._waitlist.position(entry_id) is None:
            self._toasts.say(tr("This entry has left the waitlist: it was booked or removed in the meantime."))
            return None
        if not self._salon.may(Permission.MANAGE_WAITLIST, row.location_id):
            self._toasts.say(sentences.not_permitted())
            return None
        return row

    def _restore(self, done: tuple[str, str, str]) -> None:
        if done in self._removed:
            self._removed.remove(done)
            action_id, entry_id, name = done
            payload = RestoreWaitlistEntry(entry_id)
            self._asked[self._acts.submit(payload, waitlist_entity(entry_id), depends_on=action_id)] = name
            self._toasts.say(tr("{client} is back on the waitlist.", client=name))

    def _answered(self, action_id: str, answer: ActionAnswer) -> None:
        name = self._asked.pop(action_id, None)
        if name is not None and isinstance(answer, Refused):
            self._removed = [done for done in self._removed if done[0] != action_id]
            self._toasts.say(tr("{client}: {reason}", client=name, reason=sentences.refusal(answer.refusal)))
