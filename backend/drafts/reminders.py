"""What is particular to messages about drafts: when nobody is to hear of one any more, what they say, and how the card
and the bell tell of them (rows B8, B14, B20, N2).
"""

from functools import partial

from backend.access.locations import location_of
from backend.access.queries import business
from backend.clients.queries import Client, client_of
from backend.db.database import Unit
from backend.drafts import queries, rows
from backend.drafts.life import SERVER
from backend.drafts.queries import Draft, subject_of
from backend.events.log import record
from backend.feed.change import change_of
from backend.messages.ledger import Message, Topic
from backend.messages.links import Addresses
from backend.messages.sending import About, Plan, Sender
from backend.messages.settings import REMINDER
from domain.calls import number_is_wrong
from domain.message_values import Who, draft_values
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

    def about(self, unit: Unit, topic: Topic) -> About | Reason:
        """Only an incomplete draft is to be heard of, only in the cycle that the message was made for, and only by
        somebody who has not booked since, under whatever name (row N2).
        """
        draft = queries.find(unit, topic.business_id, topic.id)
        if draft is None:
            return Reason.DRAFT_GONE
        client = client_of(unit, draft.business_id, draft.client_id)
        place = location_of(unit, draft.business_id, draft.location_id)
        wrong = number_is_wrong(draft.calls, draft.life.engaged_at)
        return About(
            client,
            place.zone,
            partial(_values, unit, draft, client),
            _unwanted(unit, draft, client, topic.cycle),
            frozenset({"sms"} if wrong else ()),
        )

    def happened(self, unit: Unit, message: Message) -> None:
        """Shows it on the card and in its story; a failure rings the bell."""
        topic = message.topic
        if topic is None or (message.status == "queued" and not message.automatic):
            return
        facts = {"channel": str(message.channel)} | ({"reason": message.reason} if message.reason else {})
        record(unit, message.business_id, f"reminder.{message.event}", topic.subject, SERVER, **facts)
        draft = queries.find(unit, message.business_id, topic.id)
        if draft is not None and message.event != "queued":
            rows.publish(unit, (draft,))
            if message.event == "failed":
                rows.announce(unit, draft, "reminder_failed")


def _unwanted(unit: Unit, draft: Draft, client: Client, cycle: int) -> Reason | None:
    if draft.life.cycle != cycle:
        return Reason.CLIENT_BOOKING_NOW
    booked = queries.booked_since(unit, client, draft.life.engaged_at)
    return not_now(draft.phase) or (Reason.ALREADY_BOOKED if booked else None)


def _values(unit: Unit, draft: Draft, client: Client, addresses: Addresses, _language: str) -> dict[str, str]:
    salon = business(unit, draft.business_id)
    return draft_values(Who(client.name, salon.name), draft.lines, addresses.link("resume", subject_of(draft.id)))
