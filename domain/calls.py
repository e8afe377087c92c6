"""The calls that a draft carries, the oldest first (row N6)."""

from collections.abc import Sequence

from msgspec.structs import replace

from domain.wire.rows import Call
from domain.work import CALLS_KEPT, CallOutcome


def logged(calls: Sequence[Call], call: Call) -> tuple[Call, ...]:
    """With this one. Its id may be there already: outcome and note are put right, when and by whom stay."""
    if all(held.id != call.id for held in calls):
        return (*calls, call)[-CALLS_KEPT:]
    return tuple(replace(held, outcome=call.outcome, note=call.note) if held.id == call.id else held for held in calls)


def taken_back(calls: Sequence[Call], call_id: str) -> tuple[Call, ...]:
    """Without the one that was logged by mistake."""
    return tuple(held for held in calls if held.id != call_id)


def number_is_wrong(calls: Sequence[Call], engaged_at: int) -> bool:
    """Whether the last that is known of the number is that it is somebody else's. A client who comes back proves it
    anew.
    """
    return bool(calls) and calls[-1].outcome is CallOutcome.WRONG_NUMBER and calls[-1].at > engaged_at
