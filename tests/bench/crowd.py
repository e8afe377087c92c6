"""Who and what a busy salon has beside its drafts, as far as desks see it: 100,000 clients, a week of 2,000
appointments, and people who wait.
"""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from backend.db.database import Database
from backend.feed.change import change_of
from domain.appointments import Status
from domain.constants import HOUR, MINUTE
from domain.permissions import ScopeKind, scope
from domain.times import instant, local
from domain.uuid7 import SeededIds
from domain.wire.rows import AppointmentRow, ClientRow, Row, WaitlistEntryRow, Window
from tests.bench import data, people
from tests.bench.salon import Filled, Stands

CLIENTS, APPOINTMENTS, WAITING = 100_000, 2_000, 200
_BATCH = 2_000


def fill_crowd(path: Path, filled: Filled, now: int) -> tuple[ClientRow, ...]:
    """Writes them into the feed of a database that was filled before; the first few of the clients."""
    database = Database.open(f"sqlite:///{path}", Stands(now), SeededIds(9), durable=False)
    business, at = filled.owner.business_id, filled.salon.location.id
    clients = list(people.clients(CLIENTS))
    try:
        _publish(database, business, scope(ScopeKind.CLIENTS, business), clients)
        _publish(database, business, scope(ScopeKind.SCHEDULE, at), list(_week(clients, filled.salon, now)))
        _publish(database, business, scope(ScopeKind.FOLLOW_UPS, at), list(_waiting(clients, filled.salon, now)))
    finally:
        database.close()
    return tuple(clients[:10])


def _publish(database: Database, business_id: str, where: str, rows: Sequence[Row]) -> None:
    for begin in range(0, len(rows), _BATCH):
        with database.write() as unit:
            change = change_of(unit, business_id)
            for row in rows[begin : begin + _BATCH]:
                change.publish(where, row)


def _week(clients: list[ClientRow], at: data.Salon, now: int) -> Iterator[AppointmentRow]:
    """All in the seven days around now, many of them at the same time."""
    pick, ids, draft = random.Random(1), SeededIds(11), next(data.drafts(1, at))
    zone = at.location.zone
    today = local(now, zone).date()
    first = today - dt.timedelta(days=today.weekday())
    for _ in range(APPOINTMENTS):
        client, member = pick.choice(clients), pick.choice(at.team).id
        day = first + dt.timedelta(days=pick.randrange(7))
        start = dt.datetime.combine(day, dt.time(pick.randrange(9, 18), 15 * pick.randrange(4)))
        start_at = instant(start, zone)
        lines = tuple(replace(line, team_member_id=member) for line in draft.lines)
        yield AppointmentRow(
            id=ids.new(now),
            location_id=at.location.id,
            client_id=client.id,
            client_name=client.name,
            lines=lines,
            team_member_id=member,
            start=start,
            zone=zone,
            start_at=start_at,
            end_at=start_at + sum(line.minutes for line in lines) * MINUTE,
            status=Status.BOOKED,
            booked_by="staff",
        )


def _waiting(clients: list[ClientRow], at: data.Salon, now: int) -> Iterator[WaitlistEntryRow]:
    pick, ids, drafts = random.Random(2), SeededIds(13), data.drafts(WAITING, at, seed=3)
    today = local(now, at.location.zone).date()
    for draft in drafts:
        client = pick.choice(clients)
        day = today + dt.timedelta(days=pick.randrange(1, 10))
        yield WaitlistEntryRow(
            id=ids.new(now),
            location_id=at.location.id,
            client_id=client.id,
            client_name=client.name,
            lines=draft.lines,
            windows=(Window(day, dt.time(9), dt.time(19)),),
            added_at=now - pick.randrange(1, 72) * HOUR,
            status="pending",
            phone=client.phone,
            email=client.email,
        )
