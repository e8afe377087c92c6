"""What became of our texts, as the provider reports it (rows B14, N13)."""

from backend.channels.twilio_hooks import Report, failure
from backend.db.database import Unit
from backend.feed.change import change_of
from backend.messages import ledger
from backend.messages.sending import Sender
from domain.delivery import Stage, stage_of


def heard(unit: Unit, business_id: str, message_id: str, sender: Sender, report: Report) -> None:
    """Brings the message on. Of one that we do not know, or whose subject is gone, there is nothing to tell."""
    told = stage_of(report.status)
    change_of(unit, business_id)
    message = ledger.find(unit, business_id, message_id)
    if told is None or message is None or message.topic is None or message.channel != "sms":
        return
    reason = failure(report.code) if told is Stage.FAILED else None
    sender.reported(unit, message, told, reason, report.sid)
