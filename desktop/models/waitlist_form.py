"""Adding somebody to the waitlist and changing what she waits for (row B21): what the form holds."""

import datetime as dt
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from desktop import sentences
from desktop.models.asked import Asked
from desktop.models.booking_lines import Basket
from desktop.models.cards import Said, shown_name
from desktop.models.client_choice import ClientChoice
from desktop.models.clients import Clients
from desktop.models.pending import Pending
from desktop.models.ports import Acts, Feed, Toasts, waitlist_entity
from desktop.models.salon import Salon
from desktop.texts import tr
from domain.clock import Clock
from domain.permissions import Permission
from domain.times import local
from domain.waitlist import ends_at
from domain.wire.actions import ActionAnswer, AddWaitlistEntry, Done, EditWaitlistEntry, WishedWindow
from domain.wire.rows import KINDS, PersonRow, WaitlistEntryRow, Window

LONGEST_NOTES = 2000
MOST_WINDOWS = 20
_OPENS, _CLOSES = dt.time(9), dt.time(18)


@dataclass(frozen=True)
class Wish:
    """One window as the form has it; it may be wrong still."""

    date: dt.date
    earliest: dt.time = _OPENS
    latest: dt.time = _CLOSES


class WaitlistForm(QObject):
    """One open form, for a new entry or over one. What was typed outlives every refusal."""

    changed = Signal()
    finished = Signal()

    def __init__(
        self,
        location_id: str,
        row: WaitlistEntryRow | None,
        feed: Feed,
        acts: Acts,
        toasts: Toasts,
        salon: Salon,
        clients: Clients,
        pending: Pending,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.location_id, self.row = location_id, row
        self._toasts, self._salon, self._clock = toasts, salon, clock
        self._asked = Asked(feed, acts, pending, self)
        self.choice = ClientChoice(location_id, feed, acts, clients, pending, salon, self)
        self.basket = Basket(row.lines if row else (), location_id, salon, parent=self)
        self.wishes = _wishes(row.windows) if row else (Wish(self.today()),)
        self.notes = row.notes if row else ""
        self.notice = Said("")
        self._entry_id = row.id if row else acts.new_id()
        self.choice.changed.connect(self.changed)
        self.basket.changed.connect(self.changed)
        self._asked.began.connect(self.changed)
        self._asked.answered.connect(self._answered)
        self._asked.kept.connect(self._kept)
        salon.changed.connect(self._salon_changed)
        if row is not None:
            self.choice.choose(row.client_id, row.client_name)

    @property
    def place_name(self) -> str:
        """Where she waits for a time, if there are several places."""
        return self._salon.place_name(self.location_id)

    @property
    def zone(self) -> str:
        """The location's zone."""
        return self._salon.zone(self.location_id)

    @property
    def waits(self) -> bool:
        """Whether the server was asked and has not answered."""
        return self._asked.waits or self.choice.waits

    def today(self) -> dt.date:
        """The day it is at the location."""
        return local(self._clock.now(), self.zone).date()

    def why_not(self) -> str:
        """Why it cannot be saved as it stands; empty when it can."""
        if not self._may():
            return sentences.not_permitted()
        if self.waits:
            return tr("The server is being asked.")
        wrong = next((why for why in map(self.wrong_with, range(len(self.wishes))) if why), "")
        missing = "" if self.basket.lines else tr("Choose at least one service.")
        none = "" if self.wishes else tr("Add at least one time.")
        return self.choice.why_not() or missing or none or wrong

    def wrong_with(self, index: int) -> str:
        """What is wrong with a window; empty when nothing is."""
        wish = self.wishes[index]
        if wish.latest <= wish.earliest:
            return tr("This time ends before it begins.")
        window = Window(wish.date, wish.earliest, wish.latest)
        held = self.row is not None and window in self.row.windows
        return tr("This time has passed already.") if not held and self._passed(window) else ""

    # What the person does

    def add_wish(self) -> None:
        """One more window, the day after the last one."""
        if len(self.wishes) < MOST_WINDOWS:
            last = max((wish.date for wish in self.wishes), default=self.today() - dt.timedelta(days=1))
            hours = self.wishes[-1] if self.wishes else Wish(last)
            self.wishes = (*self.wishes, replace(hours, date=max(last + dt.timedelta(days=1), self.today())))
            self.changed.emit()

    def set_wish(self, index: int, wish: Wish) -> None:
        """Another day or other hours."""
        self.wishes = (*self.wishes[:index], wish, *self.wishes[index + 1 :])
        self.changed.emit()

    def remove_wish(self, index: int) -> None:
        """Take a window out."""
        self.wishes = (*self.wishes[:index], *self.wishes[index + 1 :])
        self.changed.emit()

    def set_notes(self, text: str) -> None:
        """Notes as they are typed."""
        self.notes = text

    def submit(self) -> None:
        """Save it; offline it is kept and sent later. Nothing happens while something is missing."""
        if not self.why_not():
            self.notice = Said("")
            self.choice.submit(self._send)

    # What comes back

    def _send(self, client_id: str, depends_on: str | None) -> None:
        windows = tuple(WishedWindow(wish.date, wish.earliest, wish.latest) for wish in self.wishes)
        choices, entity = self.basket.choices(), waitlist_entity(self._entry_id)
        payload: AddWaitlistEntry | EditWaitlistEntry
        if self.row is None:
            payload = AddWaitlistEntry(self._entry_id, self.location_id, client_id, choices, windows, self.notes)
        else:
            payload = EditWaitlistEntry(self._entry_id, choices, windows, self.notes)
        self._asked.ask(payload, entity, depends_on=depends_on)

    def _answered(self, answer: ActionAnswer) -> None:
        if isinstance(answer, Done):
            self._say_saved()
            self.finished.emit()
        else:
            self.notice = Said(sentences.not_done(answer), "red_text")
            self.changed.emit()

    def _say_saved(self) -> None:
        name = shown_name(self.choice.person.name) if self.choice.person else ""
        if self.row is None:
            self._toasts.say(tr("{client} is on the waitlist.", client=name))
        else:
            self._toasts.say(tr("{client}'s waitlist entry was changed.", client=name))

    def _kept(self) -> None:
        self._toasts.say(tr("You are offline. The waitlist entry is sent when online."))
        self.finished.emit()

    def _salon_changed(self, kind: str) -> None:
        if kind in self.basket.kinds:
            self.basket.resolve()
            self.changed.emit()
        elif kind == KINDS[PersonRow]:
            if not self._may():
                self.notice = Said(sentences.not_permitted(), "red_text")
            self.changed.emit()

    def _may(self) -> bool:
        return self._salon.may(Permission.MANAGE_WAITLIST, self.location_id)

    def _passed(self, window: Window) -> bool:
        return ends_at(window, self.zone) <= self._clock.now()


def _wishes(windows: tuple[Window, ...]) -> tuple[Wish, ...]:
    return tuple(Wish(window.date, window.earliest, window.latest) for window in windows)
