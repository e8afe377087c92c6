"""What staff note about a draft beside its phase: how a call went, until when it may rest, why it was dismissed (rows
N6, N7, N8).
"""

from enum import StrEnum
from typing import Literal

CALLS_KEPT = 20
"""The newest calls that a draft carries; more than that nobody reads on a card."""

SnoozeFault = Literal["snooze_past", "snooze_too_late"]


class CallOutcome(StrEnum):
    """How a call went (row N6)."""

    NO_ANSWER = "no_answer"
    LEFT_MESSAGE = "left_message"
    CALL_BACK = "call_back"
    NOT_INTERESTED = "not_interested"
    WRONG_NUMBER = "wrong_number"
    BOOKED = "booked"


class DismissReason(StrEnum):
    """Why a card was dismissed (row N8)."""

    NOT_INTERESTED = "not_interested"
    BOOKED_ELSEWHERE = "booked_elsewhere"
    WRONG_NUMBER = "wrong_number"
    DUPLICATE = "duplicate"
    OTHER = "other"


def snooze_fault(until: int, asked_at: int, removed_at: int) -> SnoozeFault | None:
    """Why a draft cannot rest until then: it is past already, or the draft would be gone by then (row N7)."""
    if until <= asked_at:
        return "snooze_past"
    return "snooze_too_late" if until >= removed_at else None


def rests(snoozed_until: int | None, now: int) -> bool:
    """Whether a draft with this snooze stays out of the list at `now`."""
    return snoozed_until is not None and snoozed_until > now
