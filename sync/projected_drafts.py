"""A card with what people at this desk did about it laid over (rows N3, N6, N7, N8). Pure."""

from msgspec.structs import replace

from domain import calls
from domain.contacts import clean_lines, clean_text
from domain.drafts import Phase
from domain.wire.actions import (
    Action,
    BookAppointment,
    DismissDraft,
    ExplainDismissal,
    LogCall,
    RestoreDraft,
    SendReminder,
    SnoozeDraft,
    TakeBackCall,
    WakeDraft,
)
from domain.wire.rows import Call, Channel, Dismissal, DraftRow, ReminderState
from domain.work import snooze_fault


def worked_on(row: DraftRow, action: Action) -> DraftRow:
    """What is asked for where it is not possible changes nothing; the server will say why."""
    match action.payload:
        case DismissDraft() if row.phase is Phase.INCOMPLETE:
            return replace(row, phase=Phase.DISMISSED, snoozed_until=None, dismissal=Dismissal(action.made_at))
        case RestoreDraft() if row.phase is Phase.DISMISSED:
            return replace(row, phase=Phase.INCOMPLETE, dismissal=None)
        case ExplainDismissal(_, reason, text) if row.dismissal is not None:
            return replace(row, dismissal=replace(row.dismissal, reason=reason, text=clean_text(text)))
        case SnoozeDraft(_, until) if _may_rest(row, until, action.made_at):
            return replace(row, snoozed_until=until)
        case WakeDraft() if row.phase is Phase.INCOMPLETE:
            return replace(row, snoozed_until=None)
        case LogCall(_, call_id, outcome, note) if row.phase is not Phase.CONVERTED:
            call = Call(call_id, action.made_at, outcome, note=clean_lines(note))
            return replace(row, calls=calls.logged(row.calls, call))
        case TakeBackCall(_, call_id) if row.phase is not Phase.CONVERTED:
            return replace(row, calls=calls.taken_back(row.calls, call_id))
        case BookAppointment():
            return replace(row, phase=Phase.CONVERTED)
        case SendReminder():
            return _reminded(row, action.made_at)
    return row


def _may_rest(row: DraftRow, until: int, asked_at: int) -> bool:
    return row.phase is Phase.INCOMPLETE and snooze_fault(until, asked_at, row.removed_at) is None


def _reminded(row: DraftRow, at: int) -> DraftRow:
    """Queued on each channel that there is an address for; preferences and opt-outs only the server knows."""
    if row.phase is not Phase.INCOMPLETE:
        return row
    number = None if calls.number_is_wrong(row.calls, row.engaged_at) else row.phone
    reachable: tuple[tuple[Channel, str | None], ...] = (("email", row.email), ("sms", number))
    channels = [channel for channel, address in reachable if address]
    queued = tuple(ReminderState(channel, "queued", at, automatic=False) for channel in channels)
    others = tuple(state for state in row.reminders if state.channel not in channels)
    return replace(row, reminders=tuple(sorted(others + queued, key=lambda state: state.channel)))
