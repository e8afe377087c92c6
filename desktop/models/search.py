"""One box over everything: people, their bookings and what can be done here (rows N17, N14). Offline too, since it asks
only the rows this desk holds, with what waits in the outbox laid over them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop.models.clients import Clients
from desktop.models.found_rows import FoundRows
from desktop.models.name_index import Contact
from desktop.models.ports import Feed
from desktop.models.salon import Salon
from desktop.models.search_hits import Group, Hit, HitWords, Kind
from desktop.texts import day_inside, tr
from desktop.typed_days import typed_day
from domain.appointments import Status
from domain.clock import Clock
from domain.drafts import Phase
from domain.finding import Sought, fold, sought
from domain.permissions import Permission
from domain.times import local
from domain.wire.rows import KINDS, AppointmentRow, ClientRow, DraftRow, LocationRow, PersonRow, WaitlistEntryRow

MOST = 5
"""So many of a kind are shown: who does not find hers among them types on."""

_ASKED = MOST + 1
_CLIENTS_ASKED = 20
_FINDS_CLIENTS = frozenset({Permission.MANAGE_WAITLIST, Permission.BOOK_APPOINTMENTS, Permission.VIEW_CLIENTS})
_MARK = ">"


@dataclass(frozen=True)
class Command:
    """Something that can be done; `also` are other words for it."""

    name: str
    title: str
    also: str = ""
    keys: str = ""


class Search(QObject):
    """Answers what was typed. `commands` gives those that the person may use now."""

    changed = Signal()
    """The answer may be another one."""

    def __init__(
        self,
        feed: Feed,
        clients: Clients,
        salon: Salon,
        words: HitWords,
        commands: Callable[[], Sequence[Command]],
        about: Callable[[ClientRow], Sequence[Command]],
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        """`about` gives what may be done for somebody who was found."""
        super().__init__(parent)
        self._clients, self._salon, self._words = clients, salon, words
        self._commands, self._about, self._clock = commands, about, clock
        self._location_id, self._together = "", False
        self._drafts: FoundRows[DraftRow] = FoundRows(feed, DraftRow, _who, self)
        self._waiting: FoundRows[WaitlistEntryRow] = FoundRows(feed, WaitlistEntryRow, _who, self)
        self._appointments: FoundRows[AppointmentRow] = FoundRows(feed, AppointmentRow, _booked, self)
        for held in (self._drafts, self._waiting, self._appointments, clients):
            held.changed.connect(self.changed)
        salon.changed.connect(self._salon_changed)

    def show_location(self, location_id: str | None, *, together: bool = False) -> None:
        """Where the person is; `together` with all her others, so that everything found says where it is."""
        if (location_id or "", together) != (self._location_id, self._together):
            self._location_id, self._together = location_id or "", together
            self.changed.emit()

    def answer(self, typed: str) -> tuple[Group, ...]:
        """What the typed text may mean, people before commands. Nothing typed, or `>` before it: commands only."""
        text = typed.strip()
        if not text or text.startswith(_MARK):
            commands = tuple(self._matching(text.removeprefix(_MARK)))
            return (Group(tr("Commands"), commands),) if commands else ()
        what = sought(text)
        self._words.now, self._words.here = self._clock.now(), "" if self._together else self._location_id
        clients = self._found_clients(what)
        return _shown(
            (tr("Clients"), [self._words.client(row) for row in clients]),
            (tr("Incomplete bookings"), self._found_drafts(what)),
            (tr("Waitlist"), self._found_waiting(what)),
            (tr("Appointments"), self._found_appointments(what)),
            (tr("Days"), self._day(text)),
            (tr("Commands"), [*self._for_first(clients), *self._matching(text)]),
        )

    def _for_first(self, clients: Sequence[ClientRow]) -> list[Hit]:
        """Only when few fit: who typed a letter or two does not mean the first of many."""
        offered = self._about(clients[0]) if 0 < len(clients) < MOST else ()
        return [_as_hit(one) for one in offered]

    def _found_clients(self, what: Sought) -> Sequence[ClientRow]:
        person = self._salon.person()
        held = set[Permission]().union(*(grant.permissions for grant in person.grants)) if person else set()
        return self._clients.search(what, _ASKED) if held & _FINDS_CLIENTS else ()

    def _found_drafts(self, what: Sought) -> list[Hit]:
        now = self._words.now

        def wanted(row: DraftRow) -> bool:
            there = row.phase is Phase.INCOMPLETE and row.removed_at > now
            return there and self._salon.may(Permission.MANAGE_WAITLIST, row.location_id)

        return [self._words.draft(row) for row in self._drafts.find(what, _ASKED, wanted=wanted)]

    def _found_waiting(self, what: Sought) -> list[Hit]:
        def wanted(row: WaitlistEntryRow) -> bool:
            return row.status == "pending" and self._salon.may(Permission.MANAGE_WAITLIST, row.location_id)

        return [self._words.waiting(row) for row in self._waiting.find(what, _ASKED, wanted=wanted)]

    def _found_appointments(self, what: Sought) -> list[Hit]:
        """By the client's name; by her number or address where this desk holds her. What is next comes first."""
        now = self._words.now

        def rank(row: AppointmentRow) -> tuple[bool, bool, int]:
            return row.status is Status.CANCELLED, row.end_at < now, abs(row.start_at - now)

        def wanted(row: AppointmentRow) -> bool:
            return self._salon.may(Permission.VIEW_SCHEDULE, row.location_id)

        found = self._appointments.find(what, _ASKED, rank, wanted)
        if not found:
            ids = {row.id for row in self._clients_by_contact(what)}
            rows = self._salon.rows(AppointmentRow).values() if ids else ()
            found = sorted((row for row in rows if row.client_id in ids and wanted(row)), key=rank)[:_ASKED]
        return [self._words.appointment(row) for row in found]

    def _clients_by_contact(self, what: Sought) -> Sequence[ClientRow]:
        by_contact = what.digits or any("@" in spelling for word in what.words for spelling in word)
        return self._clients.search(what, _CLIENTS_ASKED) if by_contact else ()

    def _day(self, typed: str) -> list[Hit]:
        at = self._salon.get(LocationRow, self._location_id)
        if at is None or not self._salon.may(Permission.VIEW_SCHEDULE, at.id):
            return []
        today = local(self._clock.now(), at.zone).date()
        found = typed_day(typed, today)
        if found is None:
            return []
        return [Hit(Kind.DAY, found.isoformat(), tr("Go to {day}", day=day_inside(found, today)))]

    def _matching(self, typed: str) -> list[Hit]:
        words = fold(typed).split()
        offered = [(fold(one.title), fold(f"{one.title} {one.also}").split(), one) for one in self._commands()]
        fitting = [
            (not title.startswith(" ".join(words)), place, one)
            for place, (title, held, one) in enumerate(offered)
            if all(any(part.startswith(word) for part in held) for word in words)
        ]
        return [_as_hit(one) for _, _, one in sorted(fitting, key=_in_order)]

    def _salon_changed(self, kind: str) -> None:
        if kind in (KINDS[PersonRow], KINDS[LocationRow]):
            self.changed.emit()


def _who(row: DraftRow | WaitlistEntryRow) -> Contact:
    return Contact(row.client_name, row.phone, row.email)


def _booked(row: AppointmentRow) -> Contact:
    return Contact(row.client_name)


def _as_hit(command: Command) -> Hit:
    return Hit(Kind.COMMAND, command.name, command.title, keys=command.keys)


def _in_order(found: tuple[bool, int, Command]) -> tuple[bool, int]:
    return found[:2]


def _shown(*groups: tuple[str, list[Hit]]) -> tuple[Group, ...]:
    return tuple(Group(title, tuple(hits[:MOST]), len(hits) > MOST) for title, hits in groups if hits)
