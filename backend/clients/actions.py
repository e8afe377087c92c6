"""Putting clients on file from a desk (row N23)."""

from collections.abc import Mapping

from backend.access.person import Person
from backend.access.queries import find_location
from backend.clients import queries, rows
from backend.clients.queries import Client
from backend.db.database import Unit
from backend.events.log import record
from backend.feed.actions import ActionHandler, RefusedAction
from backend.feed.change import change_of
from domain.contacts import NotAnEmail, NotAPhone, clean_lines, clean_text, parse_email, parse_phone
from domain.permissions import MAY_ADD_CLIENTS
from domain.wire.actions import Action, CreateClient, Done, Refusal
from domain.wire.rows import LocationRow


def action_handlers() -> Mapping[type, ActionHandler[Person]]:
    """By payload type."""
    return {CreateClient: create}


def create(unit: Unit, person: Person, action: Action) -> Done:
    """Once for a client's id. Raises RefusedAction; `client_known` names whom the number belongs to."""
    asked = action.payload
    if not isinstance(asked, CreateClient):
        raise TypeError(type(asked).__name__)
    number = change_of(unit, person.business_id).number
    at = _place(unit, person, asked)
    client = Client(
        person.business_id,
        asked.client_id,
        name_of(asked.name),
        phone_of(asked.phone, at.region),
        email_of(asked.email),
        asked.language or queries.LANGUAGE,
        wants_email=asked.wants_email,
        wants_sms=asked.wants_sms,
        notes=clean_lines(asked.notes),
    )
    known = queries.find_client(unit, person.business_id, asked.client_id)
    merged = known is not None and known.id != asked.client_id
    if known is not None and not merged and known[:5] != client[:5]:
        raise RefusedAction(Refusal("invalid", field="$.payload.client_id"))
    if known is None:
        check_number(unit, client)
        queries.write_client(unit, client)
        rows.publish(unit, person.business_id, (client.id,))
        record(unit, person.business_id, "client.added", f"client:{client.id}", f"person:{person.id}")
    return Done(action.id, number)


def _place(unit: Unit, person: Person, asked: CreateClient) -> LocationRow:
    at = find_location(unit, person.business_id, asked.location_id)
    if at is None or not any(person.may(permission, at.id) for permission in MAY_ADD_CLIENTS):
        raise RefusedAction(Refusal("not_permitted"))
    return at


def name_of(text: str, at: str = "$.payload") -> str:
    """A name as it is kept. Raises RefusedAction."""
    name = clean_text(text)
    if not name:
        raise RefusedAction(Refusal("name_needed", field=f"{at}.name"))
    return name


def phone_of(text: str | None, region: str, at: str = "$.payload") -> str | None:
    """A number in E.164, None for no text. Raises RefusedAction."""
    if text is None or not text.strip():
        return None
    try:
        return parse_phone(text, region)
    except NotAPhone:
        raise RefusedAction(Refusal("not_a_phone", field=f"{at}.phone")) from None


def email_of(text: str | None, at: str = "$.payload") -> str | None:
    """A mail address, None for no text. Raises RefusedAction."""
    if text is None or not text.strip():
        return None
    try:
        return parse_email(text)
    except NotAnEmail:
        raise RefusedAction(Refusal("not_an_email", field=f"{at}.email")) from None


def check_number(unit: Unit, client: Client, at: str = "$.payload") -> None:
    """A number names one client of a business: the unique index is behind it, under the business's lock."""
    held = queries.client_by_phone(unit, client.business_id, client.phone) if client.phone else None
    if held is not None and held.id != client.id:
        raise RefusedAction(Refusal("client_known", field=f"{at}.phone", client_id=held.id))
