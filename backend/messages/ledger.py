"""What was sent about which draft: one row a message, without address or text.

An automatic message is remembered under an HMAC of (draft, cycle, automation, channel), unique in the database, and the
memory outlives the draft (row B8, promise R5). At most one message of a draft is on its way on a channel.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.messages import message_keys, messages
from backend.db.write import insert_or_ignore
from domain.reasons import Reason
from domain.wire.rows import Channel, ReminderState

AUTOMATION = "incomplete_booking"

_NOT_BEGUN = (
    sa.update(messages)
    .where(messages.c.business_id == sa.bindparam("business"))
    .where(messages.c.draft_id.in_(sa.bindparam("drafts", expanding=True)), messages.c.status == "queued")
    .values(status="skipped", reason=sa.bindparam("why"), at=sa.bindparam("now"))
)
_OF_DRAFTS = (
    sa.select(messages)
    .where(messages.c.business_id == sa.bindparam("business"))
    .where(messages.c.draft_id.in_(sa.bindparam("drafts", expanding=True)))
    .order_by(messages.c.made_at, messages.c.id)
)

Status = Literal["queued", "sending", "sent", "failed", "skipped", "unknown"]


@dataclass(frozen=True)
class Message:
    """One message as the ledger knows it. `draft_id` is None when its draft is gone."""

    id: str
    draft_id: str | None
    cycle: int
    channel: Channel
    automatic: bool
    status: Status
    reason: str | None
    tries: int
    at: int
    """When `status` came about."""


def add(
    unit: Unit,
    business_id: str,
    draft_id: str,
    cycle: int,
    channel: Channel,
    *,
    automatic: bool,
    skipped: Reason | None = None,
) -> Message | None:
    """Enters a message as queued, or as skipped for a reason. None when the ledger has it, or one is in flight."""
    message = Message(
        id=unit.ids.new(unit.now),
        draft_id=draft_id,
        cycle=cycle,
        channel=channel,
        automatic=automatic,
        status="skipped" if skipped else "queued",
        reason=skipped,
        tries=0,
        at=unit.now,
    )
    key = _ledger_key(unit, business_id, message) if automatic else None
    return message if insert_or_ignore(unit, messages, _columns(business_id, message, key, unit.now)) else None


def find(unit: Unit, business_id: str, message_id: str) -> Message | None:
    """The message, or None for an id that names none."""
    row = unit.conn.execute(_select(business_id).where(messages.c.id == message_id)).one_or_none()
    return _message(row) if row else None


def move(
    unit: Unit, business_id: str, message: Message, status: Status, reason: Reason | None = None, *, tried: bool = False
) -> Message | None:
    """Conditional change from where the caller saw it. None when it stands elsewhere by now."""
    moved = replace(message, status=status, reason=reason, tries=message.tries + tried, at=unit.now)
    statement = (
        sa.update(messages)
        .where(messages.c.business_id == business_id, messages.c.id == message.id)
        .where(messages.c.status == message.status, messages.c.tries == message.tries)
        .values(status=status, reason=reason, tries=moved.tries, at=unit.now)
    )
    return moved if unit.conn.execute(statement).rowcount == 1 else None


def withdraw_queued(
    unit: Unit, business_id: str, draft_ids: Sequence[str], reason: Reason, channel: Channel | None = None
) -> None:
    """Skips what has not begun to be sent, on one channel or on all."""
    values = {"business": business_id, "drafts": list(draft_ids), "why": reason, "now": unit.now}
    statement = _NOT_BEGUN.where(messages.c.channel == channel) if channel else _NOT_BEGUN
    unit.conn.execute(statement, values)


def states(unit: Unit, business_id: str, draft_ids: Sequence[str]) -> dict[str, tuple[ReminderState, ...]]:
    """By draft, the newest message on each channel, email first, as a card shows it (row B12)."""
    newest: dict[str, dict[str, Message]] = {}
    for row in unit.conn.execute(_OF_DRAFTS, {"business": business_id, "drafts": list(draft_ids)}).all():
        newest.setdefault(row.draft_id, {})[row.channel] = _message(row)
    return {draft_id: tuple(_state(of[channel]) for channel in sorted(of)) for draft_id, of in newest.items()}


def of_drafts(unit: Unit, business_id: str, draft_ids: Sequence[str]) -> list[Message]:
    """All messages about these drafts, the oldest first."""
    found = unit.conn.execute(_OF_DRAFTS, {"business": business_id, "drafts": list(draft_ids)}).all()
    return [_message(row) for row in found]


def forget(unit: Unit, business_id: str, draft_id: str) -> None:
    """Takes the draft out of the ledger; that an automatic message was sent stays known under its key alone."""
    of_draft = sa.and_(messages.c.business_id == business_id, messages.c.draft_id == draft_id)
    unit.conn.execute(sa.delete(messages).where(of_draft, messages.c.ledger_key.is_(None)))
    unit.conn.execute(sa.update(messages).where(of_draft).values(draft_id=None))


def _ledger_key(unit: Unit, business_id: str, message: Message) -> bytes:
    name = f"{message.draft_id}\0{message.cycle}\0{AUTOMATION}\0{message.channel}"
    return hmac.new(_key(unit, business_id), name.encode(), hashlib.sha256).digest()


def _key(unit: Unit, business_id: str) -> bytes:
    query = sa.select(message_keys.c.key).where(message_keys.c.business_id == business_id)
    known = unit.conn.execute(query).scalar_one_or_none()
    if known is None:
        insert_or_ignore(unit, message_keys, {"business_id": business_id, "key": unit.ids.secret(32)})
        known = unit.conn.execute(query).scalar_one()
    return bytes(known)


def _select(business_id: str) -> sa.Select[Any]:
    return sa.select(messages).where(messages.c.business_id == business_id)


def _columns(business_id: str, message: Message, key: bytes | None, now: int) -> dict[str, Any]:
    return {
        "business_id": business_id,
        "id": message.id,
        "draft_id": message.draft_id,
        "cycle": message.cycle,
        "channel": message.channel,
        "ledger_key": key,
        "status": message.status,
        "reason": message.reason,
        "tries": message.tries,
        "made_at": now,
        "at": message.at,
    }


def _message(row: sa.Row[Any]) -> Message:
    return Message(
        id=row.id,
        draft_id=row.draft_id,
        cycle=row.cycle,
        channel=row.channel,
        automatic=row.ledger_key is not None,
        status=row.status,
        reason=row.reason,
        tries=row.tries,
        at=row.at,
    )


def _state(message: Message) -> ReminderState:
    status = "queued" if message.status == "sending" else message.status
    return ReminderState(message.channel, status, message.at, message.automatic, message.reason)
