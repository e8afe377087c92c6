"""The route by which someone who serves is added and changed."""

from collections.abc import Callable, Container

from backend.access.guards import staff
from backend.access.person import Person
from backend.db.database import Unit
from backend.team.changes import save_member
from backend.web.problems import problem
from backend.web.route import Call, Route
from domain.permissions import Permission
from domain.wire.catalogue import SaveTeamMember
from domain.wire.rows import TeamMemberRow, TimeOff, WorkingHours

ServicesOf = Callable[[Unit, str], Container[str]]
"""The ids of what a business sells; the catalogue is a slice beside this one, so it is handed in."""


def routes(services_of: ServicesOf) -> tuple[Route, ...]:
    """What this slice adds to the route table."""

    def save(call: Call[SaveTeamMember, Person]) -> None:
        wish = call.body
        if wish.id != call.path["id"]:
            raise problem("invalid", 422, "Another id than the address names.", field="$.id")
        call.who.require(Permission.MANAGE_CATALOGUE, wish.location_id)
        known = services_of(call.unit, call.who.business_id)
        for place, service_id in enumerate(wish.service_ids):
            if service_id not in known:
                raise problem("service_unknown", 422, "There is no such service.", field=f"$.service_ids[{place}]")
        save_member(call.unit, call.who, _row(wish))

    return (Route("PUT", "/v1/team-members/{id}", staff(), save, SaveTeamMember, status=204),)


def _row(wish: SaveTeamMember) -> TeamMemberRow:
    return TeamMemberRow(
        wish.id,
        wish.location_id,
        wish.name,
        tuple(dict.fromkeys(wish.service_ids)),
        tuple(WorkingHours(one.weekday, one.start, one.end) for one in wish.hours),
        tuple(TimeOff(one.start_at, one.end_at) for one in wish.time_off),
        wish.archived,
    )
