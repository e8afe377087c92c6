"""What was found, in words: enough to know who and what it is without opening it (row N17)."""

from dataclasses import dataclass
from enum import StrEnum

from desktop.models.cards import Cards, service_names, shown_name
from desktop.models.salon import Salon
from desktop.models.schedule_words import status
from desktop.models.waitlist_cards import WaitCards
from desktop.texts import age, in_a_row, listed, local_moment, ntr, phone, tr
from domain.times import local
from domain.wire.rows import AppointmentRow, ClientRow, DraftRow, LocationRow, WaitlistEntryRow

_DOT = " · "


class Kind(StrEnum):
    """What a hit is, and so what opens with it."""

    CLIENT = "client"
    DRAFT = "draft"
    WAITING = "waitlist_entry"
    APPOINTMENT = "appointment"
    DAY = "day"
    COMMAND = "command"


@dataclass(frozen=True)
class Hit:
    """`id` is of what was found: a row's, a day in ISO writing, or a command's name. `keys` do the same."""

    kind: Kind
    id: str
    title: str
    detail: str = ""
    note: str = ""
    keys: str = ""

    def same_as(self, other: "Hit | None") -> bool:
        """Whether both are about the same thing, whatever is said of it."""
        return other is not None and (self.kind, self.id) == (other.kind, other.id)

    @property
    def words(self) -> str:
        """The whole of it for someone who hears it."""
        detail = self.detail.replace(_DOT, ", ")
        return in_a_row(part for part in (self.title, detail, self.note, self.keys) if part)


@dataclass(frozen=True)
class Group:
    """Hits of one kind under their heading; `more` of them fit than are here."""

    title: str
    hits: tuple[Hit, ...]
    more: bool = False


class HitWords:
    """Puts rows into words as of `now`; those of another location than `here` say where they are, with "" all do."""

    def __init__(self, salon: Salon, cards: Cards, waiting: WaitCards) -> None:
        self._salon, self._cards, self._waiting = salon, cards, waiting
        self.now, self.here = 0, ""

    def client(self, row: ClientRow) -> Hit:
        """Somebody on file."""
        been = ntr("{count} visit", "{count} visits", row.visits) if row.visits else tr("no visit yet")
        return Hit(Kind.CLIENT, row.id, shown_name(row.name), _contact(row.phone, row.email), been)

    def draft(self, row: DraftRow) -> Hit:
        """An incomplete booking."""
        wanted = self._cards.wanted(row, self.now, self._salon.zone(row.location_id))
        note = tr("incomplete booking, {age}", age=age(row.engaged_at, self.now))
        return Hit(
            Kind.DRAFT, row.id, shown_name(row.client_name), _dotted(_contact(row.phone, row.email), wanted),
            self._placed(row.location_id, note),
        )  # fmt: skip

    def waiting(self, row: WaitlistEntryRow) -> Hit:
        """Somebody who waits for a time."""
        wanted = self._waiting.wanted(row, self.now, self._salon.zone(row.location_id))
        note = tr("on the waitlist, added {age}", age=age(row.added_at, self.now))
        return Hit(
            Kind.WAITING, row.id, shown_name(row.client_name), _dotted(_contact(row.phone, row.email), wanted),
            self._placed(row.location_id, note),
        )  # fmt: skip

    def appointment(self, row: AppointmentRow) -> Hit:
        """An appointment."""
        when = local_moment(row.start, local(self.now, row.zone).date())
        served = dict.fromkeys(line.team_member_id or row.team_member_id for line in row.lines)
        members = [self._salon.member_name(member_id) for member_id in served if member_id]
        said = tr("{when} with {member}", when=when, member=listed(members)) if members else when
        services = in_a_row(service_names(row.lines))
        note = self._placed(row.location_id, status(row.status))
        return Hit(Kind.APPOINTMENT, row.id, shown_name(row.client_name), _dotted(said, services), note)

    def _placed(self, location_id: str, note: str) -> str:
        at = self._salon.get(LocationRow, location_id)
        if at is None or location_id == self.here:
            return note
        return tr("{location}: {what}", location=at.name, what=note)


def _contact(number: str | None, email: str | None) -> str:
    return _dotted(phone(number) if number else "", email or "")


def _dotted(*parts: str) -> str:
    return _DOT.join(part for part in parts if part)
