"""Making an action from what a person did."""

from domain.clock import Clock, Ids
from domain.constants import HOUR
from domain.entity import entity_of
from domain.wire.actions import Action, Payload, SendReminder

REMINDER_WAITS = 4 * HOUR
"""A reminder that could not be sent for this long is refused instead: nobody wants at night what was meant for noon."""


def make(clock: Clock, ids: Ids, payload: Payload, seen: int = 0, depends_on: str | None = None) -> Action:
    """An action of this moment, with the id that makes it happen once."""
    now = clock.now()
    not_after = now + REMINDER_WAITS if isinstance(payload, SendReminder) else None
    return Action(ids.new(now), entity_of(payload), now, payload, seen, depends_on, not_after)
