"""Studio Linden: two locations, what it sells, who serves there, and who sits at the desks."""

import datetime as dt
from dataclasses import replace
from typing import NamedTuple

from backend.access.business import NewBusiness, add_business, add_location
from backend.access.passwords import hash_public_password
from backend.access.people import add_person
from backend.access.person import Person
from backend.catalogue.changes import save_bundle, save_service
from backend.db.database import Unit
from backend.messages.sandbox import sandbox_post
from backend.messages.settings import publish_all
from backend.providers.changes import publish as publish_channels
from backend.team.changes import save_member
from domain.permissions import Role
from domain.times import day_bounds, local
from domain.wire.base import Money
from domain.wire.rows import (
    BundleItem,
    BundleRow,
    LocationRow,
    ServiceRow,
    TeamMemberRow,
    TimeOff,
    Variant,
    WorkingHours,
)

PASSWORD = "demo-salon"  # noqa: S105 - everybody may know it
SLUG = "studio-linden"
OWNER, ADMIN, RECEPTIONIST = "owner@example.org", "ana@example.org", "ben@example.org"
ZONE, CURRENCY, REGION = "Europe/Berlin", "EUR", "DE"
PHONES = ("+493023125000", "+493023125001")
"""Numbers that are kept free for films and the like."""

_BUSINESS = NewBusiness(
    "Studio Linden", SLUG, "Studio Linden", ZONE, CURRENCY, REGION, "Katharina Linden", OWNER, PHONES[0]
)
_SECOND = "Linden am Hafen"


class _Sold(NamedTuple):
    """A service by its name here; prices in cents. Variants are name, minutes and price."""

    key: str
    name: str
    minutes: int
    price: int
    variants: tuple[tuple[str, int, int], ...] = ()


_SERVICES = (
    _Sold("cut", "Cut & blow-dry", 60, 5700, (("Short", 45, 4900), ("Medium", 60, 5700), ("Long", 75, 6400))),
    _Sold("dry_cut", "Dry cut", 30, 3400),
    _Sold("fringe", "Fringe trim", 15, 1200),
    _Sold("barber", "Barber cut", 30, 3200),
    _Sold("beard", "Beard trim", 30, 2400),
    _Sold("child", "Children's cut", 30, 2200),
    _Sold("blow_dry", "Blow-dry", 30, 2800, (("Short", 30, 2800), ("Long", 45, 3600))),
    _Sold("colour", "Colour", 90, 7800, (("Roots", 90, 7800), ("Full", 120, 9800))),
    _Sold("highlights", "Highlights", 120, 11900, (("Half head", 120, 11900), ("Full head", 165, 15900))),
    _Sold("balayage", "Balayage", 150, 16900),
    _Sold("toner", "Toner", 30, 2200),
    _Sold("gloss", "Gloss treatment", 30, 3200),
    _Sold("care", "Deep care", 30, 2900),
    _Sold("updo", "Updo", 75, 8500),
)

_BUNDLES = (
    ("colour_cut", "Colour & cut", (("colour", "Roots"), ("cut", "Medium")), 11900),
    ("gentleman", "Gentleman's hour", (("barber", None), ("beard", None)), 4900),
)

_ALL = tuple(sold.key for sold in _SERVICES)
_HAIR = ("cut", "dry_cut", "fringe", "blow_dry", "toner", "gloss", "care", "updo")
_COLOUR = (*_HAIR, "colour", "highlights", "balayage")
_BARBER = ("dry_cut", "fringe", "barber", "beard", "child", "cut")

_MON, _TUE, _WED, _THU, _FRI, _SAT, _SUN = range(7)
_WEEK = (_MON, _TUE, _WED, _THU, _FRI)

# The studio is open every day, so that the demo has a day whenever somebody tries it.
_TEAM = (
    (0, "Anna", _COLOUR, (_MON, _TUE, _WED, _THU, _FRI, _SAT), (9, 18)),
    (0, "Bruno", _BARBER, (_TUE, _WED, _THU, _FRI, _SAT, _SUN), (10, 19)),
    (0, "Chloé", _ALL, (_MON, _WED, _THU, _FRI, _SAT, _SUN), (9, 17)),
    (0, "Dilek", _COLOUR, (_MON, _TUE, _WED, _FRI, _SAT, _SUN), (11, 20)),
    (1, "Emre", _BARBER, (*_WEEK, _SUN), (9, 18)),
    (1, "Freja", _COLOUR, (_MON, _TUE, _THU, _FRI, _SAT, _SUN), (10, 19)),
    (1, "Giulia", _ALL, (_TUE, _WED, _THU, _FRI, _SAT), (9, 17)),
)


