"""The SQL of businesses, locations, people and what they may do."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.access import locations, people, person_roles, role_permissions
from backend.db.tables.core import businesses
from domain.permissions import DEFAULT_MATRIX, Grants, Matrix, Permission, Role, permissions_of
from domain.wire.rows import LocationRow


class Business(NamedTuple):
    """A salon. `slug` names it in addresses; no `retention_days` means 24 hours (row B7)."""

    id: str
    slug: str
    name: str
    retention_days: int | None


class Account(NamedTuple):
    """A person who can sign in."""

    business_id: str
    id: str
    name: str
    password_hash: str
    disabled: bool
    notices_read_at: int
    email: str


_BUSINESS_COLUMNS = (businesses.c.id, businesses.c.slug, businesses.c.name, businesses.c.retention_days)
_BUSINESS_BY_SLUG = sa.select(*_BUSINESS_COLUMNS).where(businesses.c.slug == sa.bindparam("slug"))
_BUSINESS = sa.select(*_BUSINESS_COLUMNS).where(businesses.c.id == sa.bindparam("id"))
_LOCATIONS = (
    sa.select(locations)
    .where(locations.c.business_id == sa.bindparam("business"))
    .order_by(locations.c.position, locations.c.id)
)
_LOCATION = sa.select(locations).where(
    locations.c.business_id == sa.bindparam("business"), locations.c.id == sa.bindparam("id")
)
_ACCOUNT_COLUMNS = (
    people.c.business_id,
    people.c.id,
    people.c.name,
    people.c.password_hash,
    people.c.disabled,
    people.c.notices_read_at,
    people.c.email,
)
_ACCOUNT_BY_EMAIL = sa.select(*_ACCOUNT_COLUMNS).where(people.c.email == sa.bindparam("email"))
_ACCOUNT = sa.select(*_ACCOUNT_COLUMNS).where(
    people.c.business_id == sa.bindparam("business"), people.c.id == sa.bindparam("id")
)
_HELD = (
    sa.select(person_roles.c.location_id, person_roles.c.role, role_permissions.c.permission)
    .outerjoin(
        role_permissions,
        (role_permissions.c.business_id == person_roles.c.business_id)
        & (role_permissions.c.location_id == person_roles.c.location_id)
        & (role_permissions.c.role == person_roles.c.role),
    )
    .where(
        person_roles.c.business_id == sa.bindparam("business"),
        person_roles.c.person_id == sa.bindparam("person"),
    )
)

_MATRIX = sa.select(role_permissions.c.role, role_permissions.c.permission).where(
    role_permissions.c.business_id == sa.bindparam("business"),
    role_permissions.c.location_id == sa.bindparam("location"),
)


def find_business(unit: Unit, slug: str) -> Business | None:
    """The business of an address, None when there is none."""
    row = unit.conn.execute(_BUSINESS_BY_SLUG, {"slug": slug}).first()
    return Business(*row) if row else None


def business(unit: Unit, business_id: str) -> Business:
    """A business that exists."""
    return Business(*unit.conn.execute(_BUSINESS, {"id": business_id}).one())


def business_ids(unit: Unit) -> list[str]:
    """Every salon of this server."""
    return list(unit.conn.execute(sa.select(businesses.c.id).order_by(businesses.c.id)).scalars())


def locations_of(unit: Unit, business_id: str) -> tuple[LocationRow, ...]:
    """All locations, oldest first."""
    found = unit.conn.execute(_LOCATIONS, {"business": business_id})
    return tuple(_location(row) for row in found)


def find_location(unit: Unit, business_id: str, location_id: str) -> LocationRow | None:
    """One location of the business, None when it has no such."""
    row = unit.conn.execute(_LOCATION, {"business": business_id, "id": location_id}).first()
    return _location(row) if row else None


def write_phone(unit: Unit, business_id: str, row: LocationRow) -> None:
    """Keeps where clients reach a location."""
    of = (locations.c.business_id == business_id, locations.c.id == row.id)
    unit.conn.execute(sa.update(locations).where(*of).values(phone=row.phone))


def _location(row: sa.Row[Any]) -> LocationRow:
    return LocationRow(row.id, row.name, row.zone, row.currency, row.region, row.phone)


def account_by_email(unit: Unit, email: str) -> Account | None:
    """Whoever signs in with this folded address."""
    row = unit.conn.execute(_ACCOUNT_BY_EMAIL, {"email": email}).first()
    return Account(*row) if row else None


def account(unit: Unit, business_id: str, person_id: str) -> Account | None:
    """A person of the business."""
    row = unit.conn.execute(_ACCOUNT, {"business": business_id, "id": person_id}).first()
    return Account(*row) if row else None


def names_of(unit: Unit, business_id: str, person_ids: Collection[str]) -> dict[str, str]:
    """By id, how those of these people are called who are known here."""
    query = sa.select(people.c.id, people.c.name).where(
        people.c.business_id == business_id, people.c.id.in_(list(person_ids))
    )
    return {row.id: row.name for row in unit.conn.execute(query)}


def roles_of(unit: Unit, business_id: str, person_id: str) -> dict[str, frozenset[Role]]:
    """A person's roles by location."""
    return {place: frozenset(held) for place, (held, _) in _held(unit, business_id, person_id).items()}


