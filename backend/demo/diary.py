"""The calendar of the demo around today: what was done in the last days, a full day today, and fewer ahead.

Hundreds of appointments are put in by a handful of statements, so that the demo starts at once. Today is then lived
through by the use cases: who came, who was served, and who did not appear.
"""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, cycle
from typing import NamedTuple

from backend.appointments import life, queries
from backend.appointments.booking import row_of
from backend.appointments.queries import Appointment
from backend.clients import rows as client_rows
from backend.clients.queries import Client
from backend.db.database import Unit
from backend.demo.days import Pick, choice, place_of
from backend.demo.followups import Deed
from backend.demo.salon import ZONE, Salon
from backend.events.log import record
from backend.feed.change import change_of
from domain.appointments import CancelReason, Status, takes_time
from domain.constants import HOUR, MINUTE
from domain.permissions import ScopeKind, scope
from domain.prices import resolve
from domain.seats import spans
from domain.times import instant, local
from domain.wire.actions import Action, ChangeAppointment
from domain.wire.rows import Line, TeamMemberRow

BEFORE, AHEAD = 6, 7
"""Days before and after today that have appointments."""

_PICKS = (
    (Pick("cut", "Short"),),
    (Pick("barber"),),
    (Pick("barber", None, "gentleman"), Pick("beard", None, "gentleman")),
    (Pick("colour", "Full"),),
    (Pick("colour", "Roots", "colour_cut"), Pick("cut", "Medium", "colour_cut")),
    (Pick("beard"),),
    (Pick("cut", "Long"), Pick("blow_dry", "Long")),
    (Pick("cut", "Medium"),),
    (Pick("balayage"), Pick("toner")),
    (Pick("highlights", "Half head"),),
    (Pick("dry_cut"),),
    (Pick("blow_dry", "Long"),),
    (Pick("child"),),
    (Pick("gloss"),),
    (Pick("fringe"),),
    (Pick("updo"),),
)
_PAUSES = (0, 0, 0, 15, 15, 30)
_FULL, _FADES = 0.75, 0.14
"""How much of today is taken, and by how much less with each day ahead."""

_LEAST = 0.2
_ONE_IN_CANCELLED, _ONE_IN_MISSED, _ONE_IN_CONFIRMED, _ONE_IN_ONLINE = 17, 23, 3, 2
_NOTES = (
    "",
    "",
    "",
    "",
    "",
    "Brings her daughter.",
    "Sensitive scalp.",
    "Running ten minutes late.",
    "Wants a quiet seat.",
)


class _Planned(NamedTuple):
    appointment: Appointment
    client: Client


