"""The appointments' SQL."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import msgspec
import sqlalchemy as sa

from backend.clients.queries import Client
from backend.db.database import Unit
from backend.db.tables.appointments import appointments, busy
from domain.appointments import CancelReason, Life, Status
from domain.availability import Busy, Placed
from domain.wire.base import decoder, encode
from domain.wire.rows import BusyRow, Line

_OF_BUSINESS = busy.c.business_id == sa.bindparam("business")
_OF_APPOINTMENT = (_OF_BUSINESS, busy.c.appointment_id == sa.bindparam("appointment"))
_BUSY = sa.select(busy.c.team_member_id, busy.c.start_at, busy.c.end_at).where(
    _OF_BUSINESS,
    busy.c.location_id == sa.bindparam("location"),
    busy.c.start_at < sa.bindparam("until"),
    busy.c.end_at > sa.bindparam("since"),
    busy.c.appointment_id.not_in(sa.bindparam("but", expanding=True)),
)
_HOLDS = sa.select(
    busy.c.appointment_id, busy.c.client_id, busy.c.held_until, busy.c.team_member_id, busy.c.start_at, busy.c.end_at
).where(
    _OF_BUSINESS,
    busy.c.location_id == sa.bindparam("location"),
    busy.c.start_at < sa.bindparam("until"),
    busy.c.end_at > sa.bindparam("since"),
    busy.c.held_until.is_not(None),
)
_HELD = (*_OF_APPOINTMENT, busy.c.client_id == sa.bindparam("client"), busy.c.held_until.is_not(None))
_HELD_IDS = sa.select(busy.c.id).where(*_HELD).order_by(busy.c.start_at, busy.c.id)
_RELEASE = sa.delete(busy).where(*_HELD)
_BEGUN = (
    sa.select(appointments)
    .where(
        appointments.c.business_id == sa.bindparam("business"),
        appointments.c.start_at >= sa.bindparam("since"),
        appointments.c.start_at <= sa.bindparam("until"),
    )
    .order_by(appointments.c.start_at, appointments.c.id)
)
_BUSY_IDS = sa.select(busy.c.id).where(*_OF_APPOINTMENT).order_by(busy.c.start_at, busy.c.id)
_FREE = sa.delete(busy).where(*_OF_APPOINTMENT)


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
    status: Status = Status.BOOKED
    previous_start: dt.datetime | None = None
    cancel_reason: CancelReason | None = None

    @property
    def life(self) -> Life:
        """Where it stands, for the rules."""
        return Life(self.status, self.start, self.previous_start, self.cancel_reason)

    @property
    def team_member_id(self) -> str:
        """Who begins."""
        return self.lines[0].team_member_id or ""


class Hold(NamedTuple):
    """A time that is held for a client in a round of offers."""

    round_id: str
    client_id: str
    until: int
    team_member_id: str
    start_at: int
    end_at: int


def busy_between(
    unit: Unit, business_id: str, location_id: str, since: int, until: int, but: Collection[str] = ()
) -> Busy:
    """By team member, what is taken of the time from `since` to `until`, not counting what the appointments and rounds
    of offers in `but` take.
    """
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    of = {"business": business_id, "location": location_id, "since": since, "until": until, "but": list(but)}
    for row in unit.conn.execute(_BUSY, of):
        found[row.team_member_id].append((row.start_at, row.end_at))
    return found


def holds_between(unit: Unit, business_id: str, location_id: str, since: int, until: int) -> list[Hold]:
    """What is held for somebody of the time from `since` to `until`."""
    of = {"business": business_id, "location": location_id, "since": since, "until": until}
    return [Hold(*row) for row in unit.conn.execute(_HOLDS, of)]


def hold(
    unit: Unit, client: Client, location_id: str, round_id: str, until: int, placed: Sequence[Placed]
) -> tuple[BusyRow, ...]:
    """Takes time for somebody who is asked in a round of offers, a row a line."""
    rows = tuple(
        BusyRow(unit.ids.new(unit.now), location_id, *part, round_id, client_id=client.id, held_until=until)
        for part in placed
    )
    _insert_busy(unit, [(client.business_id, row) for row in rows])
    return rows


def release(unit: Unit, business_id: str, round_id: str, client_id: str) -> tuple[str, ...]:
    """Gives back what is held for a client in a round; the ids of the rows that are gone."""
    of = {"business": business_id, "appointment": round_id, "client": client_id}
    ids = tuple(unit.conn.execute(_HELD_IDS, of).scalars())
    unit.conn.execute(_RELEASE, of)
    return ids


def find(unit: Unit, business_id: str, appointment_id: str) -> Appointment | None:
    """The appointment, or None."""
    query = sa.select(appointments).where(
        appointments.c.business_id == business_id, appointments.c.id == appointment_id
    )
    row = unit.conn.execute(query).one_or_none()
    return _appointment(row) if row else None


def of_client(unit: Unit, business_id: str, client_id: str) -> list[Appointment]:
    """All appointments of a client, the oldest first."""
    of = sa.select(appointments).where(appointments.c.business_id == business_id, appointments.c.client_id == client_id)
    return [_appointment(row) for row in unit.conn.execute(of.order_by(appointments.c.start_at, appointments.c.id))]


def begun(unit: Unit, business_id: str, since: int, until: int) -> list[Appointment]:
    """The appointments that begin from `since` to `until`, in the order of their starts."""
    of = {"business": business_id, "since": since, "until": until}
    return [_appointment(row) for row in unit.conn.execute(_BEGUN, of)]


def insert(unit: Unit, appointment: Appointment, placed: Sequence[Placed]) -> tuple[BusyRow, ...]:
    """Adds the appointment and the time it takes, a row a line."""
    return insert_many(unit, ((appointment, placed),))


def insert_many(unit: Unit, added: Sequence[tuple[Appointment, Sequence[Placed]]]) -> tuple[BusyRow, ...]:
    """Adds appointments, and the time that each takes, by a statement each; the latter's rows."""
    if added:
        unit.conn.execute(sa.insert(appointments), [{**_columns(of), "made_at": unit.now} for of, _ in added])
    return _take(unit, added)


