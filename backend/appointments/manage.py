"""What a client does with her appointment by its link: look, move it, cancel it. Her number is not asked for again.

A link acts for its own appointment only. Opening it changes nothing, since previews open links too.
"""

import msgspec

from backend.access.locations import location_of
from backend.access.queries import Business
from backend.appointments import queries
from backend.appointments.availability import Search, free_times
from backend.appointments.life import is_ahead, move_to, set_status
from backend.appointments.queries import Appointment
from backend.db.database import Unit
from backend.drafts.choices import ahead
from backend.feed.actions import RefusedAction
from backend.feed.change import change_of
from backend.messages import links
from backend.team.queries import team_of
from backend.web.problems import Refused, problem
from domain.appointments import CancelReason, Status
from domain.prices import total
from domain.seats import seat_of
from domain.wire.booking import CancelBooking, Managed, ManagedTimesQuery, Reschedule, Times

_SUBJECT = "appointment:"


def make_link(unit: Unit, public_url: str, salon: Business, appointment_id: str) -> str:
    """The address at which the client manages it; links made earlier stay good."""
    return links.make_link(unit, public_url, salon.slug, salon.id, "manage", _SUBJECT + appointment_id)


def find_managed(unit: Unit, business_id: str, token: str) -> Appointment:
    """The appointment that the token was made for. Raises Refused (404) `link_unknown`."""
    subject = links.linked(unit, business_id, "manage", token)
    held = queries.find(unit, business_id, subject.removeprefix(_SUBJECT)) if subject else None
    if held is None or not held.client_id:
        raise problem("link_unknown", 404, "This link is not known, or what it led to is gone.")
    return held


def shown(unit: Unit, held: Appointment) -> Managed:
    """The appointment as its client sees it."""
    return Managed(
        location_id=held.location_id,
        lines=held.lines,
        total=total(held.lines),
        start=held.start,
        status=held.status.value,
        may_change=may_change(unit, held),
    )


def may_change(unit: Unit, held: Appointment) -> bool:
    """Whether it is still to come, and nobody has begun with it."""
    return is_ahead(held, unit.now) and held.status in {Status.BOOKED, Status.CONFIRMED}


def times(unit: Unit, business_id: str, token: str, asked: ManagedTimesQuery) -> Times:
    """Where it can be moved to with those who serve it. Raises Refused."""
    held = find_managed(unit, business_id, token)
    team = team_of(unit, business_id, held.location_id)
    at = location_of(unit, business_id, held.location_id)
    return free_times(unit, business_id, Search(at, team, held.lines, (held.id,)), asked)


def move(unit: Unit, business_id: str, token: str, asked: Reschedule) -> Managed:
    """Moves it. Asked again after a lost answer, it tells the same.

    Raises Refused: 404, 409 `appointment_changed`, `slot_taken` or `slot_unavailable` with alternatives.
    """
    held = _locked(unit, business_id, token)
    start = ahead(unit, asked.start, held.zone)
    if held.start == start and may_change(unit, held):
        return shown(unit, held)
    _check(unit, held, asked)
    seat = msgspec.structs.replace(seat_of(held.start, held.lines), start=start)
    try:
        return shown(unit, move_to(unit, held, seat, _actor(held)))
    except RefusedAction as refused:
        raise _conflict(refused) from None


def cancel(unit: Unit, business_id: str, token: str, asked: CancelBooking) -> Managed:
    """Cancels it; its time may suit somebody who waits (row B22). Raises Refused as `move` does."""
    held = _locked(unit, business_id, token)
    if held.status is Status.CANCELLED:
        return shown(unit, held)
    _check(unit, held, asked)
    try:
        return shown(unit, set_status(unit, held, Status.CANCELLED, CancelReason.CLIENT_ASKED, _actor(held)))
    except RefusedAction as refused:
        raise _conflict(refused) from None


def _locked(unit: Unit, business_id: str, token: str) -> Appointment:
    change_of(unit, business_id)
    return find_managed(unit, business_id, token)


def _check(unit: Unit, held: Appointment, asked: Reschedule | CancelBooking) -> None:
    if not may_change(unit, held):
        raise problem("appointment_over", 409, "This appointment cannot be changed any more.")
    if asked.was != held.start:
        raise problem("appointment_changed", 409, "This appointment was changed meanwhile.")


def _conflict(refused: RefusedAction) -> Refused:
    said = refused.refusal
    return problem(said.code, 409, "This time cannot be had.", alternatives=said.alternatives)


def _actor(held: Appointment) -> str:
    return f"client:{held.client_id}"
