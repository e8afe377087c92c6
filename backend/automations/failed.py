"""Messages about appointments that failed, told where staff look: at the appointment and in the bell (rows B23, N13).

The row on the desks is all that there is beside the ledger. Due work under the message's id takes it away.
"""

from collections.abc import Mapping

from backend.appointments import queries as appointments
from backend.db.database import Unit
from backend.due.queue import ClockTask, Due, cancel, schedule
from backend.feed.change import change_of, is_published
from backend.messages import ledger
from backend.messages.ledger import Message
from domain.constants import DAY
from domain.permissions import ScopeKind, scope
from domain.wire.automations import FailedMessageRow

FORGET = "forget_failed_message"
KIND = "failed_message"
KEPT = DAY
"""How long after the appointment has begun, or after the failure."""


def follow(unit: Unit, message: Message) -> None:
    """Tells of a failure, and of one that arrived after all no more."""
    if message.status == "failed":
        _tell(unit, message)
    elif message.status == "sent" and is_published(unit, message.business_id, KIND, message.id):
        _take_away(unit, message.business_id, message.id)


def over(unit: Unit, business_id: str, appointment_id: str) -> None:
    """What failed is of no use any more: the appointment is at another time, cancelled, or nobody's."""
    for message in ledger.about(unit, business_id, (f"appointment:{appointment_id}",)):
        if message.status == "failed" and is_published(unit, business_id, KIND, message.id):
            _take_away(unit, business_id, message.id)


def due_handlers() -> Mapping[str, ClockTask]:
    """By task."""
    return {FORGET: _forget}


def _tell(unit: Unit, message: Message) -> None:
    held = appointments.find(unit, message.business_id, message.topic.id) if message.topic else None
    if held is None or not held.client_id:
        return
    row = FailedMessageRow(
        id=message.id,
        location_id=held.location_id,
        appointment_id=held.id,
        automation=message.automation,
        channel=message.channel,
        at=unit.now,
        reason=message.reason or "",
    )
    change_of(unit, message.business_id).publish(scope(ScopeKind.SCHEDULE, held.location_id), row)
    schedule(unit, message.business_id, FORGET, message.id, max(held.start_at, unit.now) + KEPT)


def _forget(unit: Unit, due: Due) -> None:
    change_of(unit, due.business_id).withdraw(KIND, due.subject)


def _take_away(unit: Unit, business_id: str, message_id: str) -> None:
    change_of(unit, business_id).withdraw(KIND, message_id)
    cancel(unit, business_id, FORGET, message_id)
