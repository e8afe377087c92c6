"""What a receptionist notes about incomplete bookings: how a call went, until when a card rests, why it was dismissed
(rows N6, N7, N8). Says what came of it.
"""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop import sentences
from desktop.models.calls import NEXT, AfterCall, Step
from desktop.models.cards import shown_name
from desktop.models.drafts import DraftsModel
from desktop.models.followups import FollowUps
from desktop.models.ports import Acts, Feed, Questions, Toasts, draft_entity
from desktop.models.salon import Salon
from desktop.models.snoozing import Rest, fault_of, rests_for, until_words
from desktop.models.story import Story
from desktop.texts import tr
from domain.clock import Clock
from domain.drafts import Phase
from domain.permissions import Permission
from domain.wire.actions import (
    ActionAnswer,
    ExplainDismissal,
    LogCall,
    Payload,
    Refused,
    RestoreDraft,
    SnoozeDraft,
    TakeBackCall,
    WakeDraft,
)
from domain.wire.rows import DraftRow
from domain.work import CallOutcome, DismissReason

_BY_KEY = tuple(CallOutcome)


class Noting(QObject):
    """One for the window. Everything takes a draft's id, which may have left the list since the button was drawn."""

    changed = Signal()
    """What a card offers after a call may differ."""

    opened = Signal(str)
    """The outcomes of a call are offered on a draft's card."""

    book_requested = Signal(str)
    snooze_requested = Signal(str)
    """A moment is to be chosen for a draft."""

    def __init__(
        self,
        feed: Feed,
        acts: Acts,
        toasts: Toasts,
        drafts: DraftsModel,
        followups: FollowUps,
        salon: Salon,
        clock: Clock,
        questions: Questions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.story = Story(questions, drafts, salon, clock, self)
        self._acts, self._toasts, self._clock = acts, toasts, clock
        self._drafts, self._followups, self._salon = drafts, followups, salon
        self._open: dict[str, AfterCall] = {}
        self._asked: dict[str, str] = {}
        feed.answered.connect(self._answered)
        followups.called.connect(self.ask)
        drafts.summary_changed.connect(self._tidy)

    # After a call

    def after_call(self, draft_id: str) -> AfterCall | None:
        """What a card offers in the place of its buttons, None when it shows them."""
        return self._open.get(draft_id)

    def ask(self, draft_id: str) -> None:
        """Offer the outcomes of a call on its card."""
        row = self._followups.shown(draft_id)
        if row is not None:
            self._offer(draft_id, AfterCall(shown_name(row.client_name)))
            self.opened.emit(draft_id)

    def close(self, draft_id: str) -> None:
        """The card shows its buttons again."""
        if self._open.pop(draft_id, None) is not None:
            self.changed.emit()

    def log(self, draft_id: str, outcome: CallOutcome) -> None:
        """The call went so; one who books now goes on to the booking form."""
        row = self._followups.shown(draft_id)
        if row is None:
            self.close(draft_id)
            return
        call_id, name = self._acts.new_id(), shown_name(row.client_name)
        self._submit(draft_id, LogCall(draft_id, call_id, outcome), name)
        if outcome is CallOutcome.BOOKED:
            self.close(draft_id)
            self.book_requested.emit(draft_id)
            return
        self._offer(draft_id, AfterCall(name, outcome, call_id))

    def note(self, draft_id: str, text: str) -> None:
        """What is to be remembered of the call that was just logged."""
        offered = self._open.get(draft_id)
        if offered is None or offered.outcome is None or text.strip() == offered.note:
            return
        self._submit(draft_id, LogCall(draft_id, offered.call_id, offered.outcome, text.strip()), offered.client)
        self._offer(draft_id, replace(offered, note=text.strip()))

    def take_back(self, draft_id: str) -> None:
        """That was not how the call went: the outcomes are offered again."""
        offered = self._open.get(draft_id)
        if offered is not None and offered.outcome is not None:
            self._submit(draft_id, TakeBackCall(draft_id, offered.call_id), offered.client)
            self._offer(draft_id, AfterCall(offered.client))

    def press(self, draft_id: str, number: int) -> bool:
        """The key of an outcome or a step, counted from one; False when none is offered under it."""
        offered = self._open.get(draft_id)
        if offered is None:
            return False
        choices = _BY_KEY if offered.outcome is None else NEXT[offered.outcome]
        if not 1 <= number <= len(choices):
            return False
        chosen = choices[number - 1]
        if isinstance(chosen, CallOutcome):
            self.log(draft_id, chosen)
        else:
            self.go_on(draft_id, chosen)
        return True

    def go_on(self, draft_id: str, step: Step) -> None:
        """Do what was offered next."""
        offered = self._open.get(draft_id)
        self.close(draft_id)
        match step:
            case Step.REMIND:
                self._followups.remind(draft_id)
            case Step.MAIL:
                self._followups.mail(draft_id)
            case Step.SNOOZE:
                self.snooze_requested.emit(draft_id)
            case Step.DISMISS:
                self._dismiss(draft_id, offered.outcome if offered else None)
            case Step.HOUR | Step.MORNING:
                self._rest_for(draft_id, step)

    def _rest_for(self, draft_id: str, step: Step) -> None:
        rests = self.rests(draft_id)
        rest = next((one for one in rests if one.usual is step), None)
        if rest is not None and self.snooze(draft_id, rest.until):
            self._toasts.say(rest.fault)

    def _dismiss(self, draft_id: str, outcome: CallOutcome | None) -> None:
        reasons = {
            CallOutcome.NOT_INTERESTED: DismissReason.NOT_INTERESTED,
            CallOutcome.WRONG_NUMBER: DismissReason.WRONG_NUMBER,
        }
        self._followups.dismiss(draft_id, reasons.get(outcome) if outcome else None)

    def _offer(self, draft_id: str, offered: AfterCall) -> None:
        self._open[draft_id] = offered
        self.changed.emit()

    def _tidy(self) -> None:
        """A card that left the list and comes back shows its buttons."""
        self._open = {
            draft_id: one for draft_id, one in self._open.items() if self._drafts.position(draft_id) is not None
        }

    # Snooze

    def rests(self, draft_id: str) -> list[Rest]:
        """The usual moments for a draft; none when it has left the list."""
        row = self._drafts.get(draft_id)
        return rests_for(row, self._clock.now(), self.zone(row)) if row else []

    def snooze(self, draft_id: str, until: int) -> str:
        """Let a card rest. What is wrong with the moment, as a sentence; empty when it rests."""
        row = self._followups.shown(draft_id)
        if row is None:
            return ""
        now, zone = self._clock.now(), self.zone(row)
        fault = fault_of(row, until, now, zone)
        if fault:
            return fault
        self.close(draft_id)
        name = shown_name(row.client_name)
        self._submit(draft_id, SnoozeDraft(draft_id, until), name)
        said = tr("{client} rests {until}.", client=name, until=until_words(until, now, zone))
        self._toasts.say(said, partial(self.wake, draft_id))
        return ""

    def wake(self, draft_id: str) -> None:
        """The card is back in the list now."""
        row = self._allowed(draft_id)
        if row is not None and row.snoozed_until is not None:
            self._submit(draft_id, WakeDraft(draft_id), shown_name(row.client_name))

    # Dismissals

    def explain(self, draft_id: str, reason: DismissReason, text: str = "") -> None:
        """Why the card was dismissed."""
        row = self._allowed(draft_id)
        if row is not None:
            self._submit(draft_id, ExplainDismissal(draft_id, reason, text), shown_name(row.client_name))

    def reopen(self, draft_id: str) -> None:
        """A dismissed card goes back into the list."""
        row = self._allowed(draft_id)
        if row is not None and row.phase is Phase.DISMISSED:
            name = shown_name(row.client_name)
            self._submit(draft_id, RestoreDraft(draft_id), name)
            self._toasts.say(tr("{client}'s incomplete booking is back in the list.", client=name))

    def zone(self, row: DraftRow) -> str:
        """The zone of a draft's location."""
        return self._salon.zone(row.location_id)

    def _allowed(self, draft_id: str) -> DraftRow | None:
        row = self._drafts.get(draft_id)
        if row is None:
            self._toasts.say(tr("This incomplete booking is not there any more."))
        elif not self._salon.may(Permission.MANAGE_WAITLIST, row.location_id):
            self._toasts.say(sentences.not_permitted())
        else:
            return row
        return None

    def _submit(self, draft_id: str, payload: Payload, name: str) -> None:
        self._asked[self._acts.submit(payload, draft_entity(draft_id))] = name

    def _answered(self, action_id: str, answer: ActionAnswer) -> None:
        name = self._asked.pop(action_id, None)
        if name is not None and isinstance(answer, Refused):
            self._toasts.say(tr("{client}: {reason}", client=name, reason=sentences.refusal(answer.refusal)))
