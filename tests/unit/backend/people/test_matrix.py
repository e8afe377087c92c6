"""Who may do what, where: roles over a matrix per location, and what a desk may hold by it."""

import pytest

from backend.db.database import Unit
from domain.constants import MINUTE
from domain.permissions import DEFAULT_MATRIX, Permission, Role, ScopeKind, scope
from domain.wire.access import PersonRoles, RolePermissions, SignIn
from domain.wire.actions import Action, ActionBatch, ReadNotices
from domain.wire.base import decode
from domain.wire.rows import PersonRow
from domain.wire.sync import SyncPage
from tests.support.server import PASSWORD, Reply, World

ALL = frozenset(Permission)
NO_FOLLOW_UPS = (Permission.VIEW_SCHEDULE,)


class Desk:
    """A desk that pulls until it has everything, and remembers which scopes it holds."""

    def __init__(self, world: World, who: str) -> None:
        self.world = world
        self.token = world.token(who)
        self.cursor: str | None = None
        self.held: set[str] = set()
        self.person: PersonRow | None = None

    def pull(self) -> list[SyncPage]:
        pages = []
        while True:
            query = {"cursor": self.cursor} if self.cursor else {}
            page = self.world.call("GET", "/v1/sync", token=self.token, query=query).read(SyncPage)
            pages.append(page)
            self._take(page)
            if not page.more:
                return pages

    def _take(self, page: SyncPage) -> None:
        self.cursor = page.cursor
        self.held.difference_update(page.dropped)
        self.held.update(snapshot.scope for snapshot in page.snapshots)
        for row in (*page.rows, *(row for snapshot in page.snapshots for row in snapshot.rows)):
            if row.kind == "person":
                self.person = decode(row.body, PersonRow)

    @property
    def grants(self) -> dict[str, frozenset[Permission]]:
        assert self.person is not None
        return {grant.location_id: frozenset(map(Permission, grant.permissions)) for grant in self.person.grants}


def desk(world: World, who: str) -> Desk:
    opened = Desk(world, who)
    opened.pull()
    return opened


def set_permissions(world: World, role: Role, permissions: tuple[Permission, ...], by: str = "owner") -> Reply:
    path = f"/v1/roles/{role}/permissions"
    return world.call("PUT", path, RolePermissions(role, permissions), token=world.token(by))


def set_roles(world: World, who: str, roles: dict[str, tuple[Role, ...]], by: str = "owner") -> Reply:
    path = f"/v1/people/{world.seeded.people[who].id}/roles"
    return world.call("PUT", path, PersonRoles(roles), token=world.token(by))


def switch(world: World, who: str, what: str, by: str = "owner") -> Reply:
    return world.call("POST", f"/v1/people/{world.seeded.people[who].id}/{what}", token=world.token(by))


@pytest.mark.row("B24")
def test_everybody_begins_with_the_house_matrix(sqlite_world: World) -> None:
    seeded = sqlite_world.seeded
    both = {seeded.north: ALL, seeded.south: ALL}
    assert desk(sqlite_world, "owner").grants == both
    assert desk(sqlite_world, "admin").grants == both
    assert desk(sqlite_world, "reception").grants == {seeded.north: DEFAULT_MATRIX[Role.RECEPTIONIST]}
    assert desk(sqlite_world, "stylist").grants == {seeded.north: DEFAULT_MATRIX[Role.TEAM_MEMBER]}


@pytest.mark.row("B18", "B24", "S4")
def test_losing_the_permission_takes_the_follow_ups_and_leaves_the_schedule(world: World) -> None:
    reception, south = desk(world, "reception"), desk(world, "south")
    north = world.seeded.north
    assert set_permissions(world, Role.RECEPTIONIST, NO_FOLLOW_UPS).status == 204
    page = reception.pull()[0]
    clients = scope(ScopeKind.CLIENTS, world.business_id)
    gone = {scope(ScopeKind.FOLLOW_UPS, north), scope(ScopeKind.AVAILABILITY, north), clients}
    assert set(page.dropped) == gone
    assert scope(ScopeKind.SCHEDULE, north) in reception.held
    assert reception.grants == {north: frozenset(NO_FOLLOW_UPS)}
    assert scope(ScopeKind.FOLLOW_UPS, world.seeded.south) in south.pull()[0].dropped


