"""The team's SQL."""

from collections import defaultdict

import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.team import team_member_services, team_members, time_off, working_hours
from domain.wire.rows import TeamMemberRow, TimeOff, WorkingHours


def team_of(unit: Unit, business_id: str, location_id: str | None = None) -> tuple[TeamMemberRow, ...]:
    """Who serves, archived people too, in the team's own order; all locations, or one."""
    at = {"business": business_id, "location": location_id}
    services, hours, off = _services(unit, at), _hours(unit, at), _time_off(unit, at)
    return tuple(
        TeamMemberRow(
            row.id,
            row.location_id,
            row.name,
            tuple(services[row.id]),
            tuple(hours[row.id]),
            tuple(off[row.id]),
            row.archived,
        )
        for row in unit.conn.execute(_MEMBERS, at)
    )


def _services(unit: Unit, at: dict[str, str | None]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in unit.conn.execute(_SERVICES, at):
        found[row.team_member_id].append(row.service_id)
    return found


def _hours(unit: Unit, at: dict[str, str | None]) -> dict[str, list[WorkingHours]]:
    found: dict[str, list[WorkingHours]] = defaultdict(list)
    for row in unit.conn.execute(_HOURS, at):
        found[row.team_member_id].append(WorkingHours(row.weekday, row.start, row.end))
    return found


def _time_off(unit: Unit, at: dict[str, str | None]) -> dict[str, list[TimeOff]]:
    found: dict[str, list[TimeOff]] = defaultdict(list)
    for row in unit.conn.execute(_TIME_OFF, at):
        found[row.team_member_id].append(TimeOff(row.start_at, row.end_at))
    return found


def write_member(unit: Unit, business_id: str, row: TeamMemberRow) -> None:
    """Inserts or replaces a member with all that belongs to her; a new one goes to the end of the list."""
    c = team_members.c
    values = {"location_id": row.location_id, "name": row.name, "archived": row.archived}
    changed = unit.conn.execute(
        team_members.update().where(c.business_id == business_id, c.id == row.id).values(values),
    ).rowcount
    if not changed:
        known = sa.select(sa.func.count()).select_from(team_members).where(c.business_id == business_id)
        position = unit.conn.execute(known).scalar_one()
        unit.conn.execute(
            team_members.insert().values(business_id=business_id, id=row.id, position=position, **values),
        )
    key = {"business_id": business_id, "team_member_id": row.id}
    _replace(unit, team_member_services, key, [{"service_id": s, "position": p} for p, s in enumerate(row.service_ids)])
    hours = [{"weekday": h.weekday, "start": h.start, "end": h.end} for h in row.hours]
    _replace(unit, working_hours, key, hours)
    _replace(unit, time_off, key, [{"start_at": off.start_at, "end_at": off.end_at} for off in row.time_off])


def _replace(unit: Unit, table: sa.Table, key: dict[str, str], rows: list[dict[str, object]]) -> None:
    unit.conn.execute(table.delete().where(*(table.c[name] == value for name, value in key.items())))
    if rows:
        unit.conn.execute(table.insert(), [{**key, **row} for row in rows])


_BUSINESS: sa.BindParameter[str] = sa.bindparam("business")
_LOCATION = sa.bindparam("location", type_=sa.String)

_AT = (
    team_members.c.business_id == _BUSINESS,
    sa.or_(_LOCATION.is_(None), team_members.c.location_id == _LOCATION),
)


def _of_member(table: sa.Table) -> sa.Select[tuple[object, ...]]:
    same = (team_members.c.business_id == table.c.business_id) & (team_members.c.id == table.c.team_member_id)
    return sa.select(table).join(team_members, same).where(*_AT)


_MEMBERS = sa.select(team_members).where(*_AT).order_by(team_members.c.position, team_members.c.id)
_SERVICES = _of_member(team_member_services).order_by(team_member_services.c.position)
_HOURS = _of_member(working_hours).order_by(working_hours.c.weekday, working_hours.c.start)
_TIME_OFF = _of_member(time_off).order_by(time_off.c.start_at)
