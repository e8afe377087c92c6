"""Who is on file for the search's figure: the drafts' names, and as many others as a town has, from one seed."""

import datetime as dt
import random
from collections.abc import Iterator

from domain.appointments import Status
from domain.constants import MINUTE
from domain.times import instant, local
from domain.uuid7 import SeededIds
from domain.wire.rows import AppointmentRow, ClientRow, DraftRow
from tests.bench import data

_SYLLABLES = ("ber", "lin", "gar", "son", "wei", "ko", "mül", "ler", "an", "der", "schö", "vic", "tor", "ov", "ström")


def clients(count: int, seed: int = 1) -> Iterator[ClientRow]:
    """Half of them share a few names, as people do; every second one has a mail address with her name in it."""
    pick, ids = random.Random(seed), SeededIds(seed + 5)
    for number in range(count):
        name = f"{data.a_name(pick)}" if pick.random() < 0.5 else f"{data.a_name(pick).split()[0]} {_last_name(pick)}"
        email = f"{_last_name(pick).lower()}.{number}@example.org" if number % 2 else f"client{number}@example.org"
        yield ClientRow(ids.new(data.NOW), name, f"+4930{pick.randrange(10**8):08d}", email, visits=pick.randrange(9))


def appointments(count: int, of: list[ClientRow], at: data.Salon, seed: int = 1) -> Iterator[AppointmentRow]:
    """In the weeks around now, each of somebody on file."""
    pick, ids = random.Random(seed), SeededIds(seed + 6)
    zone, draft = at.location.zone, next(data.drafts(1, at))
    today = local(data.NOW, zone).date()
    for _ in range(count):
        client = pick.choice(of)
        start = dt.datetime.combine(today + dt.timedelta(days=pick.randrange(-60, 60)), dt.time(pick.randrange(9, 18)))
        start_at = instant(start, zone)
        yield AppointmentRow(
            id=ids.new(data.NOW),
            location_id=at.location.id,
            client_id=client.id,
            client_name=client.name,
            lines=draft.lines,
            team_member_id=pick.choice(at.team).id,
            start=start,
            zone=zone,
            start_at=start_at,
            end_at=start_at + 45 * MINUTE,
            status=Status.BOOKED,
            booked_by="staff",
        )


def typed(people: list[ClientRow], drafts: list[DraftRow], seed: int = 1) -> Iterator[str]:
    """What is typed letter by letter: names, last names, both begun, numbers as they are dialled, their ends, mail."""
    pick = random.Random(seed)
    for _ in range(60):
        person, draft = pick.choice(people), pick.choice(drafts)
        number = person.phone or ""
        begun = " ".join(part[:3] for part in reversed(person.name.split()))
        for whole in (
            person.name,
            draft.client_name.split()[-1],
            begun,
            f"0{number[3:]}",
            number[-4:],
            person.email or "",
        ):
            yield from (whole[:length] for length in range(1, len(whole) + 1))


def _last_name(pick: random.Random) -> str:
    return "".join(pick.choices(_SYLLABLES, k=3)).title()