@pytest.mark.row("B18")
def test_getting_the_permission_brings_the_follow_ups(world: World) -> None:
    stylist = desk(world, "stylist")
    wanted = scope(ScopeKind.FOLLOW_UPS, world.seeded.north)
    assert wanted not in stylist.held
    set_permissions(world, Role.TEAM_MEMBER, (Permission.VIEW_SCHEDULE, Permission.MANAGE_WAITLIST))
    stylist.pull()
    assert wanted in stylist.held


@pytest.mark.row("B24")
def test_a_role_without_permissions_leaves_only_the_person_herself(sqlite_world: World) -> None:
    reception = desk(sqlite_world, "reception")
    set_permissions(sqlite_world, Role.RECEPTIONIST, ())
    reception.pull()
    assert {name.partition(":")[0] for name in reception.held} == {ScopeKind.PERSON, ScopeKind.BUSINESS}


@pytest.mark.row("B24", "N25")
def test_roles_are_given_per_location(world: World) -> None:
    reception, seeded = desk(world, "reception"), world.seeded
    assert set_roles(world, "reception", {seeded.south: (Role.RECEPTIONIST,)}).status == 204
    dropped = reception.pull()[0].dropped
    assert scope(ScopeKind.FOLLOW_UPS, seeded.north) in dropped
    assert scope(ScopeKind.SCHEDULE, seeded.north) in dropped
    assert scope(ScopeKind.FOLLOW_UPS, seeded.south) in reception.held
    assert reception.grants == {seeded.south: DEFAULT_MATRIX[Role.RECEPTIONIST]}


@pytest.mark.row("B18", "S4")
def test_open_streams_of_the_person_are_nudged(sqlite_world: World) -> None:
    stream = sqlite_world.call("GET", "/v1/stream", token=sqlite_world.token("reception")).response.events
    assert stream is not None
    stream.take()
    set_permissions(sqlite_world, Role.RECEPTIONIST, NO_FOLLOW_UPS)
    event = stream.take()
    assert event is not None
    assert event.startswith(b"event: nudge")
    stream.close()


@pytest.mark.row("B24")
@pytest.mark.parametrize("by", ["reception", "stylist", "south"])
def test_the_matrix_needs_manage_team(sqlite_world: World, by: str) -> None:
    assert set_permissions(sqlite_world, Role.RECEPTIONIST, (), by=by).problem.type == "not_permitted"
    assert set_roles(sqlite_world, "stylist", {}, by=by).status == 403
    assert switch(sqlite_world, "stylist", "disable", by=by).status == 403
    assert switch(sqlite_world, "stylist", "enable", by=by).status == 403


@pytest.mark.row("B24")
def test_manage_team_at_one_location_does_not_reach_the_other(sqlite_world: World) -> None:
    north, south = sqlite_world.seeded.north, sqlite_world.seeded.south
    set_roles(sqlite_world, "admin", {north: (Role.ADMIN,)})
    assert set_roles(sqlite_world, "stylist", {south: (Role.RECEPTIONIST,)}, by="admin").status == 403
    assert set_roles(sqlite_world, "south", {}, by="admin").status == 403
    assert switch(sqlite_world, "south", "disable", by="admin").status == 403
    assert set_permissions(sqlite_world, Role.RECEPTIONIST, (), by="admin").status == 403
    assert set_roles(sqlite_world, "stylist", {north: (Role.RECEPTIONIST,)}, by="admin").status == 204
    assert switch(sqlite_world, "stylist", "disable", by="admin").status == 204


@pytest.mark.row("B24")
def test_the_owner_is_fixed(sqlite_world: World) -> None:
    north = sqlite_world.seeded.north
    replies = [
        set_permissions(sqlite_world, Role.OWNER, (), by="admin"),
        set_roles(sqlite_world, "owner", {}, by="admin"),
        set_roles(sqlite_world, "reception", {north: (Role.OWNER,)}, by="admin"),
        switch(sqlite_world, "owner", "disable", by="admin"),
        switch(sqlite_world, "owner", "enable", by="admin"),
    ]
    assert {(reply.status, reply.problem.type) for reply in replies} == {(403, "owner_fixed")}
    assert desk(sqlite_world, "owner").grants[north] == ALL


