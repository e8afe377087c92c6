"""Erasing a client on her request (row N23, promise S3): nothing that names or reaches her stays in a live table.

Appointments stay as figures without her, and so does that something happened, without to whom.
"""

from backend.access.person import Person
from backend.appointments import life as appointment_life
from backend.appointments import queries as appointments
from backend.automations import failed
from backend.client_records.edit import client_for
from backend.client_records.permissions import require_manage
from backend.clients import codes
from backend.clients.queries import Client, delete_client, lock_clients, merged_into
from backend.db.database import Unit
from backend.drafts import life as draft_life
from backend.drafts import queries as drafts
from backend.due.queue import cancel
from backend.events.log import forget, forget_actor, record
from backend.feed.change import change_of
from backend.messages import ledger, links, replies, sandbox
from backend.messages.codes import SEND
from backend.waitlist import life as waitlist_life
from backend.waitlist import queries as waitlist
from domain.wire.actions import Action, Done
from domain.wire.clients import EraseClient


def erase(unit: Unit, person: Person, action: Action) -> Done:
    """Removes her from every table and every desk. Raises RefusedAction."""
    asked = action.payload
    if not isinstance(asked, EraseClient):
        raise TypeError(type(asked).__name__)
    number = change_of(unit, person.business_id).number
    require_manage(person)
    client = client_for(unit, person, asked.client_id)
    lock_clients(unit, person.business_id, (client.id,))
    actor = f"person:{person.id}"
    _erase_follow_ups(unit, client, actor)
    booked = appointments.of_client(unit, client.business_id, client.id)
    ids = (client.id, *merged_into(unit, client))
    delete_client(unit, client)
    for held in booked:
        appointment_life.make_nameless(unit, held)
        failed.over(unit, client.business_id, held.id)
        links.forget(unit, client.business_id, f"appointment:{held.id}")
    _erase_post(unit, client)
    change_of(unit, client.business_id).withdraw("client", client.id)
    for client_id in ids:
        forget(unit, client.business_id, f"client:{client_id}")
        forget_actor(unit, client.business_id, f"client:{client_id}")
    record(unit, client.business_id, "client.erased", f"client:{client.id}", actor)
    return Done(action.id, number)


def _erase_follow_ups(unit: Unit, client: Client, actor: str) -> None:
    for draft in drafts.of_client(unit, client.business_id, client.id):
        draft_life.take_away(unit, draft, actor)
    for entry in waitlist.of_client(unit, client.business_id, client.id):
        waitlist_life.take_away(unit, entry)
    replies.erase_of_client(unit, client.business_id, client.id, client.phone)


def _erase_post(unit: Unit, client: Client) -> None:
    """A code that is on its way to her number, what was sent to her, and what a demo shows of messages to her."""
    ledger.forget_client(unit, client.business_id, client.id)
    links.forget(unit, client.business_id, f"client:{client.id}")
    if client.phone:
        cancel(unit, client.business_id, SEND, codes.subject_of(unit, client.business_id, client.phone))
        codes.use(unit, client.business_id, client.phone)
    sandbox.withdraw_to(unit, client.business_id, {address for address in (client.phone, client.email) if address})