def update(unit: Unit, appointment: Appointment) -> None:
    """Keeps what has changed in its life."""
    of = (appointments.c.business_id == appointment.business_id, appointments.c.id == appointment.id)
    unit.conn.execute(sa.update(appointments).where(*of).values(**_columns(appointment)))


def take(unit: Unit, appointment: Appointment, placed: Sequence[Placed]) -> tuple[BusyRow, ...]:
    """Takes the time of those who serve it, a row a line."""
    return _take(unit, ((appointment, placed),))


def _take(unit: Unit, taken: Sequence[tuple[Appointment, Sequence[Placed]]]) -> tuple[BusyRow, ...]:
    rows = [
        (of.business_id, BusyRow(unit.ids.new(unit.now), of.location_id, *part, appointment_id=of.id))
        for of, placed in taken
        for part in placed
    ]
    _insert_busy(unit, rows)
    return tuple(row for _, row in rows)


def _insert_busy(unit: Unit, rows: Sequence[tuple[str, BusyRow]]) -> None:
    if rows:
        of_tables = [{"business_id": business_id, **msgspec.structs.asdict(row)} for business_id, row in rows]
        unit.conn.execute(sa.insert(busy), of_tables)


def free(unit: Unit, appointment: Appointment) -> tuple[str, ...]:
    """Gives the time back that it took; the ids of the rows that are gone."""
    of = {"business": appointment.business_id, "appointment": appointment.id}
    ids = tuple(unit.conn.execute(_BUSY_IDS, of).scalars())
    unit.conn.execute(_FREE, of)
    return ids


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
        "status": appointment.status,
        "booked_by": appointment.booked_by,
        "draft_id": appointment.draft_id,
        "notes": appointment.notes,
        "previous_start": appointment.previous_start.isoformat() if appointment.previous_start else None,
        "cancel_reason": appointment.cancel_reason,
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
        status=Status(row.status),
        previous_start=dt.datetime.fromisoformat(row.previous_start) if row.previous_start else None,
        cancel_reason=CancelReason(row.cancel_reason) if row.cancel_reason else None,
    )
