"""What people note on cards: calls, snoozes, reasons; some of it impossible, as people ask for it (rows N6 to N8)."""

from random import Random

from domain.constants import DAY, HOUR, MINUTE
from domain.drafts import Phase
from domain.wire.actions import ExplainDismissal, LogCall, Payload, RestoreDraft, SnoozeDraft, TakeBackCall, WakeDraft
from domain.wire.rows import DraftRow
from domain.work import CallOutcome, DismissReason
from tests.simulation.desk import Desk


def noted(rng: Random, desk: Desk, draft: DraftRow) -> Payload:
    """Something about a card that the screen shows."""
    if draft.phase is Phase.DISMISSED:
        explained = ExplainDismissal(draft.id, rng.choice(list(DismissReason)), rng.choice(("", "moves away")))
        return explained if rng.random() < 0.4 else RestoreDraft(draft.id)
    if draft.snoozed_until is not None and rng.random() < 0.3:
        return WakeDraft(draft.id)
    if rng.random() < 0.5:
        now = desk.machine.clock.now()
        return SnoozeDraft(draft.id, now + rng.choice((-MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, 2 * DAY)))
    known = [call.id for call in draft.calls]
    if known and rng.random() < 0.3:
        return TakeBackCall(draft.id, rng.choice(known))
    again = rng.choice(known) if known and rng.random() < 0.3 else ""
    call_id = again or desk.machine.ids.new(desk.machine.clock.now())
    return LogCall(draft.id, call_id, rng.choice(list(CallOutcome)), rng.choice(("", "after six")))
