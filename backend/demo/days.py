"""What somebody picks, when that is free, and booking it: for the unfinished bookings and the waitlist of the demo."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from backend.appointments.booking import Booking, book
from backend.appointments.queries import busy_between
from backend.clients.queries import Client
from backend.db.database import Unit
from backend.demo.salon import ZONE, Salon
from domain.availability import Want, free_slots
from domain.times import day_bounds
from domain.wire.actions import Choice
from domain.wire.rows import LocationRow, TeamMemberRow


class Pick(NamedTuple):
    """A service, a variant of it by name, a bundle that it is part of."""

    key: str
    variant: str | None = None
    bundle: str | None = None


Wanted = Sequence[tuple[Pick, TeamMemberRow | None]]
"""Picks one after the other, each with who is to do it; None leaves that open."""


def free(unit: Unit, salon: Salon, wanted: Wanted, first: dt.date, days: int) -> list[dt.datetime]:
    """The free starts of these picks, one after the other. All chosen members are of one location."""
    member = next(member for _, member in wanted if member is not None)
    at = place_of(salon, member)
    since, until = day_bounds(first, ZONE)[0], day_bounds(first + dt.timedelta(days=days), ZONE)[1]
    busy = busy_between(unit, salon.business_id, at.id, since, until)
    asked = [Want(salon.services[pick.key].id, minutes_of(salon, pick), by.id if by else None) for pick, by in wanted]
    team = [row for row in salon.team.values() if row.location_id == at.id]
    return [slot.start for slot in free_slots(asked, team, busy, first, days, ZONE, unit.now)]


def reserve(
    unit: Unit,
    salon: Salon,
    at: LocationRow,
    client: Client,
    wanted: Wanted,
    start: dt.datetime,
) -> None:
    """Books as Ana does."""
    choices = [choice(salon, pick, member) for pick, member in wanted]
    appointment_id = unit.ids.new(unit.now)
    book(unit, Booking(appointment_id, at, client, choices, start, "", "staff", f"person:{salon.ana.id}", None))


def choice(salon: Salon, pick: Pick, member: TeamMemberRow | None) -> Choice:
    """A pick as clients send it."""
    bundle = salon.bundles[pick.bundle].id if pick.bundle else None
    variant = salon.variant_id(pick.key, pick.variant)
    return Choice(salon.services[pick.key].id, variant, bundle, member.id if member else None)


def minutes_of(salon: Salon, pick: Pick) -> int:
    """How long a pick takes."""
    service = salon.services[pick.key]
    return next((variant.minutes for variant in service.variants if variant.name == pick.variant), service.minutes)


def place_of(salon: Salon, member: TeamMemberRow) -> LocationRow:
    """Where somebody serves."""
    return next(place for place in salon.locations if place.id == member.location_id)
