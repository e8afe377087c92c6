"""The SQL of a business's own channels."""

from typing import NamedTuple

import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.providers import own_channels
from backend.db.upsert import upsert
from domain.wire.rows import Channel

_UPSERT = upsert(own_channels, ("business_id", "channel"))
_THE_ONE = (
    own_channels.c.business_id == sa.bindparam("business"),
    own_channels.c.channel == sa.bindparam("of"),
)
_FIND = sa.select(own_channels).where(*_THE_ONE)
_DELETE = sa.delete(own_channels).where(*_THE_ONE)


class Kept(NamedTuple):
    """One channel as it is kept: settings as JSON, and the sealed secret if there is one."""

    settings: bytes
    secret: bytes | None
    set_at: int
    secret_set_at: int | None


def find(unit: Unit, business_id: str, channel: Channel) -> Kept | None:
    """What a business has of its own on a channel."""
    row = unit.conn.execute(_FIND, {"business": business_id, "of": channel}).one_or_none()
    return Kept(bytes(row.settings), _bytes(row.secret), row.set_at, row.secret_set_at) if row else None


def keep(unit: Unit, business_id: str, channel: Channel, kept: Kept) -> None:
    """In place of what there was."""
    values = {"business_id": business_id, "channel": channel, **kept._asdict()}
    unit.conn.execute(_UPSERT[unit.conn.dialect.name], values)


def remove(unit: Unit, business_id: str, channel: Channel) -> bool:
    """Whether there was anything."""
    return unit.conn.execute(_DELETE, {"business": business_id, "of": channel}).rowcount == 1


def _bytes(value: object) -> bytes | None:
    return bytes(value) if isinstance(value, bytes | memoryview) else None
