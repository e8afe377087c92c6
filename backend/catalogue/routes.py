"""What a salon offers, for everybody."""

from collections.abc import Callable

from backend.access.business import salon_of
from backend.access.queries import locations_of
from backend.catalogue.queries import catalogue_of
from backend.db.database import Unit
from backend.web.route import Call, Route, public
from domain.wire.booking import SalonCatalogue, TeamMemberPublic
from domain.wire.rows import ServiceRow, TeamMemberRow

TeamOf = Callable[[Unit, str], tuple[TeamMemberRow, ...]]
"""Who serves at a business; the team is a slice beside this one, so it is handed in."""


def routes(team_of: TeamOf) -> tuple[Route, ...]:
    """What this slice adds to the route table."""

    def offer(call: Call[None, None]) -> SalonCatalogue:
        business = salon_of(call.unit, call.path["salon"])
        sold = catalogue_of(call.unit, business.id)
        return SalonCatalogue(
            business.name,
            locations_of(call.unit, business.id),
            tuple(_offered(row) for row in sold.services.values() if not row.archived),
            tuple(row for row in sold.bundles.values() if not row.archived),
            tuple(_public(row) for row in team_of(call.unit, business.id) if not row.archived),
        )

    return (Route("GET", "/v1/book/{salon}/catalogue", public(), offer, answers=SalonCatalogue, writes=False),)


def _offered(row: ServiceRow) -> ServiceRow:
    variants = tuple(variant for variant in row.variants if not variant.archived)
    return ServiceRow(row.id, row.name, row.minutes, row.price, variants)


def _public(row: TeamMemberRow) -> TeamMemberPublic:
    return TeamMemberPublic(row.id, row.name, row.location_id, row.service_ids)
