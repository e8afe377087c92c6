"""Offering a freed time by itself: who could have it now, who is asked next, and when to look again (row N10)."""

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from backend.access.locations import location_of
from backend.appointments.availability import busy_around
from backend.clients.queries import client_of
from backend.db.database import Unit
from backend.drafts import queries as drafts
from backend.drafts.queries import Draft
from backend.due.queue import cancel, schedule
from backend.offers import life, queries
from backend.offers.asking import Asking
from backend.offers.queries import Offer, Round
from backend.team.queries import team_of
from backend.waitlist import queries as waitlist
from backend.waitlist.queries import Entry
from domain.availability import Busy, Placed, Want, place, wants
from domain.constants import MINUTE
from domain.matching import Waiting, matches
from domain.offers import Candidate, OfferStatus, Way, ask, deadline, near_wish, worth
from domain.times import local
from domain.wire.rows import Line, LocationRow, TeamMemberRow

NEXT = "offer_next"
GRACE = MINUTE
"""How long a time has to be free before anybody hears of it: a cancellation by mistake can be taken back."""


class Wish(NamedTuple):
    """What somebody who could have a time is asked about."""

    client_id: str
    lines: tuple[Line, ...]


class Place(NamedTuple):
    """Where a time is offered, and how it stands there."""

    at: LocationRow
    team: Sequence[TeamMemberRow]
    busy: Busy


def begin(unit: Unit, business_id: str, location_id: str, freed: Placed) -> None:
    """A time was given back. It is offered in a moment, if the business lets times be offered by themselves."""
    if queries.settings_of(unit, business_id)[0] is not Way.BY_HAND:
        begun = queries.add_round(unit, business_id, location_id, freed, unit.now + GRACE)
        schedule(unit, business_id, NEXT, begun.id, begun.from_at)


def step(unit: Unit, one: Round, asking: Asking) -> None:
    """Asks whoever is next, unless somebody is asked still. A time that nobody can have any more is over."""
    if one.from_at > unit.now or any(
        offer.status is OfferStatus.OPEN for offer in queries.of_round(unit, one.business_id, one.id)
    ):
        return
    way, _ = queries.settings_of(unit, one.business_id)
    for _ in itertools.count():
        over = way is Way.BY_HAND or one.freed.end_at <= unit.now
        found = {} if over else _candidates(unit, one, asking)
        asked = ask(way, found, unit.now)
        if not asked.now:
            _wait(unit, one, asked.again_at)
            return
        reached = [_offer(unit, one, candidate, found[candidate], asking) for candidate in asked.now]
        if any(reached):
            return


def _wait(unit: Unit, one: Round, until: int | None) -> None:
    if until is not None:
        schedule(unit, one.business_id, NEXT, one.id, until)
        return
    queries.end_round(unit, one)
    cancel(unit, one.business_id, NEXT, one.id)


def place_of(unit: Unit, business_id: str, location_id: str, around: int) -> Place:
    """A location as it is booked around an instant."""
    at = location_of(unit, business_id, location_id)
    busy = busy_around(unit, business_id, at, local(around, at.zone))
    return Place(at, team_of(unit, business_id, at.id), busy)


def placed_with(lines: Sequence[Line], there: Place, member_id: str, start_at: int) -> tuple[Placed, ...] | None:
    """Who serves each line from an instant on, all that was left open by one team member; None when it cannot be."""
    chosen = tuple(want._replace(team_member_id=want.team_member_id or member_id) for want in wants(lines))
    return place(chosen, there.team, there.busy, local(start_at, there.at.zone), there.at.zone)


def _candidates(unit: Unit, one: Round, asking: Asking) -> dict[Candidate, Wish]:
    """Who could have it now and was not asked in this round."""
    there = place_of(unit, one.business_id, one.location_id, one.freed.start_at)
    asked = {offer.client_id for offer in queries.of_round(unit, one.business_id, one.id)}
    busy_until = {offer.client_id: offer.until for offer in queries.open_of(unit, one.business_id)}
    waiting, wishes, since = _waiting(unit, one, there.at)
    found: dict[Candidate, Wish] = {}
    for match in matches(one.freed, waiting, there.team, there.busy, there.at.zone, unit.now):
        wish = wishes[match.entry_id]
        if wish.client_id not in asked:
            client = client_of(unit, one.business_id, wish.client_id)
            from_ = max(asking.from_(unit, client, there.at.zone), busy_until.get(wish.client_id, 0))
            value = worth(wish.lines, there.at.currency)
            candidate = Candidate(match.entry_id, wish.client_id, since[match.entry_id], value, match.slot, from_)
            found[candidate] = wish
    return found


def _waiting(unit: Unit, one: Round, at: LocationRow) -> tuple[list[Waiting], Mapping[str, Wish], Mapping[str, int]]:
    """Those on the waitlist, and those who left a booking unfinished of a wished time: by subject."""
    entries = {f"waitlist:{entry.id}": entry for entry in waitlist.pending_at(unit, one.business_id, at.id)}
    left = {f"draft:{draft.id}": draft for draft in drafts.incomplete_at(unit, one.business_id, at.id)}
    waiting = [_entry(subject, entry) for subject, entry in entries.items()]
    waiting += [_draft(subject, draft) for subject, draft in left.items() if draft.start is not None]
    both: dict[str, Entry | Draft] = {**entries, **left}
    wishes = {subject: Wish(of.client_id, of.lines) for subject, of in both.items()}
    return waiting, wishes, {one.id: one.added_at for one in waiting}


def _entry(subject: str, entry: Entry) -> Waiting:
    return Waiting(subject, entry.added_at, wants(entry.lines), entry.windows)


def _draft(subject: str, draft: Draft) -> Waiting:
    asked: tuple[Want, ...] = wants(draft.lines)
    windows = (near_wish(draft.start, sum(want.minutes for want in asked)),) if draft.start else ()
    return Waiting(subject, draft.life.engaged_at, asked, windows)


def _offer(unit: Unit, one: Round, candidate: Candidate, wish: Wish, asking: Asking) -> bool:
    """Whether she could be asked."""
    there = place_of(unit, one.business_id, one.location_id, one.freed.start_at)
    if candidate.slot.start_at <= unit.now:
        return False
    held = busy_around(unit, one.business_id, there.at, candidate.slot.start, but=(one.id,))
    placed = placed_with(wish.lines, there._replace(busy=held), candidate.slot.team_member_id, candidate.slot.start_at)
    minutes = queries.settings_of(unit, one.business_id)[1]
    until = deadline(unit.now, minutes, candidate.slot.start_at)
    if placed is None or until is None:
        return False
    offer = Offer(
        business_id=one.business_id,
        id=unit.ids.new(unit.now),
        round_id=one.id,
        location_id=one.location_id,
        client_id=candidate.client_id,
        subject=candidate.subject,
        lines=wish.lines,
        team_member_id=candidate.slot.team_member_id,
        start=candidate.slot.start,
        start_at=candidate.slot.start_at,
        end_at=placed[-1].end_at,
        status=OfferStatus.OPEN,
        offered_at=unit.now,
        until=until,
        by_hand=False,
    )
    client = client_of(unit, one.business_id, candidate.client_id)
    accepted, _ = life.make(unit, offer, client, placed, asking, life.SERVER)
    return bool(accepted)
