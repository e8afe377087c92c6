"""What clients wrote back, and the bell's lines about it (row N7).

A text belongs to the client's draft and is erased with it. One that came without a draft is kept for a week, and of a
number that is nobody's here so is the number. What became of a text is in the log, the text itself is not.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.replies import heard_texts, replies
from backend.db.write import insert_or_ignore
from backend.due.queue import ClockTask, Due, cancel, schedule
from backend.feed.change import change_of, is_published
from domain.constants import DAY
from domain.permissions import ScopeKind, scope
from domain.wire.replies import ReplyRow
from domain.wire.rows import Reply

FORGET = "forget_reply"
KEPT = 7 * DAY
"""How long a text without a draft is there: over a salon's holidays, and no longer."""

_OF_DRAFTS = (
    sa.select(replies)
    .where(replies.c.business_id == sa.bindparam("business"))
    .where(replies.c.draft_id.in_(sa.bindparam("drafts", expanding=True)))
    .order_by(replies.c.at, replies.c.id)
)
_OF_CLIENT = (
    sa.select(replies)
    .where(replies.c.business_id == sa.bindparam("business"), replies.c.client_id == sa.bindparam("client"))
    .order_by(replies.c.at, replies.c.id)
)


@dataclass(frozen=True)
class Written:
    """A text as it is kept. `phone` only when there is no client."""

    business_id: str
    id: str
    location_id: str
    at: int
    text: str = field(repr=False)
    pictures: int = 0
    draft_id: str | None = None
    client_id: str | None = None
    phone: str | None = field(default=None, repr=False)


def hear(unit: Unit, business_id: str, sid: str) -> bool:
    """Whether the provider's text with this id is new; from now on it is not."""
    key = hashlib.sha256(f"text\0{sid}".encode()).digest()
    return insert_or_ignore(unit, heard_texts, {"business_id": business_id, "key": key})


def add(unit: Unit, written: Written, *, named: bool) -> None:
    """Keeps a text and rings the bell. `named` says whether desks may know the client already (rows B1, B4)."""
    unit.conn.execute(sa.insert(replies), written.__dict__)
    if written.draft_id is None:
        schedule(unit, written.business_id, FORGET, written.id, unit.now + KEPT)
    _publish(unit, written, written.client_id if named else None)


def of_drafts(unit: Unit, business_id: str, draft_ids: Sequence[str]) -> dict[str, tuple[Reply, ...]]:
    """By draft, what its client wrote back, the oldest first."""
    found: dict[str, tuple[Reply, ...]] = {}
    for row in unit.conn.execute(_OF_DRAFTS, {"business": business_id, "drafts": list(draft_ids)}):
        found[row.draft_id] = (*found.get(row.draft_id, ()), Reply(row.id, row.at, row.text, row.pictures))
    return found


def of_client(unit: Unit, business_id: str, client_id: str) -> list[Written]:
    """All that a client wrote, the oldest first."""
    return [_written(row) for row in unit.conn.execute(_OF_CLIENT, {"business": business_id, "client": client_id})]


def give(unit: Unit, business_id: str, before: str, now: str) -> None:
    """What one client wrote is another's: they are one. Both are on desks."""
    of = (replies.c.business_id == business_id, replies.c.client_id == before)
    unit.conn.execute(sa.update(replies).where(*of).values(client_id=now))
    for written in of_client(unit, business_id, now):
        if is_published(unit, business_id, "reply", written.id):
            _publish(unit, written, now)


def leave_bell(unit: Unit, business_id: str, draft_id: str) -> None:
    """The draft is in no list any more: neither is what the bell says of its client's texts."""
    for row in unit.conn.execute(_OF_DRAFTS, {"business": business_id, "drafts": [draft_id]}).all():
        change_of(unit, business_id).withdraw("reply", row.id)


def erase_of_draft(unit: Unit, business_id: str, draft_id: str) -> None:
    """The draft goes, and its texts with it."""
    for row in unit.conn.execute(_OF_DRAFTS, {"business": business_id, "drafts": [draft_id]}).all():
        _erase(unit, business_id, row.id)


def erase_of_client(unit: Unit, business_id: str, client_id: str, phone: str | None) -> None:
    """She is erased, and so is all that she wrote, before she was on file as well."""
    from_number = sa.select(replies).where(replies.c.business_id == business_id, replies.c.phone == phone)
    before = [_written(row) for row in unit.conn.execute(from_number)] if phone else []
    for written in (*of_client(unit, business_id, client_id), *before):
        cancel(unit, business_id, FORGET, written.id)
        _erase(unit, business_id, written.id)


def due_handlers() -> Mapping[str, ClockTask]:
    """By task."""
    return {FORGET: _forget}


def _publish(unit: Unit, written: Written, client_id: str | None) -> None:
    row = ReplyRow(
        id=written.id,
        location_id=written.location_id,
        at=written.at,
        text=written.text,
        pictures=written.pictures,
        draft_id=written.draft_id,
        client_id=client_id,
        phone=written.phone,
    )
    change_of(unit, written.business_id).publish(scope(ScopeKind.FOLLOW_UPS, written.location_id), row)


def _forget(unit: Unit, due: Due) -> None:
    _erase(unit, due.business_id, due.subject)


def _erase(unit: Unit, business_id: str, reply_id: str) -> None:
    change_of(unit, business_id).withdraw("reply", reply_id)
    of = (replies.c.business_id == business_id, replies.c.id == reply_id)
    unit.conn.execute(sa.delete(replies).where(*of))


def _written(row: sa.Row[Any]) -> Written:
    return Written(**row._asdict())
