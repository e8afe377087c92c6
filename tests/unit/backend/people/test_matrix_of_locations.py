"""The matrix of each location, what desks are told of it, and a database from before it."""

import pytest
import sqlalchemy as sa

from backend.access.bring_on import bring_on
from backend.access.business import add_location
from backend.db.database import Unit
from backend.db.tables.core import feed_rows
from domain.permissions import DEFAULT_MATRIX, Permission, Role, ScopeKind, scope
from domain.wire.access import RolePermissions, RolesAt
from domain.wire.base import decode
from domain.wire.rows import LocationRow
from domain.wire.team import MatrixRow, RoleRights
from tests.support.server import Reply, World
from tests.unit.backend.people.test_matrix import desk, set_roles

pytestmark = pytest.mark.row("B24", "N25")

LESS = (Permission.VIEW_SCHEDULE,)


def set_at(world: World, place: str, permissions: tuple[Permission, ...], by: str = "owner") -> Reply:
    body = RolePermissions(Role.RECEPTIONIST, permissions, place)
    return world.call("PUT", "/v1/roles/receptionist/permissions", body, world.token(by))


def matrices(unit: Unit, business_id: str) -> dict[str, MatrixRow]:
    c = feed_rows.c
    of = sa.select(c.body).where(c.business_id == business_id, c.kind == "matrix")
    rows = [decode(body, MatrixRow) for body in unit.conn.execute(of).scalars()]
    return {row.id: row for row in rows}


def rights(row: MatrixRow, role: Role) -> tuple[str, ...]:
    (found,) = [one for one in row.roles if one.role == role]
    return found.permissions


def test_a_change_holds_at_one_location_only(world: World) -> None:
    north, south = desk(world, "reception"), desk(world, "south")
    assert set_at(world, world.seeded.north, LESS).status == 204
    assert scope(ScopeKind.FOLLOW_UPS, world.seeded.north) in north.pull()[0].dropped
    south.pull()
    assert scope(ScopeKind.FOLLOW_UPS, world.seeded.south) in south.held
    with world.database.read() as unit:
        told = matrices(unit, world.business_id)
    assert rights(told[world.seeded.north], Role.RECEPTIONIST) == LESS
    assert rights(told[world.seeded.south], Role.RECEPTIONIST) == tuple(sorted(DEFAULT_MATRIX[Role.RECEPTIONIST]))


def test_who_manages_one_team_changes_that_matrix_alone(sqlite_world: World) -> None:
    north, south = sqlite_world.seeded.north, sqlite_world.seeded.south
    set_roles(sqlite_world, "admin", {north: (Role.ADMIN,)})
    assert set_at(sqlite_world, north, LESS, by="admin").status == 204
    assert set_at(sqlite_world, south, LESS, by="admin").status == 403
    held = desk(sqlite_world, "admin").held
    assert scope(ScopeKind.TEAM, north) in held
    assert scope(ScopeKind.TEAM, south) not in held


def test_only_those_who_manage_the_team_are_told_of_it(sqlite_world: World) -> None:
    for who in ("reception", "south", "stylist"):
        assert not any(name.startswith(ScopeKind.TEAM) for name in desk(sqlite_world, who).held)


def test_a_role_at_one_location_leaves_the_others(sqlite_world: World) -> None:
    seeded, token = sqlite_world.seeded, sqlite_world.token("admin")
    path = f"/v1/people/{seeded.people['reception'].id}/roles/{seeded.south}"
    assert sqlite_world.call("PUT", path, RolesAt((Role.TEAM_MEMBER,)), token).status == 204
    grants = desk(sqlite_world, "reception").grants
    assert grants[seeded.north] == DEFAULT_MATRIX[Role.RECEPTIONIST]
    assert grants[seeded.south] == DEFAULT_MATRIX[Role.TEAM_MEMBER]
    own = f"/v1/people/{seeded.people['admin'].id}/roles/{seeded.south}"
    assert sqlite_world.call("PUT", own, RolesAt(()), token).problem.type == "own_account"


def test_a_new_location_begins_as_the_oldest_stands(sqlite_world: World) -> None:
    set_at(sqlite_world, sqlite_world.seeded.north, LESS)
    with sqlite_world.database.write() as unit:
        place = LocationRow(unit.ids.new(unit.now), "West", "Europe/Berlin", "EUR", "DE")
        owner = add_location(unit, sqlite_world.seeded.people["owner"], place)
    with sqlite_world.database.read() as unit:
        assert rights(matrices(unit, sqlite_world.business_id)[place.id], Role.RECEPTIONIST) == LESS
    assert owner.grants[place.id] == frozenset(Permission)


def test_a_business_from_before_is_told_once(sqlite_world: World) -> None:
    def told(unit: Unit) -> list[object]:
        of = sa.select(feed_rows).where(feed_rows.c.kind.in_(("matrix", "account")))
        return [(row.business_id, row.scope, row.kind, row.id, row.body) for row in unit.conn.execute(of)]

    with sqlite_world.database.write() as unit:
        before = sorted(map(repr, told(unit)))
        unit.conn.execute(feed_rows.delete().where(feed_rows.c.kind.in_(("matrix", "account"))))
        bring_on(unit)
    with sqlite_world.database.write() as unit:
        assert sorted(map(repr, told(unit))) == before
        head = unit.conn.execute(sa.select(sa.func.max(feed_rows.c.number))).scalar_one()
        bring_on(unit)
        assert unit.conn.execute(sa.select(sa.func.max(feed_rows.c.number))).scalar_one() == head


@pytest.mark.row("R9")
def test_a_desk_reads_permissions_and_roles_that_it_does_not_know() -> None:
    row = decode(b'{"kind":"matrix","id":"l","roles":[{"role":"apprentice","permissions":["fly"]}]}', MatrixRow)
    assert row.roles == (RoleRights("apprentice", ("fly",)),)