def test_nobody_reaches_into_another_business(sqlite_world: World) -> None:
    assert set_roles(sqlite_world, "reception", {}, by="stranger").status == 404
    assert switch(sqlite_world, "reception", "disable", by="stranger").status == 404
    before = desk(sqlite_world, "reception").grants
    assert set_permissions(sqlite_world, Role.RECEPTIONIST, (), by="stranger").status == 204
    assert desk(sqlite_world, "reception").grants == before


def test_a_location_that_is_not_ours_is_none(sqlite_world: World) -> None:
    refused = set_roles(sqlite_world, "reception", {"elsewhere": (Role.RECEPTIONIST,)})
    assert (refused.status, refused.problem.type) == (403, "not_permitted")


def test_a_role_is_named_by_the_address(sqlite_world: World) -> None:
    token, body = sqlite_world.token("owner"), RolePermissions(Role.ADMIN, ())
    assert sqlite_world.call("PUT", "/v1/roles/receptionist/permissions", body, token).problem.field == "$.role"
    assert sqlite_world.call("PUT", "/v1/roles/nobody/permissions", body, token).status == 404


@pytest.mark.row("B18", "S4")
def test_a_disabled_account_loses_everything_at_once(world: World) -> None:
    reception = desk(world, "reception")
    stream = world.call("GET", "/v1/stream", token=reception.token).response.events
    assert stream is not None
    stream.take()
    assert switch(world, "reception", "disable", by="admin").status == 204
    refused = world.call("GET", "/v1/sync", token=reception.token)
    assert (refused.status, refused.problem.type) == (401, "account_disabled")
    assert world.call("GET", "/v1/stream", token=reception.token).status == 401
    again = world.call("POST", "/v1/sessions", SignIn("reception@example.org", PASSWORD, "desk"))
    assert (again.status, again.problem.type) == (401, "account_disabled")
    assert getattr(stream, "ended", False)


@pytest.mark.row("B18")
def test_an_account_that_is_back_signs_in_again(world: World) -> None:
    token = world.token("reception")
    switch(world, "reception", "disable")
    switch(world, "reception", "enable")
    assert world.call("GET", "/v1/sync", token=token).problem.type == "sign_in_again"
    assert desk(world, "reception").grants == {world.seeded.north: DEFAULT_MATRIX[Role.RECEPTIONIST]}


def test_nobody_switches_herself_off(sqlite_world: World) -> None:
    refused = switch(sqlite_world, "admin", "disable", by="admin")
    assert (refused.status, refused.problem.type) == (409, "own_account")


@pytest.mark.row("S4")
def test_a_lost_permission_takes_its_actions_with_it(sqlite_world: World) -> None:
    token = sqlite_world.token("reception")
    client, session = sqlite_world.client()
    del client
    draft_id = leave(sqlite_world, session)
    set_permissions(sqlite_world, Role.RECEPTIONIST, NO_FOLLOW_UPS)
    payload = {"kind": "dismiss_draft", "draft_id": draft_id}
    action = {"id": "a-1", "entity": f"draft:{draft_id}", "made_at": sqlite_world.clock.at, "payload": payload}
    answer = sqlite_world.call("POST", "/v1/actions", {"actions": [action]}, token=token).json()["answers"][0]
    assert (answer["status"], answer["refusal"]["code"]) == ("refused", "not_permitted")


def leave(world: World, session: str) -> str:
    """A client leaves a booking at the north location unfinished."""
    service = world.seeded.services["cut"].id
    body = {"location_id": world.seeded.north, "choices": [{"service_id": service}]}
    draft_id: str = world.call("POST", "/v1/book/linden/review", body, token=session).json()["draft_id"]
    world.advance(10 * MINUTE)
    return draft_id


@pytest.mark.row("B5")
def test_the_mark_in_the_bell_moves_forward_only(world: World) -> None:
    def read(until: int) -> None:
        with world.database.read() as unit:
            action_id = new_id(unit)
        batch = ActionBatch((Action(action_id, "bell", world.clock.at, ReadNotices(until)),))
        assert world.call("POST", "/v1/actions", batch, token=world.token("reception")).status == 200

    now = world.clock.at
    for until, mark in ((now - MINUTE, now - MINUTE), (now - 2 * MINUTE, now - MINUTE), (now + MINUTE, now)):
        read(until)
        person = desk(world, "reception").person
        assert person is not None
        assert person.notices_read_at == mark


def new_id(unit: Unit) -> str:
    return unit.ids.new(unit.now)