def grants_of(unit: Unit, business_id: str, person_id: str) -> Grants:
    """What a person may do by location: her roles there, read by the location's matrix."""
    return {
        place: permissions_of(roles, matrix) for place, (roles, matrix) in _held(unit, business_id, person_id).items()
    }


_Held = tuple[set[Role], dict[Role, frozenset[Permission]]]


def _held(unit: Unit, business_id: str, person_id: str) -> dict[str, _Held]:
    found: dict[str, _Held] = defaultdict(lambda: (set(), {}))
    for place, role, permission in unit.conn.execute(_HELD, {"business": business_id, "person": person_id}):
        roles, matrix = found[place]
        roles.add(Role(role))
        allowed = {Permission(permission)} if permission else set()
        matrix[Role(role)] = matrix.get(Role(role), frozenset()) | allowed
    return dict(found)


def people_with(unit: Unit, business_id: str, role: Role) -> list[str]:
    """Who has a role at any location."""
    c = person_roles.c
    wanted = sa.select(c.person_id).where(c.business_id == business_id, c.role == role).distinct().order_by(c.person_id)
    return list(unit.conn.execute(wanted).scalars())


def matrix_of(unit: Unit, business_id: str, location_id: str) -> dict[Role, frozenset[Permission]]:
    """The matrix of a location; a role without permissions is not in it."""
    found: dict[Role, frozenset[Permission]] = {}
    for role, permission in unit.conn.execute(_MATRIX, {"business": business_id, "location": location_id}):
        found[Role(role)] = found.get(Role(role), frozenset()) | {Permission(permission)}
    return found


def first_matrix(unit: Unit, business_id: str) -> Matrix:
    """What a further location begins with: what the oldest one has."""
    oldest = next(iter(locations_of(unit, business_id)), None)
    return DEFAULT_MATRIX if oldest is None else matrix_of(unit, business_id, oldest.id)


def write_permissions(
    unit: Unit, business_id: str, location_id: str, role: Role, permissions: Iterable[Permission]
) -> None:
    """Replaces a row of a location's matrix."""
    c, key = role_permissions.c, {"business_id": business_id, "location_id": location_id, "role": role}
    unit.conn.execute(role_permissions.delete().where(*(c[name] == value for name, value in key.items())))
    rows = [{**key, "permission": name} for name in sorted(set(permissions))]
    if rows:
        unit.conn.execute(role_permissions.insert(), rows)


def write_roles(unit: Unit, business_id: str, person_id: str, roles: Iterable[tuple[str, Role]]) -> None:
    """Replaces all roles of a person, as pairs of location and role."""
    c = person_roles.c
    unit.conn.execute(person_roles.delete().where(c.business_id == business_id, c.person_id == person_id))
    key = {"business_id": business_id, "person_id": person_id}
    rows = [{**key, "location_id": place, "role": role} for place, role in sorted(set(roles))]
    if rows:
        unit.conn.execute(person_roles.insert(), rows)


def write_disabled(unit: Unit, business_id: str, person_id: str, disabled: bool) -> bool:
    """Switches an account off or on; False when it already was so."""
    c = people.c
    changed = people.update().where(c.business_id == business_id, c.id == person_id, c.disabled != disabled)
    return unit.conn.execute(changed.values(disabled=disabled)).rowcount == 1


def write_notices_read(unit: Unit, business_id: str, person_id: str, until: int) -> bool:
    """Moves the person's mark forward; False when it was there already."""
    c = people.c
    changed = people.update().where(c.business_id == business_id, c.id == person_id, c.notices_read_at < until)
    return unit.conn.execute(changed.values(notices_read_at=until)).rowcount == 1


def write_password(unit: Unit, business_id: str, person_id: str, password_hash: str) -> None:
    """Gives the person another password."""
    c = people.c
    changed = people.update().where(c.business_id == business_id, c.id == person_id)
    unit.conn.execute(changed.values(password_hash=password_hash))


def everybody(unit: Unit, business_id: str) -> list[str]:
    """All who have an account, disabled ones too."""
    found = sa.select(people.c.id).where(people.c.business_id == business_id).order_by(people.c.id)
    return list(unit.conn.execute(found).scalars())
