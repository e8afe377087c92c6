"""Reminding a client of her draft: whether and where, by hand or by itself, and each message on its way (rows B8,
B14, B20, N2).
"""

from dataclasses import dataclass, field

from backend.access.queries import business
from backend.channels.port import Accepted, NotSent, Outcome, Outgoing, Rejected
from backend.clients.queries import Client, client_of
from backend.db.database import Unit
from backend.drafts import queries, resume, rows
from backend.drafts.life import SERVER
from backend.drafts.queries import Draft
from backend.due.queue import Due, Lane, schedule
from backend.events.log import record
from backend.feed.change import change_of
from backend.messages import ledger
from backend.messages.ledger import Message
from backend.messages.post import Post
from backend.messages.settings import reminder_channels
from backend.messages.templates import subject_and_text, template
from domain.calls import number_is_wrong
from domain.constants import MINUTE, SECOND
from domain.drafts import visible_to_staff
from domain.reasons import Reason
from domain.rendering import render
from domain.sending import blocked
from domain.wire.actions import Skip
from domain.wire.rows import Channel

SEND = "send_reminder"
CHANNELS: tuple[Channel, ...] = ("email", "sms")
RETRIES = (10 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE)
"""How long to wait after each try that surely sent nothing; after the last the message has failed."""


@dataclass(frozen=True)
class Plan:
    """What a reminder by hand comes to: accepted channels, skipped ones with reasons, and those still busy with one."""

    accepted: tuple[Channel, ...]
    skips: tuple[Skip, ...]
    busy: tuple[Channel, ...]


def send_by_hand(unit: Unit, draft: Draft, post: Post, actor: str) -> Plan:
    """Queues a message on every channel that is allowed, whatever the switches say (row B14)."""
    change_of(unit, draft.business_id)
    client = client_of(unit, draft.business_id, draft.client_id)
    reasons = {channel: _blocked(draft, client, channel, post, switched_on=None) for channel in CHANNELS}
    skips = tuple(Skip(channel, reason) for channel, reason in reasons.items() if reason)
    free = [channel for channel, reason in reasons.items() if reason is None]
    accepted = tuple(channel for channel in free if _queue(unit, draft, channel, automatic=False))
    busy = tuple(channel for channel in free if channel not in accepted)
    if accepted:
        rows.publish(unit, (draft,))
        record(unit, draft.business_id, "reminder.asked", f"draft:{draft.id}", actor, channels=" ".join(accepted))
    return Plan(accepted, skips, busy)


def send_automatic(unit: Unit, draft: Draft, post: Post) -> None:
    """Queues what is switched on, once an abandonment and channel; notes why a wanted one is not sent (rows B8,
    B20).
    """
    switches = reminder_channels(unit, draft.business_id)
    client = client_of(unit, draft.business_id, draft.client_id)
    for channel in CHANNELS:
        reason = _blocked(draft, client, channel, post, switched_on=bool(getattr(switches, channel)))
        if reason is None:
            _queue(unit, draft, channel, automatic=True)
        elif reason is not Reason.SWITCHED_OFF:
            ledger.add(unit, draft.business_id, draft.id, draft.life.cycle, channel, automatic=True, skipped=reason)


def _queue(unit: Unit, draft: Draft, channel: Channel, *, automatic: bool) -> bool:
    message = ledger.add(unit, draft.business_id, draft.id, draft.life.cycle, channel, automatic=automatic)
    if message is None:
        return False
    schedule(unit, draft.business_id, SEND, message.id, unit.now, lane=Lane.MESSAGE)
    if automatic:
        record(unit, draft.business_id, "reminder.queued", f"draft:{draft.id}", SERVER, channel=channel)
    return True


def _blocked(draft: Draft, client: Client, channel: Channel, post: Post, *, switched_on: bool | None) -> Reason | None:
    reason = blocked(channel, client.reach(channel), switched_on, draft.phase)
    if reason is None and channel == "sms" and number_is_wrong(draft.calls, draft.life.engaged_at):
        return Reason.BAD_ADDRESS
    return Reason.NOT_CONFIGURED if reason is None and channel not in post.ports else reason


@dataclass(frozen=True)
class Work:
    """A message that is on its way, and what goes out."""

    message: Message
    outgoing: Outgoing = field(repr=False)


