"""A time off is answered by what is booked in it, before it is saved (row B24)."""

import datetime as dt

import pytest

from domain.appointments import CancelReason, Status
from domain.permissions import DEFAULT_MATRIX, Permission, Role
from domain.times import instant
from domain.wire.access import RolePermissions
from domain.wire.actions import Action, ActionBatch, BookAppointment, ChangeAppointment, Choice
from domain.wire.base import encode
from domain.wire.catalogue import Affected, SaveTimeOff, TimesOff
from tests.support.server import ZONE, Reply, World

pytestmark = pytest.mark.row("B24")

WEDNESDAY = dt.datetime(2026, 3, 11)


def at(hour: int, days: int = 0) -> dt.datetime:
    return WEDNESDAY + dt.timedelta(days=days, hours=hour)


def times(*spans: tuple[dt.datetime, dt.datetime]) -> TimesOff:
    return TimesOff(tuple(SaveTimeOff(instant(start, ZONE), instant(end, ZONE)) for start, end in spans))


def ask(world: World, off: TimesOff, who: str = "admin", member: str = "Ada") -> Reply:
    member_id = world.seeded.team[member].id if member in world.seeded.team else member
    return world.call("POST", f"/v1/team-members/{member_id}/affected", off, world.token(who))


def do(world: World, action_id: str, payload: BookAppointment | ChangeAppointment) -> None:
    entity = f"appointment:{payload.appointment_id}"
    asked = ActionBatch((Action(action_id, entity, world.clock.at, payload),))
    reply = world.call("POST", "/v1/actions", encode(asked), token=world.token("reception"))
    assert reply.json()["answers"][0]["status"] == "done", reply.body


def book(world: World, name: str, start: dt.datetime, member: str = "Ada") -> None:
    """A haircut of an hour, or less."""
    client, _ = world.client(f"{name} Nowak")
    choice = Choice(world.seeded.services["cut"].id, team_member_id=world.seeded.team[member].id)
    do(world, f"b-{name}", BookAppointment(f"app-{name}", world.seeded.north, client.id, (choice,), start))


def test_what_lies_in_it_is_named_in_order_and_nothing_else(world: World) -> None:
    book(world, "Late", at(14))
    book(world, "Early", at(10))
    book(world, "Before", at(9))
    book(world, "Tomorrow", at(10, days=1))
    book(world, "Beas", at(10), member="Bea")
    found = ask(world, times((at(10), at(16)))).read(Affected)
    assert found.count == 2
    assert [one.client_name for one in found.appointments] == ["Early Nowak", "Late Nowak"]
    assert [one.start_at for one in found.appointments] == [instant(at(10), ZONE), instant(at(14), ZONE)]
    both = ask(world, times((at(9), at(10)), (at(0, days=1), at(0, days=2)))).read(Affected)
    assert [one.client_name for one in both.appointments] == ["Before Nowak", "Tomorrow Nowak"]


def test_what_touches_it_only_stays_out(sqlite_world: World) -> None:
    book(sqlite_world, "Nora", at(10))
    minutes = sqlite_world.seeded.services["cut"].minutes
    assert ask(sqlite_world, times((at(8), at(10)))).read(Affected).count == 0
    assert ask(sqlite_world, times((at(10) + dt.timedelta(minutes=minutes), at(17)))).read(Affected).count == 0
    assert ask(sqlite_world, times((at(10) + dt.timedelta(minutes=minutes - 1), at(17)))).read(Affected).count == 1


def test_cancelled_and_past_ones_are_not_counted(sqlite_world: World) -> None:
    book(sqlite_world, "Gone", at(10))
    reason = CancelReason.CLIENT_ASKED
    do(sqlite_world, "c-1", ChangeAppointment("app-Gone", Status.CANCELLED, Status.BOOKED, at(10), reason))
    book(sqlite_world, "Over", at(11))
    sqlite_world.clock.at = instant(at(15), ZONE)
    assert ask(sqlite_world, times((at(9), at(17)))).read(Affected) == Affected(0, ())


@pytest.mark.row("S1")
def test_whoever_may_not_see_the_schedule_hears_no_names(sqlite_world: World) -> None:
    book(sqlite_world, "Nora", at(10))
    may = tuple(one for one in DEFAULT_MATRIX[Role.ADMIN] if one is not Permission.VIEW_SCHEDULE)
    body = RolePermissions(Role.ADMIN, may)
    assert sqlite_world.call("PUT", "/v1/roles/admin/permissions", body, sqlite_world.token("owner")).status == 204
    found = ask(sqlite_world, times((at(9), at(17)))).read(Affected)
    assert (found.count, found.appointments[0].client_name) == (1, "")


def test_it_is_asked_by_whoever_manages_and_changes_nothing(sqlite_world: World) -> None:
    assert ask(sqlite_world, times((at(9), at(17))), who="reception").problem.type == "not_permitted"
    assert ask(sqlite_world, times((at(9), at(17))), member="nobody").problem.type == "not_found"
    assert ask(sqlite_world, TimesOff(())).read(Affected) == Affected(0, ())
