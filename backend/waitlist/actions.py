"""What staff do with the waitlist, all of it behind Manage Waitlist at the entry's location (rows B18, B21)."""

from collections.abc import Callable, Mapping, Sequence

from backend.access.person import Person
from backend.access.queries import find_location
from backend.catalogue.queries import catalogue_of
from backend.clients.queries import Client, find_client
from backend.db.database import Unit
from backend.feed.actions import ActionHandler, RefusedAction
from backend.feed.change import change_of
from backend.waitlist import life, queries
from backend.waitlist.queries import Entry
from domain.contacts import clean_lines
from domain.permissions import Permission
from domain.prices import MixedCurrencies, choices_of, resolve, total
from domain.waitlist import ends_at, in_order, windows_of
from domain.wire.actions import (
    Action,
    AddWaitlistEntry,
    Choice,
    Done,
    EditWaitlistEntry,
    Refusal,
    RemoveWaitlistEntry,
    RestoreWaitlistEntry,
    WishedWindow,
)
from domain.wire.rows import Line, LocationRow, Window

_YEARS = range(1971, 9999)
Named = EditWaitlistEntry | RemoveWaitlistEntry | RestoreWaitlistEntry


def action_handlers() -> Mapping[type, ActionHandler[Person]]:
    """By payload type."""
    return {
        AddWaitlistEntry: _add,
        EditWaitlistEntry: _on_entry(_edit),
        RemoveWaitlistEntry: _on_entry(_remove),
        RestoreWaitlistEntry: _on_entry(_restore),
    }


def _add(unit: Unit, person: Person, action: Action) -> Done:
    asked = action.payload
    if not isinstance(asked, AddWaitlistEntry):
        raise TypeError(type(asked).__name__)
    number = change_of(unit, person.business_id).number
    at = _place(unit, person, asked.location_id)
    client = find_client(unit, person.business_id, asked.client_id)
    if client is None:
        raise RefusedAction(Refusal("client_unknown", field="$.payload.client_id"))
    known = queries.find(unit, person.business_id, asked.entry_id)
    if known is None:
        life.add(unit, _entry(unit, person, client, asked, at), f"person:{person.id}")
    elif (known.client_id, known.location_id) != (client.id, asked.location_id):
        raise RefusedAction(Refusal("invalid", field="$.payload.entry_id"))
    return Done(action.id, number)


def _entry(unit: Unit, person: Person, client: Client, asked: AddWaitlistEntry, at: LocationRow) -> Entry:
    return Entry(
        business_id=person.business_id,
        id=asked.entry_id,
        location_id=at.id,
        client_id=client.id,
        lines=_lines(unit, person.business_id, asked.choices),
        windows=_windows(unit, asked.windows, at, ()),
        notes=clean_lines(asked.notes),
        status="pending",
        added_at=unit.now,
        changed_at=unit.now,
    )


def _on_entry(run: Callable[[Unit, Person, Entry, Named], None]) -> ActionHandler[Person]:
    def handle(unit: Unit, person: Person, action: Action) -> Done:
        asked = action.payload
        if not isinstance(asked, Named):
            raise TypeError(type(asked).__name__)
        number = change_of(unit, person.business_id).number
        run(unit, person, entry_for(unit, person, asked.entry_id), asked)
        return Done(action.id, number)

    return handle


def entry_for(unit: Unit, person: Person, entry_id: str) -> Entry:
    """The entry, if this person may work on it. Raises RefusedAction."""
    entry = queries.find(unit, person.business_id, entry_id)
    if entry is None:
        raise RefusedAction(Refusal("entry_gone"))
    if not person.may(Permission.MANAGE_WAITLIST, entry.location_id):
        raise RefusedAction(Refusal("not_permitted"))
    return entry


def waits(entry: Entry) -> Entry:
    """The entry, if it waits still. Raises RefusedAction with why it does not."""
    if entry.status != "pending":
        raise RefusedAction(Refusal("entry_booked" if entry.status == "booked" else "entry_removed"))
    return entry


def _edit(unit: Unit, person: Person, entry: Entry, asked: Named) -> None:
    if not isinstance(asked, EditWaitlistEntry):
        raise TypeError(type(asked).__name__)
    at, unchanged = _place(unit, person, entry.location_id), asked.choices == choices_of(waits(entry).lines)
    lines = entry.lines if unchanged else _lines(unit, person.business_id, asked.choices)
    windows = _windows(unit, asked.windows, at, entry.windows)
    life.edit(unit, entry, lines, windows, clean_lines(asked.notes), f"person:{person.id}")


def _remove(unit: Unit, person: Person, entry: Entry, _asked: Named) -> None:
    life.remove(unit, waits(entry), f"person:{person.id}")


def _restore(unit: Unit, person: Person, entry: Entry, _asked: Named) -> None:
    if entry.status != "removed":
        raise RefusedAction(Refusal("entry_booked" if entry.status == "booked" else "entry_not_removed"))
    life.restore(unit, entry, f"person:{person.id}")


def _place(unit: Unit, person: Person, location_id: str) -> LocationRow:
    at = find_location(unit, person.business_id, location_id)
    if at is None or not person.may(Permission.MANAGE_WAITLIST, at.id):
        raise RefusedAction(Refusal("not_permitted"))
    return at


def _lines(unit: Unit, business_id: str, choices: Sequence[Choice]) -> tuple[Line, ...]:
    """Today's lines. Whom she wants it from is a wish: it is kept, and matching obeys it."""
    catalogue = catalogue_of(unit, business_id)
    resolved = resolve(choices, catalogue.services, catalogue.bundles)
    if resolved.left_out:
        place = choices.index(resolved.left_out[0])
        raise RefusedAction(Refusal("service_unavailable", field=f"$.payload.choices[{place}]"))
    try:
        total(resolved.lines)
    except MixedCurrencies:
        raise RefusedAction(Refusal("invalid", field="$.payload.choices")) from None
    return resolved.lines


def _windows(unit: Unit, asked: Sequence[WishedWindow], at: LocationRow, held: Sequence[Window]) -> tuple[Window, ...]:
    """The windows in order of time. One that the entry has already may have passed meanwhile."""
    windows = windows_of(asked)
    for place, window in enumerate(windows):
        field = f"$.payload.windows[{place}]"
        if window.date.year not in _YEARS:
            raise RefusedAction(Refusal("invalid", field=f"{field}.date"))
        if window.latest <= window.earliest:
            raise RefusedAction(Refusal("window_backwards", field=f"{field}.latest"))
        if window not in held and ends_at(window, at.zone) <= unit.now:
            raise RefusedAction(Refusal("window_past", field=f"{field}.date"))
    return in_order(windows)
