"""Places of business, and what is asked of whoever changes something for all of them."""

import msgspec

from backend.access import queries
from backend.access.person import Person
from backend.db.database import Unit
from backend.db.tables.access import locations
from backend.events.log import record
from backend.feed.change import change_of
from backend.web.problems import problem
from domain.contacts import NotAPhone, parse_phone
from domain.permissions import Permission, ScopeKind, scope
from domain.wire.rows import LocationRow


def location_of(unit: Unit, business_id: str, location_id: str) -> LocationRow:
    """A location that something already refers to. Raises LookupError when there is none."""
    found = queries.find_location(unit, business_id, location_id)
    if found is None:
        raise LookupError("no such location")
    return found


def require_for_business(unit: Unit, who: Person, permission: Permission) -> None:
    """Raises Refused unless the person has the permission at every location: what she changes holds at all of them."""
    who.require_at_all(permission, (row.id for row in queries.locations_of(unit, who.business_id)))


def set_phone(unit: Unit, who: Person, location_id: str, text: str) -> None:
    """Where clients reach a location from now on, or nowhere. Raises Refused: 403, 404, 422 `not_a_phone`."""
    found = queries.find_location(unit, who.business_id, location_id)
    if found is None:
        raise problem("not_found", 404)
    who.require(Permission.MANAGE_TEAM, location_id)
    row = msgspec.structs.replace(found, phone=_phone(text, found.region))
    change = change_of(unit, who.business_id)
    queries.write_phone(unit, who.business_id, row)
    change.publish(scope(ScopeKind.BUSINESS, who.business_id), row)
    record(unit, who.business_id, "location.phone_set", f"location:{location_id}", f"person:{who.id}")


def _phone(text: str, region: str) -> str | None:
    try:
        return parse_phone(text, region) if text.strip() else None
    except NotAPhone:
        raise problem("not_a_phone", 422, "This is not a phone number.", field="$.phone") from None


def write_location(unit: Unit, business_id: str, row: LocationRow, by: str) -> None:
    """Adds a location and brings it to every desk of the business."""
    position = len(queries.locations_of(unit, business_id))
    unit.conn.execute(
        locations.insert().values(
            business_id=business_id,
            id=row.id,
            name=row.name,
            zone=row.zone,
            currency=row.currency,
            region=row.region,
            phone=row.phone,
            position=position,
            created_at=unit.now,
        ),
    )
    change_of(unit, business_id).publish(scope(ScopeKind.BUSINESS, business_id), row)
    record(unit, business_id, "location.added", f"location:{row.id}", by)
