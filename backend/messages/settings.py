"""Which automations a business has switched on, off until somebody turns them on (rows B8, B17, B23)."""

import sqlalchemy as sa

from backend.access.person import Person
from backend.db.database import Unit
from backend.db.tables.messages import automation_settings
from backend.db.upsert import upsert
from backend.events.log import record
from backend.feed.change import change_of
from domain.permissions import Permission, ScopeKind, scope
from domain.wire.actions import SetReminderChannels
from domain.wire.rows import Channel, ReminderSettingsRow

REMINDER = "incomplete_booking"
"""The automation that reminds clients of what they left unfinished."""

_UPSERT = upsert(automation_settings, ("business_id", "automation"))


def switches(unit: Unit, business_id: str, automation: str) -> frozenset[Channel]:
    """On which channels an automation may send by itself."""
    held = automation_settings.c
    query = sa.select(held.email, held.sms).where(held.business_id == business_id, held.automation == automation)
    row = unit.conn.execute(query).one_or_none()
    on: tuple[tuple[Channel, bool], ...] = (("email", bool(row and row.email)), ("sms", bool(row and row.sms)))
    return frozenset(channel for channel, is_on in on if is_on)


def reminder_channels(unit: Unit, business_id: str) -> ReminderSettingsRow:
    """How the switches of the incomplete booking reminder stand."""
    on = switches(unit, business_id, REMINDER)
    return ReminderSettingsRow(business_id, email="email" in on, sms="sms" in on)


def publish_reminder_channels(unit: Unit, business_id: str) -> None:
    """Puts the switches on the desks that may see them; for a new business as well."""
    row = reminder_channels(unit, business_id)
    change_of(unit, business_id).publish(scope(ScopeKind.SETTINGS, business_id), row)


def set_reminder_channels(unit: Unit, person: Person, wish: SetReminderChannels) -> None:
    """Sets both switches, for the whole business. Raises Refused (403)."""
    person.require_anywhere(Permission.MANAGE_AUTOMATIONS)
    change_of(unit, person.business_id)
    values = {"business_id": person.business_id, "automation": REMINDER, "email": wish.email, "sms": wish.sms}
    unit.conn.execute(_UPSERT[unit.conn.dialect.name], values)
    publish_reminder_channels(unit, person.business_id)
    subject, actor = f"business:{person.business_id}", f"person:{person.id}"
    facts = {"email": int(wish.email), "sms": int(wish.sms)}
    record(unit, person.business_id, "reminder_channels.set", subject, actor, **facts)
