"""Links by which a person sets her password: one at a time, good once and for a while, kept as a hash (promise S2)."""

import hmac

import sqlalchemy as sa

from backend.access import tokens
from backend.db.database import Unit
from backend.db.tables.access import password_links
from backend.db.upsert import upsert
from domain.constants import DAY

LIFE = 7 * DAY

_UPSERT = upsert(password_links, ("business_id", "person_id"))
_OF = (
    password_links.c.business_id == sa.bindparam("business"),
    password_links.c.person_id == sa.bindparam("person"),
)
_EXPIRY = sa.select(password_links.c.expires_at).where(*_OF)
_DROP = sa.delete(password_links).where(*_OF)
_BY_HASH = sa.select(password_links).where(
    password_links.c.business_id == sa.bindparam("business"), password_links.c.hash == sa.bindparam("hash")
)


def make(unit: Unit, business_id: str, person_id: str, life: int = LIFE) -> tuple[str, int]:
    """A new link's secret and when it expires; an earlier one of the person works no more."""
    secret, expires_at = tokens.fresh(unit.ids, business_id), unit.now + life
    values = {"business_id": business_id, "person_id": person_id, "expires_at": expires_at}
    unit.conn.execute(_UPSERT[unit.conn.dialect.name], {**values, "hash": tokens.digest(secret)})
    return secret, expires_at


def holder(unit: Unit, secret: str) -> tuple[str, str] | None:
    """The business and the person whose link this is; None when it is none, was used or has expired."""
    digest = tokens.digest(secret)
    of = {"business": tokens.business_of(secret), "hash": digest}
    row = unit.conn.execute(_BY_HASH, of).first()
    if row is None or row.expires_at <= unit.now or not hmac.compare_digest(row.hash, digest):
        return None
    return row.business_id, row.person_id


def expiry(unit: Unit, business_id: str, person_id: str) -> int:
    """When the person's link expires; 0 when she has none."""
    found: int | None = unit.conn.execute(_EXPIRY, {"business": business_id, "person": person_id}).scalar_one_or_none()
    return found or 0


def drop(unit: Unit, business_id: str, person_id: str) -> None:
    """The person's link works no more."""
    unit.conn.execute(_DROP, {"business": business_id, "person": person_id})
