"""Sending messages about anything: whether and where, by hand or by themselves, and each on its way (rows B14, B20).

What a message is about belongs to a higher slice. Its owner is asked each time whether somebody still wants to hear of
it, and makes the words when the message goes; nothing of them is kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from backend.access.queries import business
from backend.channels.port import Accepted, ChannelPort, NotSent, Outcome, Outgoing, Rejected
from backend.clients.queries import Client, find_client
from backend.db.database import Unit
from backend.due.queue import Due, DueHandler, Lane, cancel, schedule
from backend.messages import ledger
from backend.messages.answerable import answerable
from backend.messages.ledger import Message, Topic
from backend.messages.opting import mark_opted_out
from backend.messages.post import Post
from backend.messages.settings import switches
from backend.messages.templates import subject_and_text, template
from domain.constants import MINUTE, SECOND
from domain.delivery import Stage, further
from domain.reasons import Reason
from domain.rendering import render
from domain.sending import blocked
from domain.wire.actions import Skip
from domain.wire.rows import Channel

SEND = "send_message"
CHANNELS: tuple[Channel, ...] = ("email", "sms")
_WITH_PROVIDER = frozenset({"sending", "sent", "failed", "unknown"})
RETRIES = (10 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE)
"""How long to wait after each try that surely sent nothing; after the last the message has failed."""


class Wanted(NamedTuple):
    """Somebody may hear of it. `values` makes the placeholders' values, links among them, for one message;
    `wrong` are channels of which staff know that somebody else is there.
    """

    client: Client
    values: Callable[[Unit], Mapping[str, str]]
    wrong: frozenset[Channel] = frozenset()


class Owner(Protocol):
    """The slice that messages of one kind of subject are about."""

    def wanted(self, unit: Unit, topic: Topic) -> Wanted | Reason:
        """How the subject stands now, or why nobody is to be told about it any more."""

    def happened(self, unit: Unit, message: Message) -> None:
        """A message was queued, skipped, sent or has failed: for the log, and for whoever sees the subject."""


@dataclass(frozen=True)
class Plan:
    """What sending by hand comes to: accepted channels, skipped ones with reasons, and those still busy with one."""

    accepted: tuple[Channel, ...]
    skips: tuple[Skip, ...]
    busy: tuple[Channel, ...]


@dataclass(frozen=True)
class Work:
    """A message that is on its way, and what goes out."""

    message: Message
    outgoing: Outgoing = field(repr=False)
    port: ChannelPort


class Sender:
    """Queues messages, and is the task that sends them: claimed and committed, then called in no transaction, then
    recorded (promise R5). `owners` are by the kind of their subjects.
    """

    def __init__(self, post: Post, owners: Mapping[str, Owner]) -> None:
        self._post = post
        self._owners = owners

    def by_hand(self, unit: Unit, topic: Topic) -> Plan:
        """Queues a message on every channel that is allowed, whatever the switches say (row B14)."""
        wanted = self._owners[topic.kind].wanted(unit, topic)
        reasons = {channel: self._blocked(unit, wanted, channel, switched_on=None) for channel in CHANNELS}
        skips = tuple(Skip(channel, reason) for channel, reason in reasons.items() if reason)
        free = [channel for channel, reason in reasons.items() if reason is None]
        accepted = tuple(channel for channel in free if self._queue(unit, topic, channel, automatic=False))
        busy = tuple(channel for channel in free if channel not in accepted)
        return Plan(accepted, skips, busy)

    def by_itself(self, unit: Unit, topic: Topic) -> None:
        """Queues what is switched on, once an occasion and channel; notes why a wanted one is not sent (rows B8,
        B20).
        """
        wanted = self._owners[topic.kind].wanted(unit, topic)
        switched = switches(unit, topic.business_id, topic.automation)
        for channel in CHANNELS:
            reason = self._blocked(unit, wanted, channel, switched_on=channel in switched)
            if reason is None:
                self._queue(unit, topic, channel, automatic=True)
            elif reason is not Reason.SWITCHED_OFF:
                ledger.add(unit, topic, channel, automatic=True, skipped=reason)

    def opt_out(self, unit: Unit, client: Client, channel: Channel) -> bool:
        """From now on nothing goes to her there, and what waits is taken back at once (promise S5). False when she had
        said so before. The caller has locked the business.
        """
        if not mark_opted_out(unit, client, channel):
            return False
        for message in ledger.to_client(unit, client.business_id, client.id):
            if message.channel == channel and message.status == "queued":
                cancel(unit, message.business_id, SEND, message.id)
                self._settle(unit, message, "skipped", Reason.OPTED_OUT)
        return True

    def reported(self, unit: Unit, message: Message, told: Stage, reason: Reason | None, reference: str) -> None:
        """The provider says how far a message has come; what is no news changes nothing. The business is locked."""
        stage = further(message.stage, told) if message.status in _WITH_PROVIDER else None
        if stage is None or message.reference not in {None, reference}:
            return
        arrived = unit.now if stage is Stage.DELIVERED else None
        status: ledger.Status = "failed" if stage is Stage.FAILED else "sent"
        self._settle(unit, message, status, reason if stage is Stage.FAILED else None, reference, arrived)

    def claim(self, unit: Unit, due: Due) -> Work | None:
        """Looks once more whether the message is still wanted; if not, it is skipped with the reason (row B20)."""
        message = ledger.find(unit, due.business_id, due.subject)
        if message is None or message.status != "queued" or message.topic is None:
            return None
        wanted = self._owners[message.topic.kind].wanted(unit, message.topic)
        reason = self._still_blocked(unit, wanted, message)
        if isinstance(wanted, Reason) or reason:
            self._settle(unit, message, "skipped", reason)
            return None
        sending = ledger.move(unit, message, "sending", tried=True)
        port = self._post.port(unit, message.business_id, message.channel)
        if sending is None or port is None:
            return None
        composed = self._compose(unit, wanted, sending)
        return Work(sending, answerable(unit, self._post.public_url, wanted.client, composed), port)

    def run(self, work: Work) -> Outcome:
        """Calls the channel."""
        return work.port.send(work.outgoing)

    def record(self, unit: Unit, due: Due, work: Work, result: Outcome) -> None:
        """What surely did not leave is tried again a few times; everything else is final."""
        if isinstance(result, NotSent):
            self._again(unit, due, work.message)
        elif isinstance(result, Accepted):
            self._post.keep(unit, work.outgoing)
            self._settle(unit, work.message, "sent", reference=result.reference)
        elif isinstance(result, Rejected):
            self._settle(unit, work.message, "failed", result.reason)
        else:
            self._settle(unit, work.message, "unknown", Reason.ANSWER_LOST)

    def lost(self, unit: Unit, due: Due) -> None:
        """The process ended between the claim and the record: perhaps it went, so it never goes again by itself."""
        message = ledger.find(unit, due.business_id, due.subject)
        if message is not None and message.status == "sending":
            self._settle(unit, message, "unknown", Reason.ANSWER_LOST)

    def due_handlers(self) -> Mapping[str, DueHandler]:
        """By task."""
        return {SEND: self}

    def _queue(self, unit: Unit, topic: Topic, channel: Channel, *, automatic: bool) -> bool:
        message = ledger.add(unit, topic, channel, automatic=automatic)
        if message is None:
            return False
        schedule(unit, topic.business_id, SEND, message.id, unit.now, lane=Lane.MESSAGE)
        self._owners[topic.kind].happened(unit, message)
        return True

    def _blocked(
        self, unit: Unit, wanted: Wanted | Reason, channel: Channel, *, switched_on: bool | None
    ) -> Reason | None:
        if isinstance(wanted, Reason):
            return wanted
        reason = blocked(channel, wanted.client.reach(channel), switched_on)
        if reason is None and channel in wanted.wrong:
            return Reason.BAD_ADDRESS
        port = self._post.port(unit, wanted.client.business_id, channel)
        return Reason.NOT_CONFIGURED if reason is None and port is None else reason

    def _still_blocked(self, unit: Unit, wanted: Wanted | Reason, message: Message) -> Reason | None:
        switched_on = None
        if message.automatic:
            switched_on = message.channel in switches(unit, message.business_id, message.automation)
        return self._blocked(unit, wanted, message.channel, switched_on=switched_on)

    def _again(self, unit: Unit, due: Due, message: Message) -> None:
        topic = message.topic
        wanted = self._owners[topic.kind].wanted(unit, topic) if topic else Reason.DRAFT_GONE
        reason = self._still_blocked(unit, wanted, message)
        if reason:
            self._settle(unit, message, "skipped", reason)
        elif message.tries > len(RETRIES):
            self._settle(unit, message, "failed", Reason.PROVIDER_UNREACHABLE)
        elif ledger.move(unit, message, "queued"):
            at = unit.now + RETRIES[message.tries - 1]
            schedule(unit, due.business_id, SEND, message.id, at, lane=Lane.MESSAGE)

    def _compose(self, unit: Unit, wanted: Wanted, message: Message) -> Outgoing:
        client, salon = wanted.client, business(unit, message.business_id)
        values = wanted.values(unit)
        subject, text = subject_and_text(
            template(message.automation, message.channel, client.language), message.channel
        )
        return Outgoing(
            id=message.id,
            business_id=message.business_id,
            channel=message.channel,
            at=unit.now,
            sender=salon.name,
            to=client.reach(message.channel).address or "",
            subject=render(subject, values),
            text=render(text, values),
        )

    def _settle(
        self,
        unit: Unit,
        message: Message,
        status: ledger.Status,
        reason: Reason | None = None,
        reference: str | None = None,
        delivered_at: int | None = None,
    ) -> None:
        """Writes down how it ended, and has its owner tell it. Whoever runs due work has locked the business."""
        moved = ledger.move(unit, message, status, reason, reference=reference, delivered_at=delivered_at)
        if moved is None or moved.topic is None:
            return
        self._owners[moved.topic.kind].happened(unit, moved)
        if status == "failed" and reason is Reason.OPTED_OUT:
            client = find_client(unit, moved.business_id, moved.topic.client_id)
            if client is not None:
                self.opt_out(unit, client, moved.channel)
