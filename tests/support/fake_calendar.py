"""What the fake server makes of what is done to an appointment: moved, or taken to another status."""

from msgspec.structs import replace

from domain import appointments
from domain.seats import seat_of, seated, spans
from domain.times import instant
from domain.wire.actions import ChangeAppointment, MoveAppointment, RefusalCode
from domain.wire.rows import AppointmentRow

Asked = MoveAppointment | ChangeAppointment


def hindrance(asked: Asked, row: AppointmentRow | None, made_at: int) -> RefusalCode | None:
    """Why it cannot be done to this appointment; `made_at` is when it was asked for."""
    if row is None:
        return "appointment_gone"
    if isinstance(asked, MoveAppointment):
        as_seen = asked.was == seat_of(row.start, row.lines) and appointments.may_move(row.status)
        return None if as_seen or asked.to == seat_of(row.start, row.lines) else "appointment_changed"
    if row.status is asked.to:
        return None
    if (asked.was, asked.was_start) != (row.status, row.start):
        return "appointment_changed"
    if asked.to not in appointments.NEXT[row.status] or (asked.to == "cancelled") != bool(asked.reason):
        return "invalid"
    return "too_early" if asked.to == "no_show" and row.start_at > made_at else None


def changed(row: AppointmentRow, asked: Asked) -> AppointmentRow:
    """The appointment after it."""
    if isinstance(asked, ChangeAppointment):
        same = row.status is asked.to
        return row if same else replace(row, status=asked.to, cancel_reason=asked.reason)
    return _moved(row, asked)


def _moved(row: AppointmentRow, asked: MoveAppointment) -> AppointmentRow:
    start_at, lines = instant(asked.to.start, row.zone), seated(row.lines, asked.to)
    row = replace(
        row,
        lines=lines,
        team_member_id=asked.to.lines[0].team_member_id,
        start_at=start_at,
        end_at=spans(lines, start_at)[-1].end_at,
    )
    if asked.to.start == row.start:
        return row
    status = appointments.Status.BOOKED if row.status == "confirmed" else row.status
    return replace(row, start=asked.to.start, previous_start=row.start, status=status)
