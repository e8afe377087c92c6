"""What a booking form is opened from: an incomplete booking, somebody who waits, or free time in the calendar."""

import datetime as dt
from dataclasses import dataclass

import msgspec

from desktop.models.wishes import wanted_lines
from domain.wire.actions import Slot
from domain.wire.rows import DraftRow, Line, WaitlistEntryRow


@dataclass(frozen=True)
class Origin:
    """What the form begins with. `start` is local to the location; `start_at` the instant that it means.

    Without a client the form lets her be found or created. `member_id` is who serves what is put in.
    """

    location_id: str
    client_id: str = ""
    client_name: str = ""
    lines: tuple[Line, ...] = ()
    start: dt.datetime | None = None
    start_at: int | None = None
    notes: str = ""
    member_id: str | None = None
    draft_id: str | None = None
    entry_id: str | None = None


def of_draft(row: DraftRow) -> Origin:
    """Book for client, from a card (row B13)."""
    return Origin(
        location_id=row.location_id,
        client_id=row.client_id,
        client_name=row.client_name,
        lines=wanted_lines(row),
        start=row.start,
        start_at=row.start_at,
        notes=row.notes,
        draft_id=row.id,
    )


def of_entry(row: WaitlistEntryRow, slot: Slot | None) -> Origin:
    """Book for somebody who waits, at a start that would do if there is one, with who is free then (row B21)."""
    lines = row.lines
    if slot is not None:
        lines = tuple(
            line if line.team_member_id else msgspec.structs.replace(line, team_member_id=slot.team_member_id)
            for line in lines
        )
    return Origin(
        location_id=row.location_id,
        client_id=row.client_id,
        client_name=row.client_name,
        lines=lines,
        start=slot.start if slot else None,
        start_at=slot.start_at if slot else None,
        notes=row.notes,
        entry_id=row.id,
    )


def of_time(location_id: str, start: dt.datetime, start_at: int, member_id: str | None) -> Origin:
    """Book into free time: neither client nor services are known yet."""
    return Origin(location_id=location_id, start=start, start_at=start_at, member_id=member_id)


def with_member(lines: tuple[Line, ...], member_id: str) -> tuple[Line, ...]:
    """The lines, all of them served by one team member."""
    return tuple(msgspec.structs.replace(line, team_member_id=member_id) for line in lines)
