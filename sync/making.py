"""Making an action from what a person did."""

from domain.clock import Clock, Ids
from domain.constants import HOUR
from domain.wire.actions import (
    Action,
    AddWaitlistEntry,
    BookAppointment,
    ChangeAppointment,
    CreateClient,
    EditWaitlistEntry,
    MoveAppointment,
    Payload,
    ReadNotices,
    RemoveWaitlistEntry,
    RestoreWaitlistEntry,
    SendReminder,
    SetReminderChannels,
)

REMINDER_WAITS = 4 * HOUR
"""A reminder that could not be sent for this long is refused instead: nobody wants at night what was meant for noon."""


def entity_of(payload: Payload) -> str:
    """What orders actions that touch the same thing."""
    match payload:
        case SetReminderChannels():
            return "reminder_settings"
        case ReadNotices():
            return "notices"
        case MoveAppointment() | ChangeAppointment():
            return f"appointment:{payload.appointment_id}"
        case BookAppointment(draft_id=None, waitlist_entry_id=str(entry_id)):
            return f"waitlist:{entry_id}"
        case BookAppointment(draft_id=None):
            return f"appointment:{payload.appointment_id}"
        case CreateClient():
            return f"client:{payload.client_id}"
        case AddWaitlistEntry() | EditWaitlistEntry() | RemoveWaitlistEntry() | RestoreWaitlistEntry():
            return f"waitlist:{payload.entry_id}"
    return f"draft:{payload.draft_id}"


def make(clock: Clock, ids: Ids, payload: Payload, seen: int = 0, depends_on: str | None = None) -> Action:
    """An action of this moment, with the id that makes it happen once."""
    now = clock.now()
    not_after = now + REMINDER_WAITS if isinstance(payload, SendReminder) else None
    return Action(ids.new(now), entity_of(payload), now, payload, seen, depends_on, not_after)
