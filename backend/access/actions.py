"""What people do at desks with what is their own."""

from collections.abc import Mapping

from backend.access.people import read_notices
from backend.access.person import Person
from backend.db.database import Unit
from backend.feed.actions import ActionHandler
from backend.feed.change import change_of
from domain.wire.actions import Action, Done, ReadNotices


def action_handlers() -> Mapping[type, ActionHandler[Person]]:
    """By payload type."""
    return {ReadNotices: read}


def read(unit: Unit, person: Person, action: Action) -> Done:
    """Moves the person's mark in the bell (row B5)."""
    if not isinstance(action.payload, ReadNotices):
        raise TypeError(type(action.payload).__name__)
    number = change_of(unit, person.business_id).number
    read_notices(unit, person, action.payload.until)
    return Done(action.id, number)
