"""The drafts' SQL. A draft is only ever changed from where the caller saw it: phase, cycle and moment of engagement."""

import datetime as dt
from collections.abc import Collection
from typing import Any

import msgspec
import sqlalchemy as sa

from backend.access.queries import business
from backend.clients.queries import Client
from backend.db.database import Unit
from backend.db.tables.appointments import appointments
from backend.db.tables.clients import clients
from backend.db.tables.drafts import ACTIVE, drafts, notices
from backend.db.write import insert_or_ignore
from domain.drafts import Life, Phase, retention_of
from domain.wire.base import decoder, encode
from domain.wire.rows import Call, Dismissal, Line


class Draft(msgspec.Struct, frozen=True):
    """A draft as the database has it. `start` is local to its location."""

    business_id: str
    id: str
    client_id: str
    location_id: str
    life: Life
    lines: tuple[Line, ...]
    start: dt.datetime | None
    notes: str
    expired_at: int | None = None
    appointment_id: str | None = None
    """What a converted draft became."""
    snoozed_until: int | None = None
    calls: tuple[Call, ...] = ()
    dismissal: Dismissal | None = None

    @property
    def phase(self) -> Phase:
        return self.life.phase


def subject_of(draft_id: str) -> str:
    """How messages, links and events name a draft."""
    return f"draft:{draft_id}"


def find(unit: Unit, business_id: str, draft_id: str) -> Draft | None:
    """The draft in whatever phase, or None."""
    return _one(unit, drafts.c.business_id == business_id, drafts.c.id == draft_id)


def find_all(unit: Unit, business_id: str, draft_ids: Collection[str]) -> dict[str, Draft]:
    """By id, those of the drafts that there are, in whatever phase."""
    rows = unit.conn.execute(_BY_IDS, {"business": business_id, "ids": list(draft_ids)}).all()
    return {row.id: _draft(row) for row in rows}


def active_of(unit: Unit, business_id: str, client_id: str) -> Draft | None:
    """The client's one draft that is neither converted nor removed (row B6), or None."""
    active = drafts.c.phase.in_([sa.literal_column(f"'{phase}'") for phase in ACTIVE])
    return _one(unit, drafts.c.business_id == business_id, drafts.c.client_id == client_id, active)


def incomplete_at(unit: Unit, business_id: str, location_id: str) -> list[Draft]:
    """The unfinished bookings of a location that staff see and that do not rest, the oldest first."""
    of = sa.select(drafts).where(
        drafts.c.business_id == business_id,
        drafts.c.location_id == location_id,
        drafts.c.phase == Phase.INCOMPLETE,
        sa.or_(drafts.c.snoozed_until.is_(None), drafts.c.snoozed_until <= unit.now),
    )
    return [_draft(row) for row in unit.conn.execute(of.order_by(drafts.c.engaged_at, drafts.c.id))]


def of_client(unit: Unit, business_id: str, client_id: str) -> list[Draft]:
    """All drafts of a client in whatever phase, the oldest first."""
    of = sa.select(drafts).where(drafts.c.business_id == business_id, drafts.c.client_id == client_id)
    return [_draft(row) for row in unit.conn.execute(of.order_by(drafts.c.engaged_at, drafts.c.id))]


def give(unit: Unit, business_id: str, before: str, now: str) -> None:
    """All drafts of one client are another's. The two may have one active draft between them (row B6)."""
    of = (drafts.c.business_id == business_id, drafts.c.client_id == before)
    unit.conn.execute(sa.update(drafts).where(*of).values(client_id=now))


def insert(unit: Unit, draft: Draft) -> bool:
    """False when the client has an active draft already."""
    key = {"business_id": draft.business_id, "id": draft.id, "client_id": draft.client_id}
    return insert_or_ignore(unit, drafts, key | _columns(draft))


def change(unit: Unit, before: Draft, after: Draft) -> bool:
    """Conditional update. False when the draft is no longer as in `before`."""
    statement = (
        sa.update(drafts)
        .where(drafts.c.business_id == before.business_id, drafts.c.id == before.id)
        .where(drafts.c.phase == before.phase, drafts.c.cycle == before.life.cycle)
        .where(drafts.c.engaged_at == before.life.engaged_at)
        .values(_columns(after))
    )
    return unit.conn.execute(statement).rowcount == 1


def change_phase(
    unit: Unit, business_id: str, draft_ids: Collection[str], before: Phase, now: Phase, dismissal: Dismissal | None
) -> int:
    """Conditional update of drafts that all go the same way and rest no more. How many were in `before`."""
    said = encode(dismissal) if dismissal else None
    values = {"business": business_id, "ids": list(draft_ids), "before": before, "now": now, "said": said}
    return unit.conn.execute(_CHANGE_PHASE, values).rowcount


def delete(unit: Unit, draft: Draft) -> None:
    """Takes the draft and everything that names it out of these tables."""
    for table, column in ((notices, notices.c.draft_id), (drafts, drafts.c.id)):
        of_draft = sa.and_(table.c.business_id == draft.business_id, column == draft.id)
        unit.conn.execute(sa.delete(table).where(of_draft))


