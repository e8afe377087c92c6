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
from backend.messages.links import Addresses, RealAddresses
from backend.messages.opting import mark_opted_out
from backend.messages.post import Post
from backend.messages.settings import switches, text_of
from backend.messages.templates import closest, subject_and_text
from domain.automations import weight_of
from domain.constants import DAY, MINUTE, SECOND
from domain.delivery import Stage, further
from domain.reasons import Reason
from domain.rendering import render
from domain.sending import Held, Sent, blocked, held
from domain.wire.actions import Skip
from domain.wire.rows import CHANNELS, Channel

SEND = "send_message"
_WITH_PROVIDER = frozenset({"sending", "sent", "failed", "unknown"})
RETRIES = (10 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE)
"""How long to wait after each try that surely sent nothing; after the last the message has failed."""
_NONE: Mapping[Channel, Reason] = {}


class About(NamedTuple):
    """What a message is about, as it stands now. `zone` is that of its place; `values` gives the placeholders' values
    for one message in a language; `unwanted` is why nobody is to hear of it; `wrong` are channels of which staff know
    that somebody else is there; `words` names the texts where they are not those of its automation.
    """

    client: Client
    zone: str
    values: Callable[[Addresses, str], Mapping[str, str]]
    unwanted: Reason | None = None
    wrong: frozenset[Channel] = frozenset()
    words: str = ""


