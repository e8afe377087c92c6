"""A salon changes hands: the Owner makes somebody else the Owner and is an Admin from then on (row B24)."""

import pytest
import sqlalchemy as sa

from backend.access.sign_in import FAILURES, WINDOW
from backend.db.tables.core import events
from domain.permissions import Role
from domain.wire.access import HandOver, Invite, NewLink, PasswordLink
from tests.support.server import PASSWORD, Reply, World
from tests.unit.backend.people.test_invitations import accounts

pytestmark = pytest.mark.row("B24")


def hand_over(world: World, to: str, *, by: str = "owner", password: str = PASSWORD) -> Reply:
    person_id = world.seeded.people[to].id if to in world.seeded.people else to
    return world.call("POST", f"/v1/people/{person_id}/ownership", HandOver(password), world.token(by))


def roles(world: World) -> dict[str, set[tuple[str, ...]]]:
    held: dict[str, set[tuple[str, ...]]] = {}
    for row in accounts(world, "owner"):
        held.setdefault(row.name, set()).add(row.roles)
    return held


def test_the_other_becomes_owner_everywhere_and_oneself_admin(world: World) -> None:
    assert hand_over(world, "reception").status == 204
    held = roles(world)
    assert held["Reception"] == {("owner",)}
    assert held["Owner"] == {("admin",)}
    assert len([row for row in accounts(world, "owner") if row.name == "Reception"]) == 2
    with world.database.read() as unit:
        kept = unit.conn.execute(sa.select(events).where(events.c.event == "ownership.handed_over")).one()
    people = world.seeded.people
    assert (kept.subject, kept.actor) == (f"person:{people['reception'].id}", f"person:{people['owner'].id}")


def test_it_cannot_be_done_twice_and_the_new_owner_is_out_of_reach(sqlite_world: World) -> None:
    hand_over(sqlite_world, "reception")
    assert hand_over(sqlite_world, "admin").problem.type == "not_permitted"
    new_owner = sqlite_world.seeded.people["reception"].id
    for method, what, body in (("POST", "disable", None), ("POST", "password-link", NewLink())):
        answer = sqlite_world.call(method, f"/v1/people/{new_owner}/{what}", body, sqlite_world.token("owner"))
        assert answer.problem.type == "owner_fixed"
    assert hand_over(sqlite_world, "owner", by="reception").status == 204
    assert roles(sqlite_world)["Owner"] == {("owner",)}


@pytest.mark.row("S2")
def test_the_password_is_asked_and_guessing_is_held_back(sqlite_world: World) -> None:
    for _ in range(FAILURES):
        refused = hand_over(sqlite_world, "admin", password="a wrong one").problem
        assert (refused.type, refused.status, refused.field) == ("wrong_password", 403, "$.password")
    assert hand_over(sqlite_world, "admin").problem.type == "too_many_tries"
    assert roles(sqlite_world)["Admin"] == {("admin",)}
    sqlite_world.clock.advance(WINDOW)
    assert hand_over(sqlite_world, "admin").status == 204


def test_only_to_somebody_who_can_sign_in_here(sqlite_world: World) -> None:
    wish = Invite("Nele Neu", "nele@example.org", {sqlite_world.seeded.north: (Role.RECEPTIONIST,)})
    invited = sqlite_world.call("POST", "/v1/people", wish, sqlite_world.token("owner")).read(PasswordLink).person_id
    off = sqlite_world.seeded.people["south"].id
    sqlite_world.call("POST", f"/v1/people/{off}/disable", token=sqlite_world.token("owner"))
    codes = {to: hand_over(sqlite_world, to).problem.type for to in (invited, "south", "owner", "stranger", "nobody")}
    assert list(codes.values()) == ["not_signed_in_yet", "not_signed_in_yet", "own_account", "not_found", "not_found"]


def test_an_admin_hands_over_nothing(sqlite_world: World) -> None:
    assert hand_over(sqlite_world, "reception", by="admin").problem.type == "not_permitted"


def test_both_keep_their_sessions_and_see_what_they_are_now(sqlite_world: World) -> None:
    token = sqlite_world.token("reception")
    before = sqlite_world.call("GET", "/v1/sync", token=token).json()["cursor"]
    hand_over(sqlite_world, "reception")
    page = sqlite_world.call("GET", "/v1/sync", token=token, query={"cursor": before})
    assert page.status == 200
    assert b'"kind":"person"' in page.body
    assert b'"kind":"account"' in page.body
