"""Everything at a desk that shows a client's name or how she is reached follows her (row N23)."""

from backend.appointments import life as appointment_life
from backend.appointments import queries as appointments
from backend.clients import rows as client_rows
from backend.clients.queries import Client
from backend.db.database import Unit
from backend.drafts import rows as draft_rows
from backend.feed.change import is_published
from backend.waitlist import life as waitlist_life


def contact_added(unit: Unit, business_id: str, client_id: str) -> None:
    """She can be reached in one more way. Of a client who is at no desk yet nothing is shown (rows B1, B4)."""
    if is_published(unit, business_id, "client", client_id):
        client_rows.publish(unit, business_id, (client_id,))
    draft_rows.refresh(unit, business_id, client_id)
    waitlist_life.refresh(unit, business_id, client_id)


def changed(unit: Unit, before: Client, now: Client) -> None:
    """Staff have corrected what is on file about her."""
    client_rows.publish(unit, now.business_id, (now.id,))
    if (before.name, before.phone, before.email) == (now.name, now.phone, now.email):
        return
    draft_rows.refresh(unit, now.business_id, now.id)
    waitlist_life.refresh(unit, now.business_id, now.id)
    if before.name != now.name:
        appointment_life.show_again(unit, appointments.of_client(unit, now.business_id, now.id), now)
