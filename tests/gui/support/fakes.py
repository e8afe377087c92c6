"""Small real stand-ins for what the composition root gives to views: they record, and tests let the server speak."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal

from desktop.desk.client_import import SheetRefused, opened, planned, report
from desktop.models.ports import (
    ActionState,
    AffectedReply,
    Connection,
    HeldReply,
    ImportReply,
    Left,
    Link,
    Offer,
    OfficeReply,
    Outcome,
    PlanReply,
    SavedReply,
    SheetReply,
    SlotReply,
    StoryReply,
)
from domain.client_sheet import Columns, Plan
from domain.office import OfficeChange
from domain.sheets import Sheet
from domain.uuid7 import SeededIds
from domain.wire.access import PasswordLink
from domain.wire.actions import Action, Done, Payload, Refusal, RefusalCode, Refused, Slot
from domain.wire.base import Answer
from domain.wire.booking import SlotQuery
from domain.wire.catalogue import Affected, TimesOff
from domain.wire.clients import ClientHeld
from domain.wire.presence import LEASE_SECONDS, DeskOn
from domain.wire.problems import Problem
from domain.wire.rows import KINDS, ClientRow, Row
from domain.wire.timeline import Timeline
from tests.gui.support.rows import BUNDLES, LOCATIONS, NOW, SERVICES, TEAM, person


class FakeClock:
    """Stands still until it is set."""

    def __init__(self, now: int = NOW) -> None:
        self.at = now

    def now(self) -> int:
        return self.at


class FakeFeed(QObject):
    """Says what a test tells it to say."""

    rows_reset = Signal(str, object)
    rows_changed = Signal(str, object, object)
    actions_changed = Signal(str, object)
    answered = Signal(str, object)
    connection_changed = Signal(object)

    def announce(self) -> None:
        self.salon()
        self.connect_as(Link.LIVE)

    def salon(self, who: Row | None = None) -> None:
        for rows in (LOCATIONS, SERVICES, BUNDLES, TEAM, (who or person(),)):
            self.reset(*rows)

    def reset(self, *rows: Row) -> None:
        self.rows_reset.emit(KINDS[type(rows[0])], rows)

    def put(self, *rows: Row) -> None:
        self.rows_changed.emit(KINDS[type(rows[0])], rows, ())

    def take(self, of: type, *ids: str) -> None:
        self.rows_changed.emit(KINDS[of], (), ids)

    def clear(self, of: type) -> None:
        self.rows_reset.emit(KINDS[of], ())

    def connect_as(self, link: Link, since: int = NOW) -> None:
        self.connection_changed.emit(Connection(link, since))


class FakeColleagues(QObject):
    """Other desks, as a test says where they are; keeps where this desk said that it is."""

    desk_on = Signal(object)
    listening_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str | None] = []

    def be_on(self, card: str | None) -> None:
        self.said.append(card)

    def come(self, card: str, name: str = "Ana", since: int = NOW, desk: str = "desk-2") -> None:
        self.desk_on.emit(DeskOn(desk, LEASE_SECONDS, card, f"person-{name}", name, since))

    def go(self, desk: str = "desk-2") -> None:
        self.desk_on.emit(DeskOn(desk))


class FakeActs:
    """An outbox that keeps actions in a list and shows each on its entity until the test answers it. With `slow` it has
    not written one down before the test says `keep`.
    """

    def __init__(self, feed: FakeFeed) -> None:
        self.feed = feed
        self.actions: list[Action] = []
        self.forgotten: list[str] = []
        self.slow = False
        self._open: dict[str, ActionState] = {}
        self._ids = SeededIds(7)

    def new_id(self) -> str:
        return self._ids.new(NOW)

    def submit(
        self,
        payload: Payload,
        entity: str,
        seen: int = 0,
        not_after: int | None = None,
        depends_on: str | None = None,
    ) -> str:
        action = Action(
            id=self.new_id(),
            entity=entity,
            made_at=NOW,
            payload=payload,
            seen=seen,
            depends_on=depends_on,
            not_after=not_after,
        )
        self.actions.append(action)
        if not self.slow:
            self.keep(action)
        return action.id

    def keep(self, action: Action) -> None:
        self._open[action.id] = ActionState(action)
        self._tell(action.entity)

    def forget(self, action_id: str) -> None:
        self.forgotten.append(action_id)
        self._close(action_id)

    def payloads(self) -> list[Payload]:
        return [action.payload for action in self.actions]

    def done(self, action_id: str, answer: Done | None = None) -> None:
        self._close(action_id)
        self.feed.answered.emit(action_id, answer or Done(id=action_id, number=1))

    def refuse(self, action_id: str, code: RefusalCode, refusal: Refusal | None = None) -> None:
        refused = Refused(id=action_id, refusal=refusal or Refusal(code=code))
        state = self._open[action_id]
        self._open[action_id] = ActionState(state.action, refused)
        self._tell(state.action.entity)
        self.feed.answered.emit(action_id, refused)

    def _close(self, action_id: str) -> None:
        state = self._open.pop(action_id, None)
        if state is not None:
            self._tell(state.action.entity)

    def _tell(self, entity: str) -> None:
        states = tuple(state for state in self._open.values() if state.action.entity == entity)
        self.feed.actions_changed.emit(entity, states)


@dataclass
class FakeSlots:
    """Keeps searches until the test answers them, as a slow server would."""

    asked: list[tuple[SlotQuery, SlotReply]] = field(default_factory=list)

    def search(self, query: SlotQuery, reply: SlotReply) -> None:
        self.asked.append((query, reply))

    stories: list[tuple[str, StoryReply]] = field(default_factory=list)

    def story(self, draft_id: str, reply: StoryReply) -> None:
        self.stories.append((draft_id, reply))

    def tell(self, story: Timeline | None) -> None:
        draft_id, reply = self.stories[-1]
        reply(draft_id, story)

    def answer(self, slots: Sequence[Slot] | None, index: int = -1) -> None:
        query, reply = self.asked[index]
        reply(query, slots)


@dataclass
class FakeClientFiles:
    """Keeps what was asked until the test answers it."""

    asked: list[tuple[str, HeldReply]] = field(default_factory=list)
    exported: list[tuple[str, Path, SavedReply]] = field(default_factory=list)

    stopped: int = 0
    imports: list[tuple[Plan, ImportReply]] = field(default_factory=list)
    reports: list[tuple[Path, bytes]] = field(default_factory=list)

    def held(self, client_id: str, reply: HeldReply) -> None:
        self.asked.append((client_id, reply))

    def open_sheet(self, path: Path, encoding: str, delimiter: str, reply: SheetReply) -> None:
        try:
            reply(opened(path, encoding, delimiter), "")
        except SheetRefused as refused:
            reply(None, str(refused))

    def plan_import(
        self, sheet: Sheet, heads: bool, columns: Columns, region: str, on_file: Sequence[ClientRow], reply: PlanReply
    ) -> None:
        lines, ids = sheet.lines[1 if heads else 0 :], count(1)
        whole = planned(lines, columns, region, on_file, lambda: f"new-{next(ids)}", lambda _: None, Event())
        reply(len(lines), whole)

    def run_import(self, plan: Plan, region: str, reply: ImportReply) -> None:
        self.imports.append((plan, reply))

    def stop_import(self) -> None:
        self.stopped += 1

    def save_refused(self, path: Path, sheet: Sheet, refused: Sequence[Left], reply: SavedReply) -> None:
        self.reports.append((path, report(sheet, refused)))
        reply("")

    def export(self, client_id: str, path: Path, reply: SavedReply) -> None:
        self.exported.append((client_id, path, reply))

    def answer(self, client_id: str, held: ClientHeld | None) -> None:
        for asked, reply in [one for one in self.asked if one[0] == client_id]:
            self.asked.remove((asked, reply))
            reply(asked, held)


@dataclass
class FakeOffice:
    """Keeps changes of Settings until the test answers them."""

    asked: list[tuple[OfficeChange, OfficeReply]] = field(default_factory=list)
    questions: list[tuple[str, TimesOff, AffectedReply]] = field(default_factory=list)

    def change(self, change: OfficeChange, reply: OfficeReply) -> None:
        self.asked.append((change, reply))

    def affected(self, member_id: str, times: TimesOff, reply: AffectedReply) -> None:
        self.questions.append((member_id, times, reply))

    def tell_affected(self, found: Affected | None) -> None:
        _, times, reply = self.questions[-1]
        reply(times, found)

    def changes(self) -> list[OfficeChange]:
        return [change for change, _ in self.asked]

    def made(self, link: PasswordLink | None = None) -> None:
        self.asked[-1][1](Outcome(link=link))

    def answer(self, answer: Answer) -> None:
        self.asked[-1][1](Outcome(answer=answer))

    def refuse(self, code: str, field_: str | None = None) -> None:
        self.asked[-1][1](Outcome(problem=Problem(code, "Refused", 422, field=field_)))

    def unreachable(self) -> None:
        self.asked[-1][1](Outcome(reached=False))


@dataclass
class FakeOpener:
    """Records what was handed over; `takes` is whether a program took it."""

    takes: bool = True
    called: list[str] = field(default_factory=list)
    mailed: list[str] = field(default_factory=list)
    browsed: list[str] = field(default_factory=list)

    def call(self, phone: str) -> bool:
        self.called.append(phone)
        return self.takes

    def mail(self, address: str) -> bool:
        self.mailed.append(address)
        return self.takes

    def browse(self, url: str) -> bool:
        self.browsed.append(url)
        return self.takes


@dataclass
class FakeToasts:
    """Keeps what was said, newest last."""

    said: list[tuple[str, Callable[[], None] | None]] = field(default_factory=list)
    offered: list[Offer | None] = field(default_factory=list)

    def say(self, text: str, undo: Callable[[], None] | None = None, offer: Offer | None = None) -> None:
        self.said.append((text, undo))
        self.offered.append(offer)

    @property
    def texts(self) -> list[str]:
        return [text for text, _ in self.said]

    def undo(self) -> None:
        undo = self.said[-1][1]
        assert undo is not None
        undo()
