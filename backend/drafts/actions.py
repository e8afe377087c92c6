"""What staff do with a card. Each is decided on the draft as it stands now, at its own location (rows B14, B15, B18,
N8).
"""

from collections.abc import Callable, Mapping, Sequence

from backend.access.person import Person
from backend.db.database import Unit
from backend.drafts import life, queries
from backend.drafts.queries import Draft
from backend.drafts.reminders import Plan, send_by_hand
from backend.feed.actions import ActionHandler, RefusedAction
from backend.feed.change import change_of
from backend.messages.post import Post
from domain.drafts import Phase
from domain.permissions import Permission
from domain.reasons import Reason
from domain.wire.actions import Action, DismissDraft, Done, Refusal, RefusalCode, RestoreDraft, SendReminder

_NOT_IN_LIST: Mapping[Phase, RefusalCode] = {
    Phase.REVIEWING: "client_booking_now",
    Phase.CONVERTED: "draft_converted",
    Phase.REMOVED: "draft_gone",
    Phase.DISMISSED: "draft_dismissed",
}


def action_handlers(post: Post) -> Mapping[type, ActionHandler[Person]]:
    """By payload type."""

    def dismiss(unit: Unit, person: Person, action: Action) -> Done:
        return _change(unit, person, action, life.dismiss, incomplete)

    def restore(unit: Unit, person: Person, action: Action) -> Done:
        return _change(unit, person, action, life.restore, dismissed)

    def remind(unit: Unit, person: Person, action: Action) -> Done:
        change = change_of(unit, person.business_id)
        plan = send_by_hand(unit, incomplete(draft_for(unit, person, action)), post, f"person:{person.id}")
        if not plan.accepted:
            raise RefusedAction(Refusal(_no_way(plan), skips=plan.skips))
        return Done(action.id, change.number, plan.accepted, plan.skips)

    return {DismissDraft: dismiss, RestoreDraft: restore, SendReminder: remind}


def draft_for(unit: Unit, person: Person, action: Action) -> Draft:
    """The draft that the action names, if this person may work on it. Raises RefusedAction."""
    payload = action.payload
    if not isinstance(payload, DismissDraft | RestoreDraft | SendReminder):
        raise TypeError(type(payload).__name__)
    draft = queries.find(unit, person.business_id, payload.draft_id)
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


def dismissed(draft: Draft) -> Draft:
    """The draft, if it was dismissed. Raises RefusedAction with why it is not to be restored."""
    if draft.phase is Phase.INCOMPLETE:
        raise RefusedAction(Refusal("draft_not_dismissed"))
    return draft if draft.phase is Phase.DISMISSED else incomplete(draft)


def _change(
    unit: Unit,
    person: Person,
    action: Action,
    transition: Callable[[Unit, Sequence[Draft], str], bool],
    check: Callable[[Draft], Draft],
) -> Done:
    change = change_of(unit, person.business_id)
    draft = check(draft_for(unit, person, action))
    # What staff can see only changes under the business's lock, which is held, so nobody can have been quicker.
    if not transition(unit, (draft,), f"person:{person.id}"):
        raise AssertionError("a visible draft changed without the lock")
    return Done(action.id, change.number)


def _no_way(plan: Plan) -> RefusalCode:
    if plan.busy:
        return "reminder_in_flight"
    nowhere = all(skip.reason == Reason.NO_ADDRESS for skip in plan.skips)
    return "no_channel" if nowhere else "all_channels_blocked"
