"""Turning the automatic reminder on and off (row B17)."""

from collections.abc import Mapping

from backend.access.person import Person
from backend.db.database import Unit
from backend.feed.actions import ActionHandler, RefusedAction
from backend.messages.settings import set_reminder_channels
from domain.permissions import Permission
from domain.wire.actions import Action, Done, Refusal, SetReminderChannels


def action_handlers() -> Mapping[type, ActionHandler[Person]]:
    """By payload type."""
    return {SetReminderChannels: set_channels}


def set_channels(unit: Unit, person: Person, action: Action) -> Done:
    """The switches hold for the whole business. Raises RefusedAction."""
    if not isinstance(action.payload, SetReminderChannels):
        raise TypeError(type(action.payload).__name__)
    if not person.may_anywhere(Permission.MANAGE_AUTOMATIONS):
        raise RefusedAction(Refusal("not_permitted"))
    return Done(action.id, set_reminder_channels(unit, person, action.payload))
