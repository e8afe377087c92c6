"""What is set about automated messages, checked before it is kept (rows B17, B23)."""

from msgspec import structs

from backend.access.person import Person
from backend.access.queries import locations_of
from backend.automations.engine import PLAN
from backend.catalogue.queries import catalogue_of
from backend.db.database import Unit
from backend.due.queue import schedule
from backend.events.log import record
from backend.feed.change import change_of
from backend.messages.settings import Setting, setting_of, write_setting, write_text
from backend.messages.templates import languages, subject_and_text
from backend.team.queries import team_of
from backend.web.problems import problem
from domain.automations import BY_ID, Automation, BadFilters, BadTiming, Trigger, check_filters, check_timing
from domain.contacts import clean_lines
from domain.permissions import Permission
from domain.rendering import UnknownPlaceholder, check
from domain.wire.automations import Filters, SaveAutomation, Timing, filters_of, timing_of
from domain.wire.rows import CHANNELS, Channel


def automation_of(name: str) -> Automation:
    """The automation that an address names. Raises Refused (404)."""
    found = BY_ID.get(name)
    if found is None:
        raise problem("not_found", 404)
    return found


def channel_of(name: str) -> Channel:
    """The channel that an address names. Raises Refused (404)."""
    found = next((channel for channel in CHANNELS if channel == name), None)
    if found is None:
        raise problem("not_found", 404)
    return found


def save(unit: Unit, who: Person, name: str, wish: SaveAutomation) -> None:
    """Sets switches, timing and filters. Raises Refused, with the field at fault."""
    automation = automation_of(name)
    who.require_anywhere(Permission.MANAGE_AUTOMATIONS)
    change_of(unit, who.business_id)
    before = setting_of(unit, who.business_id, automation.id)
    now = Setting(
        before.email if wish.email is None else wish.email,
        before.sms if wish.sms is None else wish.sms,
        before.timing if wish.timing is None else _timing(automation, timing_of(wish.timing)),
        before.filters
        if wish.filters is None
        else _filters(unit, who.business_id, automation, filters_of(wish.filters)),
    )
    if now == before:
        return
    write_setting(unit, who.business_id, automation.id, now)
    _plan(unit, who.business_id, automation, now)
    facts = {"email": int(now.email), "sms": int(now.sms)}
    record(unit, who.business_id, "automation.saved", f"automation:{automation.id}", f"person:{who.id}", **facts)


def save_text(unit: Unit, who: Person, name: str, channel: str, language: str, text: str | None) -> None:
    """Keeps the business's own text. Raises Refused: 422 with the field, and of a placeholder with its position."""
    automation, on = automation_of(name), channel_of(channel)
    who.require_anywhere(Permission.MANAGE_AUTOMATIONS)
    if language not in languages():
        raise problem("language_unknown", 404, "There is no text in this language.")
    change_of(unit, who.business_id)
    kept = None if text is None else checked(automation, on, text)
    write_text(unit, who.business_id, automation.id, on, language, kept)
    subject, actor, own = f"automation:{automation.id}", f"person:{who.id}", int(text is not None)
    record(unit, who.business_id, "automation.text_saved", subject, actor, channel=str(on), language=language, own=own)


def checked(automation: Automation, channel: Channel, text: str) -> str:
    """The text as it is kept. Raises Refused (422): `placeholder_unknown` with the position, `text_needed`,
    `subject_needed`.
    """
    try:
        check(text, automation.placeholders)
    except UnknownPlaceholder as unknown:
        raise problem(
            "placeholder_unknown",
            422,
            f"There is nothing to put in for {unknown.name}."[:200],
            field="$.text",
            position=unknown.position,
        ) from None
    if channel == "email" and not text.partition("\n")[0].strip():
        raise problem("subject_needed", 422, "An email begins with its subject.", field="$.text", position=0)
    kept = clean_lines(text)
    if not subject_and_text(kept, channel)[1].strip():
        raise problem("text_needed", 422, "There is nothing to send.", field="$.text", position=len(text))
    return kept


def _timing(automation: Automation, timing: Timing) -> Timing:
    try:
        check_timing(automation, timing)
    except BadTiming as bad:
        raise problem("timing_unfit", 422, "This message cannot go then.", field=f"$.timing.{bad.field}") from None
    return timing


def _filters(unit: Unit, business_id: str, automation: Automation, filters: Filters) -> Filters:
    """Only what there is, archived things too: what is narrowed to nothing would never run, and nobody would know."""
    try:
        check_filters(automation, filters)
    except BadFilters as bad:
        raise problem("filters_unfit", 422, "It would never go.", field=f"$.filters.{bad.field}") from None
    places = {place.id for place in locations_of(unit, business_id)}
    if not places.issuperset(filters.location_ids):
        raise problem("location_unknown", 422, field="$.filters.location_ids")
    if not catalogue_of(unit, business_id).services.keys() >= set(filters.service_ids):
        raise problem("service_unknown", 422, field="$.filters.service_ids")
    if not languages() >= set(filters.languages):
        raise problem("language_unknown", 422, field="$.filters.languages")
    _check_members(unit, business_id, filters)
    unique = {name: tuple(dict.fromkeys(getattr(filters, name))) for name in _SETS}
    return structs.replace(filters, **unique)


_SETS = ("location_ids", "service_ids", "statuses", "team_member_ids", "languages")


def _check_members(unit: Unit, business_id: str, filters: Filters) -> None:
    if not filters.team_member_ids:
        return
    place_of = {member.id: member.location_id for member in team_of(unit, business_id)}
    if not place_of.keys() >= set(filters.team_member_ids):
        raise problem("member_unknown", 422, field="$.filters.team_member_ids")
    if filters.location_ids and {place_of[one] for one in filters.team_member_ids}.isdisjoint(filters.location_ids):
        raise problem("members_elsewhere", 422, field="$.filters.team_member_ids")


def _plan(unit: Unit, business_id: str, automation: Automation, setting: Setting) -> None:
    """What lies ahead is planned anew, in a transaction of its own: there may be thousands."""
    if setting.channels and {Trigger.STARTS, Trigger.LAST_VISIT} & set(automation.triggers):
        schedule(unit, business_id, PLAN, automation.id, unit.now)
