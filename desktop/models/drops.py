"""What a move would come to, answered before it is made: from the desk's own copy, by the rules that the server has."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from desktop.models.cards import shown_name
from desktop.models.holds import hold_words
from desktop.models.salon import Salon, Taken
from desktop.models.schedule import STEP, Block, Column, at_minutes, blocks, openings
from desktop.models.schedule_words import time
from desktop.texts import tr
from domain.availability import place
from domain.constants import DAY, MINUTE
from domain.contacts import clean_text
from domain.seats import seat_of, seated, spans, wants_of
from domain.times import instant, local, shown
from domain.wire.actions import Seat, Served
from domain.wire.rows import AppointmentRow, BusyRow, TeamMemberRow


@dataclass(frozen=True)
class Drop:
    """Where an appointment would sit, the blocks it would have there, and why it cannot; empty when it can. `held` says
    for whom the time is held by an offer, which moving there takes back.
    """

    row: AppointmentRow
    seat: Seat
    blocks: tuple[Block, ...]
    why_not: str
    held: str = ""

    @property
    def says(self) -> str:
        """What there is to know before it is put down there."""
        return self.why_not or self.held

    @property
    def moves(self) -> bool:
        """Whether anything would differ."""
        return self.seat != seat_of(self.row.start, self.row.lines)


def carried(block: Block, column: Column, top: int) -> Seat:
    """The seat when a block is carried to a column so that it begins at `top` minutes. The rest follows it in time;
    who serves the block's own lines is the column's team member, where it has one.
    """
    row = block.row
    start = at_minutes(column.day, top) - (at_minutes(row.start.date(), block.span.start) - row.start)
    seat = seat_of(row.start, row.lines)
    if not column.member_id:
        return Seat(start, seat.lines)
    served = tuple(
        Served(column.member_id, by.minutes) if index in block.part else by for index, by in enumerate(seat.lines)
    )
    return Seat(start, served)


def stretched(seat: Seat, part: tuple[int, ...], longer: int) -> Seat:
    """The seat when a part of it is so many minutes longer: its last line is, and lasts a step at least."""
    last = part[-1]
    by = seat.lines[last]
    minutes = max(min(STEP, by.minutes), by.minutes + longer)
    return Seat(seat.start, (*seat.lines[:last], Served(by.team_member_id, minutes), *seat.lines[last + 1 :]))


class Drops:
    """Answers for the location that is shown."""

    def __init__(self, salon: Salon, location_id: str, columns: Sequence[Column], now: int) -> None:
        self._salon, self._columns, self._now = salon, columns, now
        self._zone = salon.zone(location_id)
        self._team = salon.team(location_id)
        self._taken = salon.taken(location_id)
        found = (one for one in salon.rows(BusyRow).values() if one.location_id == location_id)
        self._holds = [one for one in found if one.held_until is not None]

    def look(self, row: AppointmentRow, seat: Seat) -> Drop:
        """What comes of it. A start that a spring change skips is the one that the clock will show."""
        seat = Seat(shown(seat.start, self._zone), seat.lines)
        lines = seated(row.lines, seat)
        there = replace(row, start=seat.start, lines=lines)
        why_not, held = self._look(row, seat)
        return Drop(row, seat, tuple(blocks(self._columns, (there,))), why_not, held)

    def _look(self, row: AppointmentRow, seat: Seat) -> tuple[str, str]:
        """Why it cannot be there, or for whom the time is held; what is held for the client herself is free to her."""
        if seat == seat_of(row.start, row.lines):
            return "", ""
        at = instant(seat.start, self._zone)
        if seat.start != row.start and at < self._now:
            return tr("That time has passed."), ""
        own = {one.appointment_id for one in self._holds if one.client_id == row.client_id}
        others = self._others(at, {row.id, *own})
        if self._fits(row, seat, others):
            return "", ""
        free = self._others(at, {row.id, *(one.appointment_id for one in self._holds)})
        if self._fits(row, seat, free):
            return "", self._held(row, seat, at, own)
        return self._reason(row, seat, at, free), ""

    def _others(self, at: int, but: set[str]) -> dict[str, list[Taken]]:
        """By team member, what takes time near an instant beside these appointments and rounds of offers."""
        near = {who: [one for one in of if abs(one.start_at - at) < 2 * DAY] for who, of in self._taken.items()}
        return {who: [one for one in of if one.appointment_id not in but] for who, of in near.items()}

    def _fits(self, row: AppointmentRow, seat: Seat, others: dict[str, list[Taken]]) -> bool:
        busy = {who: [(one.start_at, one.end_at) for one in of] for who, of in others.items()}
        return place(wants_of(row.lines, seat), self._team, busy, seat.start, self._zone) is not None

    def _held(self, row: AppointmentRow, seat: Seat, at: int, own: set[str]) -> str:
        """For whom, by the hold that lasts longest of those in the way."""
        parts = spans(seated(row.lines, seat), at)
        in_the_way = [
            one
            for one in self._holds
            if one.appointment_id not in own
            and any(
                one.team_member_id == who and one.start_at < end_at and start_at < one.end_at
                for who, start_at, end_at in parts
            )
        ]
        longest = max(in_the_way or self._holds, key=lambda one: one.held_until or 0)
        words = hold_words(self._salon, longest, self._now, self._zone)
        return f"{words[:1].upper()}{words[1:]}."

    def _reason(self, row: AppointmentRow, seat: Seat, at: int, others: dict[str, list[Taken]]) -> str:
        members = {member.id: member for member in self._team}
        lines = seated(row.lines, seat)
        for line, (member_id, start_at, end_at) in zip(lines, spans(lines, at), strict=True):
            member = members.get(member_id)
            if member is None:
                return tr("Someone who serves this is not in the team any more.")
            name = clean_text(member.name)[:40]
            if line.service_id not in member.service_ids:
                return tr("{member} does not do {service}.", member=name, service=clean_text(line.name)[:60])
            hit = next(
                (one for one in others.get(member_id, ()) if one.start_at < end_at and start_at < one.end_at), None
            )
            if hit is not None:
                return self._taken_by(name, hit)
            if not _works(member, start_at, end_at, self._zone):
                return tr("{member} does not work then.", member=name)
        return tr("Nobody is free at that time.")

    def _taken_by(self, name: str, hit: Taken) -> str:
        held = self._salon.get(AppointmentRow, hit.appointment_id)
        if held is None:
            return tr("{member} is taken then.", member=name)
        begin, end = (local(at, self._zone) for at in (hit.start_at, hit.end_at))
        return tr(
            "{member} has {client} from {start} to {end}.",
            member=name,
            client=shown_name(held.client_name, 40),
            start=time(begin.hour * 60 + begin.minute),
            end=time(end.hour * 60 + end.minute),
        )


def _works(member: TeamMemberRow, start_at: int, end_at: int, zone: str) -> bool:
    wall: dt.datetime = local(start_at, zone)
    begin = wall.hour * 60 + wall.minute
    end = begin + (end_at - start_at) // MINUTE
    return any(span.start <= begin and end <= span.end for span in openings(member, wall.date(), zone))
