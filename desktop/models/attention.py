"""Which card this person is on, and on which ones the others are, so that nobody is called twice (row N5).

She is on a card at once when she calls or books from it, and when she has kept it current for a few seconds after going
to it herself. That ends when she turns to another card, when it leaves its list, when she leaves the panel, or when she
has not touched it for a while.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.drafts import DraftsModel
from desktop.models.ports import Colleagues, draft_entity
from desktop.models.salon import Salon
from desktop.models.waitlist import WaitlistModel
from desktop.texts import clock, listed, tr
from domain.clock import Clock
from domain.constants import MINUTE, SECOND
from domain.contacts import clean_text
from domain.times import local
from domain.wire.presence import RENEW_SECONDS, DeskOn

SETTLED_MS = 3000
"""How long a card is current before the others hear of it: who only passes by does not disturb them."""

LOOKING = 3 * MINUTE
WORKING = 10 * MINUTE
"""How long she is still on a card that she looked at, or called or booked from, without touching it again."""

_SAME_PRESS = SECOND // 2
"""A second press within this time is a double click and no answer to a question that nobody has read yet."""

_LOOK_MS = 5000
_LONGEST_NAME = 40


class Act(StrEnum):
    """What is better not done by two people at once."""

    CALL = "call"
    BOOK = "book"


class Others(NamedTuple):
    """What a card says of them; with `asks` it is a question that a second press of the same button answers."""

    text: str = ""
    asks: Act | None = None


NOBODY = Others()


class Attention(QObject):
    """One for the window. Cards are named by their entity, such as `draft:<id>`."""

    changed = Signal(str)
    """A card on which others are now, or are no more; or that asks whether to go on, or no longer does."""

    asked = Signal(str)
    """A question that has just appeared on a card, to be read out."""

    def __init__(
        self,
        colleagues: Colleagues,
        drafts: DraftsModel,
        waitlist: WaitlistModel,
        salon: Salon,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._colleagues, self._salon, self._clock = colleagues, salon, clock
        self._drafts, self._waitlist = drafts, waitlist
        self._others: dict[str, tuple[DeskOn, int]] = {}
        self._mine: str | None = None
        self._until = 0
        self._held: set[str] = set()
        self._asking: tuple[str, Act, int] | None = None
        self._next = ""
        self._settle = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settle.timeout.connect(self.settle)
        self._renew = QTimer(self, interval=RENEW_SECONDS * 1000)
        self._renew.timeout.connect(self.renew)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.tick)
        colleagues.desk_on.connect(self._told)
        colleagues.listening_changed.connect(self._listening)
        for list_ in (drafts, waitlist):
            list_.summary_changed.connect(self._look_for_mine)

    # Where she is

    @property
    def mine(self) -> str | None:
        """The card that this person is on."""
        return self._mine

    def look_at(self, card: str) -> None:
        """She went to this card; the others hear of it when she stays."""
        self._stop_asking_but(card)
        self._next = card
        self._settle.start()

    def settle(self) -> None:
        """She has stayed."""
        card, self._next = self._next, ""
        if card and not self._held:
            self._be_on(card, LOOKING)

    def work_on(self, card: str) -> None:
        """She calls, or does something else that takes its time."""
        self._settle.stop()
        self._be_on(card, WORKING)

    def hold(self, card: str) -> Callable[[], None]:
        """A form is open over the card: she is on it until what this returns is called."""
        self._held.add(card)
        self.work_on(card)

        def closed() -> None:
            self._held.discard(card)
            if self._mine == card:
                self._until = self._clock.now() + LOOKING

        return closed

    def away(self) -> None:
        """She does not look at cards any more."""
        self._settle.stop()
        self._stop_asking_but("")
        if self._mine is not None and self._mine not in self._held:
            self._leave()

    def renew(self) -> None:
        """Say it again before the others take her for gone, unless she has not touched the card for long."""
        if self._mine is None:
            return
        if self._clock.now() < self._until or self._mine in self._held:
            self._colleagues.be_on(self._mine)
        else:
            self._leave()

    def _look_for_mine(self) -> None:
        """A card that has left its list has nobody on it."""
        if self._mine is None:
            return
        row_id = self._mine.partition(":")[2]
        listed = self._drafts if self._mine == draft_entity(row_id) else self._waitlist
        if listed.position(row_id) is None:
            self._leave()

    def _be_on(self, card: str, lasts: int) -> None:
        before, self._mine = self._mine, card
        self._until = self._clock.now() + lasts
        if before != card:
            self._colleagues.be_on(card)
            self._renew.start()

    def _leave(self) -> None:
        self._mine = None
        self._renew.stop()
        self._colleagues.be_on(None)

    # Where the others are

    def others(self, card: str, location_id: str) -> Others:
        """`Ana is on this`, or `Ana is on this since 14:02. Call anyway?` while the card asks; empty without others."""
        words, act = self._words(card), self.asking(card)
        if act is None or not words:
            return Others(words)
        since = local(min(on.since for on in self._on(card)), self._salon.zone(location_id))
        if act is Act.CALL:
            return Others(tr("{who} since {time}. Call anyway?", who=words, time=clock(since)), act)
        return Others(tr("{who} since {time}. Book anyway?", who=words, time=clock(since)), act)

    def _words(self, card: str) -> str:
        names, me = self._names(card)
        if len(names) > 1:
            return tr("{names} are on this", names=listed(names))
        if names:
            return tr("{name} is on this", name=names[0])
        return tr("You are on this, on another desk") if me else ""

    def asking(self, card: str) -> Act | None:
        """What has been pressed on the card and waits for a second press."""
        return self._asking[1] if self._asking and self._asking[0] == card else None

    def may(self, card: str, act: Act) -> bool:
        """Whether to go on: nobody else is on the card, or she has read who is and pressed again. Else it asks."""
        now = self._clock.now()
        if self._on(card):
            asked = self._asking
            if asked is None or asked[:2] != (card, act):
                self._ask(card, act, now)
                return False
            if now - asked[2] < _SAME_PRESS:
                return False
        self._stop_asking_but("")
        return True

    def tick(self) -> None:
        """Forget those who did not say again that they are there."""
        now = self._clock.now()
        for desk, (on, until) in list(self._others.items()):
            if until <= now or until > now + on.seconds * SECOND:
                del self._others[desk]
                self._changed(on.card)
        if not self._others:
            self._look.stop()

    def end(self) -> None:
        """The window goes."""
        for timer in (self._settle, self._renew, self._look):
            timer.stop()
        if self._mine is not None:
            self._leave()

    def _on(self, card: str) -> list[DeskOn]:
        now = self._clock.now()
        return [on for on, until in self._others.values() if on.card == card and until > now]

    def _names(self, card: str) -> tuple[list[str], bool]:
        person, others = self._salon.person(), self._on(card)
        mine = person.id if person else ""
        names = dict.fromkeys(_name(on.name) for on in others if on.person_id != mine)
        return list(names), any(on.person_id == mine for on in others)

    def _ask(self, card: str, act: Act, now: int) -> None:
        self._stop_asking_but("")
        self._asking = card, act, now
        self.changed.emit(card)
        self.asked.emit(card)

    def _stop_asking_but(self, card: str) -> None:
        if self._asking is not None and self._asking[0] != card:
            asked, self._asking = self._asking[0], None
            self.changed.emit(asked)

    def _told(self, on: DeskOn) -> None:
        before = self._others.pop(on.desk, None)
        if on.seconds > 0 and on.card:
            self._others[on.desk] = on, self._clock.now() + on.seconds * SECOND
            self._look.start()
        if before is not None and before[0].card != on.card:
            self._changed(before[0].card)
        if before is None or before[0].card != on.card or before[0].name != on.name:
            self._changed(on.card)

    def _listening(self, listening: bool) -> None:
        """Without a stream nobody knows who is where: better nothing than something that was so."""
        if listening:
            if self._mine is not None:
                self._colleagues.be_on(self._mine)
            return
        gone, self._others = self._others, {}
        for card in {on.card for on, _ in gone.values()}:
            self._changed(card)

    def _changed(self, card: str) -> None:
        if card and self.asking(card) is not None and not self._on(card):
            self._asking = None
        if card:
            self.changed.emit(card)


def _name(name: str) -> str:
    return clean_text(name)[:_LONGEST_NAME] or tr("Somebody")
