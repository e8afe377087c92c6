"""What is booked in a time off that somebody is about to give (row B24): told before it is saved, and it stays."""

import sqlalchemy as sa

from backend.access.person import Person
from backend.clients.queries import clients_of
from backend.db.database import Unit
from backend.db.tables.appointments import appointments, busy
from backend.team.queries import team_of
from backend.web.problems import problem
from domain.permissions import Permission
from domain.wire.catalogue import Affected, AffectedAppointment, TimesOff
from domain.wire.rows import TimeOff
from domain.working import within

MOST = 50
"""So many are named; the number says how many there are."""

_TAKEN = (
    sa.select(busy.c.appointment_id, busy.c.start_at, busy.c.end_at)
    .where(
        busy.c.business_id == sa.bindparam("business"),
        busy.c.location_id == sa.bindparam("location"),
        busy.c.team_member_id == sa.bindparam("member"),
        busy.c.start_at < sa.bindparam("until"),
        busy.c.end_at > sa.bindparam("since"),
    )
    .order_by(busy.c.start_at, busy.c.id)
)


def affected(unit: Unit, who: Person, member_id: str, asked: TimesOff) -> Affected:
    """The appointments of a team member that lie in these times and are not over. Raises Refused.

    Whoever may not see the schedule there learns when they are, and not who comes.
    """
    who.require_anywhere(Permission.MANAGE_CATALOGUE)
    member = next((row for row in team_of(unit, who.business_id) if row.id == member_id), None)
    if member is None:
        raise problem("not_found", 404)
    who.require(Permission.MANAGE_CATALOGUE, member.location_id)
    spans = _taken(unit, who, member_id, member.location_id, asked)
    if not spans:
        return Affected(0, ())
    ids = list(dict.fromkeys(spans))
    names = _names(unit, who, ids[:MOST]) if who.may(Permission.VIEW_SCHEDULE, member.location_id) else {}
    told = tuple(AffectedAppointment(one, spans[one], names.get(one, "")) for one in ids[:MOST])
    return Affected(len(ids), told)


def _taken(unit: Unit, who: Person, member_id: str, location_id: str, asked: TimesOff) -> dict[str, int]:
    """By appointment, in order, when the member is first needed for it."""
    if not asked.time_off:
        return {}
    since = max(unit.now, min(one.start_at for one in asked.time_off))
    until = max(one.end_at for one in asked.time_off)
    of = {"business": who.business_id, "location": location_id, "member": member_id, "since": since, "until": until}
    times = [TimeOff(one.start_at, one.end_at) for one in asked.time_off]
    found: dict[str, int] = {}
    for row in unit.conn.execute(_TAKEN, of):
        if within(((row.start_at, row.end_at),), times):
            found.setdefault(row.appointment_id, row.start_at)
    return found


def _names(unit: Unit, who: Person, ids: list[str]) -> dict[str, str]:
    query = sa.select(appointments.c.id, appointments.c.client_id).where(
        appointments.c.business_id == who.business_id, appointments.c.id.in_(ids)
    )
    clients = {row.id: row.client_id for row in unit.conn.execute(query)}
    held = clients_of(unit, who.business_id, set(clients.values()))
    return {one: held[client_id].name for one, client_id in clients.items() if client_id in held}
