"""What becomes of an appointment that is booked: it is moved, or set where it stands (row N24), by staff or its client.

Each is decided on the appointment as it is now, under the lock of its business as every booking is: a move and a
confirm that want one time cannot both have it (promise R6).
"""

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from backend.access.person import Person
from backend.access.queries import find_location
from backend.appointments import queries
from backend.appointments.availability import alternatives, busy_around
from backend.appointments.booking import row_of
from backend.appointments.holds import held_for, open_to
from backend.appointments.queries import Appointment
from backend.clients import rows as client_rows
from backend.clients.queries import Client, find_client
from backend.db.database import Unit
from backend.drafts.choices import start_of
from backend.events.log import record
from backend.feed.actions import RefusedAction
from backend.feed.change import change_of
from backend.team.queries import team_of
from backend.waitlist.freed import freed
from domain import appointments as rules
from domain.appointments import CancelReason, Status
from domain.availability import Placed, place
from domain.permissions import Permission, ScopeKind, scope
from domain.seats import seat_of, seated, taken_by, wants_of
from domain.times import instant
from domain.wire.actions import Action, ChangeAppointment, Done, MoveAppointment, Refusal, RefusalCode, Seat
from domain.wire.rows import LocationRow


def move(unit: Unit, person: Person, action: Action) -> Done:
    """Gives an appointment another time, length or team. Raises RefusedAction, and Refused for an impossible year."""
    asked = action.payload
    if not isinstance(asked, MoveAppointment):
        raise TypeError(type(asked).__name__)
    number = change_of(unit, person.business_id).number
    held = _held(unit, person, asked.appointment_id)
    seat = seat_of(held.start, held.lines)
    if asked.to == seat:
        return Done(action.id, number)
    if asked.was != seat or len(asked.to.lines) != len(held.lines) or not rules.may_move(held.status):
        raise RefusedAction(Refusal("appointment_changed"))
    start = start_of(asked.to.start, held.zone, "$.payload.to.start")
    to = msgspec.structs.replace(asked.to, start=start)
    move_to(unit, held, to, f"person:{person.id}", over_hold=asked.over_hold)
    return Done(action.id, number)


def move_to(unit: Unit, held: Appointment, to: Seat, actor: str, *, over_hold: bool = False) -> Appointment:
    """The appointment at another seat; under the lock of its business. What is held for somebody else is in its way,
    but for staff who were told (`over_hold`). Raises RefusedAction when it is not free.
    """
    placed = _placed(unit, held, to, over_hold=over_hold)
    moved = replace(
        held,
        **rules.moved(held.life, to.start)._asdict(),
        lines=seated(held.lines, to),
        start_at=placed[0].start_at,
        end_at=placed[-1].end_at,
    )
    _keep(unit, moved, placed)
    _give_back(unit, held)
    _record(unit, actor, held, "moved", was=held.start.isoformat(), to=moved.start.isoformat())
    return moved


def change(unit: Unit, person: Person, action: Action) -> Done:
    """Sets where an appointment stands. Raises RefusedAction."""
    asked = action.payload
    if not isinstance(asked, ChangeAppointment):
        raise TypeError(type(asked).__name__)
    number = change_of(unit, person.business_id).number
    held = _held(unit, person, asked.appointment_id)
    if held.status is asked.to:
        return Done(action.id, number)
    if (held.status, held.start) != (asked.was, asked.was_start):
        raise RefusedAction(Refusal("appointment_changed"))
    set_status(unit, held, asked.to, asked.reason, f"person:{person.id}")
    return Done(action.id, number)


def set_status(unit: Unit, held: Appointment, to: Status, reason: CancelReason | None, actor: str) -> Appointment:
    """The appointment as it stands from now on; under the lock of its business. Raises RefusedAction."""
    changed = replace(held, **_life_after(unit, held, to, reason)._asdict())
    _keep(unit, changed, _placed(unit, held, seat_of(held.start, held.lines)) if _comes_back(held, changed) else None)
    if rules.takes_time(held.status) and not rules.takes_time(changed.status):
        _give_back(unit, held)
    _record(unit, actor, held, changed.status, **({"reason": reason} if reason else {}))
    return changed


def show_again(unit: Unit, appointments: Sequence[Appointment], client: Client) -> None:
    """Something about their client changed: the schedule shows them as they are now."""
    change = change_of(unit, client.business_id)
    for held in appointments:
        change.publish(scope(ScopeKind.SCHEDULE, held.location_id), row_of(held, client))


