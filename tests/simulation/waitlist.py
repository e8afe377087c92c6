"""What a receptionist does with those who wait: adds, edits, books, removes, brings back (row B21)."""

import datetime as dt
from random import Random

from domain.prices import choices_of
from domain.times import local
from domain.wire.actions import (
    AddWaitlistEntry,
    BookAppointment,
    Choice,
    CreateClient,
    EditWaitlistEntry,
    Payload,
    RemoveWaitlistEntry,
    RestoreWaitlistEntry,
    WishedWindow,
)
from domain.wire.offers import OfferRow, OfferTime, WithdrawOffer
from domain.wire.rows import BusyRow, ClientRow, DraftRow, LocationRow, WaitlistEntryRow
from tests.simulation.desk import Desk
from tests.simulation.shown import free, today


def with_the_waitlist(rng: Random, desk: Desk) -> Payload | None:
    """One thing about somebody who waits, or somebody new on the list."""
    entries = [row for row in desk.shown("waitlist_entry") if isinstance(row, WaitlistEntryRow)]
    if not entries or rng.random() < 0.3:
        return _add(rng, desk)
    entry = rng.choice(entries)
    if entry.status == "removed":
        return RestoreWaitlistEntry(entry.id)
    chance = rng.random()
    if chance < 0.3:
        return RemoveWaitlistEntry(entry.id)
    if chance < 0.6:
        return offered(rng, desk, entry)
    if chance < 0.75:
        return EditWaitlistEntry(entry.id, choices_of(entry.lines), (_window(rng, desk),), entry.notes)
    return _book(rng, desk, entry)


def offered(rng: Random, desk: Desk, to: WaitlistEntryRow | DraftRow) -> Payload | None:
    """A free time is offered to somebody, or what she was offered is taken back (row N10)."""
    entry, draft = (to.id, None) if isinstance(to, WaitlistEntryRow) else (None, to.id)
    for row in desk.shown("offer"):
        if isinstance(row, OfferRow) and row.status == "open" and (row.entry_id, row.draft_id) == (entry, draft):
            return WithdrawOffer(row.id) if rng.random() < 0.3 else None
    slots = free(desk, to.location_id, choices_of(to.lines))[:3] if to.lines else []
    if not slots:
        return None
    slot = rng.choice(slots)
    return OfferTime(_id(desk), slot.start, slot.team_member_id, entry, draft)


def into_a_held_time(rng: Random, desk: Desk, client_id: str) -> BookAppointment | None:
    """A booking of what is held for somebody else, by one who did not look: the server has to refuse it (row N10)."""
    held = [row for row in desk.shown("busy") if isinstance(row, BusyRow) and row.held_until is not None]
    if not held or rng.random() < 0.3:
        return None
    row = rng.choice(held)
    zone = next(at.zone for at in desk.shown("location") if isinstance(at, LocationRow) and at.id == row.location_id)
    choice = Choice("cut", team_member_id=row.team_member_id)
    return BookAppointment(_id(desk), row.location_id, client_id, (choice,), local(row.start_at, zone))


def somebody_new(rng: Random, desk: Desk) -> Payload | None:
    """A client who is not on file yet; some of these numbers are, and some have left a booking under another name."""
    places = [row.id for row in desk.shown("location")]
    left = [row.email for row in desk.shown("draft") if isinstance(row, DraftRow) and row.email]
    if places and left and rng.random() < 0.5:
        return CreateClient(_id(desk), rng.choice(places), f"Caller {rng.randint(0, 9)}", None, rng.choice(left))
    number = f"+49 170 555{rng.randint(0, 20):04d}"
    return CreateClient(_id(desk), rng.choice(places), f"Walk-in {rng.randint(0, 9)}", number) if places else None


def _add(rng: Random, desk: Desk) -> Payload | None:
    clients = [row for row in desk.shown("client") if isinstance(row, ClientRow)]
    places = [row for row in desk.shown("location") if isinstance(row, LocationRow)]
    if not clients or not places:
        return None
    windows = tuple(_window(rng, desk) for _ in range(rng.randint(1, 2)))
    return AddWaitlistEntry(_id(desk), rng.choice(places).id, rng.choice(clients).id, (Choice("cut"),), windows)


def _window(rng: Random, desk: Desk) -> WishedWindow:
    day = today(desk) + dt.timedelta(days=rng.randint(0, 1))
    earliest = rng.randint(9, 11)
    return WishedWindow(day, dt.time(earliest), dt.time(earliest + 1))


def _book(rng: Random, desk: Desk, entry: WaitlistEntryRow) -> Payload | None:
    choices = choices_of(entry.lines)
    starts = [fit.start for fit in entry.fits] or [slot.start for slot in free(desk, entry.location_id, choices)[:3]]
    if not starts:
        return None
    return BookAppointment(
        _id(desk), entry.location_id, entry.client_id, choices, rng.choice(starts), waitlist_entry_id=entry.id
    )


def _id(desk: Desk) -> str:
    return desk.machine.ids.new(desk.machine.clock.now())
