"""What is particular to messages about drafts: when nobody is to hear of one any more, what they say, and how the card
and the bell tell of them (rows B8, B14, B20, N2).
"""

from collections.abc import Mapping

from backend.access.queries import business
from backend.clients.queries import client_of
from backend.db.database import Unit
from backend.drafts import queries, resume, rows
from backend.drafts.life import SERVER
from backend.drafts.queries import Draft, subject_of
from backend.events.log import record
from backend.feed.change import change_of
from backend.messages.ledger import Message, Topic
from backend.messages.sending import Plan, Sender, Wanted
from backend.messages.settings import REMINDER
from domain.calls import number_is_wrong
from domain.reasons import Reason
from domain.sending import not_now


def topic_of(draft: Draft) -> Topic:
    """The draft as what a reminder is about: once for each abandonment (row B8)."""
    return Topic(draft.business_id, REMINDER, subject_of(draft.id), draft.life.cycle, draft.client_id)


def send_by_hand(unit: Unit, draft: Draft, sender: Sender, actor: str) -> Plan:
    """Queues a reminder on every channel that is allowed, whatever the switches say (row B14)."""
    change_of(unit, draft.business_id)
    plan = sender.by_hand(unit, topic_of(draft))
    if plan.accepted:
        rows.publish(unit, (draft,))
        channels = " ".join(plan.accepted)
        record(unit, draft.business_id, "reminder.asked", subject_of(draft.id), actor, channels=channels)
    return plan


class Reminders:
    """The drafts as what messages are about."""

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url

    def wanted(self, unit: Unit, topic: Topic) -> Wanted | Reason:
        """Only an incomplete draft is, and only in the cycle that the message was made for."""
        draft = queries.find(unit, topic.business_id, topic.id)
        if draft is None:
            return Reason.DRAFT_GONE
        if draft.life.cycle != topic.cycle:
            return Reason.CLIENT_BOOKING_NOW
        client = client_of(unit, draft.business_id, draft.client_id)
        wrong = number_is_wrong(draft.calls, draft.life.engaged_at)
        values = lambda unit: self._values(unit, draft, client.name)  # noqa: E731
        return not_now(draft.phase) or Wanted(client, values, frozenset({"sms"} if wrong else ()))

    def happened(self, unit: Unit, message: Message) -> None:
        """Shows it on the card and in its story; a failure rings the bell."""
        topic = message.topic
        if topic is None or (message.status == "queued" and not message.automatic):
            return
        facts = {"channel": str(message.channel)} | ({"reason": message.reason} if message.reason else {})
        what = "delivered" if message.delivered_at else message.status
        record(unit, message.business_id, f"reminder.{what}", topic.subject, SERVER, **facts)
        draft = queries.find(unit, message.business_id, topic.id)
        if draft is not None and message.status != "queued":
            rows.publish(unit, (draft,))
            if message.status == "failed":
                rows.announce(unit, draft, "reminder_failed")

    def _values(self, unit: Unit, draft: Draft, client: str) -> Mapping[str, str]:
        salon = business(unit, draft.business_id)
        return {
            "FirstName": (client.split() or [client])[0],
            "ServiceName": ", ".join(dict.fromkeys(line.bundle_name or line.name for line in draft.lines)),
            "BusinessName": salon.name,
            "ResumeBookingLink": resume.make_link(unit, self._public_url, salon.slug, salon.id, draft.id),
        }