def give(unit: Unit, appointments: Sequence[Appointment], client: Client) -> None:
    """They are this client's: the two were merged."""
    given = [replace(held, client_id=client.id) for held in appointments]
    for one in given:
        queries.update(unit, one)
    show_again(unit, given, client)


def make_nameless(unit: Unit, held: Appointment) -> None:
    """Its client is erased: it stays as a figure. One that lies ahead is cancelled, and its time given back."""
    ahead = is_ahead(held, unit.now)
    left = replace(held, client_id="", notes="", draft_id=None)
    if ahead:
        left = replace(left, status=Status.CANCELLED, cancel_reason=CancelReason.CLIENT_ASKED)
    _keep(unit, left, None)
    if ahead:
        _give_back(unit, held)


def is_ahead(held: Appointment, now: int) -> bool:
    """Whether somebody is expected still."""
    return rules.takes_time(held.status) and held.start_at > now


def _held(unit: Unit, person: Person, appointment_id: str) -> Appointment:
    held = queries.find(unit, person.business_id, appointment_id)
    if held is None:
        raise RefusedAction(Refusal("appointment_gone"))
    if not person.may(Permission.BOOK_APPOINTMENTS, held.location_id):
        raise RefusedAction(Refusal("not_permitted"))
    return held


def _life_after(unit: Unit, held: Appointment, to: Status, reason: CancelReason | None) -> rules.Life:
    try:
        return rules.changed(held.life, to, reason, begun=held.start_at <= unit.now)
    except rules.TooEarly:
        raise RefusedAction(Refusal("too_early")) from None
    except rules.NotPossible:
        raise RefusedAction(Refusal("invalid", field="$.payload.to")) from None


def _comes_back(held: Appointment, changed: Appointment) -> bool:
    return rules.takes_time(changed.status) and not rules.takes_time(held.status)


def _placed(unit: Unit, held: Appointment, seat: Seat, *, over_hold: bool = False) -> tuple[Placed, ...]:
    """The seat's time, if all who serve have it free. What is past already may be stretched, not moved there."""
    at = _location(unit, held)
    team = team_of(unit, held.business_id, at.id)
    client = find_client(unit, held.business_id, held.client_id)
    own = open_to(unit, at, client, instant(seat.start, at.zone), over_hold=over_hold) if client else ()
    busy = busy_around(unit, held.business_id, at, seat.start, but=(held.id, *own))
    placed = place(wants_of(held.lines, seat), team, busy, seat.start, at.zone)
    past = seat.start != held.start and instant(seat.start, at.zone) < unit.now
    if placed is not None and not past:
        return placed
    lines = seated(held.lines, seat)
    possible = not past and place(wants_of(lines, seat), team, {}, seat.start, at.zone) is not None
    code: RefusalCode = "slot_taken" if possible else "slot_unavailable"
    instead = alternatives(unit, held.business_id, at, lines, team, seat.start, (held.id,))
    start_at = instant(seat.start, at.zone)
    for_whom = held_for(unit, at, client, lines, start_at, but=(held.id,)) if possible and client else None
    raise RefusedAction(Refusal(code, alternatives=instead, held=for_whom))


def _location(unit: Unit, held: Appointment) -> LocationRow:
    at = find_location(unit, held.business_id, held.location_id)
    if at is None:
        raise RefusedAction(Refusal("not_permitted"))
    return at


def _keep(unit: Unit, appointment: Appointment, placed: Sequence[Placed] | None) -> None:
    """Writes the appointment and the time it takes from now on: `placed`, what it had, or none."""
    change = change_of(unit, appointment.business_id)
    queries.update(unit, appointment)
    client = find_client(unit, appointment.business_id, appointment.client_id)
    change.publish(scope(ScopeKind.SCHEDULE, appointment.location_id), row_of(appointment, client))
    if placed is not None or not rules.takes_time(appointment.status):
        for row_id in queries.free(unit, appointment):
            change.withdraw("busy", row_id)
    for row in queries.take(unit, appointment, placed) if placed is not None else ():
        change.publish(scope(ScopeKind.AVAILABILITY, appointment.location_id), row)
    if client is not None:
        client_rows.publish(unit, appointment.business_id, (client.id,))


def _give_back(unit: Unit, held: Appointment) -> None:
    """What it took before may suit somebody who waits (row B22)."""
    at = _location(unit, held)
    times = taken_by(held.lines, held.start_at)
    freed(unit, held.business_id, at, times, busy_around(unit, held.business_id, at, held.start))


def _record(unit: Unit, actor: str, held: Appointment, what: str, **facts: str) -> None:
    record(unit, held.business_id, f"appointment.{what}", f"appointment:{held.id}", actor, **facts)
