"""The SQL of automations: what lies ahead, and who was here last when."""

from typing import NamedTuple

import sqlalchemy as sa

from backend.appointments import queries as appointments
from backend.appointments.queries import Appointment
from backend.db.database import Unit
from backend.db.tables.appointments import appointments as table
from domain.appointments import Status

_STANDS = table.c.status.not_in([sa.literal_column(f"'{status}'") for status in (Status.CANCELLED, Status.NO_SHOW)])
_OF_BUSINESS = table.c.business_id == sa.bindparam("business")
_AHEAD = (
    sa.select(table.c.id)
    .where(_OF_BUSINESS, _STANDS, table.c.start_at > sa.bindparam("now"), table.c.id > sa.bindparam("after"))
    .order_by(table.c.id)
    .limit(sa.bindparam("most"))
)
_VISITORS = (
    sa.select(table.c.client_id)
    .distinct()
    .where(_OF_BUSINESS, _STANDS, table.c.client_id > sa.bindparam("after"))
    .order_by(table.c.client_id)
    .limit(sa.bindparam("most"))
)
_OF_CLIENT = (
    sa.select(table.c.id, table.c.start_at)
    .where(_OF_BUSINESS, _STANDS, table.c.client_id == sa.bindparam("client"))
    .order_by(table.c.end_at.desc(), table.c.id.desc())
    .limit(1)
)


class LastVisit(NamedTuple):
    """The last appointment that a client has or had, and whether it lies ahead."""

    appointment: Appointment
    ahead: bool


def ahead(unit: Unit, business_id: str, after: str, most: int) -> list[Appointment]:
    """Appointments that somebody is expected to, in the order of their ids, from behind one of them."""
    of = {"business": business_id, "now": unit.now, "after": after, "most": most}
    found = [appointments.find(unit, business_id, row.id) for row in unit.conn.execute(_AHEAD, of).all()]
    return [one for one in found if one is not None]


def visitors(unit: Unit, business_id: str, after: str, most: int) -> list[str]:
    """Who ever had an appointment that stands, in the order of their ids, from behind one of them."""
    of = {"business": business_id, "after": after, "most": most}
    return list(unit.conn.execute(_VISITORS, of).scalars())


def last_visit(unit: Unit, business_id: str, client_id: str) -> LastVisit | None:
    """None for somebody who never was here and is not expected."""
    row = unit.conn.execute(_OF_CLIENT, {"business": business_id, "client": client_id}).first()
    found = appointments.find(unit, business_id, row.id) if row else None
    return LastVisit(found, found.start_at > unit.now) if found else None
