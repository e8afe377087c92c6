"""Inviting somebody, and links by which passwords are set."""

import re

import pytest
import sqlalchemy as sa

from backend.access.links import LIFE
from backend.app import build
from backend.db.tables.core import due
from backend.messages.post import Post
from domain.constants import MINUTE
from domain.permissions import DEFAULT_MATRIX, Permission, Role
from domain.wire.access import Invite, NewLink, PasswordLink, RolePermissions, SignIn
from domain.wire.base import decode
from domain.wire.sync import SyncPage
from domain.wire.team import AccountRow
from tests.support.server import PASSWORD, PUBLIC_URL, Reply, World

pytestmark = pytest.mark.row("B24", "S2")

NEW = "a-new-password"


def invite(world: World, *, by: str = "admin", hand_over: bool = True, role: Role = Role.RECEPTIONIST) -> Reply:
    wish = Invite("Nele Neu", "Nele@Example.org", {world.seeded.north: (role,)}, hand_over, "de")
    return world.call("POST", "/v1/people", wish, world.token(by))


def link_of(reply: Reply) -> str:
    link = reply.read(PasswordLink).link
    assert link is not None
    return link.removeprefix(PUBLIC_URL)


def choose(world: World, path: str, first: str = NEW, again: str = NEW) -> Reply:
    return world.call("POST", path, f"first={first}&again={again}".encode())


def sign_in(world: World, email: str, password: str) -> int:
    return world.call("POST", "/v1/sessions", SignIn(email, password, "desk")).status


def accounts(world: World, who: str) -> list[AccountRow]:
    page = world.call("GET", "/v1/sync", token=world.token(who)).read(SyncPage)
    assert not page.more
    rows = (row for snapshot in page.snapshots for row in snapshot.rows)
    return [decode(row.body, AccountRow) for row in rows if row.kind == "account"]


def test_an_invitation_goes_by_mail_in_the_language_asked_for_and_stays_nowhere(sqlite_world: World) -> None:
    answer = invite(sqlite_world, hand_over=False).read(PasswordLink)
    assert (answer.mailed, answer.link) == (True, None)
    sqlite_world.run_due()
    sent = sqlite_world.email.sent[-1]
    assert sent.to == "nele@example.org"
    assert sent.subject == "Ihr Zugang bei Studio Linden"
    path = re.search(r"https://book\.example\.org(/password/\S+)", sent.text)
    assert path is not None
    with sqlite_world.database.read() as unit:
        assert unit.conn.execute(sa.select(due).where(due.c.task == "send_letter")).first() is None
    assert choose(sqlite_world, path[1]).status == 200
    assert sign_in(sqlite_world, "nele@example.org", NEW) == 200


def test_without_mail_the_link_is_handed_over(sqlite_world: World) -> None:
    sqlite_world.app = build(sqlite_world.database, Post({}, PUBLIC_URL))
    answer = invite(sqlite_world, hand_over=False).read(PasswordLink)
    assert not answer.mailed
    assert answer.link is not None


def test_a_link_works_once(world: World) -> None:
    path = link_of(invite(world))
    assert b"nele@example.org" in world.call("GET", path).body
    assert choose(world, path).status == 200
    assert world.call("GET", path).status == 410
    assert choose(world, path, "another-password", "another-password").status == 410
    assert sign_in(world, "nele@example.org", NEW) == 200


def test_opening_a_link_changes_nothing(sqlite_world: World) -> None:
    path = link_of(invite(sqlite_world))
    for _ in range(3):
        assert sqlite_world.call("GET", path).status == 200


def test_a_link_works_for_seven_days(sqlite_world: World) -> None:
    path = link_of(invite(sqlite_world))
    sqlite_world.clock.advance(LIFE - MINUTE)
    assert sqlite_world.call("GET", path).status == 200
    sqlite_world.clock.advance(MINUTE)
    assert sqlite_world.call("GET", path).status == 410
    assert choose(sqlite_world, path).status == 410


@pytest.mark.parametrize(("first", "again"), [("short", "short"), (NEW, NEW + "x")])
def test_a_password_that_will_not_do_is_said_and_the_link_stays(sqlite_world: World, first: str, again: str) -> None:
    path = link_of(invite(sqlite_world))
    refused = choose(sqlite_world, path, first, again)
    assert refused.status == 422
    assert b'role="alert"' in refused.body
    assert choose(sqlite_world, path).status == 200


@pytest.mark.parametrize("body", [b"", b"first=%ff", b"\xff", b"again=x", b"&".join([b"a=1"] * 9)])
def test_what_is_no_form_is_refused(sqlite_world: World, body: bytes) -> None:
    assert sqlite_world.call("POST", link_of(invite(sqlite_world)), body).status == 422


def test_a_newer_link_takes_the_place_of_the_older(sqlite_world: World) -> None:
    first = link_of(invite(sqlite_world))
    person = next(row for row in accounts(sqlite_world, "admin") if row.name == "Nele Neu").person_id
    again = sqlite_world.call(
        "POST", f"/v1/people/{person}/password-link", NewLink(hand_over=True), sqlite_world.token("admin")
    )
    assert sqlite_world.call("GET", first).status == 410
    assert choose(sqlite_world, link_of(again)).status == 200


