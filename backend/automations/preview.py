"""How a message would be, with a real record or a made-up one, and what would come of it now (row N18)."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import NamedTuple

from backend.access.person import Person, not_permitted
from backend.access.queries import business, locations_of
from backend.appointments import queries as appointments
from backend.automations.facts import still_fits
from backend.automations.queries import last_visit
from backend.automations.settings import checked
from backend.catalogue.queries import catalogue_of
from backend.clients.queries import find_client
from backend.db.database import Unit
from backend.drafts import queries as drafts
from backend.drafts.reminders import topic_of
from backend.messages.ledger import Topic
from backend.messages.links import Addresses, SampleAddresses
from backend.messages.sending import Sender, rendered
from backend.messages.settings import setting_of, text_of
from backend.messages.templates import closest
from backend.team.queries import team_of
from backend.web.problems import Refused, problem
from domain.automations import Automation
from domain.drafts import visible_to_staff
from domain.message_values import Visit, Who, appointment_values, client_values, draft_values
from domain.permissions import Permission
from domain.reasons import Reason
from domain.segments import count_segments
from domain.sending import Held
from domain.times import local
from domain.wire.automations import Preview, PreviewMessage
from domain.wire.base import Money
from domain.wire.rows import Channel, Line

SAMPLE_NAME = "Sarah Lindqvist"


class Asked(NamedTuple):
    """Which message somebody wants to see. Without a text it is the one that is saved."""

    automation: Automation
    channel: Channel
    language: str
    text: str | None
    subject: str | None


def asked_of(automation: Automation, wish: PreviewMessage) -> Asked:
    """The wish of a request."""
    return Asked(automation, wish.channel, wish.language, wish.text, wish.subject)


def preview(unit: Unit, who: Person, sender: Sender, public_url: str, asked: Asked) -> Preview:
    """Raises Refused: for a text that could not be saved, and for a record that she may not see."""
    subject, body = message(unit, who, sender, public_url, asked)
    topic = _topic(unit, who, asked) if asked.subject else None
    verdict = _verdict(unit, sender, topic, asked.channel) if topic else None
    return Preview(
        subject=subject,
        text=body,
        language=closest(asked.language),
        segments=count_segments(body) if asked.channel == "sms" else None,
        reason=verdict.reason if isinstance(verdict, Held) else verdict,
        until=verdict.until if isinstance(verdict, Held) else None,
    )


def _verdict(unit: Unit, sender: Sender, topic: Topic, channel: Channel) -> Held | Reason | None:
    """What would come of it now, with what the message is narrowed to."""
    found = sender.verdict(unit, topic, channel)
    if isinstance(found, Reason):
        return found
    filters = setting_of(unit, topic.business_id, topic.automation).filters
    return found if still_fits(unit, filters, topic) else Reason.NOT_MEANT


def message(unit: Unit, who: Person, sender: Sender, public_url: str, asked: Asked) -> tuple[str, str]:
    """Subject and body as they would go out, but with links that lead nowhere. Raises Refused."""
    who.require_anywhere(Permission.MANAGE_AUTOMATIONS)
    automation, channel = asked.automation, asked.channel
    if asked.text is not None:
        text = checked(automation, channel, asked.text)
    else:
        text = text_of(unit, who.business_id, automation.id, channel, asked.language)
    addresses = SampleAddresses(public_url, business(unit, who.business_id).slug)
    topic = _topic(unit, who, asked) if asked.subject else None
    if topic is None:
        return rendered(text, channel, _sample(unit, who.business_id, asked, addresses))
    about = sender.about(unit, topic)
    if isinstance(about, str):
        raise _gone()
    return rendered(text, channel, about.values(addresses, closest(asked.language)))


def _topic(unit: Unit, who: Person, asked: Asked) -> Topic:
    """The record as this message would be about it. One that she may not see is as good as none."""
    kind, _, record_id = (asked.subject or "").partition(":")
    find = _FIND.get(kind)
    if find is None or kind != asked.automation.about:
        raise problem("invalid", 422, "This message is about something else.", field="$.subject")
    topic = find(unit, who, record_id)
    if topic is None:
        raise _gone()
    return topic._replace(automation=asked.automation.id)


def _gone() -> Refused:
    return problem("record_gone", 404, "There is no such record.", field="$.subject")


def _draft(unit: Unit, who: Person, draft_id: str) -> Topic | None:
    draft = drafts.find(unit, who.business_id, draft_id)
    if draft is None or not visible_to_staff(draft.phase):
        return None
    return topic_of(draft) if who.may(Permission.MANAGE_WAITLIST, draft.location_id) else None


def _appointment(unit: Unit, who: Person, appointment_id: str) -> Topic | None:
    held = appointments.find(unit, who.business_id, appointment_id)
    if held is None or not who.may(Permission.VIEW_SCHEDULE, held.location_id):
        return None
    return Topic(who.business_id, "", f"appointment:{held.id}", held.start_at, held.client_id)


def _client(unit: Unit, who: Person, client_id: str) -> Topic | None:
    if not who.may_anywhere(Permission.VIEW_CLIENTS):
        raise not_permitted(Permission.VIEW_CLIENTS)
    client = find_client(unit, who.business_id, client_id)
    last = last_visit(unit, who.business_id, client.id) if client else None
    if client is None or last is None:
        return None
    return Topic(who.business_id, "", f"client:{client.id}", last.appointment.end_at, client.id)


_FIND: Mapping[str, Callable[[Unit, Person, str], Topic | None]] = {
    "draft": _draft,
    "appointment": _appointment,
    "client": _client,
}


def _sample(unit: Unit, business_id: str, asked: Asked, addresses: Addresses) -> dict[str, str]:
    """What somebody who never was might be told: tomorrow at half past two, the first service of the catalogue."""
    who = Who(SAMPLE_NAME, business(unit, business_id).name)
    lines = _first_service(unit, business_id)
    if asked.automation.about == "draft":
        return draft_values(who, lines, addresses.link("resume", ""))
    if asked.automation.about == "client":
        return client_values(who, lines, addresses.page)
    place = locations_of(unit, business_id)[0]
    tomorrow = local(unit.now, place.zone).date() + dt.timedelta(days=1)
    team = [member.name for member in team_of(unit, business_id, place.id) if not member.archived]
    visit = Visit(dt.datetime.combine(tomorrow, dt.time(14, 30)), "".join(team[:1]), place.name, place.region)
    return appointment_values(who, lines, visit, closest(asked.language), addresses.link("manage", ""))


def _first_service(unit: Unit, business_id: str) -> tuple[Line, ...]:
    sold = [row for row in catalogue_of(unit, business_id).services.values() if not row.archived]
    return tuple(Line(row.id, row.name, row.minutes, Money(0, row.price.currency)) for row in sold[:1])
