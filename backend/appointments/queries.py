"""The appointments' SQL."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.appointments import appointments, busy
from domain.availability import Busy, Placed
from domain.wire.base import decoder, encode
from domain.wire.rows import BusyRow, Line

_OF_BUSINESS = busy.c.business_id == sa.bindparam("business")
_BUSY = sa.select(busy.c.team_member_id, busy.c.start_at, busy.c.end_at).where(
    _OF_BUSINESS,
    busy.c.location_id == sa.bindparam("location"),
    busy.c.start_at < sa.bindparam("until"),
    busy.c.end_at > sa.bindparam("since"),
)


@dataclass(frozen=True)
class Appointment:
    """An appointment as the database has it. `start` is local in `zone`; each line carries who serves it."""

    business_id: str
    id: str
    location_id: str
    client_id: str
    lines: tuple[Line, ...]
    start: dt.datetime
    zone: str
    start_at: int
    end_at: int
    booked_by: Literal["client", "staff"]
    draft_id: str | None
    notes: str

    @property
    def team_member_id(self) -> str:
        """Who begins."""
        return self.lines[0].team_member_id or ""


def busy_between(unit: Unit, business_id: str, location_id: str, since: int, until: int) -> Busy:
    """By team member, what is taken of the time from `since` to `until`."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    of = {"business": business_id, "location": location_id, "since": since, "until": until}
    for row in unit.conn.execute(_BUSY, of):
        found[row.team_member_id].append((row.start_at, row.end_at))
    return found


def find(unit: Unit, business_id: str, appointment_id: str) -> Appointment | None:
    """The appointment, or None."""
    query = sa.select(appointments).where(
        appointments.c.business_id == business_id, appointments.c.id == appointment_id
    )
    row = unit.conn.execute(query).one_or_none()
    return _appointment(row) if row else None


def insert(unit: Unit, appointment: Appointment, placed: Sequence[Placed]) -> tuple[BusyRow, ...]:
    """Adds the appointment and the time it takes, a row a line."""
    unit.conn.execute(sa.insert(appointments), {**_columns(appointment), "made_at": unit.now})
    rows = tuple(
        BusyRow(unit.ids.new(unit.now), appointment.location_id, part.team_member_id, part.start_at, part.end_at)
        for part in placed
    )
    key = {"business_id": appointment.business_id, "appointment_id": appointment.id}
    unit.conn.execute(sa.insert(busy), [{**key, **_busy_columns(row)} for row in rows])
    return rows


def _busy_columns(row: BusyRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "location_id": row.location_id,
        "team_member_id": row.team_member_id,
        "start_at": row.start_at,
        "end_at": row.end_at,
    }


def _columns(appointment: Appointment) -> dict[str, Any]:
    return {
        "business_id": appointment.business_id,
        "id": appointment.id,
        "location_id": appointment.location_id,
        "client_id": appointment.client_id,
        "lines": encode(appointment.lines),
        "start": appointment.start.isoformat(),
        "zone": appointment.zone,
        "start_at": appointment.start_at,
        "end_at": appointment.end_at,
        "team_member_id": appointment.team_member_id,
        "status": "booked",
        "booked_by": appointment.booked_by,
        "draft_id": appointment.draft_id,
        "notes": appointment.notes,
    }


def _appointment(row: sa.Row[Any]) -> Appointment:
    return Appointment(
        business_id=row.business_id,
        id=row.id,
        location_id=row.location_id,
        client_id=row.client_id,
        lines=decoder(tuple[Line, ...]).decode(row.lines),
        start=dt.datetime.fromisoformat(row.start),
        zone=row.zone,
        start_at=row.start_at,
        end_at=row.end_at,
        booked_by=row.booked_by,
        draft_id=row.draft_id,
        notes=row.notes,
    )
