"""The SQL of clients and how they may be reached."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.clients import clients
from domain.sending import Reach
from domain.wire.rows import Channel

LANGUAGE = "en"
"""What a client is written to in, when her browser does not say."""


class Client(NamedTuple):
    """Someone a business knows. `phone` is E.164; `language` a tag of BCP 47 such as "en" or "ar"."""

    business_id: str
    id: str
    name: str
    phone: str | None = None
    email: str | None = None
    language: str = LANGUAGE
    wants_email: bool = True
    wants_sms: bool = True
    email_opted_out_at: int | None = None
    sms_opted_out_at: int | None = None
    notes: str = ""

    def reach(self, channel: Channel) -> Reach:
        """How she can be reached on a channel: her own preference and opt-out always count (row B20)."""
        if channel == "email":
            return Reach(self.email, self.wants_email, self.email_opted_out_at is not None)
        return Reach(self.phone, self.wants_sms, self.sms_opted_out_at is not None)


_COLUMNS = tuple(clients.c[name] for name in Client._fields)
_BY_ID = sa.select(*_COLUMNS).where(
    clients.c.business_id == sa.bindparam("business"), clients.c.id == sa.bindparam("id")
)
_BY_PHONE = sa.select(*_COLUMNS).where(
    clients.c.business_id == sa.bindparam("business"), clients.c.phone == sa.bindparam("phone")
)
_BY_IDS = sa.select(*_COLUMNS).where(
    clients.c.business_id == sa.bindparam("business"), clients.c.id.in_(sa.bindparam("ids", expanding=True))
)
_INSERT = sa.insert(clients)


def find_client(unit: Unit, business_id: str, client_id: str) -> Client | None:
    """A client of the business, None when it has no such."""
    row = unit.conn.execute(_BY_ID, {"business": business_id, "id": client_id}).first()
    return Client(*row) if row else None


def client_of(unit: Unit, business_id: str, client_id: str) -> Client:
    """A client whom something already refers to. Raises LookupError when there is none."""
    found = find_client(unit, business_id, client_id)
    if found is None:
        raise LookupError("no such client")
    return found


def clients_of(unit: Unit, business_id: str, client_ids: Collection[str]) -> dict[str, Client]:
    """By id, those of the clients that the business has."""
    found = unit.conn.execute(_BY_IDS, {"business": business_id, "ids": list(client_ids)}).all()
    return {row[1]: Client._make(row) for row in found}


def client_by_phone(unit: Unit, business_id: str, phone: str) -> Client | None:
    """Whom a number in E.164 belongs to."""
    row = unit.conn.execute(_BY_PHONE, {"business": business_id, "phone": phone}).first()
    return Client(*row) if row else None


def write_client(unit: Unit, client: Client) -> None:
    """Adds a client."""
    write_clients(unit, (client,))


def write_clients(unit: Unit, added: Sequence[Client]) -> None:
    """Adds many by one statement; none does nothing."""
    if added:
        unit.conn.execute(_INSERT, [{**client._asdict(), "created_at": unit.now} for client in added])


def write_email(unit: Unit, business_id: str, client_id: str, email: str) -> None:
    """Puts an address on file for a client who had none."""
    at = (clients.c.business_id == business_id, clients.c.id == client_id, clients.c.email.is_(None))
    unit.conn.execute(clients.update().where(*at).values(email=email))


def write_wants(unit: Unit, business_id: str, client_id: str, channel: Channel, wants: bool) -> None:
    """Keeps what the client prefers on one channel."""
    at = (clients.c.business_id == business_id, clients.c.id == client_id)
    unit.conn.execute(clients.update().where(*at).values({f"wants_{channel}": wants}))


def write_opt_out(unit: Unit, business_id: str, client_id: str, channel: Channel, at: int | None) -> None:
    """Keeps since when the client wants no message on a channel, None when she wants them again."""
    of = (clients.c.business_id == business_id, clients.c.id == client_id)
    unit.conn.execute(clients.update().where(*of).values({f"{channel}_opted_out_at": at}))
