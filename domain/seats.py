"""Who serves an appointment's lines and when, as moves name it and as the calendar lays it out (row N24). Pure."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from domain.availability import Placed, Want
from domain.constants import MINUTE
from domain.wire.actions import Seat, Served
from domain.wire.rows import Line


def seat_of(start: datetime, lines: Sequence[Line]) -> Seat:
    """Where an appointment sits, as its person at the desk sees it."""
    return Seat(start, tuple(Served(line.team_member_id or "", line.minutes) for line in lines))


def seated(lines: Sequence[Line], seat: Seat) -> tuple[Line, ...]:
    """The lines as the seat has them served; names and prices stay. As many lines as the seat has."""
    pairs = zip(lines, seat.lines, strict=True)
    return tuple(replace(line, team_member_id=by.team_member_id, minutes=by.minutes) for line, by in pairs)


def wants_of(lines: Sequence[Line], seat: Seat) -> tuple[Want, ...]:
    """What the seat asks of the team."""
    pairs = zip(lines, seat.lines, strict=True)
    return tuple(Want(line.service_id, by.minutes, by.team_member_id) for line, by in pairs)


def spans(lines: Sequence[Line], start_at: int) -> tuple[Placed, ...]:
    """Who is taken from when to when, a Placed a line, back to back from the instant of the start."""
    placed = []
    for line in lines:
        end_at = start_at + line.minutes * MINUTE
        placed.append(Placed(line.team_member_id or "", start_at, end_at))
        start_at = end_at
    return tuple(placed)


def taken_by(lines: Sequence[Line], start_at: int) -> tuple[Placed, ...]:
    """The stretches that served lines take from an instant on, one for all that a team member does without a break."""
    found: list[Placed] = []
    for span in spans(lines, start_at):
        if found and found[-1].team_member_id == span.team_member_id:
            found[-1] = found[-1]._replace(end_at=span.end_at)
        else:
            found.append(span)
    return tuple(found)
