"""What staff do with a card. Each is decided on the draft as it stands now, at its own location (rows B14, B15, B18,
N6, N7, N8).
"""

from collections.abc import Callable, Mapping, Sequence

from backend.access.person import Person
from backend.db.database import Unit
from backend.drafts import life, queries, work
from backend.drafts.queries import Draft
from backend.drafts.reminders import send_by_hand
from backend.feed.actions import ActionHandler, RefusedAction, SetWise
from backend.feed.change import change_of
from backend.messages.sending import Plan, Sender
from domain.drafts import Phase
from domain.permissions import Permission
from domain.reasons import Reason
from domain.wire.actions import (
    Action,
    DismissDraft,
    Done,
    ExplainDismissal,
    LogCall,
    Refusal,
    RefusalCode,
    RestoreDraft,
    SendReminder,
    SnoozeDraft,
    TakeBackCall,
    WakeDraft,
)

OnDraft = (
    DismissDraft | RestoreDraft | SendReminder | ExplainDismissal | SnoozeDraft | WakeDraft | LogCall | TakeBackCall
)
"""What is decided by where a draft stands."""

_NOT_IN_LIST: Mapping[Phase, RefusalCode] = {
    Phase.REVIEWING: "client_booking_now",
    Phase.CONVERTED: "draft_converted",
    Phase.REMOVED: "draft_gone",
    Phase.DISMISSED: "draft_dismissed",
}


def action_handlers(sender: Sender) -> Mapping[type, ActionHandler[Person]]:
    """By payload type."""

    def dismiss(unit: Unit, person: Person, actions: Sequence[Action]) -> list[Done | Refusal]:
        return _change(unit, person, actions, life.dismiss, incomplete)

    def restore(unit: Unit, person: Person, actions: Sequence[Action]) -> list[Done | Refusal]:
        return _change(unit, person, actions, life.restore, dismissed)

    def remind(unit: Unit, person: Person, action: Action) -> Done:
        change = change_of(unit, person.business_id)
        drafts = queries.find_all(unit, person.business_id, (draft_id_of(action),))
        draft = incomplete(draft_for(person, action, drafts))
        plan = send_by_hand(unit, draft, sender, f"person:{person.id}")
        if not plan.accepted:
            raise RefusedAction(Refusal(_no_way(plan), skips=plan.skips))
        return Done(action.id, change.number, plan.accepted, plan.skips)

    noting: tuple[type, ...] = (ExplainDismissal, SnoozeDraft, WakeDraft, LogCall, TakeBackCall)
    by_set: dict[type, ActionHandler[Person]] = {DismissDraft: SetWise(dismiss), RestoreDraft: SetWise(restore)}
    return {**by_set, SendReminder: remind, **dict.fromkeys(noting, _note)}


def _note(unit: Unit, person: Person, action: Action) -> Done:
    """One of the facts beside the phase. A card that was dismissed meanwhile still takes what came of a call."""
    change = change_of(unit, person.business_id)
    draft = draft_for(person, action, queries.find_all(unit, person.business_id, (draft_id_of(action),)))
    actor = f"person:{person.id}"
    match action.payload:
        case SnoozeDraft(until=until):
            fault = work.snooze(unit, incomplete(draft), until, action.made_at, actor)
            if fault:
                raise RefusedAction(Refusal(fault, field="until"))
        case WakeDraft():
            work.wake(unit, incomplete(draft), actor)
        case LogCall() as asked:
            work.log_call(unit, visible(draft), asked, action.made_at, actor, person.name)
        case TakeBackCall(call_id=call_id):
            work.take_back_call(unit, visible(draft), call_id, actor)
        case ExplainDismissal() as asked:
            work.explain(unit, dismissed(draft), asked, actor)
    return Done(action.id, change.number)


def draft_id_of(action: Action) -> str:
    """Which draft the action names."""
    payload = action.payload
    if not isinstance(payload, OnDraft):
        raise TypeError(type(payload).__name__)
    return payload.draft_id


def draft_for(person: Person, action: Action, drafts: Mapping[str, Draft]) -> Draft:
    """The one of the drafts that the action names, if this person may work on it. Raises RefusedAction."""
    return workable(person, drafts.get(draft_id_of(action)))


def workable(person: Person, draft: Draft | None) -> Draft:
    """The draft, if it is there and this person may work on it. Raises RefusedAction."""
    if draft is None:
        raise RefusedAction(Refusal("draft_gone"))
    if not person.may(Permission.MANAGE_WAITLIST, draft.location_id):
        raise RefusedAction(Refusal("not_permitted"))
    return draft


def incomplete(draft: Draft) -> Draft:
    """The draft, if it is in the list. Raises RefusedAction with why it is not."""
    code = _NOT_IN_LIST.get(draft.phase)
    if code:
        raise RefusedAction(Refusal(code))
    return draft


def visible(draft: Draft) -> Draft:
    """The draft, if it is in the list or was dismissed from it. Raises RefusedAction with why it is not."""
    return draft if draft.phase is Phase.DISMISSED else incomplete(draft)


def dismissed(draft: Draft) -> Draft:
    """The draft, if it was dismissed. Raises RefusedAction with why it is not to be restored."""
    if draft.phase is Phase.INCOMPLETE:
        raise RefusedAction(Refusal("draft_not_dismissed"))
    return draft if draft.phase is Phase.DISMISSED else incomplete(draft)


def _change(
    unit: Unit,
    person: Person,
    actions: Sequence[Action],
    transition: Callable[[Unit, Sequence[Draft], str, str], bool],
    check: Callable[[Draft], Draft],
) -> list[Done | Refusal]:
    change = change_of(unit, person.business_id)
    drafts = queries.find_all(unit, person.business_id, [draft_id_of(action) for action in actions])

    def decide(action: Action) -> Draft | Refusal:
        try:
            return check(draft_for(person, action, drafts))
        except RefusedAction as refused:
            return refused.refusal

    decided = [decide(action) for action in actions]
    going = [draft for draft in decided if isinstance(draft, Draft)]
    # What staff can see only changes under the business's lock, which is held, so nobody can have been quicker.
    if going and not transition(unit, going, f"person:{person.id}", person.name):
        raise AssertionError("a visible draft changed without the lock")
    done = [Done(action.id, change.number) for action in actions]
    return [answer if isinstance(answer, Refusal) else yes for answer, yes in zip(decided, done, strict=True)]


def _no_way(plan: Plan) -> RefusalCode:
    if plan.busy:
        return "reminder_in_flight"
    nowhere = all(skip.reason == Reason.NO_ADDRESS for skip in plan.skips)
    return "no_channel" if nowhere else "all_channels_blocked"
