"""A client wants no messages on a channel any more, or wants them again: her own word, by whatever way (promise S5)."""

from backend.clients import rows as client_rows
from backend.clients.queries import Client, write_opt_out
from backend.db.database import Unit
from backend.events.log import record
from backend.feed.change import is_published
from domain.wire.rows import Channel


def mark_opted_out(unit: Unit, client: Client, channel: Channel) -> bool:
    """She said stop; `Sender.opt_out` takes back what waits as well. False when she had said so before."""
    if _opted_out_at(client, channel) is not None:
        return False
    _write(unit, client, channel, unit.now)
    return True


def opt_in(unit: Unit, client: Client, channel: Channel) -> bool:
    """She takes it back. False when there was nothing to take back."""
    if _opted_out_at(client, channel) is None:
        return False
    _write(unit, client, channel, None)
    return True


def _opted_out_at(client: Client, channel: Channel) -> int | None:
    return client.email_opted_out_at if channel == "email" else client.sms_opted_out_at


def _write(unit: Unit, client: Client, channel: Channel, at: int | None) -> None:
    """Of a client who is at no desk yet nothing is shown (rows B1, B4)."""
    write_opt_out(unit, client.business_id, client.id, channel, at)
    event, who = "client.opted_in" if at is None else "client.opted_out", f"client:{client.id}"
    record(unit, client.business_id, event, who, who, channel=channel)
    if is_published(unit, client.business_id, "client", client.id):
        client_rows.publish(unit, client.business_id, (client.id,))
