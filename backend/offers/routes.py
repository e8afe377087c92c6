"""An offer over HTTP: what is offered, yes, and no, by the link in the message; and the business's settings."""

from typing import Literal

from backend.access.business import salon_of
from backend.access.guards import staff
from backend.access.locations import location_of
from backend.access.person import Person
from backend.access.queries import Business
from backend.db.database import Unit
from backend.offers import answers
from backend.offers.queries import Offer
from backend.offers.settings import save_settings
from backend.team.queries import team_of
from backend.web.route import Call, Route, public
from domain.offers import OfferStatus
from domain.prices import total
from domain.wire.booking import Confirmed, OfferShown
from domain.wire.offers import SaveOfferSettings

Shown = Literal["open", "accepted", "declined", "over", "lost"]
_SHOWN: dict[OfferStatus, Shown] = {
    OfferStatus.ACCEPTED: "accepted",
    OfferStatus.DECLINED: "declined",
    OfferStatus.LOST: "lost",
}


def routes() -> tuple[Route, ...]:
    """What this slice adds to the route table."""
    link = "/v1/book/{salon}/offer/{token}"
    return (
        Route("GET", link, public(), _shown, answers=OfferShown, writes=False),
        Route("POST", f"{link}/accept", public(), _accepted, answers=Confirmed, status=201),
        Route("POST", f"{link}/decline", public(), _declined, status=204),
        Route("PUT", "/v1/offer-settings", staff(), _save, SaveOfferSettings, status=204),
    )


def shown(unit: Unit, salon: Business, offer: Offer) -> OfferShown:
    """What was offered, and whether it still is."""
    at = location_of(unit, offer.business_id, offer.location_id)
    team = {member.id: member.name for member in team_of(unit, offer.business_id, at.id)}
    still = offer.status is OfferStatus.OPEN and offer.until > unit.now
    return OfferShown(
        business_name=salon.name,
        location_name=at.name,
        team_member=team.get(offer.team_member_id, ""),
        lines=offer.lines,
        total=total(offer.lines),
        start=offer.start,
        start_at=offer.start_at,
        until=offer.until,
        now=unit.now,
        status="open" if still else _SHOWN.get(offer.status, "over"),
    )


def _shown(call: Call[None, None]) -> OfferShown:
    salon = salon_of(call.unit, call.path["salon"])
    return shown(call.unit, salon, answers.find_linked(call.unit, salon.id, call.path["token"]))


def _accepted(call: Call[None, None]) -> Confirmed:
    return answers.accept(call.unit, salon_of(call.unit, call.path["salon"]).id, call.path["token"])


def _declined(call: Call[None, None]) -> None:
    answers.decline(call.unit, salon_of(call.unit, call.path["salon"]).id, call.path["token"])


def _save(call: Call[SaveOfferSettings, Person]) -> None:
    save_settings(call.unit, call.who, call.body)
