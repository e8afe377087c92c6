"""Time that is held for somebody by an offer (row N10): taken for everybody else, by a round of offers instead of an
appointment. Whoever holds or releases has locked the business.
"""

from collections.abc import Collection, Sequence

from backend.appointments import queries
from backend.appointments.availability import busy_around
from backend.appointments.queries import Hold
from backend.clients.queries import Client, find_client
from backend.db.database import Unit
from backend.feed.change import change_of
from backend.team.queries import team_of
from domain.availability import Placed, place, wants
from domain.constants import DAY
from domain.permissions import ScopeKind, scope
from domain.times import local
from domain.wire.actions import Held
from domain.wire.rows import Line, LocationRow

_AROUND = 2 * DAY


def hold(unit: Unit, at: LocationRow, client: Client, round_id: str, until: int, placed: Sequence[Placed]) -> None:
    """Nobody but who is asked in this round of offers can have these times."""
    change = change_of(unit, client.business_id)
    for row in queries.hold(unit, client, at.id, round_id, until, placed):
        change.publish(scope(ScopeKind.AVAILABILITY, at.id), row)


def release(unit: Unit, business_id: str, round_id: str, client_id: str) -> None:
    """What was held for one client in a round is anybody's."""
    change = change_of(unit, business_id)
    for row_id in queries.release(unit, business_id, round_id, client_id):
        change.withdraw("busy", row_id)


def open_to(unit: Unit, at: LocationRow, client: Client, start: int, *, over_hold: bool) -> frozenset[str]:
    """The rounds near an instant whose holds are not in this client's way: those in which she is asked herself, or all
    of them when staff book over them.
    """
    held = queries.holds_between(unit, client.business_id, at.id, start - _AROUND, start + _AROUND)
    return frozenset(one.round_id for one in held if over_hold or one.client_id == client.id)


def held_for(
    unit: Unit, at: LocationRow, client: Client, lines: Sequence[Line], start: int, but: Collection[str] = ()
) -> Held | None:
    """Whom a start is held for, when nothing but a hold is in the way; the hold that lasts longest of several. The
    appointments in `but` are in nobody's way.
    """
    business_id = client.business_id
    held = queries.holds_between(unit, business_id, at.id, start - _AROUND, start + _AROUND)
    if not held:
        return None
    team = team_of(unit, business_id, at.id)
    local_start = local(start, at.zone)
    busy = busy_around(unit, business_id, at, local_start, but={*but, *(one.round_id for one in held)})
    placed = place(wants(lines), team, busy, local_start, at.zone)
    return _named(unit, business_id, [one for one in held if placed and _overlaps(one, placed)])


def _named(unit: Unit, business_id: str, held: Sequence[Hold]) -> Held | None:
    if not held:
        return None
    longest = max(held, key=lambda one: one.until)
    client = find_client(unit, business_id, longest.client_id)
    return Held(longest.client_id, client.name if client else "", longest.until)


def _overlaps(one: Hold, placed: Sequence[Placed]) -> bool:
    return any(
        one.team_member_id == part.team_member_id and one.start_at < part.end_at and part.start_at < one.end_at
        for part in placed
    )
