"""What goes with a message so that its way can be told and its recipient can put an end to it."""

from dataclasses import replace

from backend.access.queries import business
from backend.channels.port import Outgoing
from backend.clients.queries import Client
from backend.db.database import Unit
from backend.messages.links import make_link
from backend.messages.templates import template

TEXTS = "/v1/hooks/twilio/sms/{salon}"
"""Where the texts of clients are brought."""

REPORTS = "/v1/hooks/twilio/status/{salon}/{message}"
"""Where reports about one message are brought. It names the message by our own id, for its reference may be unknown to
us: the answer that had it was lost, or comes later than the first report.
"""


def texts_address(public_url: str, salon: str) -> str:
    """What the provider is to be told so that clients' texts arrive here; empty while nobody knows where that is."""
    return public_url.rstrip("/") + TEXTS.format(salon=salon) if public_url else ""


def answerable(unit: Unit, public_url: str, client: Client, message: Outgoing) -> Outgoing:
    """An SMS is reported on, as far as the provider can reach us in secret; a mail has the address that takes her off
    (RFC 8058), by hand or by itself, and says it in its last line too: many programs show no header.
    """
    salon = business(unit, message.business_id)
    if message.channel == "email":
        off = make_link(unit, public_url, salon.slug, salon.id, "preferences", f"client:{client.id}")
        line = template("preferences", "email", client.language).replace("{{Link}}", off)
        return replace(message, unsubscribe=off, text=f"{message.text}\n\n{line}")
    if not public_url.startswith("https://"):
        return message
    path = REPORTS.format(salon=salon.slug, message=message.id)
    return replace(message, report_to=public_url.rstrip("/") + path)
