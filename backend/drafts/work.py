"""What staff note about a draft beside its phase, each in one transaction with card and event (rows N6, N7, N8).

The caller holds the business's lock and has read the draft under it.
"""

from msgspec.structs import replace

from backend.db.database import Unit
from backend.drafts import queries, rows
from backend.drafts.life import SERVER, WAKE
from backend.drafts.queries import Draft
from backend.due.queue import cancel, schedule
from backend.events.log import record
from backend.feed.change import change_of
from domain import calls
from domain.contacts import clean_lines, clean_text
from domain.drafts import removed_at
from domain.wire.actions import ExplainDismissal, LogCall
from domain.wire.rows import Call
from domain.work import SnoozeFault, rests, snooze_fault


def snooze(unit: Unit, draft: Draft, until: int, made_at: int, actor: str) -> SnoozeFault | None:
    """Lets the card rest (row N7). One that was asked for so long ago that its time is over has nothing left to do.
    What is wrong with it is judged by when it was asked.
    """
    fault = snooze_fault(until, made_at, removed_at(draft.life, queries.retention(unit, draft.business_id)))
    if fault:
        return fault
    resting = replace(draft, snoozed_until=until if rests(until, unit.now) else None)
    _noted(unit, draft, resting, "snoozed", actor, until=until)
    if resting.snoozed_until is None:
        cancel(unit, draft.business_id, WAKE, draft.id)
    else:
        schedule(unit, draft.business_id, WAKE, draft.id, until)
    return None


def wake(unit: Unit, draft: Draft, actor: str) -> None:
    """The card is back in the list before its time (row N7)."""
    if draft.snoozed_until is not None:
        _noted(unit, draft, replace(draft, snoozed_until=None), "woken", actor)
        cancel(unit, draft.business_id, WAKE, draft.id)


def wake_due(unit: Unit, business_id: str, draft_id: str) -> None:
    """The moment until which the card was to rest has come (row N7)."""
    change_of(unit, business_id)
    draft = queries.find(unit, business_id, draft_id)
    if draft is not None and draft.snoozed_until is not None and not rests(draft.snoozed_until, unit.now):
        _noted(unit, draft, replace(draft, snoozed_until=None), "woken", SERVER)


def log_call(unit: Unit, draft: Draft, asked: LogCall, made_at: int, actor: str, name: str) -> None:
    """How a call went, or put right how it went (row N6). A desk's clock may be ahead of ours."""
    call = Call(asked.call_id, min(made_at, unit.now), asked.outcome, name, clean_lines(asked.note))
    known = any(held.id == call.id for held in draft.calls)
    after = replace(draft, calls=calls.logged(draft.calls, call))
    event = "call_corrected" if known else "called"
    _noted(unit, draft, after, event, actor, call=call.id, outcome=call.outcome)


def take_back_call(unit: Unit, draft: Draft, call_id: str, actor: str) -> None:
    """The call was logged by mistake; nothing happens when it is not there."""
    after = replace(draft, calls=calls.taken_back(draft.calls, call_id))
    if after != draft:
        _noted(unit, draft, after, "call_taken_back", actor, call=call_id)


def explain(unit: Unit, draft: Draft, asked: ExplainDismissal, actor: str) -> None:
    """Why the card was dismissed (row N8)."""
    if draft.dismissal is None:
        return
    said = replace(draft.dismissal, reason=asked.reason, text=clean_text(asked.text))
    _noted(unit, draft, replace(draft, dismissal=said), "dismissal_explained", actor, reason=asked.reason)


def _noted(unit: Unit, seen: Draft, after: Draft, event: str, actor: str, **facts: str | int) -> None:
    if not queries.change(unit, seen, after):
        raise AssertionError("a visible draft changed without the lock")
    rows.publish(unit, (after,))
    record(unit, seen.business_id, f"draft.{event}", f"draft:{seen.id}", actor, **facts)
