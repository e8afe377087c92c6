"""The waitlist's SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.waitlist import waitlist_entries, waitlist_notices
from domain.wire.base import decoder, encode
from domain.wire.rows import Fit, Line, WaitlistStatus, Window

_ENTRIES = waitlist_entries.c
_OF = (_ENTRIES.business_id == sa.bindparam("business"), _ENTRIES.id == sa.bindparam("entry"))
_FIND = sa.select(waitlist_entries).where(*_OF)
_PENDING = (
    sa.select(waitlist_entries)
    .where(
        _ENTRIES.business_id == sa.bindparam("business"),
        _ENTRIES.location_id == sa.bindparam("location"),
        _ENTRIES.status == sa.literal_column("'pending'"),
    )
    .order_by(_ENTRIES.added_at, _ENTRIES.id)
)
_DELETE = sa.delete(waitlist_entries).where(*_OF)
_NOTICES = (
    waitlist_notices.c.business_id == sa.bindparam("business"),
    waitlist_notices.c.entry_id == sa.bindparam("entry"),
)


@dataclass(frozen=True)
class Entry:
    """A waitlist entry as the database has it."""

    business_id: str
    id: str
    location_id: str
    client_id: str
    lines: tuple[Line, ...]
    windows: tuple[Window, ...]
    notes: str
    status: WaitlistStatus
    added_at: int
    changed_at: int
    fits: tuple[Fit, ...] = ()
    appointment_id: str | None = None


def find(unit: Unit, business_id: str, entry_id: str) -> Entry | None:
    """The entry wherever it stands, or None."""
    row = unit.conn.execute(_FIND, {"business": business_id, "entry": entry_id}).one_or_none()
    return _entry(row) if row else None


def pending_at(unit: Unit, business_id: str, location_id: str) -> list[Entry]:
    """Who waits at a location, the longest waiting first."""
    return [_entry(row) for row in unit.conn.execute(_PENDING, {"business": business_id, "location": location_id})]


def of_client(unit: Unit, business_id: str, client_id: str) -> list[Entry]:
    """All entries of a client, wherever they stand, the oldest first."""
    of = sa.select(waitlist_entries).where(_ENTRIES.business_id == business_id, _ENTRIES.client_id == client_id)
    return [_entry(row) for row in unit.conn.execute(of.order_by(_ENTRIES.added_at, _ENTRIES.id))]


def insert(unit: Unit, entry: Entry) -> None:
    """Adds an entry."""
    unit.conn.execute(sa.insert(waitlist_entries), _columns(entry))


def update(unit: Unit, entry: Entry) -> None:
    """Keeps the entry as it is now. The business is locked by whoever changes one."""
    of = (_ENTRIES.business_id == entry.business_id, _ENTRIES.id == entry.id)
    unit.conn.execute(sa.update(waitlist_entries).where(*of).values(_columns(entry)))


def delete(unit: Unit, entry: Entry) -> None:
    """Forgets the entry."""
    unit.conn.execute(_DELETE, {"business": entry.business_id, "entry": entry.id})


def add_notice(unit: Unit, entry: Entry) -> str:
    """The id of a new notice that leaves with the entry."""
    notice_id = unit.ids.new(unit.now)
    row = {"business_id": entry.business_id, "id": notice_id, "entry_id": entry.id}
    unit.conn.execute(sa.insert(waitlist_notices), row)
    return notice_id


def take_notices(unit: Unit, entry: Entry) -> Sequence[str]:
    """Deletes the entry's notices; their ids."""
    statement = sa.delete(waitlist_notices).where(*_NOTICES).returning(waitlist_notices.c.id)
    return unit.conn.execute(statement, {"business": entry.business_id, "entry": entry.id}).scalars().all()


def _entry(row: sa.Row[Any]) -> Entry:
    return Entry(
        business_id=row.business_id,
        id=row.id,
        location_id=row.location_id,
        client_id=row.client_id,
        lines=decoder(tuple[Line, ...]).decode(row.lines),
        windows=decoder(tuple[Window, ...]).decode(row.windows),
        notes=row.notes,
        status=row.status,
        added_at=row.added_at,
        changed_at=row.changed_at,
        fits=decoder(tuple[Fit, ...]).decode(row.fits),
        appointment_id=row.appointment_id,
    )


def _columns(entry: Entry) -> dict[str, Any]:
    return {
        "business_id": entry.business_id,
        "id": entry.id,
        "location_id": entry.location_id,
        "client_id": entry.client_id,
        "lines": encode(entry.lines),
        "windows": encode(entry.windows),
        "fits": encode(entry.fits),
        "notes": entry.notes,
        "status": entry.status,
        "added_at": entry.added_at,
        "changed_at": entry.changed_at,
        "appointment_id": entry.appointment_id,
    }
