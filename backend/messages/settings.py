"""The two switches of the automatic reminder, off until somebody turns them on (rows B8, B17)."""

import sqlalchemy as sa

from backend.access.person import Person
from backend.db.database import Unit
from backend.db.tables.messages import reminder_settings
from backend.db.upsert import upsert
from backend.events.log import record
from backend.feed.change import change_of
from domain.permissions import Permission, ScopeKind, scope
from domain.wire.actions import SetReminderChannels
from domain.wire.rows import ReminderSettingsRow

_UPSERT = upsert(reminder_settings, ("business_id",))


def reminder_channels(unit: Unit, business_id: str) -> ReminderSettingsRow:
    """How the switches stand."""
    row = unit.conn.execute(
        sa.select(reminder_settings).where(reminder_settings.c.business_id == business_id)
    ).one_or_none()
    return ReminderSettingsRow(business_id, email=bool(row and row.email), sms=bool(row and row.sms))


def publish_reminder_channels(unit: Unit, business_id: str) -> None:
    """Puts the switches on the desks that may see them; for a new business as well."""
    row = reminder_channels(unit, business_id)
    change_of(unit, business_id).publish(scope(ScopeKind.SETTINGS, business_id), row)


def set_reminder_channels(unit: Unit, person: Person, wish: SetReminderChannels) -> None:
    """Sets both switches, for the whole business. Raises Refused (403)."""
    person.require_anywhere(Permission.MANAGE_AUTOMATIONS)
    change_of(unit, person.business_id)
    values = {"business_id": person.business_id, "email": wish.email, "sms": wish.sms}
    unit.conn.execute(_UPSERT[unit.conn.dialect.name], values)
    publish_reminder_channels(unit, person.business_id)
    subject, actor = f"business:{person.business_id}", f"person:{person.id}"
    facts = {"email": int(wish.email), "sms": int(wish.sms)}
    record(unit, person.business_id, "reminder_channels.set", subject, actor, **facts)