class Sending:
    """The message task: claimed and committed, then called in no transaction, then recorded (promise R5)."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def claim(self, unit: Unit, due: Due) -> Work | None:
        """Looks once more whether the message is still wanted; if not, it is skipped with the reason (row B20)."""
        message = ledger.find(unit, due.business_id, due.subject)
        if message is None or message.status != "queued" or message.draft_id is None:
            return None
        draft = queries.find(unit, due.business_id, message.draft_id)
        reason = self._unwanted(unit, draft, message)
        if draft is None or reason:
            _settle(unit, due.business_id, message, "skipped", reason or Reason.DRAFT_GONE)
            return None
        sending = ledger.move(unit, due.business_id, message, "sending", tried=True)
        return Work(sending, self._compose(unit, draft, sending)) if sending else None

    def run(self, work: Work) -> Outcome:
        """Calls the channel."""
        return self._post.ports[work.message.channel].send(work.outgoing)

    def record(self, unit: Unit, due: Due, work: Work, result: Outcome) -> None:
        """What surely did not leave is tried again a few times; everything else is final."""
        if isinstance(result, NotSent):
            self._again(unit, due, work.message)
        elif isinstance(result, Accepted):
            self._post.keep(unit, work.outgoing)
            _settle(unit, due.business_id, work.message, "sent", None)
        elif isinstance(result, Rejected):
            _settle(unit, due.business_id, work.message, "failed", result.reason)
        else:
            _settle(unit, due.business_id, work.message, "unknown", Reason.ANSWER_LOST)

    def lost(self, unit: Unit, due: Due) -> None:
        """The process ended between the claim and the record: perhaps it went, so it never goes again by itself."""
        message = ledger.find(unit, due.business_id, due.subject)
        if message is not None and message.status == "sending":
            _settle(unit, due.business_id, message, "unknown", Reason.ANSWER_LOST)

    def _again(self, unit: Unit, due: Due, message: Message) -> None:
        draft = queries.find(unit, due.business_id, message.draft_id or "")
        reason = self._unwanted(unit, draft, message)
        if reason:
            _settle(unit, due.business_id, message, "skipped", reason)
        elif message.tries > len(RETRIES):
            _settle(unit, due.business_id, message, "failed", Reason.PROVIDER_UNREACHABLE)
        elif ledger.move(unit, due.business_id, message, "queued"):
            at = unit.now + RETRIES[message.tries - 1]
            schedule(unit, due.business_id, SEND, message.id, at, lane=Lane.MESSAGE)

    def _unwanted(self, unit: Unit, draft: Draft | None, message: Message) -> Reason | None:
        if draft is None:
            return Reason.DRAFT_GONE
        if draft.life.cycle != message.cycle:
            return Reason.CLIENT_BOOKING_NOW
        client = client_of(unit, draft.business_id, draft.client_id)
        switches = reminder_channels(unit, draft.business_id)
        switched_on = bool(getattr(switches, message.channel)) if message.automatic else None
        return _blocked(draft, client, message.channel, self._post, switched_on=switched_on)

    def _compose(self, unit: Unit, draft: Draft, message: Message) -> Outgoing:
        client = client_of(unit, draft.business_id, draft.client_id)
        salon = business(unit, draft.business_id)
        link = resume.make_link(unit, self._post.public_url, salon.slug, salon.id, draft.id)
        values = _values(draft, client.name, salon.name, link)
        subject, text = subject_and_text(template(ledger.AUTOMATION, message.channel, client.language), message.channel)
        return Outgoing(
            id=message.id,
            business_id=draft.business_id,
            channel=message.channel,
            at=unit.now,
            sender=salon.name,
            to=client.reach(message.channel).address or "",
            subject=render(subject, values),
            text=render(text, values),
        )


def _values(draft: Draft, client: str, salon: str, link: str) -> dict[str, str]:
    return {
        "FirstName": (client.split() or [client])[0],
        "ServiceName": ", ".join(dict.fromkeys(line.bundle_name or line.name for line in draft.lines)),
        "BusinessName": salon,
        "ResumeBookingLink": link,
    }


def _settle(unit: Unit, business_id: str, message: Message, status: ledger.Status, reason: Reason | None) -> None:
    """Writes down how it ended and shows it on the card; a failure rings the bell."""
    draft = queries.find(unit, business_id, message.draft_id) if message.draft_id else None
    if draft is not None and visible_to_staff(draft.phase):
        change_of(unit, business_id)
    if not ledger.move(unit, business_id, message, status, reason):
        return
    facts = {"channel": str(message.channel)} | ({"reason": str(reason)} if reason else {})
    subject = f"draft:{draft.id}" if draft else f"message:{message.id}"
    record(unit, business_id, f"reminder.{status}", subject, SERVER, **facts)
    if draft is not None:
        rows.publish(unit, (draft,))
        if status == "failed":
            rows.announce(unit, draft, "reminder_failed")
