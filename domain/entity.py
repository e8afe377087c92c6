"""What orders actions: those on the same entity are done one after the other, by desk and backend alike."""

from domain.wire.actions import (
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
    SetReminderChannels,
)
from domain.wire.clients import EditClient, EraseClient, LookAtClient, MergeClients


def entity_of(payload: Payload) -> str:
    """What the action touches."""
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
        case CreateClient() | EditClient() | MergeClients() | EraseClient() | LookAtClient():
            return f"client:{payload.client_id}"
        case AddWaitlistEntry() | EditWaitlistEntry() | RemoveWaitlistEntry() | RestoreWaitlistEntry():
            return f"waitlist:{payload.entry_id}"
    return f"draft:{payload.draft_id}"


def fits(entity: str, payload: Payload) -> bool:
    """Whether what touches a draft says so; other entities only order one desk's own work, and may be any."""
    needed = entity_of(payload)
    return entity == needed or not needed.startswith("draft:")
