"""What a salon sells and who serves: versions, archiving, and what desks and clients get of it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest
import sqlalchemy as sa

from backend.access.business import NewBusiness, add_business, add_location
from backend.access.person import Person
from backend.catalogue.changes import save_bundle, save_service
from backend.catalogue.queries import catalogue_of
from backend.db.database import Unit
from backend.db.tables.catalogue import services
from backend.team.changes import save_member
from backend.team.queries import team_of
from backend.web.problems import Refused
from domain.permissions import Permission
from domain.wire.base import Money
from domain.wire.booking import SalonCatalogue
from domain.wire.rows import BundleItem, LocationRow, Row, ServiceRow, TeamMemberRow, TimeOff, Variant, WorkingHours
from domain.wire.sync import SyncPage
from tests.support.server import SALON, World

EUR = "EUR"


def owner(world: World) -> Person:
    return world.seeded.people["owner"]


def offered(world: World) -> SalonCatalogue:
    return world.call("GET", f"/v1/book/{SALON}/catalogue").read(SalonCatalogue)


def held(world: World, kind: type) -> list[object]:
    """The rows of one kind in a first sync."""
    found: list[object] = []
    token, query = world.token("reception"), dict[str, str]()
    while True:
        page = world.call("GET", "/v1/sync", token=token, query=query).read(SyncPage)
        rows = (*page.rows, *(row for snapshot in page.snapshots for row in snapshot.rows))
        found += [row for row in (msgspec.json.decode(row.body, type=Row) for row in rows) if isinstance(row, kind)]
        if not page.more:
            return found
        query = {"cursor": page.cursor}


def refusal(world: World, run: Callable[[Unit], None]) -> str:
    with pytest.raises(Refused) as refused, world.database.write() as unit:
        run(unit)
    return f"{refused.value.problem.type} {refused.value.problem.field or ''}".strip()


def test_the_catalogue_is_in_the_order_it_was_made(world: World) -> None:
    found = offered(world)
    assert found.business_name == "Studio Linden"
    assert [row.name for row in found.locations] == ["North", "South"]
    assert [row.name for row in found.services] == ["Cut", "Colour", "Beard"]
    assert [variant.name for variant in found.services[1].variants] == ["Short", "Long"]
    assert [row.name for row in found.bundles] == ["Cut and beard"]
    assert [row.name for row in found.team] == ["Ada", "Bea", "Cem"]


def test_a_change_is_a_new_version_and_keeps_its_place(world: World) -> None:
    cut = world.seeded.services["cut"]
    dearer = msgspec.structs.replace(cut, price=Money(4900, EUR))
    with world.database.write() as unit:
        save_service(unit, owner(world), dearer)
    assert [row.name for row in offered(world).services] == ["Cut", "Colour", "Beard"]
    assert dearer in held(world, ServiceRow)
    with world.database.read() as unit:
        of = sa.select(services.c.price).where(services.c.id == cut.id).order_by(services.c.version)
        assert list(unit.conn.execute(of).scalars()) == [4500, 4900]


def test_what_is_archived_is_not_offered_but_stays_known(world: World) -> None:
    seeded = world.seeded
    colour = seeded.services["colour"]
    variants = (msgspec.structs.replace(colour.variants[0], archived=True), *colour.variants[1:])
    with world.database.write() as unit:
        save_service(unit, owner(world), msgspec.structs.replace(seeded.services["beard"], archived=True))
        save_bundle(unit, owner(world), msgspec.structs.replace(seeded.bundle, archived=True))
        save_member(unit, owner(world), msgspec.structs.replace(seeded.team["Bea"], archived=True))
        save_service(unit, owner(world), msgspec.structs.replace(colour, variants=variants))
    found = offered(world)
    assert [row.name for row in found.services] == ["Cut", "Colour"]
    assert [variant.name for variant in found.services[1].variants] == ["Long"]
    assert (found.bundles, [row.name for row in found.team]) == ((), ["Ada", "Cem"])
    with world.database.read() as unit:
        assert catalogue_of(unit, world.business_id).services[seeded.services["beard"].id].archived
        assert [row.archived for row in team_of(unit, world.business_id, seeded.north)] == [False, True]


def test_a_team_member_comes_back_as_she_was_saved(world: World) -> None:
    ada = world.seeded.team["Ada"]
    hours = (WorkingHours(0, dt.time(9), dt.time(12, 30)), WorkingHours(0, dt.time(13), dt.time(18)))
    changed = msgspec.structs.replace(ada, hours=hours, time_off=(TimeOff(10, 20), TimeOff(30, 40)))
    with world.database.write() as unit:
        save_member(unit, owner(world), changed)
    with world.database.read() as unit:
        assert team_of(unit, world.business_id, world.seeded.north)[0] == changed
    assert changed in held(world, TeamMemberRow)


def test_every_desk_has_all_locations(sqlite_world: World) -> None:
    assert {getattr(row, "name", "") for row in held(sqlite_world, LocationRow)} == {"North", "South"}


@pytest.mark.row("B24")
def test_changing_what_is_sold_needs_manage_team_everywhere(sqlite_world: World) -> None:
    seeded = sqlite_world.seeded
    only_north = replace(owner(sqlite_world), grants={seeded.north: frozenset(Permission)})
    cut, ada, cem = seeded.services["cut"], seeded.team["Ada"], seeded.team["Cem"]
    assert refusal(sqlite_world, lambda unit: save_service(unit, only_north, cut)) == "not_permitted"
    assert refusal(sqlite_world, lambda unit: save_bundle(unit, only_north, seeded.bundle)) == "not_permitted"
    assert refusal(sqlite_world, lambda unit: save_member(unit, only_north, cem)) == "not_permitted"
    with sqlite_world.database.write() as unit:
        save_member(unit, only_north, ada)


def test_what_cannot_be_sold_is_refused(sqlite_world: World) -> None:
    seeded, who = sqlite_world.seeded, owner(sqlite_world)
    cut = seeded.services["cut"]

    def service(**values: object) -> str:
        return refusal(sqlite_world, lambda unit: save_service(unit, who, msgspec.structs.replace(cut, **values)))

    def bundle(*items: BundleItem) -> str:
        changed = msgspec.structs.replace(seeded.bundle, items=items)
        return refusal(sqlite_world, lambda unit: save_bundle(unit, who, changed))

    assert service(name=" \n ") == "name_needed $.name"
    assert service(minutes=0) == "minutes_out_of_range $.minutes"
    assert service(variants=(Variant("v", "V", 2000, Money(1, EUR)),)) == "minutes_out_of_range $.variants[0].minutes"
    assert service(variants=(Variant("v", "V", 20, Money(1, "USD")),)) == "currency_differs $.variants"
    assert bundle() == "bundle_empty $.items"
    assert bundle(BundleItem(cut.id), BundleItem("none")) == "service_unknown $.items[1]"
    assert bundle(BundleItem(cut.id, "no such variant")) == "service_unknown $.items[0]"


def test_hours_and_places_that_cannot_be_are_refused(sqlite_world: World) -> None:
    seeded, who = sqlite_world.seeded, owner(sqlite_world)
    nine, ten = dt.time(9), dt.time(10)

    def member(**values: object) -> str:
        row = msgspec.structs.replace(seeded.team["Ada"], **values)
        return refusal(sqlite_world, lambda unit: save_member(unit, who, row))

    assert member(hours=(WorkingHours(0, ten, nine),)) == "hours_wrong $.hours[0]"
    assert member(hours=(WorkingHours(7, nine, ten),)) == "hours_wrong $.hours[0]"
    assert member(time_off=(TimeOff(2, 2),)) == "time_off_wrong $.time_off[0]"
    assert member(name="\t") == "name_needed $.name"
    assert member(location_id=seeded.south) == "location_fixed $.location_id"
    nowhere = LocationRow("loc", "Nowhere", "Europe/Nowhere", EUR, "DE")
    assert refusal(sqlite_world, lambda unit: void(add_location(unit, who, nowhere))) == "invalid"


NEW = NewBusiness("Haus", "haus", "Mitte", "Europe/Berlin", EUR, "DE", "Olga", "olga@example.org")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"slug": SALON}, "slug_taken $.slug"),
        ({"slug": "Not A Slug"}, "invalid $.slug"),
        ({"zone": "Berlin"}, "invalid $.zone"),
        ({"currency": "euro"}, "invalid $.currency"),
        ({"currency": "QQQ"}, "invalid $.currency"),
        ({"region": "GER"}, "invalid $.region"),
        ({"region": "ZZ"}, "invalid $.region"),
        ({"name": " "}, "invalid $.name"),
        ({"location": ""}, "invalid $.location"),
        ({"owner": "\u200b"}, "invalid $.owner"),
        ({"email": "olga"}, "invalid $.email"),
        ({"email": "Owner@example.org"}, "email_taken $.email"),
    ],
)
def test_a_business_that_cannot_be_is_refused(sqlite_world: World, values: dict[str, str], said: str) -> None:
    assert refusal(sqlite_world, lambda unit: void(add_business(unit, NEW._replace(**values), "hash"))) == said


def test_a_new_business_has_its_owner_at_work(world: World) -> None:
    with world.database.write() as unit:
        person = add_business(unit, NEW, "hash")
    assert set(person.grants.values()) == {frozenset(Permission)}
    found = world.call("GET", "/v1/book/haus/catalogue").read(SalonCatalogue)
    assert [row.name for row in found.locations] == ["Mitte"]


def void(_answer: object) -> None:
    """Forgets an answer, so that the call fits where none is wanted."""
