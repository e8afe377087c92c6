"""The matrix of each location: what its roles may do there (row B24). Owner, who may do everything, is not in it."""

from collections.abc import Iterable

from backend.access import queries
from backend.access.people import owner_fixed, publish_person
from backend.access.person import Person, more_than_yours
from backend.db.database import Unit
from backend.events.log import record
from backend.feed.change import change_of
from domain.permissions import Permission, Role, ScopeKind, scope
from domain.wire.team import MatrixRow, RoleRights


def set_permissions(
    unit: Unit, who: Person, role: Role, permissions: Iterable[Permission], location_id: str | None = None
) -> None:
    """Replaces a row of one location's matrix, or of every one. Raises Refused; Owner is fixed.

    Nobody gives a role what she may not do herself.
    """
    places = [row.id for row in queries.locations_of(unit, who.business_id)] if location_id is None else [location_id]
    who.require_at_all(Permission.MANAGE_TEAM, places)
    if role is Role.OWNER:
        raise owner_fixed()
    wanted = frozenset(permissions)
    held = {place: queries.matrix_of(unit, who.business_id, place).get(role, frozenset()) for place in places}
    changed = [place for place in places if held[place] != wanted]
    for place in changed:
        if not who.has_all(wanted - held[place], place):
            raise more_than_yours()
    if changed:
        _write(unit, who, role, wanted, changed)


def _write(unit: Unit, who: Person, role: Role, wanted: frozenset[Permission], places: list[str]) -> None:
    change_of(unit, who.business_id)
    facts = {"permissions": " ".join(sorted(wanted))}
    for place in places:
        queries.write_permissions(unit, who.business_id, place, role, wanted)
        publish_matrix(unit, who.business_id, place)
        record(unit, who.business_id, "matrix.changed", f"role:{role}", f"person:{who.id}", location=place, **facts)
    for person_id in queries.people_with(unit, who.business_id, role):
        publish_person(unit, who.business_id, person_id)


def begin_matrix(unit: Unit, business_id: str, location_id: str) -> None:
    """A new location begins with the matrix of the oldest one, and the first with everyone's."""
    for role, permissions in queries.first_matrix(unit, business_id).items():
        queries.write_permissions(unit, business_id, location_id, role, permissions)
    publish_matrix(unit, business_id, location_id)


def publish_matrix(unit: Unit, business_id: str, location_id: str) -> None:
    """Brings a location's matrix to the desks of those who manage the team there."""
    change_of(unit, business_id).publish(scope(ScopeKind.TEAM, location_id), matrix_row(unit, business_id, location_id))


def matrix_row(unit: Unit, business_id: str, location_id: str) -> MatrixRow:
    """A location's matrix as it is now."""
    matrix = queries.matrix_of(unit, business_id, location_id)
    rights = (RoleRights(role, tuple(sorted(matrix.get(role, ())))) for role in Role if role is not Role.OWNER)
    return MatrixRow(location_id, tuple(rights))
