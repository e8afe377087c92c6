"""The sessions of desks: a short access token, a refresh token that is used once, and their family (promise S9)."""

from typing import NamedTuple

import sqlalchemy as sa

from backend.access import tokens
from backend.access.person import Person
from backend.db.database import Unit
from backend.db.tables.access import access_tokens, families, people, refresh_tokens
from backend.events.log import record
from domain.constants import DAY, MINUTE, SECOND

ACCESS_LIFE = 15 * MINUTE
REFRESH_LIFE = 30 * DAY
GRACE = 60 * SECOND


class Pair(NamedTuple):
    """What a desk holds. `expires_at` is the access token's."""

    access: str
    refresh: str
    expires_at: int


class Bearer(NamedTuple):
    """Whom a token stands for."""

    business_id: str
    person_id: str
    name: str
    device_id: str
    family_id: str
    disabled: bool
    ended: bool


class Refreshed(NamedTuple):
    """The next pair, or None when the family is over: then there is nothing but to sign in again."""

    bearer: Bearer
    pair: Pair | None


def start(unit: Unit, business_id: str, person_id: str, device_id: str) -> Pair:
    """A new family for a person who proved who she is."""
    _forget_families(unit, business_id, person_id)
    family_id = unit.ids.new(unit.now)
    unit.conn.execute(
        families.insert().values(
            business_id=business_id, id=family_id, person_id=person_id, device_id=device_id, started_at=unit.now
        ),
    )
    access, refresh = tokens.fresh(unit.ids, business_id), tokens.fresh(unit.ids, business_id)
    record(unit, business_id, "session.started", f"person:{person_id}", f"person:{person_id}", device=device_id)
    return _issue(unit, business_id, family_id, access, refresh)


def bearer(unit: Unit, access_token: str) -> Bearer | None:
    """Whom an access token stands for; None when it is none or has expired."""
    row = _find(unit, _BY_ACCESS, access_token)
    return None if row is None or row.expires_at <= unit.now else _bearer(row)


def refresh(unit: Unit, token: str) -> Refreshed | None:
    """Uses a refresh token up. None when there is no such token.

    Asked again with the same token within GRACE, the answer is the same pair: the first one may have been lost. After
    that somebody else has it: the family ends. What this writes must be committed whatever is answered.
    """
    row = _find(unit, _BY_REFRESH, token)
    if row is None:
        return None
    of = _bearer(row)
    if of.disabled or of.ended or row.expires_at <= unit.now:
        return Refreshed(of, None)
    c = refresh_tokens.c
    key = (c.business_id == of.business_id, c.hash == tokens.digest(token))
    used = unit.conn.execute(refresh_tokens.update().where(*key, c.used_at.is_(None)).values(used_at=unit.now))
    access, following = (tokens.successor(token, row.salt, purpose) for purpose in ("access", "refresh"))
    if used.rowcount:
        _forget_tokens(unit, of)
        return Refreshed(of, _issue(unit, of.business_id, of.family_id, access, following))
    used_at = unit.conn.execute(sa.select(c.used_at).where(*key)).scalar_one()
    if unit.now - used_at <= GRACE:
        return Refreshed(of, Pair(access, following, used_at + ACCESS_LIFE))
    end(unit, of.business_id, of.family_id)
    record(unit, of.business_id, "session.replayed", f"person:{of.person_id}", "server", device=of.device_id)
    return Refreshed(of, None)


def end(unit: Unit, business_id: str, family_id: str) -> None:
    """Nothing of the family works from now on."""
    c = families.c
    key = (c.business_id == business_id, c.id == family_id, c.ended_at.is_(None))
    unit.conn.execute(families.update().where(*key).values(ended_at=unit.now))


def sign_out(unit: Unit, who: Person) -> None:
    """Ends the session that the person signs out of; her other desks go on."""
    end(unit, who.business_id, who.session_id)
    actor = f"person:{who.id}"
    record(unit, who.business_id, "session.ended", actor, actor, device=who.device_id)


def end_all(unit: Unit, business_id: str, person_id: str) -> None:
    """Ends every family of a person."""
    c = families.c
    key = (c.business_id == business_id, c.person_id == person_id, c.ended_at.is_(None))
    unit.conn.execute(families.update().where(*key).values(ended_at=unit.now))


def _issue(unit: Unit, business_id: str, family_id: str, access: str, refresh: str) -> Pair:
    expires_at = unit.now + ACCESS_LIFE
    of = {"business_id": business_id, "family_id": family_id}
    unit.conn.execute(access_tokens.insert().values(**of, hash=tokens.digest(access), expires_at=expires_at))
    salt, until = unit.ids.secret(16), unit.now + REFRESH_LIFE
    unit.conn.execute(
        refresh_tokens.insert().values(**of, hash=tokens.digest(refresh), expires_at=until, salt=salt),
    )
    return Pair(access, refresh, expires_at)


def _forget_tokens(unit: Unit, of: Bearer) -> None:
    for table in (access_tokens, refresh_tokens):
        c = table.c
        old = (c.business_id == of.business_id, c.family_id == of.family_id, c.expires_at <= unit.now)
        unit.conn.execute(table.delete().where(*old))


def _forget_families(unit: Unit, business_id: str, person_id: str) -> None:
    """Deletes what of the person's earlier sessions can never be used or replayed again."""
    c = families.c
    over = sa.or_(c.ended_at <= unit.now - REFRESH_LIFE, c.started_at <= unit.now - REFRESH_LIFE)
    fresh = sa.exists().where(
        refresh_tokens.c.business_id == c.business_id,
        refresh_tokens.c.family_id == c.id,
        refresh_tokens.c.expires_at > unit.now,
    )
    gone = families.delete().where(c.business_id == business_id, c.person_id == person_id, over, ~fresh)
    for family_id in unit.conn.execute(gone.returning(c.id)).scalars().all():
        for table in (access_tokens, refresh_tokens):
            of = (table.c.business_id == business_id, table.c.family_id == family_id)
            unit.conn.execute(table.delete().where(*of))


def _find(unit: Unit, query: sa.Select[tuple[object, ...]], token: str) -> sa.Row[tuple[object, ...]] | None:
    of = {"business": tokens.business_of(token), "hash": tokens.digest(token)}
    return unit.conn.execute(query, of).first()


def _bearer(row: sa.Row[tuple[object, ...]]) -> Bearer:
    return Bearer(
        row.business_id, row.person_id, row.name, row.device_id, row.family_id, row.disabled, row.ended_at is not None
    )


def _by(table: sa.Table) -> sa.Select[tuple[object, ...]]:
    f, p = families.c, people.c
    return (
        sa.select(table, f.person_id, f.device_id, f.ended_at, p.name, p.disabled)
        .join(families, (f.business_id == table.c.business_id) & (f.id == table.c.family_id))
        .join(people, (p.business_id == table.c.business_id) & (p.id == f.person_id))
        .where(table.c.business_id == sa.bindparam("business"), table.c.hash == sa.bindparam("hash"))
    )


_BY_ACCESS = _by(access_tokens)
_BY_REFRESH = _by(refresh_tokens)
