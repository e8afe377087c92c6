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
from domain.wire.offers import OfferTime, WithdrawOffer


def entity_of(payload: Payload) -> str:
    """What the action touches."""
    match payload:
        case SetReminderChannels():
            return "reminder_settings"
        case ReadNotices():
            return "notices"
        case BookAppointment(draft_id=None) | MoveAppointment() | ChangeAppointment():
            return _of_appointment(payload)
        case CreateClient() | EditClient() | MergeClients() | EraseClient() | LookAtClient():
            return f"client:{payload.client_id}"
        case AddWaitlistEntry() | EditWaitlistEntry() | RemoveWaitlistEntry() | RestoreWaitlistEntry():
            return f"waitlist:{payload.entry_id}"
        case OfferTime(entry_id=str(entry_id)):
            return f"waitlist:{entry_id}"
        case WithdrawOffer():
            return f"offer:{payload.offer_id}"
    return f"draft:{payload.draft_id}"


def _of_appointment(payload: BookAppointment | MoveAppointment | ChangeAppointment) -> str:
    if isinstance(payload, BookAppointment) and payload.waitlist_entry_id is not None:
        return f"waitlist:{payload.waitlist_entry_id}"
    return f"appointment:{payload.appointment_id}"


def fits(entity: str, payload: Payload) -> bool:
    """Whether what touches a draft says so; other entities only order one desk's own work, and may be any."""
    needed = entity_of(payload)
    return entity == needed or not needed.startswith("draft:")
