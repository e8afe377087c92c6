"""What desks see of an offer: its row, and what the bell says of it, coming and going with what it is about."""

from typing import Literal

from backend.clients.queries import find_client
from backend.db.database import Unit
from backend.feed.change import change_of
from backend.offers import queries
from backend.offers.queries import Offer
from domain.permissions import ScopeKind, scope
from domain.wire.offers import OfferRow
from domain.wire.rows import NoticeRow

Rung = Literal["offer_accepted", "offer_declined", "offer_expired"]


def publish(unit: Unit, offer: Offer) -> None:
    """Puts the offer on the desks of its location, as it is now."""
    change_of(unit, offer.business_id).publish(_scope(offer), row_of(unit, offer))


def ring(unit: Unit, offer: Offer, event: Rung) -> None:
    """One line of the bell."""
    row = NoticeRow(
        id=queries.add_notice(unit, offer),
        location_id=offer.location_id,
        draft_id="",
        event=event,
        at=unit.now,
        start=offer.start,
        team_member_id=offer.team_member_id,
        offer_id=offer.id,
    )
    change_of(unit, offer.business_id).publish(_scope(offer), row)


def take_away(unit: Unit, offer: Offer) -> None:
    """The offer is gone, with its lines of the bell."""
    change = change_of(unit, offer.business_id)
    change.withdraw("offer", offer.id)
    for notice_id in queries.delete(unit, offer):
        change.withdraw("notice", notice_id)


def row_of(unit: Unit, offer: Offer) -> OfferRow:
    """The offer as desks see it."""
    client = find_client(unit, offer.business_id, offer.client_id)
    return OfferRow(
        id=offer.id,
        location_id=offer.location_id,
        client_id=client.id if client else "",
        client_name=client.name if client else "",
        team_member_id=offer.team_member_id,
        start=offer.start,
        start_at=offer.start_at,
        end_at=offer.end_at,
        status=offer.status.value,
        offered_at=offer.offered_at,
        until=offer.until,
        by_hand=offer.by_hand,
        entry_id=offer.entry_id,
        draft_id=offer.draft_id,
        ended_at=offer.ended_at,
        reason=offer.reason,
        appointment_id=offer.appointment_id,
    )


def _scope(offer: Offer) -> str:
    return scope(ScopeKind.FOLLOW_UPS, offer.location_id)
