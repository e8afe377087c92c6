"""A person says which card she is on (row N5): allowed where she may see that card, and known nowhere else."""

from backend.access.person import Person
from backend.db.database import Unit
from backend.drafts import queries as drafts
from backend.feed.presence import Presences, Told
from backend.waitlist import queries as waitlist
from backend.web.problems import problem
from backend.web.route import Call
from domain.permissions import Permission, ScopeKind, scope
from domain.wire.presence import Presence


def put(presences: Presences, call: Call[Presence, Person]) -> None:
    """Raises Refused: `not_found` for a card that is none of this business, `not_permitted` for another location's."""
    person, unit, card = call.who, call.unit, call.body.card
    if card is None:
        presences.put(unit, Told(person.business_id, person.device_id, unit.now))
        return
    location_id = _location(unit, person.business_id, card)
    person.require(Permission.MANAGE_WAITLIST, location_id)
    told = Told(
        person.business_id,
        person.device_id,
        unit.now,
        scope(ScopeKind.FOLLOW_UPS, location_id),
        card,
        person.id,
        person.name,
        unit.now,
    )
    presences.put(unit, told)


def _location(unit: Unit, business_id: str, card: str) -> str:
    kind, _, row_id = card.partition(":")
    find = drafts.find if kind == "draft" else waitlist.find
    row = find(unit, business_id, row_id)
    if row is None:
        raise problem("not_found", 404, "There is no such card.", "card")
    return row.location_id
