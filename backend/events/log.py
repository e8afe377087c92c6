"""What happened, written in the transaction it happened in: audit (promise S10), timeline and reports read it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypedDict

import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.core import events
from domain.wire.base import decoder, encode


class Happened(NamedTuple):
    """An event and what it happened to, without its facts."""

    at: int
    event: str
    subject: str
    actor: str


class _Row(TypedDict):
    business_id: str
    id: str
    at: int
    event: str
    subject: str
    actor: str
    facts: bytes


_KEY = "events"
_INSERT = sa.insert(events)
_FORGET = (
    sa.update(events)
    .where(events.c.business_id == sa.bindparam("business"), events.c.subject == sa.bindparam("old"))
    .values(subject=sa.bindparam("new"), facts=b"{}")
)
_FORGET_ACTOR = (
    sa.update(events)
    .where(events.c.business_id == sa.bindparam("business"), events.c.actor == sa.bindparam("old"))
    .values(actor=sa.bindparam("new"))
)
_OF_SUBJECTS = (
    sa.select(events.c.at, events.c.event, events.c.subject, events.c.actor)
    .where(
        events.c.business_id == sa.bindparam("business"),
        events.c.subject.in_(sa.bindparam("subjects", expanding=True)),
    )
    .order_by(events.c.at, events.c.id)
)


def record(unit: Unit, business_id: str, event: str, subject: str, actor: str, **facts: str | int) -> None:
    """Appends one event. `subject` and `actor` are ids such as `draft:<id>`; `facts` hold no text that people wrote."""
    rows: list[_Row] = unit.pending(_KEY, lambda rows: _insert(unit, rows))
    rows.append(
        _Row(
            business_id=business_id,
            id=unit.ids.new(unit.now),
            at=unit.now,
            event=event,
            subject=subject,
            actor=actor,
            facts=encode(facts),
        )
    )
    for hear in unit.hearers:
        hear(unit, business_id, event, subject, facts)


class Event(NamedTuple):
    """One thing that happened."""

    id: str
    at: int
    event: str
    actor: str
    facts: Mapping[str, str | int]


def events_of(unit: Unit, business_id: str, subject: str) -> list[Event]:
    """What the log has of one thing, the oldest first."""
    unit.flush(_KEY)
    query = (
        sa.select(events.c.id, events.c.at, events.c.event, events.c.actor, events.c.facts)
        .where(events.c.business_id == business_id, events.c.subject == subject)
        .order_by(events.c.at, events.c.id)
    )
    read = decoder(dict[str, str | int])
    return [Event(row.id, row.at, row.event, row.actor, read.decode(row.facts)) for row in unit.conn.execute(query)]


def forget(unit: Unit, business_id: str, subject: str) -> None:
    """Leaves that something happened, but no longer to whom: the subject becomes a random one, and the facts go."""
    unit.flush(_KEY)
    new = unit.ids.secret(16).hex()
    unit.conn.execute(_FORGET, {"business": business_id, "old": subject, "new": new})


def forget_actor(unit: Unit, business_id: str, actor: str) -> None:
    """Leaves what somebody did, but no longer who it was."""
    unit.flush(_KEY)
    unit.conn.execute(_FORGET_ACTOR, {"business": business_id, "old": actor, "new": unit.ids.secret(16).hex()})


def happened_to(unit: Unit, business_id: str, subjects: Sequence[str]) -> list[Happened]:
    """What the log has of several things, the oldest first, without its facts."""
    unit.flush(_KEY)
    found = unit.conn.execute(_OF_SUBJECTS, {"business": business_id, "subjects": list(subjects)})
    return [Happened(*row) for row in found]


def _insert(unit: Unit, rows: Sequence[_Row]) -> None:
    unit.conn.execute(_INSERT, rows)
