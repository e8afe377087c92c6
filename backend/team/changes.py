"""Adding someone who serves, changing what she can do and when, and taking her off the calendar."""

import msgspec

from backend.access.person import Person
from backend.db.database import Unit
from backend.events.log import record
from backend.feed.change import change_of
from backend.team import queries
from backend.web.problems import problem
from domain.contacts import clean_text
from domain.permissions import Permission, ScopeKind, scope
from domain.wire.rows import TeamMemberRow
from domain.working import hours_fault, time_off_fault

_FAULTS = {
    "hours_wrong": "Hours end after they start, on the same day.",
    "hours_overlap": "Two of these hours of a day lie over each other.",
    "time_off_wrong": "Time off ends after it starts.",
    "time_off_overlaps": "Two times off lie over each other.",
}


def save_member(unit: Unit, who: Person, row: TeamMemberRow) -> None:
    """Adds or replaces a team member. Raises Refused, also when she would move to another location."""
    who.require(Permission.MANAGE_CATALOGUE, row.location_id)
    held = _find(unit, who.business_id, row.id)
    if held is not None and held.location_id != row.location_id:
        raise problem("location_fixed", 422, "Someone who serves elsewhere is added there.", field="$.location_id")
    name = clean_text(row.name)
    if not name:
        raise problem("name_needed", 422, field="$.name")
    _check_times(row)
    _keep(unit, who, msgspec.structs.replace(row, name=name))


def _find(unit: Unit, business_id: str, member_id: str) -> TeamMemberRow | None:
    return next((row for row in queries.team_of(unit, business_id) if row.id == member_id), None)


def _check_times(row: TeamMemberRow) -> None:
    fault, where = hours_fault(row.hours), "hours"
    if fault is None:
        fault, where = time_off_fault(row.time_off), "time_off"
    if fault is not None:
        raise problem(fault.code, 422, _FAULTS[fault.code], field=f"$.{where}[{fault.place}]")


def _keep(unit: Unit, who: Person, row: TeamMemberRow) -> None:
    change = change_of(unit, who.business_id)
    queries.write_member(unit, who.business_id, row)
    change.publish(scope(ScopeKind.BUSINESS, who.business_id), row)
    event = "team_member.archived" if row.archived else "team_member.saved"
    record(unit, who.business_id, event, f"team_member:{row.id}", f"person:{who.id}")
