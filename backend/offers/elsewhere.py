"""A client who gets the time that is held for her by another way than the link in her message: on the booking page, or
by the desk. That is a yes as well (row N10).
"""

from backend.appointments import queries as appointments
from backend.appointments.queries import Appointment
from backend.db.database import Unit
from backend.feed.change import change_of
from backend.offers import life, queries
from backend.offers.queries import Offer
from backend.waitlist import life as waitlist_life
from backend.waitlist import queries as waitlist
from domain.offers import OfferStatus
from domain.seats import taken_by

TAKING = frozenset({"appointment.booked", "appointment.moved"})
"""The events after which an appointment may have the time."""


def follow(unit: Unit, business_id: str, appointment_id: str) -> None:
    """Ends the offer as accepted, and what she waited for as booked, if this appointment is what she was offered."""
    booked = appointments.find(unit, business_id, appointment_id)
    for offer in queries.of_client(unit, business_id, booked.client_id) if booked and booked.client_id else ():
        if booked is not None and _is_it(unit, offer, booked):
            change_of(unit, business_id)
            actor = f"client:{offer.client_id}" if booked.booked_by == "client" else life.SERVER
            life.accept(unit, offer, booked.id, actor)
            _end_waiting(unit, offer, booked.id, actor)


def _is_it(unit: Unit, offer: Offer, booked: Appointment) -> bool:
    """All that was offered, in time that is held for it."""
    if offer.status is not OfferStatus.OPEN or offer.until <= unit.now:
        return False
    held = appointments.holds_between(unit, offer.business_id, booked.location_id, offer.start_at, offer.end_at)
    own = [one for one in held if (one.round_id, one.client_id) == (offer.round_id, offer.client_id)]
    whole = {line.service_id for line in offer.lines} <= {line.service_id for line in booked.lines}
    return whole and any(
        one.team_member_id == part.team_member_id and one.start_at < part.end_at and part.start_at < one.end_at
        for one in own
        for part in taken_by(booked.lines, booked.start_at)
    )


def _end_waiting(unit: Unit, offer: Offer, appointment_id: str, actor: str) -> None:
    entry = waitlist.find(unit, offer.business_id, offer.entry_id) if offer.entry_id else None
    if entry is not None and entry.status == "pending":
        waitlist_life.book(unit, entry, appointment_id, actor)
