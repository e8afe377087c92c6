"""A server's database with a salon in it and as many drafts as a figure asks for, as the backend writes them."""

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from backend.access.business import NewBusiness, add_business
from backend.access.locations import location_of
from backend.access.passwords import hash_public_password
from backend.access.person import Person
from backend.catalogue.changes import save_service
from backend.clients.queries import Client
from backend.db.database import Database, Unit
from backend.db.migrate import migrate
from backend.db.tables.clients import clients
from backend.db.tables.core import due
from backend.db.tables.drafts import drafts as draft_table
from backend.db.tables.drafts import notices
from backend.drafts.life import EXPIRE, REMOVE
from backend.due.queue import Lane
from backend.feed.change import change_of
from backend.team.changes import save_member
from domain.clock import Clock
from domain.constants import SECOND
from domain.drafts import Phase
from domain.permissions import ScopeKind, scope
from domain.uuid7 import SeededIds
from domain.wire.base import encode
from domain.wire.rows import DraftRow, NoticeRow
from tests.bench import data
from tests.bench.account import EMAIL, PASSWORD

SLUG = "bench"


class Filled(NamedTuple):
    """What a measurement has to know about the salon it works in."""

    owner: Person
    salon: data.Salon
    incomplete: tuple[str, ...]
    """Ids of drafts that staff see."""

    reviewing: tuple[DraftRow, ...]
    """As their cards will look; `expired_at` is when each session ends, a second after the one before."""


class Stands:
    """A clock that stands still."""

    def __init__(self, now: int) -> None:
        self._now = now

    def now(self) -> int:
        return self._now


def fill(
    path: Path, count: int, *, now: int, reviewing: int = 0, with_notices: bool = True, apart: int = SECOND
) -> Filled:
    """Makes a database file; `reviewing` sessions end from 10 minutes after `now` on, `apart` from each other."""
    clock: Clock = Stands(now)
    database = Database.open(f"sqlite:///{path}", clock, SeededIds(5), durable=False)
    try:
        migrate(database)
        with database.write() as unit:
            owner, salon = _salon(unit)
        rows = data.drafts(count + reviewing, salon, now=now)
        shown = tuple(_write_all(database, owner.business_id, islice(rows, count), with_notices=with_notices))
        hidden = tuple(_session(row, now + number * apart) for number, row in enumerate(rows))
        with database.write() as unit:
            _write(unit, owner.business_id, hidden)
    finally:
        database.close()
    return Filled(owner, salon, shown, hidden)


def _salon(unit: Unit) -> tuple[Person, data.Salon]:
    new = NewBusiness("Studio Linden", SLUG, "Linden", data.ZONE, data.CURRENCY, "DE", "Ana Morales", EMAIL)
    owner = add_business(unit, new, hash_public_password(PASSWORD))
    place = location_of(unit, owner.business_id, next(iter(owner.grants)))
    salon = data.salon(place)
    for service in salon.services:
        save_service(unit, owner, service)
    for member in salon.team:
        save_member(unit, owner, member)
    return owner, salon


def _write_all(database: Database, business_id: str, rows: Iterable[DraftRow], *, with_notices: bool) -> Iterable[str]:
    """Published by the hundred, as many numbers as a busy salon has."""
    waiting = iter(rows)
    while batch := list(islice(waiting, 100)):
        with database.write() as unit:
            _write(unit, business_id, batch)
            change = change_of(unit, business_id)
            for row in batch:
                change.publish(scope(ScopeKind.FOLLOW_UPS, row.location_id), row)
            if with_notices:
                _notify(unit, business_id, batch)
        yield from (row.id for row in batch)


def _write(unit: Unit, business_id: str, rows: Sequence[DraftRow]) -> None:
    """The domain's side: clients, drafts, and what is due."""
    if not rows:
        return
    unit.conn.execute(clients.insert(), [_client(business_id, row, unit.now) for row in rows])
    unit.conn.execute(draft_table.insert(), [_draft(business_id, row) for row in rows])
    unit.conn.execute(due.insert(), [_due(business_id, row, REMOVE, row.removed_at) for row in rows])
    ending = [_due(business_id, row, EXPIRE, row.expired_at) for row in rows if row.phase is Phase.REVIEWING]
    if ending:
        unit.conn.execute(due.insert(), ending)


def _notify(unit: Unit, business_id: str, rows: Sequence[DraftRow]) -> None:
    """The bell's line about each."""
    found = [NoticeRow(unit.ids.new(unit.now), row.location_id, row.id, "incomplete", row.expired_at) for row in rows]
    lines = [{"business_id": business_id, "id": notice.id, "draft_id": notice.draft_id} for notice in found]
    unit.conn.execute(notices.insert(), lines)
    for notice in found:
        change_of(unit, business_id).publish(scope(ScopeKind.FOLLOW_UPS, notice.location_id), notice)


def _session(row: DraftRow, engaged: int) -> DraftRow:
    """The draft as one whose client is on the Review step since then."""
    moved = {"engaged_at": engaged, "expired_at": engaged + row.expired_at - row.engaged_at}
    removed = engaged + row.removed_at - row.engaged_at
    return msgspec.structs.replace(row, phase=Phase.REVIEWING, removed_at=removed, reminders=(), **moved)


def _client(business_id: str, row: DraftRow, now: int) -> dict[str, object]:
    client = Client(
        business_id, row.client_id, row.client_name, row.phone, row.email, "en",
        wants_email=True, wants_sms=True, email_opted_out_at=None, sms_opted_out_at=None,
    )  # fmt: skip
    return {**client._asdict(), "created_at": now}


def _draft(business_id: str, row: DraftRow) -> dict[str, object]:
    return {
        "business_id": business_id,
        "id": row.id,
        "client_id": row.client_id,
        "location_id": row.location_id,
        "phase": row.phase,
        "cycle": row.cycle,
        "engaged_at": row.engaged_at,
        "expired_at": None if row.phase is Phase.REVIEWING else row.expired_at,
        "lines": encode(row.lines),
        "start": row.start.isoformat() if row.start else None,
        "notes": row.notes,
        "appointment_id": None,
    }


def _due(business_id: str, row: DraftRow, task: str, at: int) -> dict[str, object]:
    values = {"business_id": business_id, "task": task, "subject": row.id, "lane": str(Lane.CLOCK), "at": at}
    return {**values, "payload": b"", "attempts": 0, "leased": False}
