"""What was sent about what: one row a message, without address or text.

An automatic message is remembered under an HMAC of (subject, cycle, automation, channel), unique in the database, and
the memory outlives the subject (row B8, promise R5). Of one automation at most one message about a subject is on its
way on a channel. The ledger is also the log of what automations did: each run that was wanted is a row, with why it
came to nothing.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.messages import message_keys, messages
from backend.db.write import insert_or_ignore
from domain.automations import WAITLIST_OFFER
from domain.delivery import Stage, has_failed
from domain.reasons import Reason
from domain.wire.rows import Channel, ReminderState

_OF_SUBJECTS = sa.and_(
    messages.c.business_id == sa.bindparam("business"),
    messages.c.subject.in_(sa.bindparam("subjects", expanding=True)),
)
_NOT_BEGUN = (
    sa.update(messages)
    .where(_OF_SUBJECTS, messages.c.status == "queued")
    .values(status="skipped", reason=sa.bindparam("why"), at=sa.bindparam("now"), held_until=None)
)
_ABOUT = sa.select(messages).where(_OF_SUBJECTS).order_by(messages.c.made_at, messages.c.id)

_THE_MESSAGE = sa.and_(messages.c.business_id == sa.bindparam("business"), messages.c.id == sa.bindparam("message"))
_FIND = sa.select(messages).where(_THE_MESSAGE)
_CHANGES = ("status", "reason", "at", "held_until", "reference", "delivered_at", "tries")
_MOVE = (
    sa.update(messages)
    .where(_THE_MESSAGE, messages.c.status == sa.bindparam("was"), messages.c.tries == sa.bindparam("tried"))
    .values({name: sa.bindparam(f"new_{name}") for name in _CHANGES})
)
_LATELY = sa.select(messages.c.automation, messages.c.at).where(
    messages.c.business_id == sa.bindparam("business"),
    messages.c.client_id == sa.bindparam("client"),
    messages.c.at >= sa.bindparam("since"),
    messages.c.channel == sa.bindparam("on"),
    sa.or_(messages.c.ledger_key.is_not(None), messages.c.automation == sa.literal_column(f"'{WAITLIST_OFFER}'")),
    messages.c.status.not_in([sa.literal_column(f"'{status}'") for status in ("queued", "skipped", "failed")]),
)

_AUTOMATIC = (messages.c.business_id == sa.bindparam("business"), messages.c.ledger_key.is_not(None))
_RUNS = (
    sa.select(messages)
    .where(*_AUTOMATIC, messages.c.automation == sa.bindparam("of"))
    .order_by(messages.c.at.desc(), messages.c.id.desc())
    .limit(sa.bindparam("most"))
)
_ENDED = (
    sa.select(
        messages.c.automation,
        messages.c.status,
        messages.c.reason,
        sa.func.count().label("number"),
        sa.func.max(messages.c.at).label("last"),
    )
    .where(
        *_AUTOMATIC,
        messages.c.automation.in_(sa.bindparam("of", expanding=True)),
        messages.c.at >= sa.bindparam("since"),
        messages.c.status.in_([sa.literal_column(f"'{status}'") for status in ("failed", "skipped")]),
    )
    .group_by(messages.c.automation, messages.c.status, messages.c.reason)
)

Status = Literal["queued", "sending", "sent", "failed", "skipped", "unknown"]


class Topic(NamedTuple):
    """What a message is about. `subject` is such as `draft:<id>`; `cycle` tells its occasions apart: a draft's cycle,
    for an appointment the instant of what happened.
    """

    business_id: str
    automation: str
    subject: str
    cycle: int
    client_id: str

    @property
    def kind(self) -> str:
        """What kind of thing the subject is."""
        return self.subject.partition(":")[0]

    @property
    def id(self) -> str:
        """The subject's own id."""
        return self.subject.partition(":")[2]


class Failures(NamedTuple):
    """How many messages failed, and why the last one did."""

    number: int
    reason: str | None


@dataclass(frozen=True)
class Message:
    """One message as the ledger knows it. `topic` is None when what it was about is gone."""

    business_id: str
    id: str
    automation: str
    topic: Topic | None
    channel: Channel
    automatic: bool
    status: Status
    reason: str | None
    tries: int
    at: int
    """When `status` came about."""
    held_until: int | None = None
    reference: str | None = None
    """The provider's name for it."""
    delivered_at: int | None = None
    """When the provider said that it arrived; not every channel does."""

    @property
    def event(self) -> str:
        """What has become of it, as the log of events names it."""
        if self.held_until is not None:
            return "held"
        return self.status if self.delivered_at is None else "delivered"

    @property
    def stage(self) -> Stage | None:
        """How far it has come by what is known; None while nobody knows whether the provider has it."""
        if self.delivered_at is not None:
            return Stage.DELIVERED
        return {"sent": Stage.TAKEN, "failed": Stage.FAILED}.get(self.status)