def add_notice(unit: Unit, draft: Draft) -> str:
    """The id of a new notice that leaves with the draft."""
    notice_id = unit.ids.new(unit.now)
    unit.conn.execute(sa.insert(notices), {"business_id": draft.business_id, "id": notice_id, "draft_id": draft.id})
    return notice_id


def take_notices(unit: Unit, draft: Draft) -> tuple[str, ...]:
    """Deletes the draft's notices; returns their ids."""
    of_draft = sa.and_(notices.c.business_id == draft.business_id, notices.c.draft_id == draft.id)
    return tuple(unit.conn.execute(sa.delete(notices).where(of_draft).returning(notices.c.id)).scalars())


def retention(unit: Unit, business_id: str) -> int:
    """How long the business keeps drafts, in microseconds (row B7)."""
    days: int | None = unit.once(("retention", business_id), lambda: business(unit, business_id).retention_days)
    return retention_of(days)


def booked_before(unit: Unit, business_id: str, client_ids: Collection[str]) -> frozenset[str]:
    """Which of the clients ever had an appointment; one without is new to the salon."""
    values = {"business": business_id, "ids": list(client_ids)}
    return frozenset(unit.conn.execute(_BOOKED_BEFORE, values).scalars().all())


def booked_since(unit: Unit, client: Client, since: int) -> bool:
    """Whether the client made an appointment since, by any route, that stands: she herself, or somebody on file with
    her number or her address (row N2).
    """
    of = {"business": client.business_id, "since": since, "id": client.id}
    found = unit.conn.execute(_BOOKED_SINCE, {**of, "phone": client.phone, "email": client.email})
    return found.first() is not None


_BY_IDS = sa.select(drafts).where(
    drafts.c.business_id == sa.bindparam("business"), drafts.c.id.in_(sa.bindparam("ids", expanding=True))
)
_CHANGE_PHASE = (
    sa.update(drafts)
    .where(drafts.c.business_id == sa.bindparam("business"), drafts.c.id.in_(sa.bindparam("ids", expanding=True)))
    .where(drafts.c.phase == sa.bindparam("before"))
    .values(phase=sa.bindparam("now"), dismissal=sa.bindparam("said", type_=sa.LargeBinary), snoozed_until=None)
)
_SAME = sa.or_(
    clients.c.id == sa.bindparam("id"),
    clients.c.phone == sa.bindparam("phone"),
    clients.c.email == sa.bindparam("email"),
)
_BOOKED_SINCE = (
    sa.select(appointments.c.id)
    .where(
        appointments.c.business_id == sa.bindparam("business"),
        appointments.c.client_id.in_(
            sa.select(clients.c.id).where(clients.c.business_id == sa.bindparam("business"), _SAME)
        ),
        appointments.c.made_at > sa.bindparam("since"),
        appointments.c.status.not_in([sa.literal_column("'cancelled'")]),
    )
    .limit(1)
)
_BOOKED_BEFORE = (
    sa.select(appointments.c.client_id)
    .distinct()
    .where(
        appointments.c.business_id == sa.bindparam("business"),
        appointments.c.client_id.in_(sa.bindparam("ids", expanding=True)),
    )
)


def _one(unit: Unit, *where: sa.ColumnElement[bool]) -> Draft | None:
    row = unit.conn.execute(sa.select(drafts).where(*where)).one_or_none()
    return _draft(row) if row else None


_LINES = decoder(tuple[Line, ...])
_CALLS = decoder(tuple[Call, ...])
_DISMISSAL = decoder(Dismissal)


def _draft(row: sa.Row[Any]) -> Draft:
    return Draft(
        business_id=row.business_id,
        id=row.id,
        client_id=row.client_id,
        location_id=row.location_id,
        life=Life(Phase(row.phase), row.cycle, row.engaged_at),
        lines=_LINES.decode(row.lines),
        start=dt.datetime.fromisoformat(row.start) if row.start else None,
        notes=row.notes,
        expired_at=row.expired_at,
        appointment_id=row.appointment_id,
        snoozed_until=row.snoozed_until,
        calls=_CALLS.decode(row.calls) if row.calls else (),
        dismissal=_DISMISSAL.decode(row.dismissal) if row.dismissal else None,
    )


def _columns(draft: Draft) -> dict[str, Any]:
    return {
        "location_id": draft.location_id,
        "phase": draft.life.phase,
        "cycle": draft.life.cycle,
        "engaged_at": draft.life.engaged_at,
        "expired_at": draft.expired_at,
        "lines": encode(draft.lines),
        "start": draft.start.isoformat() if draft.start else None,
        "notes": draft.notes,
        "appointment_id": draft.appointment_id,
        "snoozed_until": draft.snoozed_until,
        "calls": encode(draft.calls) if draft.calls else None,
        "dismissal": encode(draft.dismissal) if draft.dismissal else None,
    }