class Salon(NamedTuple):
    """What the rest of the demo is made from. Services and bundles by their key, variants by key and name."""

    owner: Person
    ana: Person
    locations: tuple[LocationRow, ...]
    services: dict[str, ServiceRow]
    bundles: dict[str, BundleRow]
    team: dict[str, TeamMemberRow]

    @property
    def business_id(self) -> str:
        return self.owner.business_id

    def variant_id(self, key: str, name: str | None) -> str | None:
        """The id of a variant by its name; None stays None."""
        return next((variant.id for variant in self.services[key].variants if variant.name == name), None)


def open_salon(unit: Unit) -> Salon:
    """Everything but clients and what they do."""
    owner = add_business(unit, _BUSINESS, hash_public_password(PASSWORD))
    publish_all(unit, owner.business_id)
    publish_channels(unit, owner.business_id, sandbox_post(""), sandbox=True)
    first = next(iter(owner.grants))
    places = (
        LocationRow(first, _BUSINESS.location, ZONE, CURRENCY, REGION, PHONES[0]),
        LocationRow(unit.ids.new(unit.now), _SECOND, ZONE, CURRENCY, REGION, PHONES[1]),
    )
    owner = add_location(unit, owner, places[1])
    services = {sold.key: _service(unit, owner, sold) for sold in _SERVICES}
    salon = Salon(owner, _ana(unit, owner, places), places, services, {}, {})
    _add_ben(unit, owner, places[0])
    salon = salon._replace(bundles={key: _bundle(unit, salon, name, of, price) for key, name, of, price in _BUNDLES})
    return salon._replace(team={name: _member(unit, salon, *rest) for rest in _TEAM for name in (rest[1],)})


def _ana(unit: Unit, owner: Person, places: tuple[LocationRow, ...]) -> Person:
    roles = {place.id: (Role.ADMIN,) for place in places}
    hashed = hash_public_password(PASSWORD)
    person_id = add_person(unit, owner.business_id, "Ana Moreau", ADMIN, hashed, roles, f"person:{owner.id}")
    return replace(owner, id=person_id, name="Ana Moreau")


def _add_ben(unit: Unit, owner: Person, place: LocationRow) -> None:
    hashed, roles = hash_public_password(PASSWORD), {place.id: (Role.RECEPTIONIST,)}
    add_person(unit, owner.business_id, "Ben Fischer", RECEPTIONIST, hashed, roles, f"person:{owner.id}")


def _service(unit: Unit, owner: Person, sold: _Sold) -> ServiceRow:
    variants = tuple(
        Variant(unit.ids.new(unit.now), name, minutes, Money(price, CURRENCY)) for name, minutes, price in sold.variants
    )
    row = ServiceRow(unit.ids.new(unit.now), sold.name, sold.minutes, Money(sold.price, CURRENCY), variants)
    save_service(unit, owner, row)
    return row


def _bundle(unit: Unit, salon: Salon, name: str, of: tuple[tuple[str, str | None], ...], price: int) -> BundleRow:
    items = tuple(BundleItem(salon.services[key].id, salon.variant_id(key, variant)) for key, variant in of)
    row = BundleRow(unit.ids.new(unit.now), name, items, Money(price, CURRENCY))
    save_bundle(unit, salon.owner, row)
    return row


def _member(
    unit: Unit, salon: Salon, at: int, name: str, keys: tuple[str, ...], days: tuple[int, ...], hours: tuple[int, int]
) -> TeamMemberRow:
    row = TeamMemberRow(
        unit.ids.new(unit.now),
        salon.locations[at].id,
        name,
        tuple(salon.services[key].id for key in keys),
        tuple(WorkingHours(day, dt.time(hours[0]), dt.time(hours[1])) for day in days),
        _holiday(unit) if name == "Dilek" else (),
    )
    save_member(unit, salon.owner, row)
    return row


def _holiday(unit: Unit) -> tuple[TimeOff, ...]:
    """A week off, seven weeks after the salon opened and so some weeks ahead."""
    first = local(unit.now, ZONE).date() + dt.timedelta(days=49)
    return (TimeOff(day_bounds(first, ZONE)[0], day_bounds(first + dt.timedelta(days=6), ZONE)[1]),)
