"""One seeded generator of drafts for every figure: about 860 bytes a draft as JSON, names outside ASCII, two services for four in ten,
no team member for two in ten."""

import datetime as dt
import random
from collections.abc import Iterator

from domain.constants import DAY, MINUTE
from domain.drafts import Phase
from domain.uuid7 import SeededIds
from domain.wire.base import Money
from domain.wire.rows import DraftRow, Line, ReminderState

LOCATION = "00000000-0000-7000-8000-00000000000a"
NOW = 1_795_000_000_000_000
"""An instant in November 2026, when the generated drafts are looked at."""

_FIRST = ("Sarah", "Zoë", "Åsa", "Jürgen", "Aurélie", "محمد", "李", "Олена", "Ιωάννα", "สมชาย", "आरती", "Nguyễn")
_LAST = ("Lindqvist", "Müller", "García", "الأحمد", "娜", "Шевченко", "Παπαδοπούλου", "ใจดี", "शर्मा", "Thị Hương", "O'Neill")
_SERVICES = (
    ("Cut & blow-dry", 45, 6400), ("Colour, full", 120, 11800), ("Toner", 30, 2200), ("Beard trim", 20, 2400),
    ("Balayage", 150, 18900), ("Fringe trim", 15, 1200), ("Perm", 120, 9900), ("Gloss", 30, 2600),
)  # fmt: skip
_VARIANTS = (None, "short", "medium", "long")


def drafts(count: int, seed: int = 1, location: str = LOCATION) -> Iterator[DraftRow]:
    """`count` incomplete drafts of the last day, the same for the same seed."""
    pick = random.Random(seed)
    ids = SeededIds(seed)
    team = [ids.new(NOW) for _ in range(4)]
    services = [(ids.new(NOW), *service) for service in _SERVICES]
    for number in range(count):
        yield _draft(number, pick, ids, team, services, location)


def _draft(
    number: int,
    pick: random.Random,
    ids: SeededIds,
    team: list[str],
    services: list[tuple[str, str, int, int]],
    location: str,
) -> DraftRow:
    engaged = NOW - pick.randrange(DAY - 20 * MINUTE) - 11 * MINUTE
    member = None if pick.random() < 0.2 else pick.choice(team)
    start = dt.datetime(2026, 11, 20, 9) + dt.timedelta(minutes=15 * pick.randrange(400))
    reminded = pick.random() < 0.3
    return DraftRow(
        id=ids.new(engaged),
        location_id=location,
        client_id=ids.new(engaged),
        client_name=f"{pick.choice(_FIRST)} {pick.choice(_LAST)}",
        new_client=pick.random() < 0.25,
        phase=Phase.INCOMPLETE,
        cycle=1,
        lines=tuple(_line(pick, services, member) for _ in range(2 if pick.random() < 0.4 else 1)),
        engaged_at=engaged,
        expired_at=engaged + 10 * MINUTE,
        removed_at=engaged + DAY,
        phone=f"+4930{number:08d}",
        email=f"client{number}@example.org",
        team_member_id=member,
        start=start,
        start_at=NOW + number,
        notes="",
        reminders=(ReminderState("sms", "sent", engaged + 10 * MINUTE, automatic=True),) if reminded else (),
    )


def _line(pick: random.Random, services: list[tuple[str, str, int, int]], member: str | None) -> Line:
    service_id, name, minutes, price = pick.choice(services)
    variant = pick.choice(_VARIANTS)
    return Line(
        service_id=service_id,
        name=name,
        minutes=minutes,
        price=Money(price, "EUR"),
        variant_id=f"{service_id[:-1]}{variant[0]}" if variant else None,
        variant_name=variant,
        team_member_id=member,
    )
