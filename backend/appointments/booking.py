"""The one way to an appointment, for clients and staff: the first to arrive has the time, whoever comes second is
told (row B2).

A booking is a change that staff see, so it begins by locking its business. What is taken is read after that, and so
no two bookings of a business overlap, on either database (promise R6).
"""

import datetime as dt
from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec

from backend.appointments import queries
from backend.appointments.availability import alternatives, busy_around
from backend.appointments.holds import open_to
from backend.appointments.queries import Appointment
from backend.clients import rows as client_rows
from backend.clients.queries import Client
from backend.db.database import Unit
from backend.drafts import life
from backend.drafts.choices import lines_of
from backend.events.log import record
from backend.feed.change import change_of
from backend.team.queries import team_of
from backend.waitlist import life as waitlist_life
from backend.waitlist import queries as waitlist
from backend.web.problems import Refused, problem
from domain.availability import Placed, place, wants
from domain.permissions import ScopeKind, scope
from domain.times import instant
from domain.wire.actions import Choice
from domain.wire.rows import AppointmentRow, Line, LocationRow, TeamMemberRow


class Booking(NamedTuple):
    """What is to be booked. `start` is local to the location; `actor` is who asks, for the audit."""

    appointment_id: str
    place: LocationRow
    client: Client
    choices: Sequence[Choice]
    start: dt.datetime
    notes: str
    booked_by: Literal["client", "staff"]
    actor: str
    draft_id: str | None
    waitlist_entry_id: str | None = None
    over_hold: bool = False
    """Staff take a time although it is held for somebody (row N10)."""


def book(unit: Unit, wish: Booking) -> Appointment:
    """Books at today's prices, and converts the client's draft whichever it is (row B19).

    Raises Refused (409): `slot_taken` or `slot_unavailable` with alternatives, `service_unavailable`.
    """
    business_id = wish.client.business_id
    change_of(unit, business_id)
    team = team_of(unit, business_id, wish.place.id)
    lines = _todays_lines(unit, business_id, wish.choices, team)
    wished = instant(wish.start, wish.place.zone)
    own = open_to(unit, wish.place, wish.client, wished, over_hold=wish.over_hold)
    busy = busy_around(unit, business_id, wish.place, wish.start, but=own)
    placed = place(wants(lines), team, busy, wish.start, wish.place.zone)
    if placed is None or placed[0].start_at < unit.now:
        raise _not_free(unit, wish, lines, team)
    appointment = _appointment(wish, lines, placed)
    _publish(unit, appointment, wish.client, placed)
    life.convert(unit, business_id, wish.client.id, appointment.id, wish.actor)
    _end_waiting(unit, wish, appointment)
    record(unit, business_id, "appointment.booked", f"appointment:{appointment.id}", wish.actor)
    return appointment


def _end_waiting(unit: Unit, wish: Booking, appointment: Appointment) -> None:
    """Whoever waited and is booked for it waits no more (row B21)."""
    entry = waitlist.find(unit, appointment.business_id, wish.waitlist_entry_id) if wish.waitlist_entry_id else None
    if entry is not None and entry.status == "pending":
        waitlist_life.book(unit, entry, appointment.id, wish.actor)


def _todays_lines(
    unit: Unit, business_id: str, choices: Sequence[Choice], team: Sequence[TeamMemberRow]
) -> tuple[Line, ...]:
    """As the choices were made earlier, what is wrong with them is no fault of this request but a conflict."""
    try:
        return lines_of(unit, business_id, choices, team)
    except Refused as refused:
        sold = refused.problem.type != "service_unavailable"
        code = "slot_unavailable" if sold else "service_unavailable"
        raise problem(code, 409, refused.problem.detail, field=refused.problem.field) from None


def _not_free(unit: Unit, wish: Booking, lines: Sequence[Line], team: Sequence[TeamMemberRow]) -> Refused:
    """Taken is what would be possible if nobody were booked."""
    past = instant(wish.start, wish.place.zone) < unit.now
    possible = not past and place(wants(lines), team, {}, wish.start, wish.place.zone) is not None
    instead = alternatives(unit, wish.client.business_id, wish.place, lines, team, wish.start)
    if possible:
        return problem("slot_taken", 409, "Somebody else was quicker.", alternatives=instead)
    return problem("slot_unavailable", 409, "This time cannot be booked.", alternatives=instead)


def _appointment(wish: Booking, lines: Sequence[Line], placed: Sequence[Placed]) -> Appointment:
    served = zip(lines, placed, strict=True)
    return Appointment(
        business_id=wish.client.business_id,
        id=wish.appointment_id,
        location_id=wish.place.id,
        client_id=wish.client.id,
        lines=tuple(msgspec.structs.replace(line, team_member_id=part.team_member_id) for line, part in served),
        start=wish.start,
        zone=wish.place.zone,
        start_at=placed[0].start_at,
        end_at=placed[-1].end_at,
        booked_by=wish.booked_by,
        draft_id=wish.draft_id,
        notes=wish.notes,
    )


def _publish(unit: Unit, appointment: Appointment, client: Client, placed: Sequence[Placed]) -> None:
    change = change_of(unit, appointment.business_id)
    change.publish(scope(ScopeKind.SCHEDULE, appointment.location_id), row_of(appointment, client))
    for row in queries.insert(unit, appointment, placed):
        change.publish(scope(ScopeKind.AVAILABILITY, appointment.location_id), row)
    client_rows.publish(unit, appointment.business_id, (client.id,))


def row_of(appointment: Appointment, client: Client | None) -> AppointmentRow:
    """The appointment as the schedule shows it, without a name once its client was erased."""
    return AppointmentRow(
        id=appointment.id,
        location_id=appointment.location_id,
        client_id=client.id if client else "",
        client_name=client.name if client else "",
        lines=appointment.lines,
        team_member_id=appointment.team_member_id,
        start=appointment.start,
        zone=appointment.zone,
        start_at=appointment.start_at,
        end_at=appointment.end_at,
        status=appointment.status,
        booked_by=appointment.booked_by,
        draft_id=appointment.draft_id,
        notes=appointment.notes,
        previous_start=appointment.previous_start,
        cancel_reason=appointment.cancel_reason,
    )
