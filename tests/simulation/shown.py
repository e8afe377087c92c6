"""What a desk can tell from its screen: catalogue, busy times, and which starts are free by the rules."""

import datetime as dt
from collections.abc import Iterable

from domain.availability import Busy, free_slots, wants
from domain.prices import resolve
from domain.wire.actions import Choice, Slot
from domain.wire.rows import BundleRow, BusyRow, LocationRow, ServiceRow, TeamMemberRow
from tests.simulation.desk import Desk

_DAYS = 2


def catalogue(desk: Desk) -> tuple[dict[str, ServiceRow], dict[str, BundleRow]]:
    """Services and bundles by id."""
    services = {row.id: row for row in desk.shown("service") if isinstance(row, ServiceRow)}
    return services, {row.id: row for row in desk.shown("bundle") if isinstance(row, BundleRow)}


def team_at(desk: Desk, location_id: str) -> list[TeamMemberRow]:
    """Who serves at a location."""
    rows = desk.shown("team_member")
    return [row for row in rows if isinstance(row, TeamMemberRow) and row.location_id == location_id]


def zone_of(desk: Desk, location_id: str) -> str | None:
    """The zone of a location that the desk knows."""
    rows = desk.shown("location")
    return next((row.zone for row in rows if isinstance(row, LocationRow) and row.id == location_id), None)


def busy(desk: Desk, but: str = "") -> Busy:
    """When team members are taken, except by the appointment `but`."""
    found: dict[str, list[tuple[int, int]]] = {}
    for row in desk.shown("busy"):
        if isinstance(row, BusyRow) and (not but or row.appointment_id != but):
            found.setdefault(row.team_member_id, []).append((row.start_at, row.end_at))
    return found


def free(desk: Desk, location_id: str, choices: Iterable[Choice], but: str = "") -> list[Slot]:
    """As the desk can tell offline: from its team, its busy times and the rules."""
    lines, zone = resolve(tuple(choices), *catalogue(desk)).lines, zone_of(desk, location_id)
    if zone is None or not lines:
        return []
    now = desk.machine.clock.now()
    return free_slots(wants(lines), team_at(desk, location_id), busy(desk, but), today(desk), _DAYS, zone, now)


def today(desk: Desk) -> dt.date:
    """The date by the desk's clock (UTC)."""
    return dt.datetime.fromtimestamp(desk.machine.clock.now() / 1_000_000, dt.UTC).date()