class Owner(Protocol):
    """The slice that messages of one kind of subject are about."""

    def about(self, unit: Unit, topic: Topic) -> About | Reason:
        """How the subject stands now; a reason alone when it is gone."""

    def happened(self, unit: Unit, message: Message) -> None:
        """A message was queued, held, skipped, sent or has failed: for the log, and for whoever sees the subject."""


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

    def by_hand(self, unit: Unit, topic: Topic, but: Mapping[Channel, Reason] = _NONE) -> Plan:
        """Queues a message on every channel that is allowed, whatever the switches say (row B14); not on those that
        the caller leaves out.
        """
        about = self.about(unit, topic)
        reasons = {
            channel: self._blocked(unit, about, channel, switched_on=None) or but.get(channel) for channel in CHANNELS
        }
        skips = tuple(Skip(channel, reason) for channel, reason in reasons.items() if reason)
        free = [channel for channel, reason in reasons.items() if reason is None]
        for channel in free:
            self._overtake(unit, topic, channel)
        accepted = tuple(channel for channel in free if self._queue(unit, topic, channel, automatic=False))
        busy = tuple(channel for channel in free if channel not in accepted)
        return Plan(accepted, skips, busy)

    def by_itself(self, unit: Unit, topic: Topic) -> bool:
        """Queues what is switched on, once an occasion and channel; notes why a wanted one is not sent (rows B8,
        B20). False when one of an earlier occasion is on its way and says what was before.
        """
        switched = switches(unit, topic.business_id, topic.automation)
        about = self.about(unit, topic)
        free = True
        for channel in CHANNELS:
            if channel not in switched:
                continue
            reason = self._blocked(unit, about, channel, switched_on=True)
            if reason is not None:
                ledger.add(unit, topic, channel, automatic=True, skipped=reason)
            elif not self._queue(unit, topic, channel, automatic=True):
                free = free and not ledger.is_overtaken(unit, topic, channel)
        return free

    def verdict(self, unit: Unit, topic: Topic, channel: Channel) -> Held | Reason | None:
        """What would come of an automatic message now, leaving its switch aside: held, skipped or sent (row N18)."""
        about = self.about(unit, topic)
        reason = self._blocked(unit, about, channel, switched_on=None)
        return about if isinstance(about, Reason) else reason or self._held(unit, about, topic.automation, channel)

    def waits(self, unit: Unit, about: About, automation: str) -> dict[Channel, Held | None]:
        """By channel on which she can be told at all, what a message of an automation would have to wait for now."""
        return {
            channel: self._held(unit, about, automation, channel)
            for channel in CHANNELS
            if self._blocked(unit, about, channel, switched_on=None) is None
        }

    def about(self, unit: Unit, topic: Topic) -> About | Reason:
        """What the topic's owner says of it."""
        return self._owners[topic.kind].about(unit, topic)

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
        about = self.about(unit, message.topic)
        reason = self._still_blocked(unit, about, message)
        if isinstance(about, Reason) or reason:
            self._settle(unit, message, "skipped", reason)
            return None
        waits = self._held(unit, about, message.automation, message.channel) if message.automatic else None
        if waits is not None:
            self._hold(unit, message, waits)
            return None
        sending = ledger.move(unit, message, "sending", tried=True)
        port = self._post.port(unit, message.business_id, message.channel)
        if sending is None or port is None:
            return None
        composed = self._outgoing(unit, about, sending)
        return Work(sending, answerable(unit, self._post.public_url, about.client, composed), port)

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

    def _overtake(self, unit: Unit, topic: Topic, channel: Channel) -> None:
        """What waits for the morning is not waited for by who sends by hand: hers goes instead of it."""
        for message in ledger.waiting(unit, topic, channel):
            cancel(unit, topic.business_id, SEND, message.id)
            self._settle(unit, message, "skipped", Reason.SENT_BY_HAND)

    def _held(self, unit: Unit, about: About, automation: str, channel: Channel) -> Held | None:
        """Whether it has to wait, by the client's own zone if it is known (row N11)."""
        client = about.client
        sent = [
            Sent(at, weight_of(of))
            for of, at in ledger.lately(unit, client.business_id, client.id, channel, unit.now - 2 * DAY)
        ]
        return held(unit.now, client.zone or about.zone, weight_of(automation), sent)

    def _hold(self, unit: Unit, message: Message, waits: Held) -> None:
        moved = ledger.move(unit, message, "queued", waits.reason, held_until=waits.until)
        if moved is None:
            return
        schedule(unit, message.business_id, SEND, message.id, waits.until, lane=Lane.MESSAGE)
        if moved.topic is not None and moved.held_until != message.held_until:
            self._owners[moved.topic.kind].happened(unit, moved)

    def _queue(self, unit: Unit, topic: Topic, channel: Channel, *, automatic: bool) -> bool:
        message = ledger.add(unit, topic, channel, automatic=automatic)
        if message is None:
            return False
        schedule(unit, topic.business_id, SEND, message.id, unit.now, lane=Lane.MESSAGE)
        self._owners[topic.kind].happened(unit, message)
        return True

    def _blocked(
        self, unit: Unit, about: About | Reason, channel: Channel, *, switched_on: bool | None
    ) -> Reason | None:
        if isinstance(about, Reason) or about.unwanted:
            return about if isinstance(about, Reason) else about.unwanted
        reason = blocked(channel, about.client.reach(channel), switched_on)
        if reason is None and channel in about.wrong:
            return Reason.BAD_ADDRESS
        port = self._post.port(unit, about.client.business_id, channel)
        return Reason.NOT_CONFIGURED if reason is None and port is None else reason

    def _still_blocked(self, unit: Unit, about: About | Reason, message: Message) -> Reason | None:
        switched_on = None
        if message.automatic:
            switched_on = message.channel in switches(unit, message.business_id, message.automation)
        return self._blocked(unit, about, message.channel, switched_on=switched_on)

    def _again(self, unit: Unit, due: Due, message: Message) -> None:
        topic = message.topic
        reason = self._still_blocked(unit, self.about(unit, topic), message) if topic else Reason.DRAFT_GONE
        if reason:
            self._settle(unit, message, "skipped", reason)
        elif message.tries > len(RETRIES):
            self._settle(unit, message, "failed", Reason.PROVIDER_UNREACHABLE)
        elif ledger.move(unit, message, "queued"):
            at = unit.now + RETRIES[message.tries - 1]
            schedule(unit, due.business_id, SEND, message.id, at, lane=Lane.MESSAGE)

    def _outgoing(self, unit: Unit, about: About, message: Message) -> Outgoing:
        client, salon = about.client, business(unit, message.business_id)
        text = text_of(unit, salon.id, about.words or message.automation, message.channel, client.language)
        addresses = RealAddresses(unit, self._post.public_url, salon.slug, salon.id)
        subject, body = rendered(text, message.channel, about.values(addresses, closest(client.language)))
        return Outgoing(
            id=message.id,
            business_id=message.business_id,
            channel=message.channel,
            at=unit.now,
            sender=salon.name,
            to=client.reach(message.channel).address or "",
            subject=subject,
            text=body,
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


def rendered(text: str, channel: Channel, values: Mapping[str, str]) -> tuple[str, str]:
    """Subject and body of a message. What is in a value never becomes a line of its own in the subject."""
    subject, body = subject_and_text(text, channel)
    return render(subject, values), render(body, values)
