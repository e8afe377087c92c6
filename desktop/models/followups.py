"""What a receptionist does about incomplete bookings: dismiss, undo, remind, call, write. Says what came of it."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop import sentences
from desktop.models.cards import shown_name
from desktop.models.drafts import DraftsModel
from desktop.models.held import Held
from desktop.models.pending import Pending
from desktop.models.ports import Acts, Feed, Offer, Opener, Toasts, draft_entity
from desktop.models.reach import Reach
from desktop.models.salon import Salon
from desktop.texts import clock, tr
from domain.calls import number_is_wrong
from domain.clock import Clock
from domain.constants import HOUR
from domain.permissions import Permission
from domain.sending import QUIET_FROM, quiet_until
from domain.times import instant, local
from domain.wire.actions import (
    ActionAnswer,
    DismissDraft,
    Done,
    ExplainDismissal,
    Refused,
    RestoreDraft,
    SendReminder,
)
from domain.wire.rows import DraftRow
from domain.work import DismissReason


@dataclass(frozen=True)
class _Dismissed:
    action_id: str
    draft_id: str
    name: str


class FollowUps(QObject):
    """One for the window. Everything takes a draft's id, which may have left the list since the button was drawn."""

    called = Signal(str)
    """Call was pressed on a draft: how it went can be noted (row N6)."""

    why_requested = Signal(str)
    """The person wants to say why she dismissed a draft (row N8)."""

    def __init__(
        self,
        feed: Feed,
        acts: Acts,
        opener: Opener,
        toasts: Toasts,
        drafts: DraftsModel,
        pending: Pending,
        salon: Salon,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._acts, self._toasts, self._clock = acts, toasts, clock
        self._reach = Reach(opener, toasts)
        self._drafts, self._pending, self._salon = drafts, pending, salon
        self._dismissed: list[_Dismissed] = []
        self._asked: dict[str, str] = {}
        self._held = Held(self)
        feed.answered.connect(self._answered)

    def dismiss(self, draft_id: str, reason: DismissReason | None = None) -> None:
        """Take the card out of the list; the toast offers to undo it and asks why, if that was not said (rows B15,
        N8). A reminder that is held is not sent.
        """
        row = self.shown(draft_id)
        if row is None:
            return
        self._held.take_back(draft_id)
        name = shown_name(row.client_name)
        action_id = self._acts.submit(DismissDraft(draft_id=draft_id), draft_entity(draft_id))
        self._asked[action_id] = name
        done = _Dismissed(action_id, draft_id, name)
        self._dismissed.append(done)
        if reason is not None:
            explained = ExplainDismissal(draft_id, reason)
            self._acts.submit(explained, draft_entity(draft_id), depends_on=action_id)
        why = Offer(tr("Why?"), partial(self.why_requested.emit, draft_id)) if reason is None else None
        text = tr("{client}'s incomplete booking was dismissed.", client=name)
        self._toasts.say(text, partial(self._restore, done), why)

    def undo(self) -> None:
        """Take back a message that has not gone yet, else undo the newest dismissal that was not undone yet."""
        held = self._held.newest()
        if held is not None:
            self._take_back(held)
        elif self._dismissed:
            self._restore(self._dismissed[-1])
        else:
            self._toasts.say(tr("There is nothing to undo."))

    def explain_last(self) -> None:
        """Ask why the newest dismissal was made that was not undone."""
        if self._dismissed:
            self.why_requested.emit(self._dismissed[-1].draft_id)
        else:
            self._toasts.say(tr("Nothing was dismissed here."))

    def remind(self, draft_id: str) -> None:
        """Send the resume link by hand on every channel that is allowed (row B14). At night it is asked first whether
        to (row N11).
        """
        row = self.shown(draft_id)
        if row is not None and not self._asks_for_the_night(row):
            self._remind(draft_id)

    def _asks_for_the_night(self, row: DraftRow) -> bool:
        """Whether the client is likely asleep, and it was asked; never about one who cannot be reached."""
        now, zone = self._clock.now(), self._zone(row)
        if quiet_until(now, zone) is None or not (row.phone or row.email) or self._waits(row.id):
            return False
        name, time = shown_name(row.client_name), clock(local(now, zone))
        anyway = Offer(tr("Send anyway"), partial(self._remind, row.id))
        self._toasts.say(tr("It is {time} for {client}. Send anyway?", time=time, client=name), offer=anyway)
        return True

    def _remind(self, draft_id: str) -> None:
        row = self.shown(draft_id)
        if row is None:
            return
        name = shown_name(row.client_name)
        if not row.phone and not row.email:
            self._toasts.say(tr("{client} has no phone number and no email address on file.", client=name))
        elif self._waits(draft_id):
            self._toasts.say(tr("A reminder to {client} is already on its way.", client=name))
        else:
            not_after = self._tonight(row)
            payload = SendReminder(draft_id=draft_id)
            self._asked[self._acts.submit(payload, draft_entity(draft_id), not_after=not_after)] = name
            if not self._pending.online:
                self._toasts.say(tr("You are offline. The reminder to {client} goes when online.", client=name))

    def remind_soon(self, draft_id: str) -> None:
        """As `remind`, five seconds later: a message that was asked for by a key can be taken back (row N8)."""
        row = self.shown(draft_id)
        if row is None or self._asks_for_the_night(row):
            return
        if not (row.phone or row.email) or self._waits(draft_id):
            self._remind(draft_id)
            return
        name = shown_name(row.client_name)
        if not self._held.has(draft_id):
            self._held.hold(draft_id, partial(self._remind, draft_id))
        take_back = Offer(tr("Take back"), partial(self._take_back, draft_id))
        self._toasts.say(tr("The reminder to {client} goes in 5 seconds.", client=name), offer=take_back)

    def leave(self) -> None:
        """The person leaves the desk: what she asked for goes now."""
        self._held.let_all_go()

    def _take_back(self, draft_id: str) -> None:
        row = self._drafts.get(draft_id)
        name = shown_name(row.client_name) if row else ""
        if self._held.take_back(draft_id):
            self._toasts.say(tr("The reminder to {client} was not sent.", client=name))
        else:
            self._toasts.say(tr("The reminder to {client} has gone already.", client=name))

    def call(self, draft_id: str) -> None:
        """Dial the client's number (row B16)."""
        row = self.shown(draft_id)
        if row is None:
            return
        if number_is_wrong(row.calls, row.engaged_at):
            self._toasts.say(
                tr("Somebody has noted that {client}'s number is wrong.", client=shown_name(row.client_name))
            )
        elif self._reach.call(row.phone):
            self.called.emit(draft_id)

    def mail(self, draft_id: str) -> None:
        """Begin a mail to the client (row B16)."""
        row = self.shown(draft_id)
        if row is not None:
            self._reach.mail(row.email)

    def forget(self, action_id: str) -> None:
        """The person has read why an action was refused."""
        self._acts.forget(action_id)

    def still_there(self, draft_id: str) -> bool:
        """Whether a draft can still be acted on; says so if not."""
        return self.shown(draft_id) is not None

    def shown(self, draft_id: str) -> DraftRow | None:
        """The draft, if it is in the list and can still be acted on; says so if not."""
        row = self._drafts.get(draft_id)
        if row is None or self._drafts.position(draft_id) is None:
            self._toasts.say(
                tr("This incomplete booking has left the list: it was booked, dismissed or removed in the meantime.")
            )
            return None
        if not self._salon.may(Permission.MANAGE_WAITLIST, row.location_id):
            self._toasts.say(sentences.not_permitted())
            return None
        return row

    def _restore(self, done: _Dismissed) -> None:
        if done in self._dismissed:
            self._dismissed.remove(done)
            payload = RestoreDraft(draft_id=done.draft_id)
            action_id = self._acts.submit(payload, draft_entity(done.draft_id), depends_on=done.action_id)
            self._asked[action_id] = done.name
            self._toasts.say(tr("{client}'s incomplete booking is back in the list.", client=done.name))

    def _waits(self, draft_id: str) -> bool:
        states = self._pending.of(draft_entity(draft_id))
        return any(state.answer is None and isinstance(state.action.payload, SendReminder) for state in states)

    def _tonight(self, row: DraftRow) -> int:
        """Until when a reminder may wait for the connection: it is not sent in the client's night (row N11)."""
        now, zone = self._clock.now(), self._zone(row)
        evening = instant(dt.datetime.combine(local(now, zone).date(), QUIET_FROM), zone)
        return max(evening, now + HOUR)

    def _zone(self, row: DraftRow) -> str:
        """The client's own, if it is known, else the location's."""
        return row.zone or self._salon.zone(row.location_id)

    def _answered(self, action_id: str, answer: ActionAnswer) -> None:
        name = self._asked.pop(action_id, None)
        self._dismissed = [done for done in self._dismissed if done.action_id != action_id or isinstance(answer, Done)]
        if name is None:
            return
        match answer:
            case Done(channels=channels, skips=skips) if channels or skips:
                self._toasts.say(_reminded(name, answer))
            case Refused(refusal=refusal):
                self._toasts.say(tr("{client}: {reason}", client=name, reason=sentences.refusal(refusal)))


def _reminded(name: str, answer: Done) -> str:
    """Which channels took the reminder, and why others did not (row B14)."""
    told = [tr("Reminder to {client} goes by {channels}.", client=name, channels=sentences.channels(answer.channels))]
    if not answer.channels:
        told = [tr("No reminder to {client}.", client=name)]
    return " ".join([*told, *(f"{sentences.skip(skipped)}." for skipped in answer.skips)])
