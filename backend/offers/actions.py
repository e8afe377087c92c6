"""What staff do with offers: offering a time to somebody by hand, and taking an offer back. All of it is behind Manage
Waitlist at the location (rows N10, B18).
"""

from collections.abc import Mapping
from typing import NamedTuple

from backend.access.locations import location_of
from backend.access.person import Person
from backend.appointments.availability import alternatives
from backend.appointments.holds import held_for
from backend.clients.queries import client_of
from backend.db.database import Unit
from backend.drafts import queries as drafts
from backend.drafts.actions import workable
from backend.drafts.choices import start_of
from backend.feed.actions import ActionHandler, RefusedAction
from backend.feed.change import change_of
from backend.offers import life, queries
from backend.offers.asking import Asking
from backend.offers.judge import placed
from backend.offers.queries import Offer
from backend.team.queries import team_of
from backend.waitlist.actions import entry_for, waits
from domain.availability import place, wants
from domain.constants import MINUTE
from domain.drafts import Phase
from domain.offers import Ended, OfferStatus, deadline
from domain.permissions import Permission
from domain.reasons import Reason
from domain.times import instant
from domain.wire.actions import Action, Done, Refusal, RefusalCode, Skip
from domain.wire.offers import OfferTime, WithdrawOffer
from domain.wire.rows import Line, LocationRow


class Asked(NamedTuple):
    """Who is offered something, and what she wants."""

    subject: str
    location_id: str
    client_id: str
    lines: tuple[Line, ...]


_NOT_INCOMPLETE: Mapping[Phase, RefusalCode] = {
    Phase.REVIEWING: "client_booking_now",
    Phase.CONVERTED: "draft_converted",
    Phase.DISMISSED: "draft_dismissed",
}


def action_handlers(asking: Asking) -> Mapping[type, ActionHandler[Person]]:
    """By payload type."""

    def offer(unit: Unit, person: Person, action: Action) -> Done:
        asked = action.payload
        if not isinstance(asked, OfferTime):
            raise TypeError(type(asked).__name__)
        number = change_of(unit, person.business_id).number
        known = queries.find(unit, person.business_id, asked.offer_id)
        if known is not None:
            return _again(action, person, known, number)
        made = _offer(unit, person, asked)
        client = client_of(unit, made.business_id, made.client_id)
        taken = placed(unit, made) or ()
        accepted, skips = life.make(unit, made, client, taken, asking, f"person:{person.id}")
        if not accepted:
            raise RefusedAction(Refusal(_no_way(skips), skips=skips))
        return Done(action.id, number, accepted, skips)

    return {OfferTime: offer, WithdrawOffer: withdraw}


def withdraw(unit: Unit, person: Person, action: Action) -> Done:
    """Takes an open offer back. Raises RefusedAction."""
    asked = action.payload
    if not isinstance(asked, WithdrawOffer):
        raise TypeError(type(asked).__name__)
    number = change_of(unit, person.business_id).number
    offer = queries.find(unit, person.business_id, asked.offer_id)
    if offer is None:
        raise RefusedAction(Refusal("offer_over"))
    if not person.may(Permission.MANAGE_WAITLIST, offer.location_id):
        raise RefusedAction(Refusal("not_permitted"))
    if offer.status is OfferStatus.OPEN:
        life.end(unit, offer, OfferStatus.WITHDRAWN, f"person:{person.id}", Ended.BY_STAFF)
    elif offer.status is not OfferStatus.WITHDRAWN:
        raise RefusedAction(Refusal("offer_over"))
    return Done(action.id, number)


def _again(action: Action, person: Person, known: Offer, number: int) -> Done:
    if not person.may(Permission.MANAGE_WAITLIST, known.location_id):
        raise RefusedAction(Refusal("not_permitted"))
    return Done(action.id, number)


def _offer(unit: Unit, person: Person, asked: OfferTime) -> Offer:
    """The offer as it is asked for, if it can be made. Raises RefusedAction."""
    to = _asked(unit, person, asked)
    at = location_of(unit, person.business_id, to.location_id)
    start = start_of(asked.start, at.zone, "$.payload.start")
    start_at, minutes = instant(start, at.zone), sum(line.minutes for line in to.lines)
    until = deadline(unit.now, queries.settings_of(unit, person.business_id)[1], start_at)
    if any(offer.status is OfferStatus.OPEN for offer in queries.of_client(unit, person.business_id, to.client_id)):
        raise RefusedAction(Refusal("offered_already"))
    if until is None:
        raise RefusedAction(Refusal("offer_too_late"))
    offer = Offer(
        business_id=person.business_id,
        id=asked.offer_id,
        round_id=asked.offer_id,
        location_id=at.id,
        client_id=to.client_id,
        subject=to.subject,
        lines=to.lines,
        team_member_id=asked.team_member_id,
        start=start,
        start_at=start_at,
        end_at=start_at + minutes * MINUTE,
        status=OfferStatus.OPEN,
        offered_at=unit.now,
        until=until,
        by_hand=True,
    )
    _check(unit, offer, at)
    return offer


def _asked(unit: Unit, person: Person, asked: OfferTime) -> Asked:
    if (asked.entry_id is None) == (asked.draft_id is None):
        raise RefusedAction(Refusal("invalid", field="$.payload.entry_id"))
    if asked.entry_id is not None:
        entry = waits(entry_for(unit, person, asked.entry_id))
        return Asked(f"waitlist:{entry.id}", entry.location_id, entry.client_id, entry.lines)
    draft = workable(person, drafts.find(unit, person.business_id, asked.draft_id or ""))
    if draft.phase in _NOT_INCOMPLETE:
        raise RefusedAction(Refusal(_NOT_INCOMPLETE[draft.phase]))
    return Asked(f"draft:{draft.id}", draft.location_id, draft.client_id, draft.lines)


def _check(unit: Unit, offer: Offer, at: LocationRow) -> None:
    """Whether the time is free. Raises RefusedAction."""
    if placed(unit, offer) is None:
        raise RefusedAction(_not_free(unit, offer, at))


def _not_free(unit: Unit, offer: Offer, at: LocationRow) -> Refusal:
    team = team_of(unit, offer.business_id, at.id)
    client = client_of(unit, offer.business_id, offer.client_id)
    held = held_for(unit, at, client, offer.lines, offer.start_at)
    instead = alternatives(unit, offer.business_id, at, offer.lines, team, offer.start)
    possible = place(wants(offer.lines), team, {}, offer.start, at.zone) is not None
    return Refusal("slot_taken" if possible else "slot_unavailable", instead, held=held)


def _no_way(skips: tuple[Skip, ...]) -> RefusalCode:
    nowhere = all(skip.reason == Reason.NO_ADDRESS for skip in skips)
    return "no_channel" if nowhere else "all_channels_blocked"
