"""What a receptionist does with the appointments on her screen: moves, stretches, steps of their life (row N24)."""

import datetime as dt
from random import Random

from domain.appointments import NEXT, CancelReason, Status, may_move
from domain.prices import choices_of
from domain.seats import seat_of
from domain.wire.actions import ChangeAppointment, MoveAppointment, Payload, Seat
from domain.wire.rows import AppointmentRow
from tests.simulation.desk import Desk
from tests.simulation.shown import free

_STRETCHES = (-15, 15, 30)


def at_the_calendar(rng: Random, desk: Desk) -> Payload | None:
    """One thing about one appointment, None when there is none."""
    rows = [row for row in desk.shown("appointment") if isinstance(row, AppointmentRow)]
    if not rows:
        return None
    row = rng.choice(rows)
    if may_move(row.status) and rng.random() < 0.6:
        return _move(rng, desk, row)
    to = rng.choice(sorted(NEXT[row.status]))
    reason = rng.choice(list(CancelReason)) if to is Status.CANCELLED else None
    return ChangeAppointment(row.id, to, row.status, row.start, reason)


def _move(rng: Random, desk: Desk, row: AppointmentRow) -> MoveAppointment:
    was = seat_of(row.start, row.lines)
    slots = free(desk, row.location_id, choices_of(row.lines), but=row.id)
    if slots and rng.random() < 0.6:
        return MoveAppointment(row.id, Seat(rng.choice(slots[:4]).start, was.lines), was)
    if rng.random() < 0.5:
        last = was.lines[-1]
        longer = type(last)(last.team_member_id, max(15, last.minutes + rng.choice(_STRETCHES)))
        return MoveAppointment(row.id, Seat(was.start, (*was.lines[:-1], longer)), was)
    return MoveAppointment(row.id, Seat(was.start + dt.timedelta(minutes=rng.choice(_STRETCHES)), was.lines), was)
