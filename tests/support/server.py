"""The whole backend in this process: a set clock, a small salon, both databases, and calls with the bytes of a request.

    def test_something(world: World) -> None:
        reply = world.call("GET", "/v1/sync", token=world.token("reception"))
        assert reply.status == 200

`world` runs each test on SQLite and on PostgreSQL; `sqlite_world` on SQLite alone, for what both do alike.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest

from backend.access import sessions
from backend.access.business import NewBusiness, add_business, add_location
from backend.access.passwords import hash_public_password
from backend.access.people import add_person
from backend.access.person import Person
from backend.access.queries import grants_of
from backend.app import App, build
from backend.catalogue.changes import save_bundle, save_service
from backend.channels.port import ChannelPort
from backend.clients import sessions as client_sessions
from backend.clients.queries import Client
from backend.clients.sign_in import add_client
from backend.db.database import Database, Unit
from backend.db.migrate import migrate
from backend.due.queue import Lane
from backend.messages.post import Post
from backend.messages.sandbox import sandbox_post
from backend.messages.settings import publish_all
from backend.providers.changes import publish as publish_channels
from backend.providers.own import OwnChannels
from backend.providers.vault import Vault
from backend.team.changes import save_member
from backend.web.dispatch import dispatch
from backend.web.route import Request, Response
from domain.permissions import Role
from domain.uuid7 import SeededIds
from domain.wire.base import Money, decode, encode
from domain.wire.problems import Problem
from domain.wire.rows import (
    BundleItem,
    BundleRow,
    Channel,
    LocationRow,
    ServiceRow,
    TeamMemberRow,
    Variant,
    WorkingHours,
)
from tests.support.channels import RecordingChannel
from tests.support.clock import TUESDAY_NINE, SetClock
from tests.support.databases import Original, PostgresOriginal, SqliteOriginal
from tests.support.hooks import SMS_ACCOUNT
from tests.support.postgres import Cluster

T = TypeVar("T")

PASSWORD = "open sesame please"
SALON, OTHER_SALON = "linden", "elsewhere"
ZONE = "Europe/Berlin"
PUBLIC_URL = "https://book.example.org"
OWN = OwnChannels(Vault(bytes(range(32))))


@dataclass(frozen=True)
class Reply:
    """An answer, decoded when asked."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    response: Response

    def read(self, of: type[T]) -> T:
        """The body as a wire value."""
        return decode(self.body, of)

    def json(self) -> Any:
        """The body as plain JSON values."""
        return decode(self.body, object)

    @property
    def problem(self) -> Problem:
        """The problem that it is."""
        return decode(self.body, Problem)


@dataclass(frozen=True)
class Seeded:
    """The ids of what every world has.

    `people`: owner (both locations), admin (both), reception (north), south (reception at south), stylist (north, sees
    the schedule only), and stranger, the owner of another salon. `services`: cut, colour (variants short, long), beard.
    `team`: Ada and Bea at north (Ada does everything, Bea cuts), Cem at south. Everyone serves from 9 to 17 each day.
    """

    business_id: str
    other_business_id: str
    north: str
    south: str
    people: Mapping[str, Person]
    services: Mapping[str, ServiceRow]
    bundle: BundleRow
    team: Mapping[str, TeamMemberRow]


@dataclass
class World:
    """A backend and the hands to work it."""

    app: App
    clock: SetClock
    seeded: Seeded
    email: RecordingChannel
    sms: RecordingChannel
    _phones: Iterator[int] = field(default_factory=lambda: iter(range(100, 1000)))

    @property
    def database(self) -> Database:
        return self.app.database

    @property
    def business_id(self) -> str:
        return self.seeded.business_id

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        token: str | None = None,
        query: Mapping[str, str] | None = None,
        peer: str = "192.0.2.7",
    ) -> Reply:
        """One request; `body` is bytes as they are, or a value that is encoded."""
        raw = body if isinstance(body, bytes) else b"" if body is None else encode(body)
        headers = {"content-type": "application/json"} if raw else {}
        if token:
            headers["authorization"] = f"Bearer {token}"
        asked = Request(method, path, dict(query or {}), headers, raw, peer)
        response = dispatch(self.app.routes, self.app.services, asked)
        return Reply(response.status, response.body, response.headers, response)

    def token(self, who: str) -> str:
        """A session of one of `seeded.people`."""
        person = self.seeded.people[who]
        with self.database.write() as unit:
            return sessions.start(unit, person.business_id, person.id, f"desk-of-{who}").access

    def client(
        self, name: str = "Nora Nowak", email: str | None = None, phone: str | None = None, language: str = "en"
    ) -> tuple[Client, str]:
        """A client who proved her phone, and her token."""
        with self.database.write() as unit:
            number = phone or f"+4915112345{next(self._phones)}"
            client = add_client(unit, self.business_id, name, number, email, language)
            return client, client_sessions.start(unit, client)

    def run_due(self) -> int | None:
        """Runs what is due now in every lane; the next instant at which something will be."""
        waits = [self.app.runner.run_due(lane) for lane in Lane]
        return min((at for at in waits if at is not None), default=None)

    def advance(self, by: int) -> None:
        """Moves the clock, and does everything that becomes due on the way, each at its own instant."""
        target = self.clock.at + by
        while (soonest := self.run_due()) is not None and soonest <= target:
            self.clock.at = max(soonest, self.clock.at)
        self.clock.at = target
        self.run_due()


