"""The scheduler: which day or week of which location is shown, and what a receptionist does to it (row N24)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from desktop.models.cards import shown_name, with_place
from desktop.models.drafts import DraftsModel
from desktop.models.drops import Drops
from desktop.models.failed import failed_about
from desktop.models.holds import hold_words
from desktop.models.pending import Pending
from desktop.models.ports import appointment_entity
from desktop.models.salon import Salon
from desktop.models.schedule import (
    Block,
    Column,
    Span,
    blocks,
    now_minutes,
    openings,
    shown_hours,
    union,
    week_of,
)
from desktop.models.schedule_words import time
from desktop.models.wishes import wanted_lines
from desktop.texts import days_between, first_weekday, long_day, tr, weekday_of
from domain.appointments import Status
from domain.availability import place, wants
from domain.clock import Clock
from domain.constants import MINUTE
from domain.contacts import clean_text
from domain.permissions import Permission
from domain.times import instant, local
from domain.wire.automations import FailedMessageRow
from domain.wire.base import Money
from domain.wire.offers import OfferRow
from domain.wire.rows import KINDS, AppointmentRow, BusyRow, DraftRow, Line, LocationRow, PersonRow, TeamMemberRow

_SEEN = frozenset(
    KINDS[of] for of in (AppointmentRow, BusyRow, FailedMessageRow, OfferRow, TeamMemberRow, LocationRow, PersonRow)
)


class Mode(StrEnum):
    """What the columns are: team members of one day, or the days of a week."""

    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True)
class Wanted:
    """The time that the current card's client wishes for, where it would be."""

    client: str
    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Hold:
    """A time that is held for somebody by an offer (row N10)."""

    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Picture:
    """Everything that is drawn but for the now line."""

    title: str
    columns: tuple[Column, ...]
    blocks: tuple[Block, ...]
    hours: Span
    wanted: Wanted | None
    holds: tuple[Hold, ...] = ()


