"""What a client asks for, checked against today's catalogue and team before anything of it is kept."""

import datetime as dt
from collections.abc import Sequence

from backend.access.queries import find_location
from backend.catalogue.queries import Catalogue, catalogue_of
from backend.db.database import Unit
from backend.drafts.life import Wish
from backend.team.queries import team_of
from backend.web.problems import Refused, problem
from domain.contacts import clean_lines
from domain.prices import MixedCurrencies, resolve, total
from domain.times import instant, shown
from domain.wire.actions import Choice
from domain.wire.booking import EnterReview
from domain.wire.rows import Line, LocationRow, TeamMemberRow

YEARS = range(1971, 9999)


def wish_of(unit: Unit, business_id: str, asked: EnterReview) -> Wish:
    """The wish as it is kept. Raises Refused (422) with the field at fault."""
    place = location_at(unit, business_id, asked.location_id)
    start = ahead(unit, asked.start, place.zone) if asked.start else None
    team = team_of(unit, business_id, place.id)
    lines = lines_of(unit, business_id, asked.choices, team)
    return Wish(place.id, lines, start, clean_lines(asked.notes))


def ahead(unit: Unit, asked: dt.datetime, zone: str) -> dt.datetime:
    """The local start as clocks there show it, if it is still to come. Raises Refused (422)."""
    start = start_of(asked, zone)
    if instant(start, zone) < unit.now:
        raise problem("invalid", 422, "This start is past.", field="$.start")
    return start


def start_of(asked: dt.datetime, zone: str, field: str = "$.start") -> dt.datetime:
    """The local start as clocks there show it. Raises Refused (422) for a part of a minute, and for years in which
    arithmetic with time could overflow.
    """
    if asked.year not in YEARS:
        raise problem("invalid", 422, "There is no booking in that year.", field=field)
    if asked.second or asked.microsecond:
        raise problem("invalid", 422, "A start is a whole minute.", field=field)
    return shown(asked, zone)


def location_at(unit: Unit, business_id: str, location_id: str) -> LocationRow:
    """Raises Refused (422) when the business has no such location."""
    place = find_location(unit, business_id, location_id)
    if place is None:
        raise problem("invalid", 422, "There is no such location.", field="$.location_id")
    return place


def lines_of(
    unit: Unit, business_id: str, choices: Sequence[Choice], team: Sequence[TeamMemberRow]
) -> tuple[Line, ...]:
    """The choices at today's prices. Raises Refused (422): `service_unavailable`, `team_member_unavailable`, or
    `invalid`.
    """
    catalogue = catalogue_of(unit, business_id)
    resolved = resolve(choices, catalogue.services, catalogue.bundles)
    if resolved.left_out:
        raise _not_sold(choices, resolved.left_out[0], catalogue)
    for index, choice in enumerate(choices):
        if not _can_serve(choice, team):
            raise _no_such_member(index)
    _check_sum(resolved.lines)
    return resolved.lines


def _not_sold(choices: Sequence[Choice], choice: Choice, catalogue: Catalogue) -> Refused:
    """Names the part of the choice at fault: its bundle, its service, or else the variant of it."""
    service = catalogue.services.get(choice.service_id)
    part = "variant_id" if service and not service.archived else "service_id"
    field = f"$.choices[{choices.index(choice)}].{'bundle_id' if choice.bundle_id else part}"
    return problem("service_unavailable", 422, "This cannot be booked.", field=field)


def _can_serve(choice: Choice, team: Sequence[TeamMemberRow]) -> bool:
    if choice.team_member_id is None:
        return True
    return any(
        member.id == choice.team_member_id and not member.archived and choice.service_id in member.service_ids
        for member in team
    )


def _no_such_member(index: int) -> Refused:
    field = f"$.choices[{index}].team_member_id"
    return problem("team_member_unavailable", 422, "Nobody here with that name does this.", field=field)


def _check_sum(lines: Sequence[Line]) -> None:
    try:
        total(lines)
    except MixedCurrencies:
        raise problem("invalid", 422, "These are priced in different currencies.", field="$.choices") from None
