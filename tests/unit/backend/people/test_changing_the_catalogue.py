"""Services, bundles and who serves, changed from a desk: what is refused, and at which field."""

import datetime as dt

import msgspec
import pytest

from domain.permissions import Permission, Role
from domain.wire.access import RolePermissions
from domain.wire.base import Money
from domain.wire.booking import SalonCatalogue
from domain.wire.catalogue import (
    SaveBundle,
    SaveHours,
    SaveItem,
    SaveService,
    SaveTeamMember,
    SaveTimeOff,
    SaveVariant,
)
from tests.support.server import SALON, Reply, World

pytestmark = pytest.mark.row("B24")

NINE, NOON, FIVE = dt.time(9), dt.time(12), dt.time(17)
WASH = SaveService("wash", "Wash", 10, 900, "EUR", (SaveVariant("w1", "Long hair", 15, 1200),))


def save(world: World, wish: SaveService | SaveBundle | SaveTeamMember, by: str = "admin") -> Reply:
    part = {SaveService: "services", SaveBundle: "bundles", SaveTeamMember: "team-members"}[type(wish)]
    return world.call("PUT", f"/v1/{part}/{wish.id}", wish, world.token(by))


def member(world: World, **changes: object) -> SaveTeamMember:
    service = world.seeded.services["cut"].id
    hours = (SaveHours(0, NINE, NOON), SaveHours(0, NOON, FIVE))
    usual = SaveTeamMember("dora", world.seeded.north, "Dora", (service,), hours)
    return msgspec.structs.replace(usual, **changes)


def offered(world: World) -> SalonCatalogue:
    return world.call("GET", f"/v1/book/{SALON}/catalogue").read(SalonCatalogue)


def test_a_service_is_added_archived_and_brought_back(world: World) -> None:
    assert save(world, WASH).status == 204
    (wash,) = [row for row in offered(world).services if row.id == "wash"]
    assert (wash.price, wash.variants[0].price) == (Money(900, "EUR"), Money(1200, "EUR"))
    for archived in (True, False):
        assert save(world, msgspec.structs.replace(WASH, archived=archived)).status == 204
        assert ("wash" in {row.id for row in offered(world).services}) is not archived


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        (SaveService("wash", " ", 10, 900, "EUR"), "name_needed", "$.name"),
        (SaveService("wash", "Wash", 0, 900, "EUR"), "invalid", "$.minutes"),
        (SaveService("wash", "Wash", 1441, 900, "EUR"), "invalid", "$.minutes"),
        (SaveService("wash", "Wash", 10, -1, "EUR"), "invalid", "$.price"),
        (SaveService("wash", "Wash", 10, 900, "USD"), "currency_unknown", "$.currency"),
        (SaveService("wash", "Wash", 10, 9, "EUR", (SaveVariant("v", "", 5, 1),)), "name_needed", "$.variants[0].name"),
        (SaveService("wash", "Wash", 10, 9, "EUR", (SaveVariant("v", "A", 5, 1),) * 2), "variant_twice", "$.variants"),
        (SaveBundle("both", "Both", (), 900, "EUR"), "bundle_empty", "$.items"),
        (SaveBundle("both", "Both", (SaveItem("nothing"),), 900, "EUR"), "service_unknown", "$.items[0]"),
    ],
)
def test_what_cannot_be_sold_names_its_field(
    sqlite_world: World, wrong: SaveService | SaveBundle, code: str, field: str
) -> None:
    refused = save(sqlite_world, wrong).problem
    assert (refused.type, refused.field) == (code, field)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": " "}, "name_needed", "$.name"),
        ({"hours": (SaveHours(0, FIVE, NINE),)}, "hours_wrong", "$.hours[0]"),
        ({"hours": (SaveHours(7, NINE, FIVE),)}, "hours_wrong", "$.hours[0]"),
        ({"hours": (SaveHours(0, NINE, FIVE), SaveHours(0, NOON, FIVE))}, "hours_overlap", "$.hours[1]"),
        ({"time_off": (SaveTimeOff(9, 9),)}, "time_off_wrong", "$.time_off[0]"),
        ({"time_off": (SaveTimeOff(1, 9), SaveTimeOff(8, 12))}, "time_off_overlaps", "$.time_off[1]"),
        ({"service_ids": ("nothing",)}, "service_unknown", "$.service_ids[0]"),
        ({"location_id": "elsewhere"}, "not_permitted", None),
    ],
)
def test_who_cannot_serve_so_names_the_field(
    sqlite_world: World, changes: dict[str, object], code: str, field: str | None
) -> None:
    refused = save(sqlite_world, member(sqlite_world, **changes)).problem
    assert (refused.type, refused.field) == (code, field)


def test_hours_may_touch_and_a_service_named_twice_counts_once(world: World) -> None:
    service = world.seeded.services["cut"].id
    assert save(world, member(world, service_ids=(service, service))).status == 204
    (dora,) = [row for row in offered(world).team if row.name == "Dora"]
    assert dora.service_ids == (service,)


def test_the_catalogue_has_a_permission_of_its_own(sqlite_world: World) -> None:
    """Services are the business's and need it everywhere; who serves at a location needs it there."""
    north = sqlite_world.seeded.north
    body = RolePermissions(Role.RECEPTIONIST, (Permission.MANAGE_CATALOGUE,), north)
    sqlite_world.call("PUT", "/v1/roles/receptionist/permissions", body, sqlite_world.token("owner"))
    assert save(sqlite_world, member(sqlite_world), by="reception").status == 204
    assert save(sqlite_world, WASH, by="reception").problem.type == "not_permitted"


@pytest.mark.parametrize("wish", [WASH, SaveBundle("both", "Both", (SaveItem("x"),), 1, "EUR")])
def test_the_address_names_what_is_saved(sqlite_world: World, wish: SaveService | SaveBundle) -> None:
    path = "services" if isinstance(wish, SaveService) else "bundles"
    refused = sqlite_world.call("PUT", f"/v1/{path}/other", wish, sqlite_world.token("admin"))
    assert refused.problem.field == "$.id"
