"""What a business has set about its automated messages: all off until somebody turns them on (rows B8, B17, B23)."""

from typing import Any, NamedTuple

import sqlalchemy as sa

from backend.access.person import Person
from backend.db.database import Unit
from backend.db.tables.messages import automation_settings, automation_texts
from backend.db.upsert import upsert
from backend.events.log import record
from backend.feed.change import change_of, published
from backend.messages.templates import closest, template
from domain.automations import AUTOMATIONS, BY_ID, Automation
from domain.permissions import Permission, ScopeKind, scope
from domain.wire.actions import SetReminderChannels
from domain.wire.automations import AutomationRow, AutomationText, Filters, Timing
from domain.wire.base import decode, encode
from domain.wire.rows import KINDS, Channel, ReminderSettingsRow

REMINDER = "incomplete_booking"
"""The automation that reminds clients of what they left unfinished."""


class Setting(NamedTuple):
    """How one automation stands. Without a timing it has the one that it comes with."""

    email: bool = False
    sms: bool = False
    timing: Timing | None = None
    filters: Filters = Filters()

    @property
    def channels(self) -> frozenset[Channel]:
        """On which it may send by itself."""
        on: tuple[tuple[Channel, bool], ...] = (("email", self.email), ("sms", self.sms))
        return frozenset(channel for channel, is_on in on if is_on)


_UPSERT = upsert(automation_settings, ("business_id", "automation"))
_UPSERT_TEXT = upsert(automation_texts, ("business_id", "automation", "channel", "language"))
_ONE = sa.select(automation_settings).where(
    automation_settings.c.business_id == sa.bindparam("business"),
    automation_settings.c.automation == sa.bindparam("automation"),
)
_TEXT = sa.select(automation_texts.c.text).where(
    automation_texts.c.business_id == sa.bindparam("business"),
    automation_texts.c.automation == sa.bindparam("automation"),
    automation_texts.c.channel == sa.bindparam("channel"),
    automation_texts.c.language == sa.bindparam("language"),
)


def setting_of(unit: Unit, business_id: str, automation: str) -> Setting:
    """How the automation stands."""
    row = unit.conn.execute(_ONE, {"business": business_id, "automation": automation}).one_or_none()
    return _setting(row) if row else Setting()


def _setting(row: sa.Row[Any]) -> Setting:
    timing = decode(row.timing, Timing) if row.timing else None
    return Setting(row.email, row.sms, timing, decode(row.filters, Filters) if row.filters else Filters())


def settings_of(unit: Unit, business_id: str) -> dict[str, Setting]:
    """Of every automation that the business ever touched, how it stands."""
    query = sa.select(automation_settings).where(automation_settings.c.business_id == business_id)
    return {row.automation: _setting(row) for row in unit.conn.execute(query)}


def switches(unit: Unit, business_id: str, automation: str) -> frozenset[Channel]:
    """On which channels an automation may send by itself."""
    return setting_of(unit, business_id, automation).channels


def approves(unit: Unit, business_id: str) -> bool:
    """Whether the salon looks over what clients book: then it tells them so, and they are not confirmed before."""
    return bool(switches(unit, business_id, "pending_approval"))


def write_setting(unit: Unit, business_id: str, automation: str, setting: Setting) -> None:
    """Keeps how it stands, and shows it at every desk that may see it."""
    values = {
        "business_id": business_id,
        "automation": automation,
        "email": setting.email,
        "sms": setting.sms,
        "timing": encode(setting.timing) if setting.timing else None,
        "filters": encode(setting.filters) if setting.filters != Filters() else None,
    }
    unit.conn.execute(_UPSERT[unit.conn.dialect.name], values)
    publish(unit, business_id, automation)


def text_of(unit: Unit, business_id: str, automation: str, channel: Channel, language: str) -> str:
    """What it says in a language, or in the closest there is: the business's own text, or the product's."""
    spoken = closest(language)
    of = {"business": business_id, "automation": automation, "channel": channel, "language": spoken}
    own: str | None = unit.conn.execute(_TEXT, of).scalar_one_or_none()
    return own if own is not None else template(automation, channel, spoken)


def write_text(
    unit: Unit, business_id: str, automation: str, channel: Channel, language: str, text: str | None
) -> None:
    """Keeps the business's own text, or goes back to the product's, and shows it as `write_setting` does."""
    of = {"business_id": business_id, "automation": automation, "channel": channel, "language": language}
    if text is None:
        gone = [automation_texts.c[name] == value for name, value in of.items()]
        unit.conn.execute(sa.delete(automation_texts).where(*gone))
    else:
        unit.conn.execute(_UPSERT_TEXT[unit.conn.dialect.name], {**of, "text": text})
    publish(unit, business_id, automation)


def row_of(unit: Unit, business_id: str, automation: Automation) -> AutomationRow:
    """The automation as desks see it."""
    setting = setting_of(unit, business_id, automation.id)
    held = automation_texts.c
    own = sa.select(held.channel, held.language, held.text).where(
        held.business_id == business_id, held.automation == automation.id
    )
    return AutomationRow(
        id=automation.id,
        group=automation.group,
        order=AUTOMATIONS.index(automation),
        email=setting.email,
        sms=setting.sms,
        timing=setting.timing or automation.timing,
        timings=automation.timings,
        placeholders=automation.placeholders,
        filters=setting.filters,
        texts=tuple(AutomationText(*row) for row in unit.conn.execute(own.order_by(held.channel, held.language)).all()),
    )


def publish(unit: Unit, business_id: str, automation: str) -> None:
    """Shows how one stands at every desk that may see it, and to older desks what they know of it."""
    row = row_of(unit, business_id, BY_ID[automation])
    change_of(unit, business_id).publish(scope(ScopeKind.SETTINGS, business_id), row)
    if automation == REMINDER:
        publish_reminder_channels(unit, business_id)


def publish_all(unit: Unit, business_id: str) -> None:
    """Shows how all stand, for a new business."""
    for automation in AUTOMATIONS:
        publish(unit, business_id, automation.id)


def bring_on(unit: Unit, business_id: str) -> None:
    """At each start: shows what this version has otherwise than desks were told."""
    told = published(unit, business_id, KINDS[AutomationRow])
    for automation in AUTOMATIONS:
        if told.get(automation.id) != encode(row_of(unit, business_id, automation)):
            publish(unit, business_id, automation.id)


def reminder_channels(unit: Unit, business_id: str) -> ReminderSettingsRow:
    """How the switches of the incomplete booking reminder stand."""
    on = switches(unit, business_id, REMINDER)
    return ReminderSettingsRow(business_id, email="email" in on, sms="sms" in on)


def publish_reminder_channels(unit: Unit, business_id: str) -> None:
    """Puts the switches on the desks that may see them."""
    row = reminder_channels(unit, business_id)
    change_of(unit, business_id).publish(scope(ScopeKind.SETTINGS, business_id), row)


def set_reminder_channels(unit: Unit, person: Person, wish: SetReminderChannels) -> None:
    """Sets both switches, for the whole business, as older desks do. Raises Refused (403)."""
    person.require_anywhere(Permission.MANAGE_AUTOMATIONS)
    change_of(unit, person.business_id)
    now = setting_of(unit, person.business_id, REMINDER)._replace(email=wish.email, sms=wish.sms)
    write_setting(unit, person.business_id, REMINDER, now)
    subject, actor = f"business:{person.business_id}", f"person:{person.id}"
    facts = {"email": int(wish.email), "sms": int(wish.sms)}
    record(unit, person.business_id, "reminder_channels.set", subject, actor, **facts)
