"""One seeded generator of drafts for every figure: about 860 bytes a draft as JSON, names outside ASCII, two
services for four in ten, no team member for two in ten.
"""

import datetime as dt
import random
from collections.abc import Iterator
from typing import NamedTuple

from domain.constants import DAY, MINUTE, REVIEW_SESSION
from domain.drafts import Phase
from domain.times import instant, local
from domain.uuid7 import SeededIds
from domain.wire.base import Money
from domain.wire.rows import (
    DraftRow,
    Line,
    LocationRow,
    ReminderState,
    ServiceRow,
    TeamMemberRow,
    Variant,
    WorkingHours,
)

NOW = 1_795_000_000_000_000
"""An instant in November 2026, when the generated drafts are looked at."""

ZONE = "Europe/Berlin"
CURRENCY = "EUR"
_FIRST = ("Sarah", "Zoë", "Åsa", "Jürgen", "Aurélie", "محمد", "李", "Олена", "Ιωάννα", "สมชาย", "आरती", "Nguyễn")
_LAST = (
    "Lindqvist",
    "Müller",
    "García",
    "الأحمد",
    "娜",
    "Шевченко",
    "Παπαδοπούλου",
    "ใจดี",
    "शर्मा",
    "Thị Hương",
    "O'Neill",
)
_SERVICES = (
    ("Cut & blow-dry", 45, 6400), ("Colour, full", 120, 11800), ("Toner", 30, 2200), ("Beard trim", 20, 2400),
    ("Balayage", 150, 18900), ("Fringe trim", 15, 1200), ("Perm", 120, 9900), ("Gloss", 30, 2600),
)  # fmt: skip
_VARIANTS = ("short", "medium", "long")


class Salon(NamedTuple):
    """Where the drafts are for, who serves there and what is offered."""

    location: LocationRow
    team: tuple[TeamMemberRow, ...]
    services: tuple[ServiceRow, ...]


def salon(location: LocationRow, seed: int = 1) -> Salon:
    """A team of four and eight services for a location."""
    ids = SeededIds(seed)
    services = tuple(_service(ids, *service) for service in _SERVICES)
    hours = tuple(WorkingHours(weekday, dt.time(8), dt.time(20)) for weekday in range(7))
    offered = tuple(service.id for service in services)
    names = ("Anna", "Ben", "Chloé", "Dilek")
    team = tuple(TeamMemberRow(ids.new(NOW), location.id, name, offered, hours) for name in names)
    return Salon(location, team, services)


def _service(ids: SeededIds, name: str, minutes: int, price: int) -> ServiceRow:
    money = Money(price, CURRENCY)
    variants = tuple(Variant(ids.new(NOW), variant, minutes, money) for variant in _VARIANTS)
    return ServiceRow(ids.new(NOW), name, minutes, money, variants)


def drafts(count: int, at: Salon, seed: int = 1, now: int = NOW) -> Iterator[DraftRow]:
    """`count` incomplete drafts of the hours before `now`, one for each client, the same for the same seed. They remove
    themselves no sooner than four hours later."""
    pick = random.Random(seed)
    ids = SeededIds(seed + 1)
    for number in range(count):
        yield _draft(number, pick, ids, at, now)


def _draft(number: int, pick: random.Random, ids: SeededIds, at: Salon, now: int) -> DraftRow:
    engaged = now - pick.randrange(20 * 60) * MINUTE - REVIEW_SESSION - MINUTE
    member = None if pick.random() < 0.2 else pick.choice(at.team).id
    start = _wish(pick, local(now, at.location.zone))
    reminded = pick.random() < 0.3
    return DraftRow(
        id=ids.new(engaged),
        location_id=at.location.id,
        client_id=ids.new(engaged),
        client_name=a_name(pick),
        new_client=pick.random() < 0.25,
        phase=Phase.INCOMPLETE,
        cycle=1,
        lines=tuple(_line(pick, at.services, member) for _ in range(2 if pick.random() < 0.4 else 1)),
        engaged_at=engaged,
        expired_at=engaged + REVIEW_SESSION,
        removed_at=engaged + DAY,
        phone=f"+4930{number:08d}",
        email=f"client{number}@example.org",
        team_member_id=member,
        start=start,
        start_at=instant(start, at.location.zone),
        notes="",
        reminders=(ReminderState("sms", "sent", engaged + REVIEW_SESSION, automatic=True),) if reminded else (),
    )


def a_name(pick: random.Random) -> str:
    """One of those that many people have."""
    return f"{pick.choice(_FIRST)} {pick.choice(_LAST)}"


def _wish(pick: random.Random, now: dt.datetime) -> dt.datetime:
    """A time within the salon's hours, in the two weeks after tomorrow."""
    day = dt.datetime.combine(now.date(), dt.time(9)) + dt.timedelta(days=2 + pick.randrange(14))
    return day + dt.timedelta(minutes=15 * pick.randrange(36))


def _line(pick: random.Random, services: tuple[ServiceRow, ...], member: str | None) -> Line:
    service = pick.choice(services)
    variant = pick.choice((None, *service.variants))
    return Line(
        service_id=service.id,
        name=service.name,
        minutes=service.minutes,
        price=service.price,
        variant_id=variant.id if variant else None,
        variant_name=variant.name if variant else None,
        team_member_id=member,
    )
