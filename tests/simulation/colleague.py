"""Somebody at a desk who works the list of incomplete bookings with the desktop's own models: what stands on the cards,
what she is on and what the others are on, and the question before she calls whom somebody else is on (row N5)."""

from collections.abc import Callable
from functools import partial
from random import Random

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.models.attention import SETTLED_MS, Act, Attention
from desktop.models.drafts import DraftsModel
from desktop.models.openings import Openings
from desktop.models.ports import draft_entity
from desktop.models.ranking import Ranking
from desktop.models.salon import Salon
from desktop.models.waitlist import WaitlistModel
from desktop.models.wishes import Wishes
from domain.constants import SECOND
from domain.prices import choices_of
from domain.wire.actions import Action, BookAppointment, DismissDraft, Payload, SendReminder
from domain.wire.base import decode
from domain.wire.presence import RENEW_SECONDS, DeskOn
from domain.wire.rows import KINDS, DraftRow, LocationRow, PersonRow, Row
from sync.api import Api
from sync.errors import SyncError
from tests.gui.support.fakes import FakeFeed
from tests.simulation.desk import Desk
from tests.simulation.front import Front
from tests.simulation.schedule import Schedule
from tests.simulation.shown import free

_KINDS: tuple[type[Row], ...] = (PersonRow, LocationRow, DraftRow)
_ANSWERS = (SECOND, 8 * SECOND)
"""How long it takes her to read a question and press again."""


