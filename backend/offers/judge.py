"""Whether an open offer still holds, and if not, why: decided from how everything stands now (row N10)."""

from datetime import datetime

from backend.access.locations import location_of
from backend.appointments.availability import busy_around
from backend.clients.queries import Client, find_client
from backend.db.database import Unit
from backend.drafts import queries as drafts
from backend.offers import queries
from backend.offers.queries import Offer
from backend.team.queries import team_of
from backend.waitlist import queries as waitlist
from domain.availability import Placed, place, wants
from domain.drafts import Phase
from domain.offers import Ended
from domain.prices import choices_of
from domain.reasons import Reason
from domain.sending import blocked
from domain.times import local
from domain.wire.rows import CHANNELS, LocationRow, Window


def why_over(unit: Unit, offer: Offer) -> str | None:
    """The code of why it holds no more; None while it does."""
    client = find_client(unit, offer.business_id, offer.client_id)
    if client is None:
        return Ended.CLIENT_GONE
    return (
        _not_wanted(unit, offer)
        or (Reason.ALREADY_BOOKED if queries.booked_since(unit, offer) else None)
        or _silenced(client)
        or (None if placed(unit, offer) else Ended.TAKEN)
    )


def placed(unit: Unit, offer: Offer) -> tuple[Placed, ...] | None:
    """Who serves each line of what is offered, as things stand, holds of its own round aside; None when it is taken."""
    at = location_of(unit, offer.business_id, offer.location_id)
    busy = busy_around(unit, offer.business_id, at, offer.start, but=(offer.round_id,))
    by = offer.team_member_id
    chosen = tuple(want._replace(team_member_id=want.team_member_id or by) for want in wants(offer.lines))
    return place(chosen, team_of(unit, offer.business_id, at.id), busy, offer.start, at.zone)


def _not_wanted(unit: Unit, offer: Offer) -> str | None:
    if offer.draft_id is not None:
        draft = drafts.find(unit, offer.business_id, offer.draft_id)
        if draft is None:
            return Reason.DRAFT_GONE
        return {Phase.CONVERTED: Reason.ALREADY_BOOKED, Phase.DISMISSED: Reason.DISMISSED}.get(draft.phase)
    entry = waitlist.find(unit, offer.business_id, offer.entry_id or "")
    if entry is None or entry.status == "removed":
        return Ended.REMOVED
    if entry.status == "booked":
        return Reason.ALREADY_BOOKED
    at = location_of(unit, offer.business_id, offer.location_id)
    unchanged = choices_of(entry.lines) == choices_of(offer.lines)
    within = offer.by_hand or any(_within(window, offer, at) for window in entry.windows)
    return None if unchanged and within else Ended.WISH_CHANGED


def _within(window: Window, offer: Offer, at: LocationRow) -> bool:
    opens, closes = datetime.combine(window.date, window.earliest), datetime.combine(window.date, window.latest)
    return opens <= offer.start and local(offer.end_at, at.zone) <= closes


def _silenced(client: Client) -> str | None:
    """Why she can be told nothing any more, by any channel."""
    reasons = [blocked(channel, client.reach(channel), None) for channel in CHANNELS]
    if None in reasons:
        return None
    return Reason.OPTED_OUT if Reason.OPTED_OUT in reasons else reasons[0]
