"""What the day looks like from the desk: what waits, who comes next, who was written to (row B10)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest

from PySide6.QtCore import QObject, Signal

from desktop import sentences
from desktop.models.cards import service_names, shown_name
from desktop.models.drafts import DraftsModel
from desktop.models.salon import Salon
from desktop.models.waitlist import WaitlistModel
from desktop.texts import age, amounts, in_a_row, long_day, moment, ntr, tr
from desktop.texts import clock as time_of_day
from domain.appointments import Status, takes_time
from domain.clock import Clock
from domain.constants import MINUTE
from domain.contacts import clean_text
from domain.permissions import Permission
from domain.times import instant, local
from domain.wire.rows import AppointmentRow, DraftRow, LocationRow, ReminderState, TeamMemberRow

_RECENT = 6
_TO_COME = frozenset({Status.BOOKED, Status.CONFIRMED})


@dataclass(frozen=True)
class Waiting:
    """The amber card: how many, what they are worth, how long the oldest waits."""

    count: str
    detail: str


@dataclass(frozen=True)
class Coming:
    """One appointment that is still to come today."""

    appointment_id: str
    time: str
    client: str
    services: str
    team_member: str


@dataclass(frozen=True)
class Recent:
    """Something that was done about an incomplete booking; `client` may open its card."""

    draft_id: str
    client: str
    text: str
    detail: str


@dataclass(frozen=True)
class Overview:
    """Everything on the page. What is None or not allowed is not there at all and leaves no gap."""

    greeting: str
    day: str
    waiting: Waiting | None
    waitlist: Waiting | None
    sees_schedule: bool
    appointments: str
    appointments_detail: str
    coming: tuple[Coming, ...]
    recent: tuple[Recent, ...]


class Today(QObject):
    """Sums up one location for the page."""

    changed = Signal()

    def __init__(
        self, drafts: DraftsModel, waitlist: WaitlistModel, salon: Salon, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._drafts, self._waitlist, self._salon, self._clock = drafts, waitlist, salon, clock
        self._places: tuple[str, ...] = ()
        drafts.summary_changed.connect(self.changed)
        waitlist.summary_changed.connect(self.changed)
        drafts.dataChanged.connect(self.changed)
        salon.changed.connect(self.changed)

    def show_location(self, location_id: str | None) -> None:
        """Sum up this location from now on."""
        self.show_locations(() if location_id is None else (location_id,))

    def show_locations(self, places: Sequence[str]) -> None:
        """Sum up these locations together; the day and the clock are the first one's (row N25)."""
        self._places = tuple(places)
        self.changed.emit()

    def overview(self) -> Overview:
        """The page as of now."""
        now = self._clock.now()
        zone = self._salon.zone(next(iter(self._places), None))
        today = local(now, zone)
        sees_schedule = bool(self._where(Permission.VIEW_SCHEDULE))
        booked = self._booked(now)
        coming = [row for row in booked if row.start_at > now and row.status in _TO_COME]
        return Overview(
            greeting=self._greeting(today.time()),
            day=self._day(today.date(), zone),
            waiting=self._waiting(now),
            waitlist=self._waiting_list(),
            sees_schedule=sees_schedule,
            appointments=f"{len(booked)}",
            appointments_detail=ntr("today, {count} to come", "today, {count} to come", len(coming)),
            coming=tuple(map(self._coming, coming)),
            recent=self._recent(now, zone),
        )

    def _greeting(self, time: dt.time) -> str:
        person = self._salon.person()
        name = clean_text(person.name).split(" ")[0][:40] if person else ""
        if time < dt.time(12):
            hello = tr("Good morning")
        elif time < dt.time(18):
            hello = tr("Good afternoon")
        else:
            hello = tr("Good evening")
        return tr("{greeting}, {name}", greeting=hello, name=name) if name else hello

    def _day(self, today: dt.date, zone: str) -> str:
        team = [member for place in self._places for member in self._salon.team(place)]
        present = sum(_works(member, today, zone) for member in team)
        shown = long_day(today)
        if not team:
            return shown
        people = ntr(
            "{present} of {count} team member in", "{present} of {count} team members in", len(team), present=present
        )
        return f"{shown}, {people}"

    def _waiting(self, now: int) -> Waiting | None:
        """Hidden at zero and without permission (row B10)."""
        count, resting = self._drafts.counted(), self._drafts.resting()
        listed = self._drafts.oldest_at()
        oldest = min((row.engaged_at for row in resting), default=listed)
        if listed is not None and oldest is not None:
            oldest = min(oldest, listed)
        if not count or oldest is None or not self._where(Permission.MANAGE_WAITLIST):
            return None
        worth, since = amounts(self._drafts.worth_of_all()), age(oldest, now)
        detail = tr("worth {worth}, the oldest {age}", worth=worth, age=since) if worth else since
        if resting:
            snoozed = ntr("{count} snoozed", "{count} snoozed", len(resting))
            detail = tr("{what}, {more}", what=detail, more=snoozed)
        return Waiting(ntr("{count} waiting", "{count} waiting", count), detail)

    def _waiting_list(self) -> Waiting | None:
        """Who waits, and for how many there is room now; not there without permission (row B18)."""
        if not self._where(Permission.MANAGE_WAITLIST):
            return None
        fitting = self._waitlist.fitting()
        detail = ntr("{count} can fit", "{count} can fit", fitting) if fitting else tr("no room yet")
        return Waiting(f"{self._waitlist.rowCount()}", detail if self._waitlist.rowCount() else tr("nobody waits"))

    def _where(self, permission: Permission) -> list[str]:
        """At which of the locations the person may do this (row B18)."""
        return [place for place in self._places if self._salon.may(permission, place)]

    def _booked(self, now: int) -> list[AppointmentRow]:
        """Today's appointments, each by the day it is at its own location."""
        today = {place: local(now, self._salon.zone(place)).date() for place in self._where(Permission.VIEW_SCHEDULE)}
        found = (
            row
            for row in self._salon.rows(AppointmentRow).values()
            if takes_time(row.status) and today.get(row.location_id) == row.start.date()
        )
        return sorted(found, key=lambda row: (row.start_at, row.id))

    def _coming(self, row: AppointmentRow) -> Coming:
        member = self._salon.get(TeamMemberRow, row.team_member_id)
        location = self._salon.get(LocationRow, row.location_id) if len(self._places) > 1 else None
        place = clean_text(location.name) if location else ""
        return Coming(
            appointment_id=row.id,
            time=time_of_day(row.start),
            client=shown_name(row.client_name),
            services=in_a_row(service_names(row.lines)),
            team_member=in_a_row(part for part in (clean_text(member.name)[:60] if member else "", place) if part),
        )

    def _recent(self, now: int, zone: str) -> tuple[Recent, ...]:
        if not self._where(Permission.MANAGE_WAITLIST):
            return ()
        reminded = ((_newest(row.reminders), row) for row in self._drafts.shown() if row.reminders)
        newest = nlargest(_RECENT, reminded, key=lambda pair: (pair[0].at, pair[1].id))
        return tuple(_recent(_together(state, row.reminders), row, now, zone) for state, row in newest)


