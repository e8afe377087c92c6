"""A new business: its first location, the matrix everyone starts with, and an Owner."""

import re
from dataclasses import replace
from typing import NamedTuple

from backend.access import queries
from backend.access.locations import require_for_business, write_location
from backend.access.matrix import begin_matrix
from backend.access.people import add_person, publish_account, publish_person
from backend.access.person import Person
from backend.access.queries import Business
from backend.db.database import Unit
from backend.db.tables.core import businesses
from backend.events.log import record
from backend.feed.change import change_of
from backend.web.problems import problem
from domain.contacts import NotAPhone, clean_text, email_or_none, parse_phone
from domain.permissions import Permission, Role
from domain.times import is_zone
from domain.wire.rows import LocationRow

BY_COMMAND = "command"
"""The actor of what is done on the server itself."""

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


class NewBusiness(NamedTuple):
    """What it takes. `slug` names the salon in addresses; `zone`, `currency` (ISO 4217), `region` (ISO 3166) and
    `phone`, where clients reach it, are the first location's.
    """

    name: str
    slug: str
    location: str
    zone: str
    currency: str
    region: str
    owner: str
    email: str
    phone: str = ""


def add_business(unit: Unit, new: NewBusiness, password_hash: str) -> Person:
    """Makes the business and answers its Owner. Raises Refused, naming the value that is wrong or taken."""
    _check(unit, new)
    business_id = unit.ids.new(unit.now)
    unit.conn.execute(
        businesses.insert().values(
            id=business_id, slug=new.slug, name=clean_text(new.name), number=0, created_at=unit.now
        ),
    )
    change_of(unit, business_id)
    record(unit, business_id, "business.added", f"business:{business_id}", BY_COMMAND)
    phone = parse_phone(new.phone, new.region) if new.phone else None
    place = LocationRow(unit.ids.new(unit.now), clean_text(new.location), new.zone, new.currency, new.region, phone)
    begin_matrix(unit, business_id, place.id)
    write_location(unit, business_id, place, BY_COMMAND)
    roles = {place.id: (Role.OWNER,)}
    owner = add_person(unit, business_id, new.owner, new.email, password_hash, roles, BY_COMMAND)
    grants = {place.id: frozenset(Permission)}
    return Person(owner, business_id, clean_text(new.owner), "", grants)


def salon_of(unit: Unit, slug: str) -> Business:
    """The business that an address names. Raises Refused (404)."""
    found = queries.find_business(unit, slug)
    if found is None:
        raise problem("salon_unknown", 404, "There is no salon at this address.")
    return found


def add_location(unit: Unit, who: Person, row: LocationRow) -> Person:
    """Adds a location, which Owners have at once. Answers `who` with what she may do now. Raises Refused."""
    require_for_business(unit, who, Permission.MANAGE_TEAM)
    if not _is_place(row):
        raise problem("invalid", 422, "A location has a name, a zone, a currency and a region.")
    change_of(unit, who.business_id)
    begin_matrix(unit, who.business_id, row.id)
    write_location(unit, who.business_id, row, f"person:{who.id}")
    for owner in queries.people_with(unit, who.business_id, Role.OWNER):
        roles = queries.roles_of(unit, who.business_id, owner) | {row.id: frozenset({Role.OWNER})}
        queries.write_roles(unit, who.business_id, owner, ((at, role) for at, held in roles.items() for role in held))
        publish_person(unit, who.business_id, owner)
        publish_account(unit, who.business_id, owner)
    return replace(who, grants=queries.grants_of(unit, who.business_id, who.id))


def _is_place(row: LocationRow) -> bool:
    codes = _is_currency(row.currency) and _is_region(row.region)
    return codes and bool(clean_text(row.name)) and is_zone(row.zone)


def _is_currency(code: str) -> bool:
    """Whether it is an ISO 4217 code, by the list of CLDR."""
    # Imported here: locale data costs a start, and places are seldom added.
    from babel.numbers import list_currencies  # noqa: PLC0415

    return code in list_currencies()


def _is_region(code: str) -> bool:
    """Whether it is an ISO 3166 code whose phone numbers can be read."""
    from phonenumbers import SUPPORTED_REGIONS  # noqa: PLC0415

    return code in SUPPORTED_REGIONS


def _check(unit: Unit, new: NewBusiness) -> None:
    wrong = {
        "name": not clean_text(new.name),
        "slug": not _SLUG.fullmatch(new.slug),
        "location": not clean_text(new.location),
        "zone": not is_zone(new.zone),
        "currency": not _is_currency(new.currency),
        "region": not _is_region(new.region),
        "owner": not clean_text(new.owner),
        "email": email_or_none(new.email) is None,
        "phone": bool(new.phone) and not _is_phone(new.phone, new.region),
    }
    for field, bad in wrong.items():
        if bad:
            raise problem("invalid", 422, f"This is no {field} that can be used.", field=f"$.{field}")
    if queries.find_business(unit, new.slug):
        raise problem("slug_taken", 409, "Another salon has this address.", field="$.slug")


def _is_phone(text: str, region: str) -> bool:
    try:
        parse_phone(text, region)
    except NotAPhone:
        return False
    return True
