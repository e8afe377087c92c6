"""How often something was tried, counted in the database, so that all processes of a server count together."""

import hashlib
import ipaddress

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from backend.db.database import Unit
from backend.db.tables.access import counters
from domain.constants import SECOND


def counter_key(purpose: str, value: str, secret: bytes = b"") -> bytes:
    """The key of a counter. The value, an address of someone, cannot be read off it."""
    return hashlib.blake2b(f"{purpose}\0{value}".encode(), key=secret, digest_size=16).digest()


def address_of(peer: str) -> str:
    """What of a peer's address limits count by: all of IPv4, the first 64 bits of IPv6, as one household has them."""
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address.packed[:8] + bytes(8), 64)))


def hit(unit: Unit, key: bytes, limit: int, window: int) -> int | None:
    """Counts one more. None within the limit, else the seconds until the window (microseconds) is over."""
    unit.conn.execute(_FORGET, {"now": unit.now})
    statement = _COUNT[unit.conn.dialect.name]
    counted = unit.conn.execute(statement, {"key": key, "tries": 1, "ends_at": unit.now + window}).one()
    return None if counted.tries <= limit else max(1, -(-(counted.ends_at - unit.now) // SECOND))


def take_back(unit: Unit, key: bytes) -> None:
    """Makes one counted try uncounted."""
    unit.conn.execute(_LESS, {"of": key})


def clear(unit: Unit, key: bytes) -> None:
    """Forgets the tries, because one succeeded."""
    unit.conn.execute(_CLEAR, {"of": key})


_FORGET = sa.delete(counters).where(counters.c.ends_at <= sa.bindparam("now"))
_LESS = (
    sa.update(counters)
    .where(counters.c.key == sa.bindparam("of"), counters.c.tries > 0)
    .values(tries=counters.c.tries - 1)
)
_CLEAR = sa.delete(counters).where(counters.c.key == sa.bindparam("of"))
_SQLITE = sqlite.insert(counters)
_POSTGRESQL = postgresql.insert(counters)


def _soonest(least: str, new: sa.ColumnElement[int]) -> dict[str, sa.ColumnElement[int]]:
    """No window ends later than one that begins now: a clock that was wrong and set back locks nobody out for long."""
    return {"tries": counters.c.tries + 1, "ends_at": sa.Function(least, counters.c.ends_at, new, type_=sa.BigInteger)}


_COUNT = {
    "sqlite": _SQLITE.on_conflict_do_update(
        index_elements=[counters.c.key], set_=_soonest("min", _SQLITE.excluded.ends_at)
    ).returning(counters.c.tries, counters.c.ends_at),
    "postgresql": _POSTGRESQL.on_conflict_do_update(
        index_elements=[counters.c.key], set_=_soonest("least", _POSTGRESQL.excluded.ends_at)
    ).returning(counters.c.tries, counters.c.ends_at),
}
