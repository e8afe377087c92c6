"""What a salon offers, for everybody, and how it is changed."""

from collections.abc import Callable

from backend.access.business import salon_of
from backend.access.guards import staff
from backend.access.person import Person
from backend.access.queries import Business, locations_of
from backend.catalogue.changes import save_bundle, save_service
from backend.catalogue.queries import catalogue_of
from backend.db.database import Unit
from backend.web.problems import problem
from backend.web.route import Call, Route, public
from domain.wire.base import Money
from domain.wire.booking import SalonCatalogue, TeamMemberPublic
from domain.wire.catalogue import SaveBundle, SaveService
from domain.wire.rows import BundleItem, BundleRow, ServiceRow, TeamMemberRow, Variant

TeamOf = Callable[[Unit, str], tuple[TeamMemberRow, ...]]
"""Who serves at a business; the team is a slice beside this one, so it is handed in."""


def routes(team_of: TeamOf) -> tuple[Route, ...]:
    """What this slice adds to the route table."""

    def offer(call: Call[None, None]) -> SalonCatalogue:
        return offered(call.unit, salon_of(call.unit, call.path["salon"]), team_of)

    return (
        Route("GET", "/v1/book/{salon}/catalogue", public(), offer, answers=SalonCatalogue, writes=False),
        Route("PUT", "/v1/services/{id}", staff(), _save_service, SaveService, status=204),
        Route("PUT", "/v1/bundles/{id}", staff(), _save_bundle, SaveBundle, status=204),
    )


def offered(unit: Unit, business: Business, team_of: TeamOf) -> SalonCatalogue:
    """What a salon offers today."""
    sold = catalogue_of(unit, business.id)
    return SalonCatalogue(
        business.name,
        locations_of(unit, business.id),
        tuple(_offered(row) for row in sold.services.values() if not row.archived),
        tuple(row for row in sold.bundles.values() if not row.archived),
        tuple(_public(row) for row in team_of(unit, business.id) if not row.archived),
    )


def _save_service(call: Call[SaveService, Person]) -> None:
    wish = call.body
    _check_id(call.path["id"], wish.id)
    variants = tuple(
        Variant(one.id, one.name, one.minutes, Money(one.price, wish.currency), one.archived) for one in wish.variants
    )
    price = Money(wish.price, wish.currency)
    save_service(call.unit, call.who, ServiceRow(wish.id, wish.name, wish.minutes, price, variants, wish.archived))


def _save_bundle(call: Call[SaveBundle, Person]) -> None:
    wish = call.body
    _check_id(call.path["id"], wish.id)
    items = tuple(BundleItem(one.service_id, one.variant_id) for one in wish.items)
    row = BundleRow(wish.id, wish.name, items, Money(wish.price, wish.currency), wish.archived)
    save_bundle(call.unit, call.who, row)


def _check_id(named: str, given: str) -> None:
    if named != given:
        raise problem("invalid", 422, "Another id than the address names.", field="$.id")


def _offered(row: ServiceRow) -> ServiceRow:
    variants = tuple(variant for variant in row.variants if not variant.archived)
    return ServiceRow(row.id, row.name, row.minutes, row.price, variants)


def _public(row: TeamMemberRow) -> TeamMemberPublic:
    return TeamMemberPublic(row.id, row.name, row.location_id, row.service_ids)
