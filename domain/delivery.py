"""How far a message that a provider has taken has come, by the provider's reports (rows B14, N13).

Reports overtake each other and come twice. The furthest counts: what arrived has arrived, whatever is said later, and
what failed was under way before. So the order in which they come makes no difference.
"""

from enum import IntEnum

from domain.reasons import Reason


class Stage(IntEnum):
    """The stages, the furthest last."""

    TAKEN = 1
    FAILED = 2
    DELIVERED = 3


_STAGES = {
    **dict.fromkeys(("accepted", "scheduled", "queued", "sending", "sent"), Stage.TAKEN),
    **dict.fromkeys(("undelivered", "failed", "canceled"), Stage.FAILED),
    **dict.fromkeys(("delivered", "read"), Stage.DELIVERED),
}


def stage_of(word: str) -> Stage | None:
    """What a provider's word means; None for one that we do not know."""
    return _STAGES.get(word.lower())


def has_failed(status: str, reason: str | None) -> bool:
    """Whether somebody should have got a message and does not: it failed, or there is nothing to send it by. What was
    skipped because it was not wanted, or not true any more, has not failed.
    """
    return status == "failed" or (status == "skipped" and reason == Reason.NOT_CONFIGURED)


def further(now: Stage | None, told: Stage) -> Stage | None:
    """Where the message stands after a report; None when it stays where it was."""
    return told if now is None or told > now else None