def add(
    unit: Unit, topic: Topic, channel: Channel, *, automatic: bool, skipped: Reason | None = None
) -> Message | None:
    """Enters a message as queued, or as skipped for a reason. None when the ledger has it, or one is in flight."""
    message = Message(
        business_id=topic.business_id,
        id=unit.ids.new(unit.now),
        automation=topic.automation,
        topic=topic,
        channel=channel,
        automatic=automatic,
        status="skipped" if skipped else "queued",
        reason=skipped,
        tries=0,
        at=unit.now,
    )
    key = _ledger_key(unit, topic, channel) if automatic else None
    return message if insert_or_ignore(unit, messages, _columns(message, topic, key, unit.now)) else None


def is_overtaken(unit: Unit, topic: Topic, channel: Channel) -> bool:
    """Whether a message of another occasion is being sent. One that is only queued will say what is so by then."""
    query = sa.select(messages.c.cycle).where(
        messages.c.business_id == topic.business_id,
        messages.c.subject == topic.subject,
        messages.c.automation == topic.automation,
        messages.c.channel == channel,
        messages.c.status == "sending",
        messages.c.cycle != topic.cycle,
    )
    return unit.conn.execute(query).first() is not None


def waiting(unit: Unit, topic: Topic, channel: Channel) -> list[Message]:
    """The automatic messages of a topic that wait for their time on a channel."""
    query = sa.select(messages).where(
        messages.c.business_id == topic.business_id,
        messages.c.subject == topic.subject,
        messages.c.automation == topic.automation,
        messages.c.channel == channel,
        messages.c.status == "queued",
        messages.c.held_until.is_not(None),
    )
    return [_message(row) for row in unit.conn.execute(query)]


def lately(unit: Unit, business_id: str, client_id: str, channel: Channel, since: int) -> list[tuple[str, int]]:
    """The automatic messages that a client got on a channel, or may have got, and all offers of a time, which are as
    many to her whoever made them: of which automation and when.
    """
    found = unit.conn.execute(_LATELY, {"business": business_id, "client": client_id, "on": channel, "since": since})
    return [(row.automation, row.at) for row in found]


def runs(unit: Unit, business_id: str, automation: str, most: int) -> list[Message]:
    """What an automation did or wanted to do, the newest first."""
    found = unit.conn.execute(_RUNS, {"business": business_id, "of": automation, "most": most})
    return [_message(row) for row in found]


def failures(unit: Unit, business_id: str, automations: Sequence[str], since: int) -> dict[str, Failures]:
    """By automation, what failed since then; only those of which something did."""
    asked = {"business": business_id, "of": list(automations), "since": since}
    found: dict[str, Failures] = {}
    for row in sorted(unit.conn.execute(_ENDED, asked), key=lambda row: row.last):
        if has_failed(row.status, row.reason):
            before = found.get(row.automation)
            found[row.automation] = Failures(row.number + (before.number if before else 0), row.reason)
    return found


def find(unit: Unit, business_id: str, message_id: str) -> Message | None:
    """The message, or None for an id that names none."""
    row = unit.conn.execute(_FIND, {"business": business_id, "message": message_id}).one_or_none()
    return _message(row) if row else None


def move(
    unit: Unit,
    message: Message,
    status: Status,
    reason: Reason | None = None,
    *,
    tried: bool = False,
    held_until: int | None = None,
    reference: str | None = None,
    delivered_at: int | None = None,
) -> Message | None:
    """Conditional change from where the caller saw it. None when it stands elsewhere by now."""
    values = {"status": status, "reason": reason, "at": unit.now, "held_until": held_until, "reference": reference}
    values["delivered_at"] = delivered_at
    moved = replace(message, tries=message.tries + tried, **values)  # type: ignore[arg-type]
    seen = {"was": message.status, "tried": message.tries, "business": message.business_id, "message": message.id}
    new = {f"new_{name}": value for name, value in {**values, "tries": moved.tries}.items()}
    return moved if unit.conn.execute(_MOVE, {**seen, **new}).rowcount == 1 else None


