"""Messages about appointments that did not reach their client, in words (rows B23, N13)."""

from desktop import sentences
from desktop.models.salon import Salon
from desktop.texts import mark, tr
from domain.wire.automations import FailedMessageRow

_SHORT = {
    "upcoming_first": mark("Reminder"),
    "upcoming_second": mark("Reminder"),
    "pending_confirmation": mark("Request to confirm"),
    "pending_approval": mark("Note that it was booked"),
    "confirmed": mark("Confirmation"),
    "rescheduled": mark("Note that it was moved"),
    "cancelled": mark("Note that it was cancelled"),
}


def failed_words(row: FailedMessageRow) -> str:
    """`Reminder by SMS failed: this number takes no texts`."""
    what, why = tr(_SHORT.get(row.automation, mark("Message"))), sentences.reason(row.reason)
    return tr("{what} by {channel} failed: {reason}", what=what, channel=sentences.channel(row.channel), reason=why)


def failed_about(salon: Salon, appointment_id: str) -> list[str]:
    """What failed about one appointment, the newest first."""
    rows = [row for row in salon.rows(FailedMessageRow).values() if row.appointment_id == appointment_id]
    return [failed_words(row) for row in sorted(rows, key=lambda row: (-row.at, row.id))]