class Line(QObject):
    """Fills desktop.models.ports.Colleagues over the simulated network, as desktop/desk/presence.py does."""

    desk_on = Signal(object)
    listening_changed = Signal(bool)

    def __init__(self, front: Front, schedule: Schedule) -> None:
        super().__init__()
        self._front, self._schedule = front, schedule
        self.card: str | None = None
        self.on_since = self.left_at = self.listening_since = 0
        self.left: str | None = None
        self.listening = False
        front.machine.on_presence = self._hear
        front.machine.on_listening = self._listens

    def be_on(self, card: str | None) -> None:
        """Sent a moment later; only the newest."""
        if card != self.card:
            self.left, self.left_at = self.card, self._schedule.now()
            self.card, self.on_since = card, self._schedule.now()
        if self.listening:
            self._schedule.after(SECOND // 1000, partial(self._send, card))

    def gone(self) -> None:
        """The process has ended: nothing more is said."""
        self.left, self.left_at, self.card = self.card, self._schedule.now(), None

    def _send(self, card: str | None) -> None:
        if card == self.card and not self._front.meanwhile(partial(self._put, card)):
            self._schedule.after(SECOND // 20, partial(self._send, card))

    def _put(self, card: str | None, desk: Desk) -> None:
        http = self._front.http
        if http is None or desk.session.tokens is None:
            return
        try:
            Api(http, desk.session).presence(card)
        except SyncError as error:
            self._front.machine.say(f"could not say where she is: {type(error).__name__}")

    def _hear(self, data: bytes) -> None:
        try:
            on = decode(data, DeskOn)
        except msgspec.DecodeError:
            return  # cut off on its way
        self.desk_on.emit(on)

    def _listens(self, listening: bool) -> None:
        if listening != self.listening:
            self.listening, self.listening_since = listening, self._schedule.now()
            self.listening_changed.emit(listening)


class Colleague:
    """Each `step` does one thing with a card and says in how long the next comes. `calls` hears of each call."""

    def __init__(self, front: Front, schedule: Schedule, rng: Random, location_id: str) -> None:
        self.front, self.line, self.name = front, Line(front, schedule), front.machine.person
        self.calls: Callable[[Colleague, str, bool], None] = lambda _who, _card, _asked: None
        self.asked: list[str] = []
        self._schedule, self._rng, self._location_id = schedule, rng, location_id
        self._held: dict[type[Row], dict[str, Row]] = {}
        self._looks = 0
        self._open_models()
        self._again(RENEW_SECONDS * SECOND, self._renew)
        self._again(5 * SECOND, self._tick)

    def _open_models(self) -> None:
        """The window opens, anew after the process has died."""
        clock, self._feed = self.front.machine.clock, FakeFeed()
        self.salon = Salon(self._feed)
        openings = Openings(self.salon, clock)
        self.drafts, waitlist = DraftsModel(self._feed), WaitlistModel(self._feed, openings)
        self.attention = Attention(self.line, self.drafts, waitlist, self.salon, clock)
        self.ranking = Ranking(self.drafts, self.salon, Wishes(self.salon), clock)
        self.drafts.show_location(self._location_id)
        self._held = {}

    def refresh(self) -> None:
        """Shows what the desk has come to."""
        desk = self.front.desk
        if desk is None:
            return
        for of in _KINDS:
            rows = {row.id: row for row in desk.shown(KINDS[of])}
            before = self._held.get(of, {})
            gone = tuple(before.keys() - rows.keys())
            new = tuple(row for row_id, row in rows.items() if before.get(row_id) != row)
            self._held[of] = rows
            if new or gone:
                self._feed.rows_changed.emit(KINDS[of], new, gone)

    def shown(self) -> tuple[DraftRow, ...]:
        """The cards, from the top."""
        return tuple(self.drafts.at(place) for place in range(self.drafts.rowCount()))

    def others(self, card: str) -> str:
        """What a card says of the others."""
        return self.attention.others(card, self._location_id).text

    def step(self) -> int:
        """She does something, nearly always with a card near the top."""
        self.refresh()
        rows = self.shown()
        if rows and self.front.desk is not None and self.front.desk.owner is not None:
            row = rows[min(int(self._rng.expovariate(0.8)), len(rows) - 1)]
            act = self._rng.choices((self._look, self._call, self._remind, self._dismiss, self._book), (4, 8, 2, 1, 2))[
                0
            ]
            act(row)
        return self._rng.randint(SECOND // 2, 20 * SECOND)

    def die(self) -> None:
        """Her program ends in the middle of what she is doing; what it showed is forgotten, what it was on unsaid."""
        self.line.gone()
        self.line.blockSignals(True)
        self.front.die()
        self.line.blockSignals(False)
        self.line.desk_on.disconnect()
        self.line.listening_changed.disconnect()
        self._open_models()

    def _look(self, row: DraftRow) -> None:
        self._looks += 1
        looks = self._looks
        self.attention.look_at(draft_entity(row.id))
        self._schedule.after(SETTLED_MS * 1000, lambda: self.attention.settle() if looks == self._looks else None)

    def _call(self, row: DraftRow) -> None:
        card = draft_entity(row.id)
        asked = self.attention.asking(card) is Act.CALL
        if self.drafts.position(row.id) is None:
            return
        if self.attention.may(card, Act.CALL):
            self.attention.work_on(card)
            self.calls(self, card, asked)
            return
        self.asked.append(self.others(card))
        if self._rng.random() < 0.3:
            self._schedule.after(self._rng.randint(*_ANSWERS), lambda: self._call(row))

    def _remind(self, row: DraftRow) -> None:
        self._do(SendReminder(row.id), draft_entity(row.id))

    def _dismiss(self, row: DraftRow) -> None:
        if self.attention.may(draft_entity(row.id), Act.CALL):
            self._do(DismissDraft(row.id), draft_entity(row.id))

    def _book(self, row: DraftRow) -> None:
        """She opens the form, and after a while books or closes it."""
        card, desk = draft_entity(row.id), self.front.desk
        if desk is None or not self.attention.may(card, Act.BOOK):
            return
        closed = self.attention.hold(card)
        slots = free(desk, row.location_id, choices_of(row.lines))[:5]

        def end() -> None:
            closed()
            if slots and self._rng.random() < 0.7 and self.drafts.position(row.id) is not None:
                made = desk.machine.ids.new(desk.machine.clock.now())
                slot = self._rng.choice(slots).start
                choices = choices_of(row.lines)
                self._do(BookAppointment(made, row.location_id, row.client_id, choices, slot, row.id), card)

        self._schedule.after(self._rng.randint(3 * SECOND, 25 * SECOND), end)

    def _do(self, payload: Payload, entity: str) -> None:
        desk = self.front.desk
        if desk is None or desk.owner is None:
            return
        now = desk.machine.clock.now()
        action = Action(desk.machine.ids.new(now), entity, now, payload)
        desk.machine.say(f"{self.name}: {type(payload).__name__} {entity}")
        if isinstance(payload, SendReminder):
            self.front.oracle.asked(payload.draft_id)
        desk.act(action)
        self.front.poke()
        self.refresh()

    def _renew(self) -> None:
        self.attention.renew()

    def _tick(self) -> None:
        self.attention.tick()

    def _again(self, every: int, run: Callable[[], object]) -> None:
        def again() -> None:
            if not self.front.closed:
                run()
                self._again(every, run)

        self._schedule.after(every, again)
