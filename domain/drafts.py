"""The life of a draft: what may become of it, and when.

    reviewing <-> incomplete; either -> converted; incomplete <-> dismissed (undo); any -> removed

Landing on Review again from incomplete or dismissed is reviewing in the next cycle, hidden from staff until it expires
(rows B4, B6, B15). Reminded, contacted, owned and snoozed are facts beside the phase, not phases.
"""

from enum import StrEnum
from typing import NamedTuple

from domain.constants import DAY, RETENTION, RETENTION_DAYS, REVIEW_SESSION


class Phase(StrEnum):
    """Where a draft stands."""

    REVIEWING = "reviewing"
    INCOMPLETE = "incomplete"
    DISMISSED = "dismissed"
    CONVERTED = "converted"
    REMOVED = "removed"


class Event(StrEnum):
    """What happens to a draft."""

    LAND_ON_REVIEW = "land_on_review"
    EXPIRE = "expire"
    DISMISS = "dismiss"
    RESTORE = "restore"
    CONVERT = "convert"
    REMOVE = "remove"


class Life(NamedTuple):
    """The part of a draft that its life is decided from."""

    phase: Phase
    cycle: int
    engaged_at: int
    """When the client last engaged, in microseconds; dismissing does not move it (row B7)."""


class NotPossible(ValueError):
    """The event does not fit the phase. `phase` tells where the draft stands."""

    def __init__(self, event: Event, phase: Phase) -> None:
        super().__init__(f"{event} is not possible while {phase}")
        self.event = event
        self.phase = phase


_NEXT: dict[tuple[Phase, Event], Phase] = {
    (Phase.REVIEWING, Event.LAND_ON_REVIEW): Phase.REVIEWING,
    (Phase.INCOMPLETE, Event.LAND_ON_REVIEW): Phase.REVIEWING,
    (Phase.DISMISSED, Event.LAND_ON_REVIEW): Phase.REVIEWING,
    (Phase.REVIEWING, Event.EXPIRE): Phase.INCOMPLETE,
    (Phase.INCOMPLETE, Event.DISMISS): Phase.DISMISSED,
    (Phase.DISMISSED, Event.RESTORE): Phase.INCOMPLETE,
    (Phase.REVIEWING, Event.CONVERT): Phase.CONVERTED,
    (Phase.INCOMPLETE, Event.CONVERT): Phase.CONVERTED,
    (Phase.DISMISSED, Event.CONVERT): Phase.CONVERTED,
    **{(phase, Event.REMOVE): Phase.REMOVED for phase in Phase if phase is not Phase.REMOVED},
}


def begin(now: int) -> Life:
    """A draft as it is when its client first lands on Review (row B1)."""
    return Life(Phase.REVIEWING, cycle=1, engaged_at=now)


def after(life: Life, event: Event, now: int) -> Life:
    """The draft after `event` at `now`. Raises NotPossible."""
    phase = _NEXT.get((life.phase, event))
    if phase is None:
        raise NotPossible(event, life.phase)
    if event is not Event.LAND_ON_REVIEW:
        return life._replace(phase=phase)
    cycle = life.cycle if life.phase is Phase.REVIEWING else life.cycle + 1
    return Life(phase, cycle, engaged_at=max(now, life.engaged_at))


def review_ends_at(life: Life) -> int:
    """The exact moment at which the review session expires (row B2)."""
    return life.engaged_at + REVIEW_SESSION


def removed_at(life: Life, retention: int = RETENTION) -> int:
    """The moment at which the draft removes itself (row B7). `retention` in microseconds."""
    return life.engaged_at + retention


def retention_of(days: int | None, longest_delay: int = 0) -> int:
    """The retention a business set, in microseconds; none set is 24 hours (row B7).

    Raises ValueError when `days` is not 1 to 90 or not longer than the business's longest message delay.
    """
    if days is None:
        return RETENTION
    if days not in RETENTION_DAYS or days * DAY <= longest_delay:
        raise ValueError(f"retention of {days} days is not allowed")
    return days * DAY


def is_active(phase: Phase) -> bool:
    """Whether it is the one that its client has (row B6)."""
    return phase in (Phase.REVIEWING, Phase.INCOMPLETE, Phase.DISMISSED)


def visible_to_staff(phase: Phase) -> bool:
    """Whether a desk may hold the draft at all (rows B4, B19)."""
    return phase in (Phase.INCOMPLETE, Phase.DISMISSED)