def test_a_reset_ends_the_sessions_only_when_it_is_used(sqlite_world: World) -> None:
    token, person = sqlite_world.token("reception"), sqlite_world.seeded.people["reception"].id
    made = sqlite_world.call(
        "POST", f"/v1/people/{person}/password-link", NewLink(hand_over=True), sqlite_world.token("admin")
    )
    assert sqlite_world.call("GET", "/v1/sync", token=token).status == 200
    assert choose(sqlite_world, link_of(made)).status == 200
    assert sqlite_world.call("GET", "/v1/sync", token=token).problem.type == "sign_in_again"
    assert sign_in(sqlite_world, "reception@example.org", PASSWORD) == 401
    assert sign_in(sqlite_world, "reception@example.org", NEW) == 200


def test_a_disabled_account_has_no_link(sqlite_world: World) -> None:
    person, owner = sqlite_world.seeded.people["reception"].id, sqlite_world.token("owner")
    ask = f"/v1/people/{person}/password-link"
    path = link_of(sqlite_world.call("POST", ask, NewLink(hand_over=True), owner))
    sqlite_world.call("POST", f"/v1/people/{person}/disable", token=owner)
    assert sqlite_world.call("GET", path).status == 410
    assert sqlite_world.call("POST", ask, NewLink(), owner).problem.type == "account_off"


def test_who_is_invited_stands_in_the_list_until_she_has_come(sqlite_world: World) -> None:
    path = link_of(invite(sqlite_world))
    (nele,) = [row for row in accounts(sqlite_world, "owner") if row.name == "Nele Neu"]
    assert (nele.email, nele.roles) == ("nele@example.org", ("receptionist",))
    assert nele.invited_until == sqlite_world.clock.at + LIFE
    assert sign_in(sqlite_world, "nele@example.org", "") != 200
    choose(sqlite_world, path)
    (nele,) = [row for row in accounts(sqlite_world, "owner") if row.name == "Nele Neu"]
    assert nele.invited_until is None


def test_whoever_has_an_account_here_gets_the_roles(sqlite_world: World) -> None:
    wish = Invite("Sam", "south@example.org", {sqlite_world.seeded.north: (Role.RECEPTIONIST,)})
    answer = sqlite_world.call("POST", "/v1/people", wish, sqlite_world.token("owner"))
    assert answer.read(PasswordLink) == PasswordLink(sqlite_world.seeded.people["south"].id)
    assert sqlite_world.call("POST", "/v1/people", wish, sqlite_world.token("owner")).problem.type == "email_taken"


@pytest.mark.parametrize(
    ("name", "email", "code", "field"),
    [
        ("  ", "nele@example.org", "name_needed", "$.name"),
        ("Nele", "nele", "email_wrong", "$.email"),
        ("Nele", "stranger@example.org", "email_taken", "$.email"),
    ],
)
def test_a_wrong_invitation_names_its_field(sqlite_world: World, name: str, email: str, code: str, field: str) -> None:
    wish = Invite(name, email, {sqlite_world.seeded.north: (Role.RECEPTIONIST,)})
    refused = sqlite_world.call("POST", "/v1/people", wish, sqlite_world.token("owner")).problem
    assert (refused.type, refused.field) == (code, field)


def test_nobody_gives_more_than_she_has(sqlite_world: World) -> None:
    """Receptionists who manage the team make receptionists, and no admins; nor do they take over an admin's account."""
    permissions = (*DEFAULT_MATRIX[Role.RECEPTIONIST], Permission.MANAGE_TEAM)
    body = RolePermissions(Role.RECEPTIONIST, permissions, sqlite_world.seeded.north)
    path = "/v1/roles/receptionist/permissions"
    assert sqlite_world.call("PUT", path, body, sqlite_world.token("owner")).status == 204
    assert invite(sqlite_world, by="reception", role=Role.ADMIN).problem.type == "more_than_yours"
    assert invite(sqlite_world, by="reception", role=Role.OWNER).problem.type == "owner_fixed"
    assert invite(sqlite_world, by="reception").status == 201
    more = RolePermissions(Role.RECEPTIONIST, tuple(Permission), sqlite_world.seeded.north)
    assert sqlite_world.call("PUT", path, more, sqlite_world.token("reception")).problem.type == "more_than_yours"
    people, token = sqlite_world.seeded.people, sqlite_world.token("reception")
    for who, code in (("admin", "not_permitted"), ("owner", "owner_fixed")):
        ask = f"/v1/people/{people[who].id}/password-link"
        assert sqlite_world.call("POST", ask, NewLink(), token).problem.type == code


def test_a_link_says_nothing_about_others(sqlite_world: World) -> None:
    for secret in ("x", f"{sqlite_world.business_id}.x", "a" * 500):
        reply = sqlite_world.call("GET", f"/password/{secret}")
        assert (reply.status, b"Studio" in reply.body) == (410, False)


@pytest.mark.row("N20")
def test_the_page_is_in_the_language_of_whoever_opens_it(sqlite_world: World) -> None:
    reply = sqlite_world.call("GET", "/password/unknown", query={"lang": "de"})
    assert (reply.status, b"Dieser Link funktioniert nicht mehr" in reply.body) == (410, True)
