"""Two people at two desks work one list for five minutes: nobody is called twice unwarned, nothing that they did is
lost, and in the end both screens are equal (row N5)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from PySide6.QtWidgets import QApplication

from backend.clients.sign_in import add_client
from backend.drafts import life
from backend.drafts.choices import wish_of
from domain.constants import MINUTE, SECOND
from domain.wire.booking import EnterReview
from domain.wire.presence import LEASE_SECONDS
from domain.wire.rows import DraftRow
from tests.simulation.clients import MENU
from tests.simulation.colleague import Colleague
from tests.simulation.judge import Judge
from tests.simulation.salon import template
from tests.simulation.world import SETTLING, World

pytestmark = pytest.mark.row("N5", "N3", "N4", "R2")

FAIR, ROUGH, DYING = range(1, 13), range(101, 107), range(201, 204)
LEFT_BEHIND = 7
SHIFT = 5 * MINUTE
SOON = SECOND
"""Within this everybody has to know."""

FORGOTTEN = (LEASE_SECONDS + 5) * SECOND
"""Within this a desk that says nothing more has to be forgotten."""


class Call(NamedTuple):
    at: int
    who: str
    card: str
    asked: bool


class Shift:
    """One run with the two of them."""

    def __init__(self, seed: int, folder: Path, *, rough: bool) -> None:
        self.world = World(seed, folder)
        self.rng = Random(f"shift {seed}")
        if not rough:
            self.world._weather.clear()
        self.location = template()[1].locations[0]
        self.called: list[Call] = []
        self.wrong: list[str] = []
        self.died_at = -FORGOTTEN
        self.fair = not rough
        second = self.world.fronts[1].machine
        second.person = "cleo"
        self.both = tuple(
            Colleague(front, self.world.schedule, Random(f"{seed} {front.machine.name}"), self.location)
            for front in self.world.fronts
        )
        for one in self.both:
            one.calls = self._called

    def open(self) -> None:
        """Clients leave their bookings unfinished, and both sign in."""
        self.world.server.start()
        with self.world.server.database.write() as unit:
            business = template()[1].business_id
            for number in range(LEFT_BEHIND):
                client = add_client(unit, business, f"Client {number}", f"+49302312520{number}", None)
                asked = EnterReview(self.location, MENU[number % len(MENU)])
                life.enter_review(unit, business, client.id, wish_of(unit, business, asked))
        self.world.server.wake()
        self.world._pass(11 * MINUTE)
        for front in self.world.fronts:
            front.boot()
        self.world._pass(10 * MINUTE)
        for one in self.both:
            one.refresh()
            self._works(one)

    def work(self, *, dies_at: int | None = None) -> None:
        """Five minutes, looked at every second."""
        for second in range(0, SHIFT, SECOND):
            if second == dies_at:
                self.died_at = self.world.schedule.now()
                self.both[0].die()
            self.world.schedule.wait(SECOND)
            for one in self.both:
                one.refresh()
            self._look()

    def end(self) -> None:
        """Both stop; what is on its way arrives."""
        for one in self.both:
            one.attention.end()
            one.step = lambda: 10**18  # type: ignore[method-assign]  # she is at home
        self.world._clear()
        self.world._pass(SETTLING)
        world = self.world
        judge = Judge(template()[1], world.server, world.oracle, world.fronts, world._pass)
        if not world.oracle.violations:
            judge.judge()
        for one in self.both:
            one.refresh()

    def screens(self) -> list[tuple[DraftRow, ...]]:
        """What each has in her list, in no order that is hers."""
        return [tuple(sorted(one.shown(), key=lambda row: row.id)) for one in self.both]

    def _works(self, one: Colleague) -> None:
        self.world.schedule.after(self.rng.randint(0, 5 * SECOND), lambda: self._again(one))

    def _again(self, one: Colleague) -> None:
        delay = one.step()
        if delay < SHIFT:
            self.world.schedule.after(delay, lambda: self._again(one))

    def _other(self, one: Colleague) -> Colleague:
        return self.both[1] if one is self.both[0] else self.both[0]

    def _called(self, one: Colleague, card: str, asked: bool) -> None:
        self.called.append(Call(self.world.schedule.now(), one.name, card, asked))
        if self._must_know(one, card) and not asked:
            self.wrong.append(f"{one.name} called {card} unwarned while {self._other(one).name} was on it")

    def _must_know(self, one: Colleague, card: str) -> bool:
        """The other has been on the card long enough, and both could hear of each other all the while."""
        other, now = self._other(one), self.world.schedule.now()
        long_enough = now - max(other.line.on_since, one.line.listening_since, other.line.listening_since) >= SOON
        return self.fair and other.line.card == card and long_enough and one.line.listening and other.line.listening

    def _look(self) -> None:
        now = self.world.schedule.now()
        for one in self.both:
            other = self._other(one)
            for row in one.shown():
                card = f"draft:{row.id}"
                says = one.others(card)
                if self._must_know(one, card) and not says:
                    self.wrong.append(f"{one.name} does not see that {other.name} is on {card}")
                lately = other.line.left == card and now - other.line.left_at < SOON
                dead = now - self.died_at < FORGOTTEN
                if self.fair and says and other.line.card != card and not lately and not dead:
                    self.wrong.append(f"{one.name} still sees {other.name} on {card}")


@contextmanager
def shift(seed: int, folder: Path, *, rough: bool = False) -> Iterator[Shift]:
    made = Shift(seed, folder, rough=rough)
    try:
        made.open()
        yield made
    finally:
        made.world.close()


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> QApplication:
    """The models have timers, which never come to run: time is the simulator's."""
    return qapp


@pytest.mark.parametrize("seed", FAIR)
def test_nobody_is_called_unwarned_and_both_see_the_same(seed: int, tmp_path: Path) -> None:
    with shift(seed, tmp_path) as run:
        assert run.screens()[0]
        run.work()
        assert run.called
        run.end()
        assert run.wrong == []
        assert run.world.oracle.violations == []
        first, second = run.screens()
        assert first == second


def test_they_come_across_each_other(tmp_path: Path) -> None:
    """Else the runs would be about nothing."""
    with shift(FAIR[0], tmp_path) as run:
        run.work()
        assert sum(len(one.asked) for one in run.both) > 1


@pytest.mark.parametrize("seed", DYING)
def test_who_is_gone_is_forgotten_by_the_lease(seed: int, tmp_path: Path) -> None:
    with shift(seed, tmp_path) as run:
        run.work(dies_at=60 * SECOND)
        run.end()
        assert run.wrong == []
        assert run.world.oracle.violations == []


@pytest.mark.parametrize("seed", ROUGH)
def test_in_bad_weather_nothing_is_lost_and_both_screens_end_equal(seed: int, tmp_path: Path) -> None:
    with shift(seed, tmp_path, rough=True) as run:
        run.work()
        run.end()
        assert run.world.oracle.violations == []
        first, second = run.screens()
        assert first == second
