"""The SQL of clients and how they may be reached."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.clients import client_sessions, clients, merged_clients
from domain.sending import Reach
from domain.wire.rows import Channel

LANGUAGE = "en"
"""What a client is written to in, when her browser does not say."""


class Client(NamedTuple):
    """Someone a business knows. `phone` is E.164; `language` a tag of BCP 47 such as "en" or "ar"; `zone` is the
    client's own, if it is known.
    """

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
    zone: str | None = None

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
_BY_PHONES = sa.select(*_COLUMNS).where(
    clients.c.business_id == sa.bindparam("business"), clients.c.phone.in_(sa.bindparam("texts", expanding=True))
)
_BY_EMAILS = sa.select(*_COLUMNS).where(
    clients.c.business_id == sa.bindparam("business"), clients.c.email.in_(sa.bindparam("texts", expanding=True))
)
_BY_BARE_NAMES = sa.select(*_COLUMNS).where(
    clients.c.business_id == sa.bindparam("business"),
    clients.c.phone.is_(None),
    clients.c.email.is_(None),
    clients.c.name.in_(sa.bindparam("texts", expanding=True)),
)
_MERGED = sa.select(merged_clients.c.id, merged_clients.c.client_id).where(
    merged_clients.c.business_id == sa.bindparam("business"),
    merged_clients.c.id.in_(sa.bindparam("ids", expanding=True)),
)
_INSERT = sa.insert(clients)


def find_client(unit: Unit, business_id: str, client_id: str) -> Client | None:
    """A client of the business, None when it has no such. An id that was merged finds who she is now, whose `id` is
    another one.
    """
    row = unit.conn.execute(_BY_ID, {"business": business_id, "id": client_id}).first()
    if row is not None:
        return Client(*row)
    merged = unit.conn.execute(_MERGED, {"business": business_id, "ids": [client_id]}).first()
    return find_client(unit, business_id, merged.client_id) if merged else None


def client_of(unit: Unit, business_id: str, client_id: str) -> Client:
    """A client whom something already refers to. Raises LookupError when there is none."""
    found = find_client(unit, business_id, client_id)
    if found is None:
        raise LookupError("no such client")
    return found


def clients_of(unit: Unit, business_id: str, client_ids: Collection[str]) -> dict[str, Client]:
    """By the id that was asked for, those of the clients that the business has, merged or not."""
    rows = unit.conn.execute(_BY_IDS, {"business": business_id, "ids": list(client_ids)}).all()
    found = {row[1]: Client._make(row) for row in rows}
    missing = [client_id for client_id in client_ids if client_id not in found]
    if missing:
        merged = unit.conn.execute(_MERGED, {"business": business_id, "ids": missing}).all()
        now = clients_of(unit, business_id, {row.client_id for row in merged}) if merged else {}
        found.update((row.id, now[row.client_id]) for row in merged if row.client_id in now)
    return found


def lock_clients(unit: Unit, business_id: str, client_ids: Collection[str]) -> frozenset[str]:
    """Those of the ids that are on file; nobody gives them something new, or takes them away, until the commit."""
    of = (clients.c.business_id == business_id, clients.c.id.in_(client_ids))
    held = unit.conn.execute(sa.select(clients.c.id).where(*of).order_by(clients.c.id).with_for_update())
    return frozenset(held.scalars())


def client_by_phone(unit: Unit, business_id: str, phone: str) -> Client | None:
    """Whom a number in E.164 belongs to."""
    row = unit.conn.execute(_BY_PHONE, {"business": business_id, "phone": phone}).first()
    return Client(*row) if row else None


def clients_by_phones(unit: Unit, business_id: str, phones: Collection[str]) -> list[Client]:
    """Whose numbers these are, in E.164."""
    return _all(unit, _BY_PHONES, business_id, phones)


def clients_by_emails(unit: Unit, business_id: str, emails: Collection[str]) -> list[Client]:
    """Who has one of these addresses; several may have one."""
    return _all(unit, _BY_EMAILS, business_id, emails)


def clients_by_bare_names(unit: Unit, business_id: str, names: Collection[str]) -> list[Client]:
    """Those of whom nothing but one of these names is known."""
    return _all(unit, _BY_BARE_NAMES, business_id, names)


def _all(unit: Unit, statement: sa.Select[Any], business_id: str, texts: Collection[str]) -> list[Client]:
    if not texts:
        return []
    return [Client(*row) for row in unit.conn.execute(statement, {"business": business_id, "texts": list(texts)})]


def write_client(unit: Unit, client: Client) -> None:
    """Adds a client."""
    write_clients(unit, (client,))


def write_clients(unit: Unit, added: Sequence[Client]) -> None:
    """Adds many by one statement; none does nothing."""
    if added:
        unit.conn.execute(_INSERT, [{**client._asdict(), "created_at": unit.now} for client in added])


def rewrite_client(unit: Unit, client: Client) -> None:
    """Keeps the client as she is now."""
    of = (clients.c.business_id == client.business_id, clients.c.id == client.id)
    unit.conn.execute(clients.update().where(*of).values(client._asdict()))


def created_at(unit: Unit, client: Client) -> int:
    """When she came on file."""
    of = (clients.c.business_id == client.business_id, clients.c.id == client.id)
    found: int = unit.conn.execute(sa.select(clients.c.created_at).where(*of)).scalar_one()
    return found


def merge_ids(unit: Unit, stays: Client, gone: Client) -> None:
    """From now on the id of the one, and those that mean her already, mean the other; so do her sessions."""
    of = merged_clients.c
    ids = (of.business_id == gone.business_id, of.client_id == gone.id)
    unit.conn.execute(merged_clients.update().where(*ids).values(client_id=stays.id))
    row = {"business_id": gone.business_id, "id": gone.id, "client_id": stays.id}
    unit.conn.execute(merged_clients.insert(), row)
    open_ = (client_sessions.c.business_id == gone.business_id, client_sessions.c.client_id == gone.id)
    unit.conn.execute(client_sessions.update().where(*open_).values(client_id=stays.id))
    unit.conn.execute(clients.delete().where(clients.c.business_id == gone.business_id, clients.c.id == gone.id))


def merged_into(unit: Unit, client: Client) -> tuple[str, ...]:
    """The ids that she had before she was merged."""
    of = (merged_clients.c.business_id == client.business_id, merged_clients.c.client_id == client.id)
    return tuple(unit.conn.execute(sa.select(merged_clients.c.id).where(*of).order_by(merged_clients.c.id)).scalars())


def delete_client(unit: Unit, client: Client) -> None:
    """Takes her, her sessions and the ids that mean her out of these tables."""
    for table, column in (
        (client_sessions, client_sessions.c.client_id),
        (merged_clients, merged_clients.c.client_id),
        (clients, clients.c.id),
    ):
        unit.conn.execute(sa.delete(table).where(table.c.business_id == client.business_id, column == client.id))


def write_email(unit: Unit, business_id: str, client_id: str, email: str) -> None:
    """Puts an address on file for a client who had none."""
    at = (clients.c.business_id == business_id, clients.c.id == client_id, clients.c.email.is_(None))
    unit.conn.execute(clients.update().where(*at).values(email=email))


def write_zone(unit: Unit, business_id: str, client_id: str, zone: str) -> None:
    """Keeps where the client is, as a zone of the IANA database."""
    at = (clients.c.business_id == business_id, clients.c.id == client_id)
    unit.conn.execute(clients.update().where(*at).values(zone=zone))


def write_wants(unit: Unit, business_id: str, client_id: str, channel: Channel, wants: bool) -> None:
    """Keeps what the client prefers on one channel."""
    at = (clients.c.business_id == business_id, clients.c.id == client_id)
    unit.conn.execute(clients.update().where(*at).values({f"wants_{channel}": wants}))


def write_opt_out(unit: Unit, business_id: str, client_id: str, channel: Channel, at: int | None) -> None:
    """Keeps since when the client wants no message on a channel, None when she wants them again."""
    of = (clients.c.business_id == business_id, clients.c.id == client_id)
    unit.conn.execute(clients.update().where(*of).values({f"{channel}_opted_out_at": at}))
