"""The salon of every run: two locations in two zones, few people and short hours, so that they collide."""

import datetime as dt
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from backend.access.business import NewBusiness, add_business, add_location
from backend.access.passwords import hash_public_password
from backend.access.people import add_person
from backend.access.person import Person
from backend.automations.settings import save
from backend.catalogue.changes import save_bundle, save_service
from backend.db.database import Database, Unit
from backend.db.migrate import migrate
from backend.messages.settings import set_reminder_channels
from backend.team.changes import save_member
from domain.clock import Clock, Ids
from domain.permissions import Role
from domain.times import instant
from domain.uuid7 import SeededIds
from domain.wire.actions import SetReminderChannels
from domain.wire.automations import SaveAutomation, WishedTiming
from domain.wire.base import Money
from domain.wire.rows import BundleItem, BundleRow, LocationRow, ServiceRow, TeamMemberRow, Variant, WorkingHours

START = instant(dt.datetime(2025, 10, 24, 7), "UTC")
"""A Friday; the clocks of Berlin go back on the Sunday after."""

SLUG = "salon"
PASSWORD = "a password of the simulator"
ZONES = ("Europe/Berlin", "America/New_York")
STAFF = ("olga", "ana", "ben", "cleo")
"""The Owner, who changes what others may do; two people at their desks, and one who takes over a desk."""


MESSAGES = {
    "upcoming_first": SaveAutomation(email=True, sms=True, timing=WishedTiming("before", 20, "hours")),
    "upcoming_second": SaveAutomation(sms=True),
    "rebook": SaveAutomation(email=True, sms=True, timing=WishedTiming("after", 1, "days", dt.time(10))),
    **{name: SaveAutomation(email=True, sms=True) for name in ("confirmed", "rescheduled", "cancelled")},
}
"""What goes by itself from the start, beside the reminder of an unfinished booking."""


class Salon(NamedTuple):
    """The ids of what there is."""

    business_id: str
    locations: tuple[str, str]
    people: dict[str, str]


class _FixedClock:
    def now(self) -> int:
        return START


@cache
def _engine() -> sa.Engine:
    # One a process, so that statements are compiled once and not in each life of each run's server.
    return Database.open("sqlite://", _FixedClock(), SeededIds(0), durable=False).engine


def open_database(clock: Clock, ids: Ids, data: bytes) -> Database:
    """A database in memory with this in it. There is one at a time."""
    database = Database(_engine(), clock, ids)
    load(database, data)
    return database


@cache
def template() -> tuple[bytes, Salon]:
    """A database with the salon in it, as bytes that a run starts from. Made once a process."""
    database = Database(_engine(), _FixedClock(), SeededIds(0))
    try:
        migrate(database)
        with database.write() as unit:
            salon = _build(unit)
        return dump(database), salon
    finally:
        database.close()


def dump(database: Database) -> bytes:
    """Everything in a database in memory."""
    with database.engine.connect() as conn:
        return bytes(_raw(conn).serialize())


def load(database: Database, data: bytes) -> None:
    """Puts a dump in the place of what is in a database in memory."""
    with database.engine.connect() as conn:
        _raw(conn).deserialize(data)


def _raw(conn: sa.Connection) -> Any:
    return conn.connection.driver_connection


def email_of(name: str) -> str:
    """Where a person of STAFF signs in."""
    return f"{name}@salon.example.org"


def _build(unit: Unit) -> Salon:
    owner, first = _business(unit)
    second = LocationRow("uptown", "Uptown", ZONES[1], "USD", "US")
    owner = add_location(unit, owner, second)
    _catalogue(unit, owner)
    _team(unit, owner, (first, second.id))
    set_reminder_channels(unit, owner, SetReminderChannels(email=True, sms=True))
    for name, wish in MESSAGES.items():
        save(unit, owner, name, wish)
    roles = {
        "ana": {first: [Role.RECEPTIONIST]},
        "ben": {second.id: [Role.ADMIN], first: [Role.TEAM_MEMBER]},
        "cleo": {first: [Role.RECEPTIONIST], second.id: [Role.RECEPTIONIST]},
    }
    hashed = hash_public_password(PASSWORD)
    people = {
        name: add_person(unit, owner.business_id, name.title(), email_of(name), hashed, of, "simulator")
        for name, of in roles.items()
    }
    return Salon(owner.business_id, (first, second.id), {"olga": owner.id, **people})


def _business(unit: Unit) -> tuple[Person, str]:
    new = NewBusiness("Salon", SLUG, "Mitte", ZONES[0], "EUR", "DE", "Olga", email_of("olga"))
    owner = add_business(unit, new, hash_public_password(PASSWORD))
    return owner, next(iter(owner.grants))


def _catalogue(unit: Unit, owner: Person) -> None:
    lengths = (Variant("short", "Short", 45, Money(5000, "EUR")), Variant("long", "Long", 75, Money(8000, "EUR")))
    save_service(unit, owner, ServiceRow("cut", "Cut", 30, Money(3500, "EUR")))
    save_service(unit, owner, ServiceRow("beard", "Beard", 15, Money(1500, "EUR")))
    save_service(unit, owner, ServiceRow("colour", "Colour", 60, Money(6000, "EUR"), lengths))
    items = (BundleItem("cut"), BundleItem("beard"))
    save_bundle(unit, owner, BundleRow("duo", "Cut and beard", items, Money(4500, "EUR")))


def _team(unit: Unit, owner: Person, places: tuple[str, str]) -> None:
    hours = tuple(WorkingHours(day, dt.time(9), dt.time(12)) for day in range(7))
    for place in places:
        for number, services in enumerate((("cut", "beard", "colour"), ("cut", "beard"))):
            name = f"{'m' if place == places[0] else 'u'}{number}"
            save_member(unit, owner, TeamMemberRow(name, place, name.upper(), services, hours))
