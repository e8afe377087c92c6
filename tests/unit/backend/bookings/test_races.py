"""The first confirm wins (promise R6): many races of a few clients for one time, all at once."""

import random
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise
from threading import Barrier

import pytest
import sqlalchemy as sa

from backend.db.tables.appointments import busy
from domain.wire.actions import BookAppointment, Choice, Done
from domain.wire.booking import Confirm
from domain.wire.rows import AppointmentRow, DraftRow
from tests.support.salon import ANA, COLOUR, CUT, NOON, SHORT, Salon, Visitor

RACES = 200
MOST = 16


def no_overlap(salon: Salon) -> bool:
    taken: dict[str, list[tuple[int, int]]] = defaultdict(list)
    with salon.database.read() as unit:
        for row in unit.conn.execute(sa.select(busy).order_by(busy.c.start_at)):
            taken[row.team_member_id].append((row.start_at, row.end_at))
    return all(a[1] <= b[0] for spans in taken.values() for a, b in pairwise(spans))


def starts() -> list[datetime]:
    """Ana's hours, Tuesday on; each is raced for once."""
    days = [NOON + timedelta(days=day) for day in range(40)]
    return [day.replace(hour=hour) for day in days if day.weekday() < 6 for hour in range(9, 18)]


class Racer:
    """A client in review of half an hour with Ana, which she goes on with until she has won."""

    def __init__(self, salon: Salon, number: int) -> None:
        self._salon = salon
        self._visitor = salon.visitor(f"Client {number}")
        self._draft_id = ""

    def get_ready(self) -> None:
        if not self._draft_id:
            wanted = (Choice(CUT, SHORT, None, ANA),)
            self._draft_id = self._salon.review(self._visitor, choices=wanted).draft_id

    def confirm(self, start: datetime) -> int:
        asked = Confirm(self._draft_id, start)
        status = self._salon.request("POST", "/v1/book/{salon}/confirm", asked, self._visitor.token).status
        self._draft_id = "" if status == 201 else self._draft_id
        return status


def race(pool: ThreadPoolExecutor, racers: list[Racer], start: datetime, chance: random.Random) -> list[int]:
    """Everyone wants half an hour of it, none of which can stand beside another, and all confirm at once."""
    for racer in racers:
        racer.get_ready()
    gate = Barrier(len(racers))

    def confirm(racer: Racer, at: datetime) -> int:
        gate.wait()
        return racer.confirm(at)

    return list(pool.map(confirm, racers, [start + timedelta(minutes=chance.choice((0, 0, 15))) for _ in racers]))


@pytest.mark.row("R6", "B2")
@pytest.mark.timeout(300)
def test_one_wins_each_race_and_nothing_overlaps(salon: Salon) -> None:
    chance = random.Random(6)
    everyone = [Racer(salon, number) for number in range(MOST)]
    with ThreadPoolExecutor(MOST) as pool:
        for start in starts()[:RACES]:
            racers = chance.sample(everyone, chance.choice((2, 2, 2, 3, 3, 4, 8, MOST)))
            statuses = race(pool, racers, start, chance)
            assert sorted(statuses) == [201] + [409] * (len(racers) - 1)
    assert salon.count("appointments") == RACES
    assert no_overlap(salon)
    assert len(salon.feed("olga", AppointmentRow)) == RACES


@pytest.mark.row("R6", "B19")
def test_a_client_and_two_desks_at_once_make_one_appointment(salon: Salon) -> None:
    visitors = [salon.visitor(f"Client {n}") for n in range(3)]
    wanted = (Choice(COLOUR, None, None, ANA),)
    draft_id = salon.review(visitors[0], choices=wanted).draft_id
    gate = Barrier(3)

    def by_staff(name: str, visitor: Visitor) -> bool:
        gate.wait()
        made = BookAppointment(f"of-{name}", salon.north, visitor.id, wanted, NOON)
        return isinstance(salon.act(name, made), Done)

    def by_client() -> bool:
        gate.wait()
        path, body = "/v1/book/{salon}/confirm", Confirm(draft_id)
        return salon.request("POST", path, body, visitors[0].token).status == 201

    with ThreadPoolExecutor(3) as pool:
        made = [
            pool.submit(by_client),
            pool.submit(by_staff, "rita", visitors[1]),
            pool.submit(by_staff, "olga", visitors[2]),
        ]
        assert sorted(future.result() for future in made) == [False, False, True]
    assert salon.count("appointments") == 1


@pytest.mark.row("B19")
@pytest.mark.timeout(300)
def test_confirming_at_the_moment_of_expiry_leaves_no_card(salon: Salon) -> None:
    """Whichever comes first, expiry or confirm or both again, nothing of the draft is left on a desk."""
    for n, start in enumerate(starts()[:20]):
        visitor = salon.visitor(f"Client {n}")
        review = salon.review(visitor, start=start, choices=(Choice(CUT, SHORT, None, ANA),))
        salon.clock.set(review.expires_at)
        gate = Barrier(2)

        def confirm(visitor: Visitor = visitor, draft_id: str = review.draft_id, gate: Barrier = gate) -> int:
            gate.wait()
            return salon.request("POST", "/v1/book/{salon}/confirm", Confirm(draft_id), visitor.token).status

        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(confirm)
            gate.wait()
            salon.run_clock()
            assert answer.result() == 201
        salon.run_clock()
    assert salon.feed("olga", DraftRow) == []
    assert salon.count("notices") == 0
