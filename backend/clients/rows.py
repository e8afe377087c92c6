"""What desks see of clients (row N23).

A client who signs in on the booking page is published with the first thing that staff see of her, an expired review or
a booking: until then nothing of her reaches a desk (rows B1, B4).
"""

from collections.abc import Sequence

import sqlalchemy as sa

from backend.clients.queries import Client, clients_of
from backend.db.database import Unit
from backend.db.tables.appointments import appointments
from backend.feed.change import change_of
from domain.appointments import Status
from domain.permissions import ScopeKind, scope
from domain.wire.rows import Channel, ClientRow

_CAME = (Status.BOOKED, Status.CONFIRMED, Status.ARRIVED, Status.DONE)
_VISITS = (
    sa.select(appointments.c.client_id, sa.func.count().label("visits"))
    .where(
        appointments.c.business_id == sa.bindparam("business"),
        appointments.c.client_id.in_(sa.bindparam("ids", expanding=True)),
        appointments.c.status.in_([sa.literal_column(f"'{status}'") for status in _CAME]),
    )
    .group_by(appointments.c.client_id)
)


def publish(unit: Unit, business_id: str, client_ids: Sequence[str]) -> None:
    """Puts these clients, as they are now, on the desks that may look for clients."""
    change = change_of(unit, business_id)
    for row in rows_of(unit, business_id, tuple(clients_of(unit, business_id, client_ids).values())):
        change.publish(scope(ScopeKind.CLIENTS, business_id), row)


def rows_of(unit: Unit, business_id: str, clients: Sequence[Client]) -> list[ClientRow]:
    """These clients as desks see them."""
    of = {"business": business_id, "ids": [client.id for client in clients]}
    visits = {row.client_id: row.visits for row in unit.conn.execute(_VISITS, of)}
    return [row_of(client, visits.get(client.id, 0)) for client in clients]


def row_of(client: Client, visits: int) -> ClientRow:
    """A client as desks see her."""
    stopped: tuple[tuple[Channel, int | None], ...] = (
        ("email", client.email_opted_out_at),
        ("sms", client.sms_opted_out_at),
    )
    return ClientRow(
        id=client.id,
        name=client.name,
        phone=client.phone,
        email=client.email,
        language=client.language,
        wants_email=client.wants_email,
        wants_sms=client.wants_sms,
        opted_out=tuple(channel for channel, at in stopped if at is not None),
        notes=client.notes,
        visits=visits,
    )