def seed(database: Database) -> Seeded:
    """Two salons, as their owners would set them up."""
    with database.write() as unit:
        owner = add_business(unit, _business(SALON, "Studio Linden", "owner"), hash_public_password(PASSWORD))
        publish_all(unit, owner.business_id)
        publish_channels(unit, owner.business_id, sandbox_post(PUBLIC_URL), sandbox=False)
        stranger = add_business(unit, _business(OTHER_SALON, "Elsewhere", "stranger"), hash_public_password(PASSWORD))
        north = next(iter(owner.grants))
        south = LocationRow(unit.ids.new(unit.now), "South", ZONE, "EUR", "DE")
        owner = add_location(unit, owner, south)
        services = _services(unit)
        for service in services.values():
            save_service(unit, owner, service)
        bundle = BundleRow(unit.ids.new(unit.now), "Cut and beard", _items(services), Money(6000, "EUR"))
        save_bundle(unit, owner, bundle)
        team = _team(unit, north, south.id, services)
        for member in team.values():
            save_member(unit, owner, member)
        people = {"owner": owner, "stranger": stranger, **_people(unit, owner, north, south.id)}
    return Seeded(owner.business_id, stranger.business_id, north, south.id, people, services, bundle, team)


def _business(slug: str, name: str, owner: str) -> NewBusiness:
    return NewBusiness(
        name, slug, "North", ZONE, "EUR", "DE", owner=owner.title(), email=f"{owner}@example.org", phone="+493023125000"
    )


def _people(unit: Unit, owner: Person, north: str, south: str) -> dict[str, Person]:
    roles: dict[str, dict[str, tuple[Role, ...]]] = {
        "admin": {north: (Role.ADMIN,), south: (Role.ADMIN,)},
        "reception": {north: (Role.RECEPTIONIST,)},
        "south": {south: (Role.RECEPTIONIST,)},
        "stylist": {north: (Role.TEAM_MEMBER,)},
    }
    return {name: add_colleague(unit, owner, name, f"{name}@example.org", held) for name, held in roles.items()}


def add_colleague(unit: Unit, owner: Person, name: str, email: str, roles: Mapping[str, tuple[Role, ...]]) -> Person:
    """An account with PASSWORD."""
    hashed, by = hash_public_password(PASSWORD), f"person:{owner.id}"
    of = add_person(unit, owner.business_id, name.title(), email, hashed, roles, by)
    return Person(of, owner.business_id, name.title(), "", grants_of(unit, owner.business_id, of))


def _services(unit: Unit) -> dict[str, ServiceRow]:
    def new() -> str:
        return unit.ids.new(unit.now)

    variants = (Variant(new(), "Short", 60, Money(5000, "EUR")), Variant(new(), "Long", 90, Money(8000, "EUR")))
    return {
        "cut": ServiceRow(new(), "Cut", 45, Money(4500, "EUR")),
        "colour": ServiceRow(new(), "Colour", 60, Money(5000, "EUR"), variants),
        "beard": ServiceRow(new(), "Beard", 30, Money(2500, "EUR")),
    }


def _items(services: Mapping[str, ServiceRow]) -> tuple[BundleItem, ...]:
    return (BundleItem(services["cut"].id), BundleItem(services["beard"].id))


def _team(unit: Unit, north: str, south: str, services: Mapping[str, ServiceRow]) -> dict[str, TeamMemberRow]:
    every = tuple(row.id for row in services.values())
    hours = tuple(WorkingHours(day, dt.time(9), dt.time(17)) for day in range(7))
    members = (("Ada", north, every), ("Bea", north, (services["cut"].id,)), ("Cem", south, every))
    return {name: TeamMemberRow(unit.ids.new(unit.now), at, name, does, hours) for name, at, does in members}


def _fill(url: str) -> Seeded:
    database = Database.open(url, SetClock(TUESDAY_NINE), SeededIds(1), durable=False)
    try:
        migrate(database)
        return seed(database)
    finally:
        database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Original[Seeded]:
    return SqliteOriginal(tmp_path_factory.mktemp("template"), _fill)


@pytest.fixture(scope="session")
def postgres_template(postgres_cluster: Cluster) -> Original[Seeded]:
    return PostgresOriginal(postgres_cluster, _fill)


def open_world(url: str, seeded: Seeded) -> World:
    """A world on a seeded database; close its `app`."""
    clock = SetClock(TUESDAY_NINE)
    email, sms = RecordingChannel(), RecordingChannel()
    ports: dict[Channel, ChannelPort] = {"email": email, "sms": sms}
    database = Database.open(url, clock, SeededIds(2), durable=False)
    return World(build(database, Post(ports, PUBLIC_URL, sms_account=SMS_ACCOUNT), own=OWN), clock, seeded, email, sms)


@pytest.fixture
def sqlite_url(sqlite_template: Original[Seeded], tmp_path: Path) -> str:
    """The address of a seeded SQLite database of the test's own."""
    return sqlite_template.fresh(tmp_path)


@pytest.fixture
def postgres_seeded_url(postgres_template: Original[Seeded], tmp_path: Path) -> str:
    """The same on PostgreSQL."""
    return postgres_template.fresh(tmp_path)


@pytest.fixture
def sqlite_world(sqlite_url: str, sqlite_template: Original[Seeded]) -> Iterator[World]:
    world = open_world(sqlite_url, sqlite_template.seeded)
    yield world
    world.app.close()


@pytest.fixture
def postgres_world(postgres_seeded_url: str, postgres_template: Original[Seeded]) -> Iterator[World]:
    world = open_world(postgres_seeded_url, postgres_template.seeded)
    yield world
    world.app.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> World:
    """Each test once on each database."""
    name = "sqlite_world" if request.param == "sqlite" else "postgres_world"
    found: World = request.getfixturevalue(name)
    return found
