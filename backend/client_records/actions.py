"""What staff do with clients on file, by action."""

from collections.abc import Mapping

from backend.access.person import Person
from backend.client_records.edit import client_for, edit
from backend.client_records.erase import erase
from backend.client_records.merge import merge
from backend.client_records.permissions import require_view
from backend.db.database import Unit
from backend.events.log import record
from backend.feed.actions import ActionHandler
from backend.feed.change import change_of
from domain.wire.actions import Action, Done
from domain.wire.clients import EditClient, EraseClient, LookAtClient, MergeClients


def action_handlers() -> Mapping[type, ActionHandler[Person]]:
    """By payload type."""
    return {EditClient: edit, MergeClients: merge, EraseClient: erase, LookAtClient: look}


def look(unit: Unit, person: Person, action: Action) -> Done:
    """Somebody has opened a client's card: that alone is written down (promise S10). Raises RefusedAction."""
    asked = action.payload
    if not isinstance(asked, LookAtClient):
        raise TypeError(type(asked).__name__)
    number = change_of(unit, person.business_id).number
    require_view(person)
    client = client_for(unit, person, asked.client_id)
    record(unit, person.business_id, "client.looked_at", f"client:{client.id}", f"person:{person.id}")
    return Done(action.id, number)
