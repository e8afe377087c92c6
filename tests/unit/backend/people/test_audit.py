"""Every write leaves a row that says what happened, to what, by whom, and holds no text that people wrote."""

import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from backend.catalogue.changes import save_bundle, save_service
from backend.db.tables.core import events
from backend.team.changes import save_member
from tests.support.server import World
from tests.unit.backend.people.test_every_route import EXPECTED, PAYLOADS, answer_of, call, prepare, scene_of

pytestmark = pytest.mark.row("S10")

LEAVES_NOTHING = {
    ("POST", "/v1/sessions/refresh"),  # the same session goes on
    ("PUT", "/v1/presence"),  # kept in memory, for seconds
    ("POST", "/v1/book/{salon}/codes"),  # an anonymous visitor leaves no row (row B1)
    ("POST", "/v1/forgotten-password"),  # the work that follows leaves one, if somebody has the address (promise S2)
}

WRITES = {
    ("POST", "/v1/sessions"): ("nobody", "session.started"),
    ("DELETE", "/v1/sessions"): ("reception", "session.ended"),
    ("PUT", "/v1/roles/{role}/permissions"): ("admin", "matrix.changed"),
    ("PUT", "/v1/locations/{location}/phone"): ("admin", "location.phone_set"),
    ("PUT", "/v1/people/{id}/roles"): ("admin", "person.roles_changed"),
    ("POST", "/v1/people/{id}/disable"): ("admin", "person.disabled"),
    ("POST", "/v1/people"): ("admin", "person.invited"),
    ("POST", "/v1/people/{id}/password-link"): ("admin", "person.link_made"),
    ("PUT", "/v1/people/{id}/roles/{location}"): ("admin", "person.roles_changed"),
    ("POST", "/v1/people/{id}/ownership"): ("owner", "ownership.handed_over"),
    ("POST", "/password/{token}"): ("nobody", "person.password_set"),
    ("PUT", "/v1/services/{id}"): ("admin", "service.saved"),
    ("PUT", "/v1/bundles/{id}"): ("admin", "bundle.saved"),
    ("PUT", "/v1/team-members/{id}"): ("admin", "team_member.saved"),
    ("POST", "/v1/book/{salon}/sessions"): ("nobody", "client.signed_in"),
    ("POST", "/v1/book/{salon}/review"): ("client", "draft.review_entered"),
    ("POST", "/v1/book/{salon}/confirm"): ("client", "appointment.booked"),
    ("POST", "/v1/book/{salon}/resume/{token}/review"): ("nobody", "draft.review_entered"),
    ("POST", "/v1/book/{salon}/resume/{token}/confirm"): ("nobody", "appointment.booked"),
    ("PUT", "/v1/book/{salon}/resume/{token}/start"): ("nobody", "draft.review_entered"),
    ("PUT", "/v1/book/{salon}/resume/{token}/notes"): ("nobody", "draft.noted_by_client"),
    ("PUT", "/v1/book/{salon}/review/notes"): ("client", "draft.noted_by_client"),
    ("POST", "/v1/book/{salon}/session"): ("nobody", "client.signed_in"),
    ("DELETE", "/v1/book/{salon}/session"): ("client", "client.signed_out"),
    ("POST", "/v1/book/{salon}/manage/{token}/move"): ("nobody", "appointment.moved"),
    ("POST", "/v1/book/{salon}/manage/{token}/cancel"): ("nobody", "appointment.cancelled"),
    ("GET", "/book/{salon}/resume/{token}"): ("nobody", "draft.link_opened"),
    ("POST", "/book/{salon}/preferences/{token}"): ("nobody", "client.opted_out"),
    ("PUT", "/v1/channels/email"): ("owner", "channel.set"),
    ("PUT", "/v1/channels/sms"): ("owner", "channel.set"),
    ("POST", "/v1/channels/email/test"): ("owner", "channel.tried"),
    ("POST", "/v1/channels/sms/test"): ("owner", "channel.tried"),
    ("PUT", "/v1/automations/{id}"): ("admin", "automation.saved"),
    ("PUT", "/v1/automations/{id}/texts/{channel}/{language}"): ("admin", "automation.text_saved"),
    ("POST", "/v1/automations/{id}/test"): ("admin", "automation.tried"),
    ("POST", "/v1/clients/{id}/export"): ("admin", "client.exported"),
    ("POST", "/v1/clients/import"): ("admin", "client.imported"),
    ("PUT", "/v1/offer-settings"): ("admin", "offer_settings.set"),
    ("POST", "/v1/actions"): ("reception", "notices.read"),
}
"""Who asks, and an event that must be among those that follow."""

