"""What becomes of a waitlist entry, each step in one transaction: the entry, its rows, due work and events.

    pending -> booked; pending <-> removed (undo, for a day); removed -> gone

Every step is a change that staff see, so its caller has locked the business by taking the change's number.
"""

from collections.abc import Sequence
from dataclasses import replace

from backend.clients.queries import client_of
from backend.db.database import Unit
from backend.due.queue import ClockTask, Due, cancel, schedule
from backend.events.log import forget, record
from backend.feed.change import change_of
from backend.waitlist import queries
from backend.waitlist.queries import Entry
from domain.constants import DAY
from domain.permissions import ScopeKind, scope
from domain.wire.rows import Fit, Line, NoticeRow, WaitlistEntryRow, Window

FORGET = "forget_waitlist_entry"
KEPT = DAY
"""How long a removed entry can be brought back."""

MOST_FITS = 3


def add(unit: Unit, entry: Entry, actor: str) -> None:
    """Somebody waits from now on."""
    queries.insert(unit, entry)
    _publish(unit, entry)
    _record(unit, entry, "added", actor)


def edit(
    unit: Unit, entry: Entry, lines: tuple[Line, ...], windows: tuple[Window, ...], notes: str, actor: str
) -> None:
    """Another wish; what fitted the old one is not known to fit."""
    _change(unit, replace(entry, lines=lines, windows=windows, notes=notes, fits=()))
    _withdraw_notices(unit, entry)
    _record(unit, entry, "edited", actor)


def remove(unit: Unit, entry: Entry, actor: str) -> None:
    """She does not wait any more. The entry is kept for a day, for undo."""
    _change(unit, replace(entry, status="removed", fits=()))
    _withdraw_notices(unit, entry)
    schedule(unit, entry.business_id, FORGET, entry.id, unit.now + KEPT)
    _record(unit, entry, "removed", actor)


def restore(unit: Unit, entry: Entry, actor: str) -> None:
    """Undoes a removal; she has waited since she was added."""
    _change(unit, replace(entry, status="pending"))
    cancel(unit, entry.business_id, FORGET, entry.id)
    _record(unit, entry, "restored", actor)


def book(unit: Unit, entry: Entry, appointment_id: str, actor: str) -> None:
    """She has her time: the entry leaves every desk and is kept with its appointment."""
    queries.update(unit, replace(entry, status="booked", changed_at=unit.now, fits=(), appointment_id=appointment_id))
    change_of(unit, entry.business_id).withdraw("waitlist_entry", entry.id)
    _withdraw_notices(unit, entry)
    cancel(unit, entry.business_id, FORGET, entry.id)
    _record(unit, entry, "booked", actor)


def found(unit: Unit, entry: Entry, fits: Sequence[Fit]) -> None:
    """Times came free that would do: the entry rises on every desk, and the bell says each once (row B22)."""
    held = {(fit.start_at, fit.team_member_id) for fit in entry.fits}
    fresh = [fit for fit in fits if (fit.start_at, fit.team_member_id) not in held]
    kept = [fit for fit in (*fits, *entry.fits) if fit.start_at >= unit.now]
    once = list({(fit.start_at, fit.team_member_id): fit for fit in reversed(kept)}.values())[::-1]
    _change(unit, replace(entry, fits=tuple(once[:MOST_FITS])))
    for fit in fresh:
        _announce(unit, entry, fit)


def refresh(unit: Unit, business_id: str, client_id: str) -> None:
    """Something about a client changed: her cards, as they are now."""
    if not _shown(unit, business_id, client_id):
        return
    change_of(unit, business_id)
    for entry in _shown(unit, business_id, client_id):  # under the lock, so as staff see it
        _publish(unit, entry)


def give(unit: Unit, entry: Entry, client_id: str) -> None:
    """The entry is of another client: the two were merged."""
    given = replace(entry, client_id=client_id)
    queries.update(unit, given)
    if given.status != "booked":
        _publish(unit, given)


def take_away(unit: Unit, entry: Entry) -> None:
    """The entry goes now, wherever it stands, with its lines of the bell."""
    change_of(unit, entry.business_id).withdraw("waitlist_entry", entry.id)
    _withdraw_notices(unit, entry)
    cancel(unit, entry.business_id, FORGET, entry.id)
    queries.delete(unit, entry)
    forget(unit, entry.business_id, f"waitlist:{entry.id}")


def _shown(unit: Unit, business_id: str, client_id: str) -> list[Entry]:
    return [entry for entry in queries.of_client(unit, business_id, client_id) if entry.status != "booked"]


def due_handlers() -> dict[str, ClockTask]:
    """By task."""
    return {FORGET: _forget}


def _forget(unit: Unit, due: Due) -> None:
    entry = queries.find(unit, due.business_id, due.subject)
    if entry is not None and entry.status == "removed":
        change_of(unit, due.business_id).withdraw("waitlist_entry", entry.id)
        queries.delete(unit, entry)
        forget(unit, due.business_id, f"waitlist:{entry.id}")


def _change(unit: Unit, entry: Entry) -> None:
    changed = replace(entry, changed_at=unit.now)
    queries.update(unit, changed)
    _publish(unit, changed)


def _publish(unit: Unit, entry: Entry) -> None:
    change_of(unit, entry.business_id).publish(_scope(entry), row_of(unit, entry))


def row_of(unit: Unit, entry: Entry) -> WaitlistEntryRow:
    """The entry as desks see it."""
    client = client_of(unit, entry.business_id, entry.client_id)
    return WaitlistEntryRow(
        id=entry.id,
        location_id=entry.location_id,
        client_id=client.id,
        client_name=client.name,
        lines=entry.lines,
        windows=entry.windows,
        added_at=entry.added_at,
        status=entry.status,
        phone=client.phone,
        email=client.email,
        notes=entry.notes,
        fits=entry.fits,
    )


def _announce(unit: Unit, entry: Entry, fit: Fit) -> None:
    row = NoticeRow(
        id=queries.add_notice(unit, entry),
        location_id=entry.location_id,
        draft_id="",
        event="waitlist_match",
        at=unit.now,
        entry_id=entry.id,
        start=fit.start,
        team_member_id=fit.team_member_id,
    )
    change_of(unit, entry.business_id).publish(_scope(entry), row)


def _withdraw_notices(unit: Unit, entry: Entry) -> None:
    for notice_id in queries.take_notices(unit, entry):
        change_of(unit, entry.business_id).withdraw("notice", notice_id)


def _scope(entry: Entry) -> str:
    return scope(ScopeKind.FOLLOW_UPS, entry.location_id)


def _record(unit: Unit, entry: Entry, what: str, actor: str) -> None:
    record(unit, entry.business_id, f"waitlist.{what}", f"waitlist:{entry.id}", actor)
