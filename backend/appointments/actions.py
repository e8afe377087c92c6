"""Booking by staff, from a card or without one (rows B13, B18)."""

import datetime as dt
from collections.abc import Mapping

from backend.access.person import Person
from backend.access.queries import find_location
from backend.appointments import queries
from backend.appointments.booking import Booking, book
from backend.appointments.holds import held_for
from backend.appointments.life import change, move
from backend.clients.queries import Client, find_client
from backend.db.database import Unit
from backend.drafts import queries as drafts
from backend.drafts.choices import lines_of, start_of
from backend.drafts.queries import Draft
from backend.feed.actions import ActionHandler, RefusedAction
from backend.feed.change import change_of
from backend.team.queries import team_of
from backend.waitlist.actions import entry_for, waits
from backend.waitlist.queries import Entry
from backend.web.problems import Refused
from domain.contacts import clean_lines
from domain.drafts import Phase
from domain.permissions import Permission
from domain.times import instant
from domain.wire.actions import Action, BookAppointment, ChangeAppointment, Done, MoveAppointment, Refusal
from domain.wire.rows import LocationRow


def action_handlers() -> Mapping[type, ActionHandler[Person]]:
    """By payload type."""
    return {BookAppointment: book_for_client, MoveAppointment: move, ChangeAppointment: change}


def book_for_client(unit: Unit, person: Person, action: Action) -> Done:
    """Books once for an appointment's id. Raises RefusedAction, and Refused for a conflict over the time."""
    wish = action.payload
    if not isinstance(wish, BookAppointment):
        raise TypeError(type(wish).__name__)
    number = change_of(unit, person.business_id).number
    draft, entry = _draft(unit, person, wish), _entry(unit, person, wish)
    client, place = _client(unit, person, wish), _place(unit, person, wish)
    start = start_of(wish.start, place.zone, "$.payload.start")
    known = queries.find(unit, person.business_id, wish.appointment_id)
    if known is None:
        _check_draft(draft, client)
        _check_entry(entry, wish, client)
        _book(unit, _booking(person, wish, client, place, start))
    elif (known.client_id, known.location_id, known.start) != (client.id, place.id, start):
        raise RefusedAction(Refusal("invalid", field="$.payload.appointment_id"))
    return Done(action.id, number)


def _book(unit: Unit, booking: Booking) -> None:
    """Books; a time that nothing but an offer takes is refused with whom it is held for (row N10)."""
    try:
        book(unit, booking)
    except Refused as refused:
        if refused.problem.type != "slot_taken":
            raise
        team = team_of(unit, booking.client.business_id, booking.place.id)
        lines = lines_of(unit, booking.client.business_id, booking.choices, team)
        held = held_for(unit, booking.place, booking.client, lines, instant(booking.start, booking.place.zone))
        if held is None:
            raise
        raise RefusedAction(Refusal("slot_taken", refused.problem.alternatives, held=held)) from None


def _draft(unit: Unit, person: Person, wish: BookAppointment) -> Draft | None:
    """The draft she books from, which takes Manage Waitlist where it is and nothing more there; so does a waitlist
    entry. Without either, or at another location, it takes Book Appointments.
    """
    draft = drafts.find(unit, person.business_id, wish.draft_id) if wish.draft_id else None
    at = draft.location_id if draft else wish.location_id
    follows_up = bool(wish.draft_id or wish.waitlist_entry_id)
    if follows_up and not person.may(Permission.MANAGE_WAITLIST, at):
        raise RefusedAction(Refusal("not_permitted"))
    needs_more = not follows_up or at != wish.location_id
    if needs_more and not person.may(Permission.BOOK_APPOINTMENTS, wish.location_id):
        raise RefusedAction(Refusal("not_permitted"))
    if wish.draft_id and draft is None:
        raise RefusedAction(Refusal("draft_gone"))
    return draft


def _check_draft(draft: Draft | None, client: Client) -> None:
    if draft is None:
        return
    if draft.client_id != client.id:
        raise RefusedAction(Refusal("invalid", field="$.payload.client_id"))
    if draft.phase is Phase.REVIEWING:
        raise RefusedAction(Refusal("client_booking_now"))
    if draft.phase is Phase.CONVERTED:
        raise RefusedAction(Refusal("draft_converted"))


def _entry(unit: Unit, person: Person, wish: BookAppointment) -> Entry | None:
    """The waitlist entry she books for."""
    return entry_for(unit, person, wish.waitlist_entry_id) if wish.waitlist_entry_id else None


def _check_entry(entry: Entry | None, wish: BookAppointment, client: Client) -> None:
    if entry is None:
        return
    if waits(entry).client_id != client.id:
        raise RefusedAction(Refusal("invalid", field="$.payload.client_id"))
    if entry.location_id != wish.location_id:
        raise RefusedAction(Refusal("invalid", field="$.payload.location_id"))


def _client(unit: Unit, person: Person, wish: BookAppointment) -> Client:
    client = find_client(unit, person.business_id, wish.client_id)
    if client is None:
        raise RefusedAction(Refusal("client_unknown"))
    return client


def _place(unit: Unit, person: Person, wish: BookAppointment) -> LocationRow:
    place = find_location(unit, person.business_id, wish.location_id)
    if place is None:
        raise RefusedAction(Refusal("not_permitted"))
    return place


def _booking(person: Person, wish: BookAppointment, client: Client, place: LocationRow, start: dt.datetime) -> Booking:
    return Booking(
        appointment_id=wish.appointment_id,
        place=place,
        client=client,
        choices=wish.choices,
        start=start,
        notes=clean_lines(wish.notes),
        booked_by="staff",
        actor=f"person:{person.id}",
        draft_id=wish.draft_id,
        waitlist_entry_id=wish.waitlist_entry_id,
        over_hold=wish.over_hold,
    )