CHANGES_NOTHING = {
    ("POST", "/v1/people/{id}/enable"),
    ("DELETE", "/v1/channels/email"),
    ("DELETE", "/v1/channels/sms"),
    *(
        ("POST", f"{start}/book/{{salon}}/offer/{{token}}/{end}")
        for start in ("", "/v1")
        for end in ("accept", "decline")
    ),
    ("POST", "/v1/hooks/twilio/sms/{salon}"),
    ("POST", "/v1/hooks/twilio/status/{salon}/{message}"),
}
"""Enabling somebody who is enabled, removing what is not there, answering what was not offered, or bringing what
nobody signed.
"""


def recorded(world: World) -> list[sa.Row[tuple[object, ...]]]:
    with world.database.read() as unit:
        return list(unit.conn.execute(sa.select(events).order_by(events.c.at, events.c.id)))


def since(world: World, before: list[sa.Row[tuple[object, ...]]]) -> list[sa.Row[tuple[object, ...]]]:
    known = {row.id for row in before}
    return [row for row in recorded(world) if row.id not in known]


def test_no_route_that_writes_is_unlisted(sqlite_world: World) -> None:
    writing = {(route.method, route.path) for route in sqlite_world.app.routes.routes if route.writes}
    assert writing == {*WRITES, *LEAVES_NOTHING, *CHANGES_NOTHING}


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_a_write_leaves_a_row(sqlite_world: World, method: str, path: str) -> None:
    actor, event = WRITES[method, path]
    scene = scene_of(sqlite_world, actor)
    before = recorded(sqlite_world)
    assert call(scene, method, path, EXPECTED[method, path]).status < 300
    found = since(sqlite_world, before)
    assert event in {row.event for row in found}
    assert all(row.subject and row.actor for row in found)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_an_action_leaves_a_row_with_who_did_it(sqlite_world: World, payload: type) -> None:
    scene = scene_of(sqlite_world, "admin")
    prepare(scene, payload, scene.token)
    before = recorded(sqlite_world)
    assert answer_of(scene, PAYLOADS[payload][0](scene), "a-1", scene.token) == "done"
    actor = f"person:{sqlite_world.seeded.people['admin'].id}"
    assert actor in {row.actor for row in since(sqlite_world, before)}


def test_enabling_leaves_a_row(sqlite_world: World) -> None:
    stylist = sqlite_world.seeded.people["stylist"].id
    for what in ("disable", "enable"):
        sqlite_world.call("POST", f"/v1/people/{stylist}/{what}", token=sqlite_world.token("owner"))
    assert ("person.enabled", f"person:{stylist}") in {(row.event, row.subject) for row in recorded(sqlite_world)}


def test_a_replayed_token_leaves_a_row(sqlite_world: World) -> None:
    sign_in, refresh = EXPECTED["POST", "/v1/sessions"], "/v1/sessions/refresh"
    token = sqlite_world.call("POST", "/v1/sessions", sign_in.body).json()["refresh_token"]
    for _ in range(2):
        sqlite_world.call("POST", refresh, {"refresh_token": token})
        sqlite_world.clock.advance(61_000_000)
    assert "session.replayed" in {row.event for row in recorded(sqlite_world)}


def test_changes_of_catalogue_and_team_leave_rows(sqlite_world: World) -> None:
    seeded = sqlite_world.seeded
    with sqlite_world.database.write() as unit:
        save_service(unit, seeded.people["owner"], replace(seeded.services["beard"], archived=True))
        save_bundle(unit, seeded.people["owner"], replace(seeded.bundle, archived=True))
        save_member(unit, seeded.people["owner"], replace(seeded.team["Bea"], archived=True))
    found = {row.event for row in recorded(sqlite_world)}
    assert {"service.saved", "service.archived", "bundle.saved", "bundle.archived"} <= found
    assert {"team_member.saved", "team_member.archived", "location.added", "business.added", "person.added"} <= found


def test_the_log_holds_no_names_and_no_addresses(sqlite_world: World) -> None:
    scene = scene_of(sqlite_world, "admin")
    call(scene, "POST", "/v1/book/{salon}/confirm", EXPECTED["POST", "/v1/book/{salon}/confirm"])
    text = repr([tuple(row) for row in recorded(sqlite_world)])
    for personal in ("Nora", "Nowak", "@example.org", "+49", "Admin", "Reception"):
        assert personal not in text
