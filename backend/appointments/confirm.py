"""A client confirms what she has in review (rows B2, B19)."""

import datetime as dt

from backend.access.locations import location_of
from backend.appointments import queries
from backend.appointments.booking import Booking, book
from backend.appointments.queries import Appointment
from backend.clients.queries import Client
from backend.db.database import Unit
from backend.drafts import queries as drafts
from backend.drafts.choices import start_of
from backend.drafts.queries import Draft
from backend.feed.change import change_of
from backend.web.problems import problem
from domain.drafts import Phase
from domain.prices import choices_of
from domain.wire.booking import Confirm, Confirmed
from domain.wire.rows import LocationRow


def confirm(unit: Unit, client: Client, asked: Confirm) -> Confirmed:
    """Books the client's own draft; asked again after a lost answer, it tells the same appointment.

    Raises Refused: 404 `draft_gone`, 410 `draft_converted`, 422 for a missing start, and what book() raises.
    """
    change_of(unit, client.business_id)
    draft = drafts.find(unit, client.business_id, asked.draft_id)
    if draft is None or draft.client_id != client.id:
        raise problem("draft_gone", 404, "There is no such unfinished booking.")
    place = location_of(unit, draft.business_id, draft.location_id)
    start = start_of(asked.start, place.zone) if asked.start else draft.start
    if draft.phase is Phase.CONVERTED:
        return _confirmed(_booked_before(unit, draft, start))
    if start is None:
        raise problem("invalid", 422, "A start is needed.", field="$.start")
    return _confirmed(book(unit, _booking(unit, client, draft, place, start)))


def _booking(unit: Unit, client: Client, draft: Draft, place: LocationRow, start: dt.datetime) -> Booking:
    return Booking(
        appointment_id=unit.ids.new(unit.now),
        place=place,
        client=client,
        choices=choices_of(draft.lines),
        start=start,
        notes=draft.notes,
        booked_by="client",
        actor=f"client:{client.id}",
        draft_id=draft.id,
    )


def _booked_before(unit: Unit, draft: Draft, start: dt.datetime | None) -> Appointment:
    booked = queries.find(unit, draft.business_id, draft.appointment_id or "")
    if booked is None or booked.booked_by != "client" or booked.start != start:
        raise problem("draft_converted", 410, "This booking has been completed.")
    return booked


def _confirmed(appointment: Appointment) -> Confirmed:
    return Confirmed(appointment.id, appointment.start, appointment.start_at, appointment.team_member_id)
