"""What orders actions: those on the same entity are done one after the other, by desk and backend alike."""

from domain.wire.actions import BookAppointment, Payload, ReadNotices, SetReminderChannels


def entity_of(payload: Payload) -> str:
    """What the action touches."""
    match payload:
        case SetReminderChannels():
            return "reminder_settings"
        case ReadNotices():
            return "notices"
        case BookAppointment(draft_id=None):
            return f"appointment:{payload.appointment_id}"
    return f"draft:{payload.draft_id}"


def fits(entity: str, payload: Payload) -> bool:
    """Whether what touches a draft says so; other entities only order one desk's own work, and may be any."""
    needed = entity_of(payload)
    return entity == needed or not needed.startswith("draft:")
