"""A time was given back: whoever could have it rises in the list, and the bell says so (row B22)."""

from collections.abc import Sequence

from backend.db.database import Unit
from backend.events.log import record
from backend.team.queries import team_of
from backend.waitlist import life, queries
from backend.waitlist.queries import Entry
from domain.availability import Busy, Placed, wants
from domain.matching import Waiting, matches
from domain.wire.rows import Fit, LocationRow

SERVER = "server"


def freed(unit: Unit, business_id: str, at: LocationRow, times: Sequence[Placed], busy: Busy) -> None:
    """Compares what was given back at a location with its waitlist.

    `busy` is what is taken now, on the local days of these times at least. Whoever calls has locked the business.
    """
    ahead = [time for time in times if time.end_at > unit.now]
    for time in ahead:
        record(unit, business_id, "time.freed", f"location:{at.id}", SERVER, **time._asdict())
    waiting = {entry.id: entry for entry in queries.pending_at(unit, business_id, at.id)} if ahead else {}
    if not waiting:
        return
    team = team_of(unit, business_id, at.id)
    fits: dict[str, list[Fit]] = {}
    for time in ahead:
        for match in matches(time, [_waiting(entry) for entry in waiting.values()], team, busy, at.zone, unit.now):
            slot = match.slot
            fits.setdefault(match.entry_id, []).append(Fit(slot.start, slot.start_at, slot.team_member_id, unit.now))
    for entry_id, new in fits.items():
        life.found(unit, waiting[entry_id], new)


def _waiting(entry: Entry) -> Waiting:
    return Waiting(entry.id, entry.added_at, wants(entry.lines), entry.windows)
