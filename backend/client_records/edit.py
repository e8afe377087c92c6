"""Correcting what is on file about a client: only the fields that somebody changed, and only from what she saw.

Two desks that change different fields both win. The second to change the same field is refused, so that she sees what
the other wrote before hers takes its place.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from backend.access.person import Person
from backend.access.queries import find_location
from backend.client_records import cards
from backend.client_records.permissions import require_edit
from backend.clients.actions import check_number, email_of, name_of, phone_of
from backend.clients.queries import Client, find_client, rewrite_client
from backend.db.database import Unit
from backend.events.log import record
from backend.feed.actions import RefusedAction
from backend.feed.change import change_of
from domain.clients import LONGEST_NOTES
from domain.contacts import clean_lines
from domain.wire.actions import Action, Done, Refusal
from domain.wire.clients import ClientFields, EditClient

_TO = "$.payload.to"


def edit(unit: Unit, person: Person, action: Action) -> Done:
    """Writes the fields. Raises RefusedAction; `client_changed` names the field that somebody else wrote meanwhile."""
    asked = action.payload
    if not isinstance(asked, EditClient):
        raise TypeError(type(asked).__name__)
    number = change_of(unit, person.business_id).number
    require_edit(person)
    at = find_location(unit, person.business_id, asked.location_id)
    if at is None:
        raise RefusedAction(Refusal("not_permitted"))
    before = client_for(unit, person, asked.client_id)
    to, was = _given(asked.to), _given(asked.was)
    if before.id != asked.client_id and "notes" in to:  # merged meanwhile: what was noted about her goes to the rest
        to["notes"], was["notes"] = _noted_too(before.notes, str(to["notes"])), before.notes
    now = before._replace(**_wanted(before, to, was, at.region))
    if now != before:
        check_number(unit, now, _TO)
        rewrite_client(unit, now)
        cards.changed(unit, before, now)
        fields = " ".join(name for name in Client._fields if getattr(now, name) != getattr(before, name))
        record(unit, person.business_id, "client.edited", f"client:{now.id}", f"person:{person.id}", fields=fields)
    return Done(action.id, number)


def client_for(unit: Unit, person: Person, client_id: str, field: str = "$.payload.client_id") -> Client:
    """The client, whoever she was merged into. Raises RefusedAction."""
    found = find_client(unit, person.business_id, client_id)
    if found is None:
        raise RefusedAction(Refusal("client_unknown", field=field))
    return found


def _given(fields: ClientFields) -> dict[str, object]:
    named = msgspec.structs.asdict(fields)
    return {name: value for name, value in named.items() if value is not msgspec.UNSET}


def _noted_too(notes: str, more: str) -> str:
    return notes if more in notes else f"{notes}\n{more}".strip("\n")[:LONGEST_NOTES]


def _wanted(held: Client, to: Mapping[str, object], was: Mapping[str, object], region: str) -> Mapping[str, Any]:
    """What is to be written: what differs from what is held, as long as that is what the person saw."""
    wanted = {name: _clean(name, value, region) for name, value in to.items()}
    wanted = {name: value for name, value in wanted.items() if value != getattr(held, name)}
    for name in wanted:
        if name not in was:
            raise RefusedAction(Refusal("invalid", field=f"$.payload.was.{name}"))
        if was[name] != getattr(held, name):
            raise RefusedAction(Refusal("client_changed", field=f"{_TO}.{name}", client_id=held.id))
    return wanted


def _clean(name: str, value: object, region: str) -> object:
    text = value if isinstance(value, str) else None
    if name == "name":
        return name_of(text or "", _TO)
    if name == "phone":
        return phone_of(text, region, _TO)
    if name == "email":
        return email_of(text, _TO)
    return clean_lines(text or "") if name == "notes" else value