class Scheduler(QObject):
    """Lays out one location; a picture is made once for all that looks at it until something differs."""

    changed = Signal()

    def __init__(
        self, drafts: DraftsModel, pending: Pending, salon: Salon, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._drafts, self._pending, self._salon, self._clock = drafts, pending, salon, clock
        self.location_id, self.mode, self.member_id = "", Mode.DAY, ""
        self.day = dt.date.min
        self._tells_place = False
        self._draft_id = ""
        self._wanting: DraftRow | None = None
        self._picture: Picture | None = None
        salon.changed.connect(self._salon_changed)
        drafts.summary_changed.connect(self._wanted_changed)
        pending.changed.connect(self._pending_changed)
        pending.link_changed.connect(self.changed)

    # What is shown

    @property
    def zone(self) -> str:
        """The location's zone."""
        return self._salon.zone(self.location_id)

    def today(self) -> dt.date:
        """The day it is at the location."""
        return local(self._clock.now(), self.zone).date()

    def now_line(self) -> tuple[dt.date, float]:
        """The day and the minutes of it by the clock on the location's wall."""
        return now_minutes(self._clock.now(), self.zone)

    def picture(self) -> Picture:
        """What is to be drawn."""
        if self._picture is None:
            self._picture = self._draw()
        return self._picture

    def team(self) -> tuple[TeamMemberRow, ...]:
        """Who serves at the location, by name."""
        return self._salon.team(self.location_id)

    def member_name(self, member_id: str | None) -> str:
        """A team member by name, also one who is archived."""
        return self._salon.member_name(member_id)

    def appointment(self, appointment_id: str) -> AppointmentRow | None:
        """One appointment as the desk has it, waiting actions laid over it."""
        return self._salon.get(AppointmentRow, appointment_id)

    def failed(self, appointment_id: str) -> list[str]:
        """Which messages about it did not reach the client, and why."""
        return failed_about(self._salon, appointment_id)

    def holds_in_words(self) -> list[str]:
        """Each time that is held, for someone who hears it."""
        shown = [(hold.blocks[0].span, hold.text) for hold in self.picture().holds if hold.blocks]
        return [f"{time(span.start)} {text}" for span, text in sorted(shown)]

    def may_book(self) -> bool:
        """Whether the person may move and change appointments here."""
        return self._salon.may(Permission.BOOK_APPOINTMENTS, self.location_id)

    def drops(self) -> Drops:
        """Answers what a move would come to."""
        return Drops(self._salon, self.location_id, self.picture().columns, self._clock.now())

    def waits(self, appointment_id: str) -> str:
        """What the person has asked for and the server has not done; empty for nothing."""
        states = self._pending.of(appointment_entity(appointment_id))
        if any(state.answer is not None for state in states):
            return tr("could not be done")
        if not states:
            return ""
        return tr("being saved") if self._pending.online else tr("will be sent when online")

    # What moves it

    def show_location(self, location_id: str | None) -> None:
        """Show this location from now on, its today if nothing was shown before."""
        if location_id != self.location_id:
            self.location_id, self.member_id = location_id or "", ""
            self._again()

    def tell_place(self, *, on: bool) -> None:
        """Whether the title says which location this is: for who sees several together (row N25)."""
        if on != self._tells_place:
            self._tells_place = on
            self._again()

    def show_day(self, day: dt.date) -> None:
        """Show a day, or the week that it is in."""
        if day != self.day:
            self.day = day
            self._again()

    def step(self, by: int) -> None:
        """One day or one week on or back."""
        days = by * (7 if self.mode is Mode.WEEK else 1)
        self.show_day(self._shown_day() + dt.timedelta(days=days))

    def show_today(self) -> None:
        """Show today, or the week that it is in."""
        self.show_day(self.today())

    def set_mode(self, mode: Mode) -> None:
        """A day by team member, or a week."""
        if mode is not self.mode:
            self.mode = mode
            self._again()

    def set_member(self, member_id: str) -> None:
        """Whose week is shown; empty for the whole location's."""
        if member_id != self.member_id:
            self.member_id = member_id
            self._again()

    def want(self, draft_id: str, *, follow: bool = False) -> None:
        """Outline what this draft's client wishes for; with `follow`, go to its day if that is still to come."""
        changed, self._draft_id = draft_id != self._draft_id, draft_id
        row = self.wanting()
        if changed and follow and row is not None and row.start is not None and row.start.date() >= self.today():
            self.show_day(row.start.date())
        if changed:
            self._again()

    def wanting(self) -> DraftRow | None:
        """The current card's draft, if it is in the list and of this location."""
        row = self._drafts.get(self._draft_id)
        if row is None or row.location_id != self.location_id:
            return None
        return row if self._drafts.position(self._draft_id) is not None else None

    # How it is laid out

    def _shown_day(self) -> dt.date:
        return self.today() if self.day == dt.date.min else self.day

    def _draw(self) -> Picture:
        day = self._shown_day()
        days = week_of(day, first_weekday()) if self.mode is Mode.WEEK else (day,)
        begin, end = (dt.datetime.combine(one, dt.time()) for one in (days[0], days[-1] + dt.timedelta(days=1)))
        here = self.location_id
        held = self._salon.rows(AppointmentRow).values()
        rows = [row for row in held if begin <= row.start < end and row.location_id == here]
        columns = self._week(days) if self.mode is Mode.WEEK else self._day(day, rows)
        placed = tuple(blocks(columns, rows))
        wanted = self._wanted(columns)
        location = self._salon.get(LocationRow, here) if self._tells_place else None
        title = with_place(days_between(days[0], days[-1]) if self.mode is Mode.WEEK else long_day(day), location)
        holds = self._holds(columns)
        outlined = [*(wanted.blocks if wanted else ()), *(block for hold in holds for block in hold.blocks)]
        hours = shown_hours(columns, [*placed, *outlined])
        return Picture(title, columns, placed, hours, wanted, holds)

    def _holds(self, columns: tuple[Column, ...]) -> tuple[Hold, ...]:
        """What is held for somebody, each stretch where it is; several who are asked at once have one of it."""
        first, last = (instant(dt.datetime.combine(day, dt.time()), self.zone) for day in _around(columns))
        found: dict[tuple[str, int, int], BusyRow] = {}
        for row in self._salon.rows(BusyRow).values():
            here = row.location_id == self.location_id and first <= row.start_at < last
            if row.held_until is not None and here:
                found.setdefault((row.appointment_id, row.start_at, row.end_at), row)
        return tuple(self._hold(row, columns) for row in found.values())

    def _hold(self, row: BusyRow, columns: tuple[Column, ...]) -> Hold:
        text = hold_words(self._salon, row, self._clock.now(), self.zone)
        return Hold(text, tuple(blocks(columns, (_as_held(row, self.zone),))))

    def _day(self, day: dt.date, rows: Iterable[AppointmentRow]) -> tuple[Column, ...]:
        """The team, and beside it whoever has left and still has appointments that day."""
        team = self.team()
        present = {member.id for member in team}
        served = {line.team_member_id for row in rows if row.status is not Status.CANCELLED for line in row.lines}
        gone = sorted(member_id for member_id in served if member_id and member_id not in present)
        columns = [Column(day, one.id, clean_text(one.name)[:60], openings(one, day, self.zone)) for one in team]
        return (*columns, *(Column(day, member_id, self.member_name(member_id), ()) for member_id in gone))

    def _week(self, days: Iterable[dt.date]) -> tuple[Column, ...]:
        team = [one for one in self.team() if self.member_id in {"", one.id}]
        return tuple(
            Column(
                day,
                self.member_id,
                weekday_of(day),
                union(span for one in team for span in openings(one, day, self.zone)),
            )
            for day in days
        )

    def _wanted(self, columns: tuple[Column, ...]) -> Wanted | None:
        """Where it would be: with whom it was chosen, else with the first who is free; nowhere if nobody is."""
        row = self._wanting = self.wanting()
        if row is None or row.start is None or row.start_at is None:
            return None
        lines = wanted_lines(row)
        asked, team = wants(lines), self._salon.team(row.location_id)
        placed = place(asked, team, self._salon.busy(row.location_id), row.start, self.zone)
        members = [part.team_member_id for part in placed] if placed else [want.team_member_id for want in asked]
        shown = _as_appointment(row, row.start, row.start_at, members, self.zone)
        client = shown_name(row.client_name)
        text = tr("wants {time}", time=time(row.start.hour * 60 + row.start.minute))
        return Wanted(client, text, tuple(blocks(columns, (shown,))))

    def _again(self) -> None:
        self._picture = None
        self.changed.emit()

    def _salon_changed(self, kind: str) -> None:
        if kind in _SEEN:
            self._again()

    def _wanted_changed(self) -> None:
        if self._draft_id and self.wanting() is not self._wanting:
            self._again()

    def _pending_changed(self, entity: str) -> None:
        if entity.startswith(appointment_entity("")):
            self.changed.emit()


def _around(columns: tuple[Column, ...]) -> tuple[dt.date, dt.date]:
    """The first day that is shown and the one after the last."""
    days = [column.day for column in columns] or [dt.date(1971, 1, 1)]
    return min(days), max(days) + dt.timedelta(days=1)


def _as_held(row: BusyRow, zone: str) -> AppointmentRow:
    """A held time, to be laid out like any other."""
    line = Line("", "", (row.end_at - row.start_at) // MINUTE, Money(0, "XXX"), team_member_id=row.team_member_id)
    return AppointmentRow(
        id=row.id,
        location_id=row.location_id,
        client_id=row.client_id,
        client_name="",
        lines=(line,),
        team_member_id=row.team_member_id,
        start=local(row.start_at, zone),
        zone=zone,
        start_at=row.start_at,
        end_at=row.end_at,
        status=Status.BOOKED,
        booked_by="staff",
    )


def _as_appointment(
    row: DraftRow, start: dt.datetime, start_at: int, members: Iterable[str | None], zone: str
) -> AppointmentRow:
    """What the draft would become, to be laid out like any other."""
    lines = tuple(replace(line, team_member_id=who) for line, who in zip(row.lines, members, strict=True))
    return AppointmentRow(
        id=row.id,
        location_id=row.location_id,
        client_id=row.client_id,
        client_name=row.client_name,
        lines=lines,
        team_member_id=(lines[0].team_member_id or "") if lines else "",
        start=start,
        zone=zone,
        start_at=start_at,
        end_at=start_at,
        status=Status.BOOKED,
        booked_by="client",
    )
