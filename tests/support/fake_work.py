"""What the fake server makes of what people note about a card (rows N6, N7, N8)."""

from msgspec.structs import replace

from domain.drafts import Phase
from domain.wire.actions import (
    Action,
    DismissDraft,
    ExplainDismissal,
    LogCall,
    RefusalCode,
    RestoreDraft,
    SnoozeDraft,
    TakeBackCall,
    WakeDraft,
)
from domain.wire.rows import Call, Dismissal, DraftRow

Noting = ExplainDismissal | SnoozeDraft | WakeDraft | LogCall | TakeBackCall


def hindrance(action: Action, row: DraftRow) -> RefusalCode | None:
    """Why it cannot be noted."""
    asked, dismissed = action.payload, row.phase is Phase.DISMISSED
    if isinstance(asked, ExplainDismissal):
        return None if dismissed else "draft_not_dismissed"
    if isinstance(asked, SnoozeDraft | WakeDraft) and dismissed:
        return "draft_dismissed"
    if isinstance(asked, SnoozeDraft):
        if asked.until <= action.made_at:
            return "snooze_past"
        return "snooze_too_late" if asked.until >= row.removed_at else None
    return None


def noted(action: Action, row: DraftRow) -> DraftRow | None:
    """The card after it; None for what is not noted on a card."""
    asked = action.payload
    if isinstance(asked, DismissDraft):
        return replace(row, phase=Phase.DISMISSED, snoozed_until=None, dismissal=Dismissal(action.made_at))
    if isinstance(asked, RestoreDraft):
        return replace(row, phase=Phase.INCOMPLETE, dismissal=None)
    if isinstance(asked, ExplainDismissal) and row.dismissal:
        said = Dismissal(row.dismissal.at, row.dismissal.by, asked.reason, asked.text)
        return replace(row, dismissal=said)
    if isinstance(asked, SnoozeDraft):
        return replace(row, snoozed_until=asked.until)
    if isinstance(asked, WakeDraft):
        return replace(row, snoozed_until=None)
    if isinstance(asked, LogCall):
        held = {call.id: call for call in row.calls}
        at = held[asked.call_id].at if asked.call_id in held else action.made_at
        held[asked.call_id] = Call(asked.call_id, at, asked.outcome, note=asked.note)
        return replace(row, calls=tuple(held.values()))
    if isinstance(asked, TakeBackCall):
        return replace(row, calls=tuple(call for call in row.calls if call.id != asked.call_id))
    return None
