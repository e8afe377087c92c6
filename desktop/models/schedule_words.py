"""An appointment in words, as the calendar and its popover say them (row N24). What people wrote is cut to what can be
drawn.
"""

import datetime as dt

from desktop.models.cards import service_names, shown_name
from desktop.models.schedule import Block, Span, at_minutes
from desktop.texts import clock, day_inside, in_a_row, listed, long_day, mark, tr
from domain.appointments import CancelReason, Status
from domain.wire.rows import AppointmentRow

STATUS: dict[Status, str] = {
    Status.BOOKED: mark("booked"),
    Status.CONFIRMED: mark("confirmed"),
    Status.ARRIVED: mark("arrived"),
    Status.DONE: mark("done"),
    Status.NO_SHOW: mark("no-show"),
    Status.CANCELLED: mark("cancelled"),
}

REASONS: dict[CancelReason, str] = {
    CancelReason.CLIENT_ASKED: mark("The client cannot come"),
    CancelReason.CLIENT_ILL: mark("The client is ill"),
    CancelReason.TEAM_AWAY: mark("The team member is away"),
    CancelReason.MISTAKE: mark("Booked by mistake"),
    CancelReason.OTHER: mark("Another reason"),
}

STEPS: dict[Status, str] = {
    Status.BOOKED: mark("Back to booked"),
    Status.CONFIRMED: mark("Confirm"),
    Status.ARRIVED: mark("Arrived"),
    Status.DONE: mark("Done"),
    Status.NO_SHOW: mark("No-show"),
    Status.CANCELLED: mark("Cancel…"),
}


_SOME_DAY = dt.date(2026, 1, 1)


def status(of: Status) -> str:
    """Where an appointment stands, in a word."""
    return tr(STATUS[of])


def step(before: Status, to: Status) -> str:
    """What a button says that sets a status."""
    if to is Status.CONFIRMED and before is not Status.BOOKED:
        return tr("Back to confirmed")
    if to is Status.ARRIVED and before in {Status.DONE, Status.NO_SHOW}:
        return tr("Back to arrived")
    return tr(STEPS[to])


def services(block: Block) -> str:
    """What is done in a block."""
    return in_a_row(service_names(block.lines)) or tr("No service chosen")


def time(minutes: int) -> str:
    """A time of the day, `14:30`."""
    return clock(at_minutes(_SOME_DAY, minutes))


def times(span: Span) -> str:
    """`9:00 – 10:00`."""
    return f"{time(span.start)} – {time(span.end)}"


def summary(block: Block, member: str, waits: str) -> str:
    """The whole block for someone who hears it."""
    parts = (
        shown_name(block.row.client_name),
        services(block),
        times(block.span),
        member,
        status(block.row.status),
        waits,
    )
    return in_a_row(part for part in parts if part)


def when(row: AppointmentRow, members: list[str]) -> str:
    """`Friday 20 November, 9:00 – 10:00 with Anna`."""
    begin = row.start.hour * 60 + row.start.minute
    span = Span(begin, begin + sum(line.minutes for line in row.lines))
    return tr("{day}, {times} with {member}", day=long_day(row.start.date()), times=times(span), member=listed(members))


def history(row: AppointmentRow, today: dt.date) -> list[str]:
    """How it came about and what became of it, a sentence each."""
    told = [tr("Booked online by the client") if row.booked_by == "client" else tr("Booked by the team")]
    if row.previous_start is not None:
        before = row.previous_start
        told.append(tr("Moved from {when}", when=f"{day_inside(before.date(), today)} {clock(before)}"))
    if row.cancel_reason is not None:
        told.append(tr(REASONS[row.cancel_reason]))
    return told