def withdraw_queued(unit: Unit, business_id: str, subjects: Sequence[str], reason: Reason) -> None:
    """Skips what has not begun to be sent."""
    values = {"business": business_id, "subjects": list(subjects), "why": reason, "now": unit.now}
    unit.conn.execute(_NOT_BEGUN, values)


def states(unit: Unit, business_id: str, subjects: Sequence[str]) -> dict[str, tuple[ReminderState, ...]]:
    """By subject, the newest message on each channel, email first, as a card shows it (row B12)."""
    newest: dict[str, dict[str, Message]] = {}
    for message in about(unit, business_id, subjects):
        if message.topic is not None:
            newest.setdefault(message.topic.subject, {})[message.channel] = message
    return {subject: tuple(_state(of[channel]) for channel in sorted(of)) for subject, of in newest.items()}


def about(unit: Unit, business_id: str, subjects: Sequence[str]) -> list[Message]:
    """All messages about these subjects, the oldest first."""
    found = unit.conn.execute(_ABOUT, {"business": business_id, "subjects": list(subjects)}).all()
    return [_message(row) for row in found]


def to_client(unit: Unit, business_id: str, client_id: str) -> list[Message]:
    """All messages to a client, the oldest first."""
    query = sa.select(messages).where(messages.c.business_id == business_id, messages.c.client_id == client_id)
    found = unit.conn.execute(query.order_by(messages.c.made_at, messages.c.id)).all()
    return [_message(row) for row in found]


def give(unit: Unit, business_id: str, before: str, now: str) -> None:
    """All messages to one client were to another: the two were merged."""
    of = (messages.c.business_id == business_id, messages.c.client_id == before)
    unit.conn.execute(sa.update(messages).where(*of).values(client_id=now))


def forget(unit: Unit, business_id: str, subject: str) -> None:
    """Takes the subject out of the ledger; that an automatic message was sent stays known under its key alone."""
    _forget(unit, sa.and_(messages.c.business_id == business_id, messages.c.subject == subject))


def forget_client(unit: Unit, business_id: str, client_id: str) -> None:
    """The same for everything that was sent to a client."""
    _forget(unit, sa.and_(messages.c.business_id == business_id, messages.c.client_id == client_id))


def _forget(unit: Unit, of: sa.ColumnElement[bool]) -> None:
    unit.conn.execute(sa.delete(messages).where(of, messages.c.ledger_key.is_(None)))
    unit.conn.execute(sa.update(messages).where(of).values(subject=None, client_id=None, reference=None))


def _ledger_key(unit: Unit, topic: Topic, channel: Channel) -> bytes:
    name = f"{topic.id}\0{topic.cycle}\0{topic.automation}\0{channel}"
    return hmac.new(_key(unit, topic.business_id), name.encode(), hashlib.sha256).digest()


def _key(unit: Unit, business_id: str) -> bytes:
    return unit.once(("message_key", business_id), lambda: _read_key(unit, business_id))


def _read_key(unit: Unit, business_id: str) -> bytes:
    query = sa.select(message_keys.c.key).where(message_keys.c.business_id == business_id)
    known = unit.conn.execute(query).scalar_one_or_none()
    if known is None:
        insert_or_ignore(unit, message_keys, {"business_id": business_id, "key": unit.ids.secret(32)})
        known = unit.conn.execute(query).scalar_one()
    return bytes(known)


def _columns(message: Message, topic: Topic, key: bytes | None, now: int) -> dict[str, Any]:
    return {
        "business_id": message.business_id,
        "id": message.id,
        "automation": message.automation,
        "subject": topic.subject,
        "client_id": topic.client_id,
        "cycle": topic.cycle,
        "channel": message.channel,
        "ledger_key": key,
        "status": message.status,
        "reason": message.reason,
        "tries": message.tries,
        "made_at": now,
        "at": message.at,
    }


def _message(row: sa.Row[Any]) -> Message:
    known = row.subject is not None
    topic = Topic(row.business_id, row.automation, row.subject, row.cycle, row.client_id or "") if known else None
    return Message(
        business_id=row.business_id,
        id=row.id,
        automation=row.automation,
        topic=topic,
        channel=row.channel,
        automatic=row.ledger_key is not None,
        status=row.status,
        reason=row.reason,
        tries=row.tries,
        at=row.at,
        held_until=row.held_until,
        reference=row.reference,
        delivered_at=row.delivered_at,
    )


def _state(message: Message) -> ReminderState:
    status = "queued" if message.status == "sending" else message.status
    return ReminderState(
        message.channel,
        status,
        message.at,
        message.automatic,
        message.reason,
        message.delivered_at,
        until=message.held_until,
    )
