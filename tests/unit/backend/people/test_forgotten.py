"""Whoever has forgotten her password gets a link by mail, and nobody learns from it who has an account (promise S2)."""

import re

import pytest
import sqlalchemy as sa

from backend.access.forgotten import LIFE, OF_ADDRESS, OF_PEER
from backend.app import build
from backend.db.tables.core import due, events
from backend.messages.post import Post
from backend.messages.templates import languages
from domain.constants import HOUR, MINUTE
from domain.permissions import Role
from domain.wire.access import ForgottenPassword, Invite, PasswordLink
from tests.support.server import PASSWORD, PUBLIC_URL, Reply, World
from tests.unit.backend.people.test_invitations import NEW, choose, sign_in

pytestmark = pytest.mark.row("B24", "S2")


def ask(world: World, email: str = "reception@example.org", language: str = "en", peer: str = "192.0.2.7") -> Reply:
    return world.call("POST", "/v1/forgotten-password", ForgottenPassword(email, language), peer=peer)


def link_in(world: World) -> str:
    world.run_due()
    found = re.search(r"https://book\.example\.org(/password/\S+)", world.email.sent[-1].text)
    assert found is not None
    return found[1]


def waiting(world: World) -> int:
    with world.database.read() as unit:
        tasks = ("forgotten_password", "send_letter")
        return len(unit.conn.execute(sa.select(due).where(due.c.task.in_(tasks))).all())


def test_a_link_comes_by_mail_and_sets_a_password_once(world: World) -> None:
    assert ask(world, " Reception@Example.ORG ").status == 204
    path = link_in(world)
    assert world.email.sent[-1].to == "reception@example.org"
    assert sign_in(world, "reception@example.org", PASSWORD) == 200
    assert choose(world, path).status == 200
    assert choose(world, path).status == 410
    assert sign_in(world, "reception@example.org", PASSWORD) == 401
    assert sign_in(world, "reception@example.org", NEW) == 200
    assert waiting(world) == 0


def test_known_and_unknown_are_answered_alike_and_leave_as_much_to_do(world: World) -> None:
    known = ask(world)
    after_known = waiting(world)
    unknown = ask(world, "nobody@example.org")
    assert (unknown.status, unknown.body, dict(unknown.headers)) == (known.status, known.body, dict(known.headers))
    assert waiting(world) - after_known == after_known == 1
    world.run_due()
    assert [sent.to for sent in world.email.sent] == ["reception@example.org"]
    assert waiting(world) == 0


def test_the_limits_count_addresses_and_places_whether_known_or_not(sqlite_world: World) -> None:
    for email in ("reception@example.org", "nobody@example.org"):
        answers = [ask(sqlite_world, email, peer=f"192.0.2.{place}").status for place in range(OF_ADDRESS + 1)]
        assert answers == [204] * OF_ADDRESS + [429]
    sqlite_world.clock.advance(HOUR)
    for number in range(OF_PEER):
        assert ask(sqlite_world, f"n{number}@example.org").status == 204
    refused = ask(sqlite_world, "one-more@example.org")
    assert (refused.status, refused.problem.type, refused.problem.retry_after) == (429, "too_many_tries", 3600)
    assert ask(sqlite_world, "one-more@example.org", peer="198.51.100.1").status == 204


def test_the_link_works_for_an_hour(sqlite_world: World) -> None:
    ask(sqlite_world)
    path = link_in(sqlite_world)
    sqlite_world.clock.advance(LIFE - MINUTE)
    assert sqlite_world.call("GET", path).status == 200
    sqlite_world.clock.advance(MINUTE)
    assert sqlite_world.call("GET", path).status == 410


def test_somebody_who_was_invited_and_has_lost_the_mail_is_invited_again(sqlite_world: World) -> None:
    wish = Invite("Nele Neu", "nele@example.org", {sqlite_world.seeded.north: (Role.RECEPTIONIST,)}, hand_over=True)
    first = sqlite_world.call("POST", "/v1/people", wish, sqlite_world.token("admin")).read(PasswordLink).link
    assert first is not None
    ask(sqlite_world, "nele@example.org")
    path = link_in(sqlite_world)
    assert sqlite_world.email.sent[-1].subject == "Your account at Studio Linden"
    sqlite_world.clock.advance(LIFE)
    assert sqlite_world.call("GET", path).status == 200
    assert sqlite_world.call("GET", first.removeprefix(PUBLIC_URL)).status == 410


def test_an_account_that_is_switched_off_gets_nothing(sqlite_world: World) -> None:
    person = sqlite_world.seeded.people["reception"].id
    sqlite_world.call("POST", f"/v1/people/{person}/disable", token=sqlite_world.token("owner"))
    assert ask(sqlite_world).status == 204
    sqlite_world.run_due()
    assert sqlite_world.email.sent == []


def test_a_server_without_mail_says_so_to_everybody(sqlite_world: World) -> None:
    sqlite_world.app = build(sqlite_world.database, Post({}, PUBLIC_URL))
    for email in ("reception@example.org", "nobody@example.org"):
        assert ask(sqlite_world, email).problem.type == "no_mail"


def test_what_is_no_address_is_refused_at_its_field(sqlite_world: World) -> None:
    refused = ask(sqlite_world, "reception").problem
    assert (refused.type, refused.field) == ("email_wrong", "$.email")


@pytest.mark.parametrize("language", sorted(languages()))
def test_the_letter_is_in_every_language_that_a_desk_has(sqlite_world: World, language: str) -> None:
    ask(sqlite_world, language=language)
    link_in(sqlite_world)
    sent = sqlite_world.email.sent[-1]
    assert "Studio Linden" in sent.subject
    assert "{{" not in sent.subject + sent.text


@pytest.mark.row("S10")
def test_asking_leaves_a_trace_without_an_address(sqlite_world: World) -> None:
    ask(sqlite_world)
    sqlite_world.run_due()
    with sqlite_world.database.read() as unit:
        found = unit.conn.execute(sa.select(events).where(events.c.event == "person.link_asked")).one()
    assert found.subject == f"person:{sqlite_world.seeded.people['reception'].id}"
    assert b"example.org" not in found.facts
