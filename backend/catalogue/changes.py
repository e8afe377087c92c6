"""Adding to the catalogue, changing and archiving. Desks get the new row in the same transaction."""

import msgspec

from backend.access.locations import require_for_business
from backend.access.person import Person
from backend.access.queries import locations_of
from backend.catalogue import queries
from backend.db.database import Unit
from backend.events.log import record
from backend.feed.change import change_of
from backend.web.problems import problem
from domain.contacts import clean_text
from domain.permissions import Permission, ScopeKind, scope
from domain.wire.base import Money
from domain.wire.rows import BundleRow, ServiceRow

LONGEST_MINUTES = 24 * 60


def save_service(unit: Unit, who: Person, row: ServiceRow) -> None:
    """Adds the service, or makes this its next version. Raises Refused."""
    require_for_business(unit, who, Permission.MANAGE_CATALOGUE)
    name = _name(row.name)
    _check_minutes(row.minutes, "$.minutes")
    _check_currency(unit, who, row.price)
    if len({variant.id for variant in row.variants}) < len(row.variants):
        raise problem("variant_twice", 422, "Each variant has an id of its own.", field="$.variants")
    for place, variant in enumerate(row.variants):
        _check_minutes(variant.minutes, f"$.variants[{place}].minutes")
        if not clean_text(variant.name):
            raise problem("name_needed", 422, field=f"$.variants[{place}].name")
        if variant.price.currency != row.price.currency:
            raise problem("currency_differs", 422, "All prices of a service are in one currency.", field="$.variants")
    _keep_service(unit, who, msgspec.structs.replace(row, name=name))


def save_bundle(unit: Unit, who: Person, row: BundleRow) -> None:
    """Adds the bundle, or makes this its next version. Raises Refused when a member is not in the catalogue."""
    require_for_business(unit, who, Permission.MANAGE_CATALOGUE)
    services = queries.catalogue_of(unit, who.business_id).services
    _check_currency(unit, who, row.price)
    if not row.items:
        raise problem("bundle_empty", 422, "A bundle has at least one service.", field="$.items")
    for place, item in enumerate(row.items):
        service = services.get(item.service_id)
        variants = {variant.id for variant in service.variants} if service else set()
        if service is None or (item.variant_id is not None and item.variant_id not in variants):
            raise problem("service_unknown", 422, field=f"$.items[{place}]")
    _keep_bundle(unit, who, msgspec.structs.replace(row, name=_name(row.name)))


def _keep_service(unit: Unit, who: Person, row: ServiceRow) -> None:
    change = change_of(unit, who.business_id)
    version = queries.write_service(unit, who.business_id, row)
    change.publish(scope(ScopeKind.BUSINESS, who.business_id), row)
    event = "service.archived" if row.archived else "service.saved"
    record(unit, who.business_id, event, f"service:{row.id}", f"person:{who.id}", version=version)


def _keep_bundle(unit: Unit, who: Person, row: BundleRow) -> None:
    change = change_of(unit, who.business_id)
    version = queries.write_bundle(unit, who.business_id, row)
    change.publish(scope(ScopeKind.BUSINESS, who.business_id), row)
    event = "bundle.archived" if row.archived else "bundle.saved"
    record(unit, who.business_id, event, f"bundle:{row.id}", f"person:{who.id}", version=version)


def _name(text: str) -> str:
    name = clean_text(text)
    if not name:
        raise problem("name_needed", 422, field="$.name")
    return name


def _check_currency(unit: Unit, who: Person, price: Money) -> None:
    """A price is in the money of one of the places where it is paid."""
    if price.currency not in {place.currency for place in locations_of(unit, who.business_id)}:
        raise problem("currency_unknown", 422, "No location takes this currency.", field="$.currency")


def _check_minutes(minutes: int, field: str) -> None:
    if not 0 < minutes <= LONGEST_MINUTES:
        raise problem("minutes_out_of_range", 422, f"1 to {LONGEST_MINUTES} minutes.", field=field)