def _newest(reminders: Sequence[ReminderState]) -> ReminderState:
    return max(reminders, key=lambda state: state.at)


def _together(newest: ReminderState, reminders: Sequence[ReminderState]) -> list[ReminderState]:
    """The newest and what went the same way with it on another channel."""
    outcome = newest.status, newest.reason, newest.automatic
    alike = [state for state in reminders if (state.status, state.reason, state.automatic) == outcome]
    return [newest, *(state for state in alike if state is not newest and newest.at - state.at < MINUTE)]


def _recent(states: Sequence[ReminderState], row: DraftRow, now: int, zone: str) -> Recent:
    state, by = states[0], sentences.channels(sorted(state.channel for state in states))
    if state.status == "sent":
        text = tr("Reminded by {channel}", channel=by)
    elif state.status == "queued":
        text = tr("Reminder on its way by {channel}", channel=by)
    elif state.status == "unknown":
        text = tr("Not certain whether the reminder by {channel} was sent", channel=by)
    else:
        text = tr("No reminder by {channel}", channel=by)
        text = tr("{what}: {reason}", what=text, reason=sentences.reason(state.reason)) if state.reason else text
    sender = tr("by itself") if state.automatic else tr("by hand")
    return Recent(row.id, shown_name(row.client_name), text, f"{moment(state.at, now, zone)} · {sender}")


def _works(member: TeamMemberRow, day: dt.date, zone: str) -> bool:
    """Whether the member has hours that day that no time off takes whole."""
    for hours in member.hours:
        if hours.weekday == day.weekday():
            start = instant(dt.datetime.combine(day, hours.start), zone)
            end = instant(dt.datetime.combine(day, hours.end), zone)
            if not any(off.start_at <= start and end <= off.end_at for off in member.time_off):
                return True
    return False
