"""What a client answers to an offer by the link in her message: yes, the first to say so has the time, or no (row N10).

Looking changes nothing. The business is locked before an answer is judged, so of two acceptances one is first on either
database, and the other is told.
"""

import datetime as dt

import msgspec

from backend.access.locations import location_of
from backend.appointments import queries as appointments
from backend.appointments.availability import alternatives
from backend.appointments.booking import Booking, book
from backend.clients.queries import client_of
from backend.db.database import Unit
from backend.drafts import queries as drafts
from backend.feed.change import change_of
from backend.messages.links import linked
from backend.messages.settings import approves
from backend.offers import life, queries
from backend.offers.queries import Offer
from backend.team.queries import team_of
from backend.waitlist import queries as waitlist
from backend.web.problems import Refused, problem
from domain.appointments import Status
from domain.offers import OfferStatus
from domain.prices import choices_of
from domain.wire.actions import Choice
from domain.wire.booking import Confirmed


def find_linked(unit: Unit, business_id: str, token: str) -> Offer:
    """The offer that the token was made for, wherever it stands. Raises Refused (404) `link_unknown`."""
    subject = linked(unit, business_id, "offer", token)
    offer = queries.find(unit, business_id, subject.partition(":")[2]) if subject else None
    if offer is None:
        raise problem("link_unknown", 404, "This link is not known, or what it led to is gone.")
    return offer


def expected_at(unit: Unit, offer: Offer) -> dt.datetime | None:
    """When she who accepted comes, in local time: she may have booked a little later in the time that was held, or her
    appointment was moved since. None when it was cancelled, or is not there any more.
    """
    booked = appointments.find(unit, offer.business_id, offer.appointment_id or "")
    return booked.start if booked and booked.status is not Status.CANCELLED else None


def is_looked_over(unit: Unit, offer: Offer) -> bool:
    """Whether staff have not confirmed yet what she accepted, in a salon that looks over what clients book."""
    booked = appointments.find(unit, offer.business_id, offer.appointment_id or "")
    return booked is not None and booked.status == "booked" and approves(unit, offer.business_id)


def accept(unit: Unit, business_id: str, token: str) -> Confirmed:
    """Books the time that was offered; said again after a lost answer, it tells the same appointment.

    Raises Refused: 404 `link_unknown`; 409 `offer_taken` when somebody was faster; 410 `offer_over` when it is too late
    or she said no; 409 as book() does. All but the first with other times.
    """
    change_of(unit, business_id)
    offer = find_linked(unit, business_id, token)
    if offer.status is OfferStatus.ACCEPTED:
        return _booked_before(unit, offer)
    check_open(unit, offer)
    booked = book(unit, _booking(unit, offer))
    life.accept(unit, offer, booked.id, f"client:{offer.client_id}")
    return Confirmed(booked.id, booked.start, booked.start_at, booked.team_member_id)


def decline(unit: Unit, business_id: str, token: str) -> None:
    """She does not want it; whoever is next is asked. Said again it changes nothing. Raises Refused as `accept`."""
    change_of(unit, business_id)
    offer = find_linked(unit, business_id, token)
    if offer.status is OfferStatus.DECLINED:
        return
    check_open(unit, offer)
    life.end(unit, offer, OfferStatus.DECLINED, f"client:{offer.client_id}")


def check_open(unit: Unit, offer: Offer) -> None:
    """Raises Refused as `accept` for an offer that nobody can answer any more."""
    if offer.status is OfferStatus.LOST:
        raise _instead(unit, offer, 409, "offer_taken", "Somebody else was faster.")
    if offer.status is not OfferStatus.OPEN or offer.until <= unit.now:
        raise _instead(unit, offer, 410, "offer_over", "This offer is over.")


def _instead(unit: Unit, offer: Offer, status: int, code: str, detail: str) -> Refused:
    at = location_of(unit, offer.business_id, offer.location_id)
    team = team_of(unit, offer.business_id, at.id)
    near = alternatives(unit, offer.business_id, at, offer.lines, team, offer.start)
    return problem(code, status, detail, alternatives=near)


def _booking(unit: Unit, offer: Offer) -> Booking:
    return Booking(
        appointment_id=unit.ids.new(unit.now),
        place=location_of(unit, offer.business_id, offer.location_id),
        client=client_of(unit, offer.business_id, offer.client_id),
        choices=_choices(offer),
        start=offer.start,
        notes=_notes(unit, offer),
        booked_by="client",
        actor=f"client:{offer.client_id}",
        draft_id=offer.draft_id,
        waitlist_entry_id=offer.entry_id,
    )


def _choices(offer: Offer) -> tuple[Choice, ...]:
    """With whom it was offered, where she left that open."""
    by = offer.team_member_id
    return tuple(
        choice if choice.team_member_id else msgspec.structs.replace(choice, team_member_id=by)
        for choice in choices_of(offer.lines)
    )


def _notes(unit: Unit, offer: Offer) -> str:
    """What is noted about her wish goes with it."""
    if offer.draft_id is not None:
        draft = drafts.find(unit, offer.business_id, offer.draft_id)
        return draft.notes if draft else ""
    entry = waitlist.find(unit, offer.business_id, offer.entry_id or "")
    return entry.notes if entry else ""


def _booked_before(unit: Unit, offer: Offer) -> Confirmed:
    booked = appointments.find(unit, offer.business_id, offer.appointment_id or "")
    if booked is None:
        raise _instead(unit, offer, 410, "offer_over", "This offer is over.")
    return Confirmed(booked.id, booked.start, booked.start_at, booked.team_member_id)
