"""How a business wants freed times to be offered: by hand, unless it says otherwise (row N10, decision 16)."""

from backend.access.person import Person
from backend.db.database import Unit
from backend.events.log import record
from backend.feed.change import change_of
from backend.offers import queries
from domain.offers import Way
from domain.permissions import Permission, ScopeKind, scope
from domain.wire.offers import OfferSettingsRow, SaveOfferSettings


def publish_settings(unit: Unit, business_id: str) -> None:
    """Puts the settings on the desks that may see them; for a new business as well."""
    way, minutes = queries.settings_of(unit, business_id)
    row = OfferSettingsRow(business_id, way.value, minutes)
    change_of(unit, business_id).publish(scope(ScopeKind.SETTINGS, business_id), row)


def save_settings(unit: Unit, person: Person, wish: SaveOfferSettings) -> None:
    """Sets both for the whole business. Raises Refused (403)."""
    person.require_anywhere(Permission.MANAGE_AUTOMATIONS)
    change_of(unit, person.business_id)
    queries.write_settings(unit, person.business_id, Way(wish.way), wish.minutes)
    publish_settings(unit, person.business_id)
    subject, actor = f"business:{person.business_id}", f"person:{person.id}"
    record(unit, person.business_id, "offer_settings.set", subject, actor, way=wish.way, minutes=wish.minutes)
