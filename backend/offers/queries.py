"""The SQL of offers. An offer is only ever ended from open, by a conditional update."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.appointments import appointments
from backend.db.tables.offers import offer_notices, offer_rounds, offer_settings, offers
from backend.db.upsert import upsert
from domain.availability import Placed
from domain.offers import DEFAULT_MINUTES, DEFAULT_WAY, OfferStatus, Way
from domain.wire.base import decoder, encode
from domain.wire.rows import Line

_O = offers.c
_OPEN = _O.status == sa.literal_column("'open'")
_SETTINGS = upsert(offer_settings, ("business_id",))


@dataclass(frozen=True)
class Offer:
    """An offer as the database has it. `subject` is `waitlist:<id>` or `draft:<id>`; `start` is local."""

    business_id: str
    id: str
    round_id: str
    location_id: str
    client_id: str
    subject: str
    lines: tuple[Line, ...]
    team_member_id: str
    start: dt.datetime
    start_at: int
    end_at: int
    status: OfferStatus
    offered_at: int
    until: int
    by_hand: bool
    ended_at: int | None = None
    reason: str | None = None
    appointment_id: str | None = None

    @property
    def entry_id(self) -> str | None:
        """The waitlist entry that it is about."""
        return self.subject.removeprefix("waitlist:") if self.subject.startswith("waitlist:") else None

    @property
    def draft_id(self) -> str | None:
        """The draft that it is about."""
        return self.subject.removeprefix("draft:") if self.subject.startswith("draft:") else None


@dataclass(frozen=True)
class Round:
    """A freed time that is being offered by itself."""

    business_id: str
    id: str
    location_id: str
    freed: Placed
    from_at: int
    """Nobody hears of it before."""


def settings_of(unit: Unit, business_id: str) -> tuple[Way, int]:
    """Which way freed times are offered, and how many minutes there are to answer."""
    query = sa.select(offer_settings).where(offer_settings.c.business_id == business_id)
    row = unit.conn.execute(query).one_or_none()
    return (Way(row.way), row.minutes) if row else (DEFAULT_WAY, DEFAULT_MINUTES)


def write_settings(unit: Unit, business_id: str, way: Way, minutes: int) -> None:
    """Keeps how freed times are offered from now on."""
    values = {"business_id": business_id, "way": str(way), "minutes": minutes}
    unit.conn.execute(_SETTINGS[unit.conn.dialect.name], values)


def find(unit: Unit, business_id: str, offer_id: str) -> Offer | None:
    """The offer wherever it stands, or None."""
    found = _all(unit, _O.business_id == business_id, _O.id == offer_id)
    return found[0] if found else None


def open_of(unit: Unit, business_id: str) -> list[Offer]:
    """Every open offer of a business, the oldest first."""
    return _all(unit, _O.business_id == business_id, _OPEN)


def of_round(unit: Unit, business_id: str, round_id: str) -> list[Offer]:
    """Every offer of a round, the oldest first."""
    return _all(unit, _O.business_id == business_id, _O.round_id == round_id)


def is_asked_with_others(unit: Unit, offer: Offer) -> bool:
    """Whether others were asked for the same time at the same moment: then the first yes has it, and it is held for
    nobody alone.
    """
    together = (_O.round_id == offer.round_id, _O.offered_at == offer.offered_at, _O.id != offer.id)
    reached = _O.status != str(OfferStatus.UNREACHED)
    query = sa.select(_O.id).where(_O.business_id == offer.business_id, *together, reached)
    return not offer.by_hand and unit.conn.execute(query.limit(1)).first() is not None


def of_subject(unit: Unit, business_id: str, subject: str) -> list[Offer]:
    """Every offer about a waitlist entry or a draft, the oldest first."""
    return _all(unit, _O.business_id == business_id, _O.subject == subject)


def of_client(unit: Unit, business_id: str, client_id: str) -> list[Offer]:
    """Every offer to a client, the oldest first."""
    return _all(unit, _O.business_id == business_id, _O.client_id == client_id)


def insert(unit: Unit, offer: Offer) -> None:
    """Adds an offer."""
    unit.conn.execute(sa.insert(offers), _columns(offer))


def close(unit: Unit, offer: Offer) -> bool:
    """Ends an open offer as `offer` says. False when it is open no more."""
    of = (_O.business_id == offer.business_id, _O.id == offer.id, _OPEN)
    ended = {name: getattr(offer, name) for name in ("status", "ended_at", "reason", "appointment_id")}
    return unit.conn.execute(sa.update(offers).where(*of).values(ended)).rowcount == 1


def give(unit: Unit, business_id: str, before: str, now: str) -> None:
    """All offers to one client are to another: the two were merged."""
    of = (_O.business_id == business_id, _O.client_id == before)
    unit.conn.execute(sa.update(offers).where(*of).values(client_id=now))


def delete(unit: Unit, offer: Offer) -> tuple[str, ...]:
    """Forgets the offer; the ids of its notices, which are gone too."""
    of = (offer_notices.c.business_id == offer.business_id, offer_notices.c.offer_id == offer.id)
    notices = tuple(unit.conn.execute(sa.delete(offer_notices).where(*of).returning(offer_notices.c.id)).scalars())
    unit.conn.execute(sa.delete(offers).where(_O.business_id == offer.business_id, _O.id == offer.id))
    return notices


def add_notice(unit: Unit, offer: Offer) -> str:
    """The id of a new notice that leaves with the offer."""
    notice_id = unit.ids.new(unit.now)
    row = {"business_id": offer.business_id, "id": notice_id, "offer_id": offer.id}
    unit.conn.execute(sa.insert(offer_notices), row)
    return notice_id


def add_round(unit: Unit, business_id: str, location_id: str, freed: Placed, from_at: int) -> Round:
    """A freed time is offered from now on."""
    begun = Round(business_id, unit.ids.new(unit.now), location_id, freed, from_at)
    row = {"business_id": business_id, "id": begun.id, "location_id": location_id, "from_at": from_at}
    unit.conn.execute(sa.insert(offer_rounds), {**row, **freed._asdict()})
    return begun


def rounds_of(unit: Unit, business_id: str) -> list[Round]:
    """The freed times of a business that are being offered by themselves, the soonest first."""
    query = sa.select(offer_rounds).where(offer_rounds.c.business_id == business_id)
    rows = unit.conn.execute(query.order_by(offer_rounds.c.start_at, offer_rounds.c.id))
    return [_round(row) for row in rows]


def end_round(unit: Unit, one: Round) -> None:
    """The time is offered no more."""
    of = (offer_rounds.c.business_id == one.business_id, offer_rounds.c.id == one.id)
    unit.conn.execute(sa.delete(offer_rounds).where(*of))


def booked_since(unit: Unit, offer: Offer) -> bool:
    """Whether the client got an appointment at the location after she was asked."""
    of = appointments.c
    query = sa.select(of.id).where(
        of.business_id == offer.business_id,
        of.client_id == offer.client_id,
        of.location_id == offer.location_id,
        of.made_at >= offer.offered_at,
        of.status.not_in(("cancelled", "no_show")),
    )
    return unit.conn.execute(query.limit(1)).first() is not None


def _all(unit: Unit, *where: sa.ColumnElement[bool]) -> list[Offer]:
    rows = unit.conn.execute(sa.select(offers).where(*where).order_by(_O.offered_at, _O.id))
    return [_offer(row) for row in rows]


def _round(row: sa.Row[Any]) -> Round:
    freed = Placed(row.team_member_id, row.start_at, row.end_at)
    return Round(row.business_id, row.id, row.location_id, freed, row.from_at)


def _offer(row: sa.Row[Any]) -> Offer:
    values = dict(zip(offers.c.keys(), row, strict=True))
    values["lines"] = decoder(tuple[Line, ...]).decode(row.lines)
    values["start"] = dt.datetime.fromisoformat(row.start)
    values["status"] = OfferStatus(row.status)
    return Offer(**values)


def _columns(offer: Offer) -> dict[str, Any]:
    values = dict(vars(offer))
    return {**values, "lines": encode(offer.lines), "start": offer.start.isoformat(), "status": str(offer.status)}