class Diary:
    """Makes the days up, the same ones at every start but for the date: `once` come first and not again, the others
    come round one after the other.
    """

    def __init__(
        self, salon: Salon, once: Sequence[Client], others: Sequence[Client], today: dt.date, luck: random.Random
    ) -> None:
        self._salon, self._clients, self._today, self._luck = salon, chain(once, cycle(others)), today, luck
        self._turn = 0
        self._lines: dict[tuple[tuple[Pick, ...], str], tuple[Line, ...]] = {}

    def fill(self, unit: Unit, first: int, last: int) -> None:
        """Puts in the days from `first` to `last`, counted from today."""
        planned = [one for day in range(first, last + 1) for one in self._day(unit, day)]
        _keep(unit, self._salon, planned)

    def today(self, now: int) -> Iterator[Deed]:
        """What Ana noted of today's appointments, hour by hour, until now."""
        opened = instant(dt.datetime.combine(self._today, dt.time(9)), ZONE)
        hours = [at for at in range(opened, now, HOUR) if local(at, ZONE).date() == self._today]
        for at in [*hours[1:], *([now - MINUTE] if hours and now - hours[-1] > MINUTE else [])]:
            yield Deed((now - at) // MINUTE, partial(self._note, at))

    def _day(self, unit: Unit, ahead: int) -> Iterator[_Planned]:
        day = self._today + dt.timedelta(days=ahead)
        share = _FULL if ahead <= 0 else max(_LEAST, _FULL - _FADES * ahead)
        for member in self._salon.team.values():
            for hours in (hours for hours in member.hours if hours.weekday == day.weekday()):
                start, end = (dt.datetime.combine(day, time) for time in (hours.start, hours.end))
                yield from self._hours(unit, member, start, end, share, past=ahead < 0)

    def _hours(
        self, unit: Unit, member: TeamMemberRow, at: dt.datetime, end: dt.datetime, share: float, *, past: bool
    ) -> Iterator[_Planned]:
        """One team member's hours, from one appointment to the next."""
        while True:
            at += dt.timedelta(minutes=self._luck.choice(_PAUSES))
            offered = [
                lines for picks in _PICKS if (lines := self._lines_of(picks, member)) and _ends(at, lines) <= end
            ]
            if not offered:
                return
            lines = self._luck.choice(offered)
            if self._luck.random() < share:
                yield self._appointment(unit, member, lines, at, past=past)
            at = _ends(at, lines)

    def _appointment(
        self, unit: Unit, member: TeamMemberRow, lines: tuple[Line, ...], start: dt.datetime, *, past: bool
    ) -> _Planned:
        client = next(self._clients)
        self._turn += 1
        placed = spans(lines, instant(start, ZONE))
        status = self._past_status() if past else self._coming_status()
        return _Planned(
            Appointment(
                business_id=self._salon.business_id,
                id=unit.ids.new(unit.now),
                location_id=member.location_id,
                client_id=client.id,
                lines=lines,
                start=start,
                zone=place_of(self._salon, member).zone,
                start_at=placed[0].start_at,
                end_at=placed[-1].end_at,
                booked_by="client" if self._turn % _ONE_IN_ONLINE else "staff",
                draft_id=None,
                notes=_NOTES[self._turn % len(_NOTES)],
                status=status,
                cancel_reason=CancelReason.CLIENT_ILL if status is Status.CANCELLED else None,
            ),
            client,
        )

    def _past_status(self) -> Status:
        if self._turn % _ONE_IN_MISSED == 0:
            return Status.NO_SHOW
        return Status.CANCELLED if self._turn % _ONE_IN_CANCELLED == 0 else Status.DONE

    def _coming_status(self) -> Status:
        if self._turn % _ONE_IN_CANCELLED == 0:
            return Status.CANCELLED
        return Status.CONFIRMED if self._turn % _ONE_IN_CONFIRMED == 0 else Status.BOOKED

    def _lines_of(self, picks: tuple[Pick, ...], member: TeamMemberRow) -> tuple[Line, ...]:
        """Empty when she does not do all of it."""
        key = picks, member.id
        if key not in self._lines:
            salon = self._salon
            does = all(salon.services[pick.key].id in member.service_ids for pick in picks)
            services = {row.id: row for row in salon.services.values()}
            bundles = {row.id: row for row in salon.bundles.values()}
            choices = [choice(salon, pick, member) for pick in picks] if does else []
            self._lines[key] = resolve(choices, services, bundles).lines
        return self._lines[key]

    def _note(self, at: int, unit: Unit) -> None:
        """Who has begun by now has come, all but one now and then; whose time is over has been served."""
        of = self._salon.business_id
        for number, held in enumerate(queries.begun(unit, of, self._midnight(), at)):
            came = number % _ONE_IN_MISSED != _ONE_IN_MISSED // 2 or at < held.start_at + 20 * MINUTE
            now = held
            if now.status in {Status.BOOKED, Status.CONFIRMED}:
                now = self._change(unit, held, Status.ARRIVED if came else Status.NO_SHOW)
            if now.status is Status.ARRIVED and held.end_at <= at:
                self._change(unit, now, Status.DONE)

    def _change(self, unit: Unit, held: Appointment, to: Status) -> Appointment:
        asked = ChangeAppointment(held.id, to, held.status, held.start)
        action = Action(unit.ids.new(unit.now), f"appointment:{held.id}", unit.now, asked)
        life.change(unit, self._salon.ana, action)
        found = queries.find(unit, self._salon.business_id, held.id)
        if found is None:
            raise LookupError("the appointment is gone")
        return found

    def _midnight(self) -> int:
        return instant(dt.datetime.combine(self._today, dt.time()), ZONE)


def _ends(at: dt.datetime, lines: Sequence[Line]) -> dt.datetime:
    return at + dt.timedelta(minutes=sum(line.minutes for line in lines))


def _keep(unit: Unit, salon: Salon, planned: Sequence[_Planned]) -> None:
    """As a booking writes it, all by the same statements. What was cancelled or missed takes no time."""
    change = change_of(unit, salon.business_id)
    taken = [(one.appointment, spans(one.appointment.lines, one.appointment.start_at)) for one in planned]
    busy = queries.insert_many(unit, [(of, placed if takes_time(of.status) else ()) for of, placed in taken])
    for row in busy:
        change.publish(scope(ScopeKind.AVAILABILITY, row.location_id), row)
    for of, client in planned:
        change.publish(scope(ScopeKind.SCHEDULE, of.location_id), row_of(of, client))
        by = f"client:{client.id}" if of.booked_by == "client" else f"person:{salon.ana.id}"
        record(unit, salon.business_id, "appointment.booked", f"appointment:{of.id}", by)
    client_rows.publish(unit, salon.business_id, list(dict.fromkeys(one.client.id for one in planned)))
