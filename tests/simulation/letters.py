"""What must hold of messages about appointments, last visits and offers, and of how many go (rows N2, N10, N11, B23).

Judged when one is handed to the provider, by statements of its own over the tables as they are then.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from backend.channels.port import Outgoing
from backend.db.database import Database
from tests.simulation.reading import read

UPDATES = frozenset({"pending_confirmation", "pending_approval", "confirmed", "rescheduled", "cancelled"})
"""News of an appointment, which the cap never holds."""

TIMELESS = frozenset({"rescheduled", "cancelled"})
"""What is told as the appointment stands when it goes; everything else is told of one time."""

MOST = 3
_MESSAGE = (
    "SELECT m.id, m.automation, m.subject, m.cycle, m.channel, m.client_id, m.ledger_key IS NOT NULL AS automatic,"
    " a.id AS appointment, a.status, a.start_at, a.client_id AS booked_for,"
    " o.by_hand, o.offered_at, c.email_opted_out_at, c.sms_opted_out_at, coalesce(c.zone, a.zone, l.zone,"
    " (SELECT v.zone FROM appointments v WHERE v.client_id = m.client_id AND v.status NOT IN ('cancelled', 'no_show')"
    "  ORDER BY v.end_at DESC, v.id DESC LIMIT 1)) AS zone FROM messages m"
    " LEFT JOIN appointments a ON m.subject = 'appointment:' || a.id"
    " LEFT JOIN offers o ON m.subject = 'offer:' || o.id LEFT JOIN drafts d ON m.subject = 'draft:' || d.id"
    " LEFT JOIN locations l ON l.id = coalesce(o.location_id, d.location_id)"
    " LEFT JOIN clients c ON c.id = m.client_id WHERE m.id = :id"
)
_GOT = (
    "SELECT count(*) AS got FROM messages WHERE client_id = :client AND channel = :channel AND id <> :id"
    " AND (ledger_key IS NOT NULL OR automation = 'waitlist_offer')"
    " AND status IN ('sending', 'sent', 'unknown') AND at >= :since AND at < :now"
)
_AHEAD = (
    "SELECT count(*) AS ahead FROM appointments"
    " WHERE client_id = :client AND start_at > :at AND status NOT IN ('cancelled', 'no_show')"
)


def once(database: Database, message: Outgoing) -> tuple[object, ...] | None:
    """What an automatic message about no draft is, so that it goes once (R5); None for any other."""
    for about in read(database, _MESSAGE, {"id": message.id}):
        if about.automatic and not about.subject.startswith("draft:"):
            return about.subject, about.cycle, about.automation, about.channel
    return None


def wrong(database: Database, message: Outgoing) -> Iterator[str]:
    """Everything that is wrong with a message that goes now; nothing about codes and letters to staff."""
    for about in read(database, _MESSAGE, {"id": message.id}):
        if getattr(about, f"{about.channel}_opted_out_at") is not None:
            yield "a message went to someone who opted out (B20)"
        if about.subject.startswith("appointment:"):
            yield from _of_appointment(about, message.at)
        if about.subject.startswith("client:"):
            ahead = read(database, _AHEAD, {"client": about.client_id, "at": message.at})
            if ahead[0].ahead:
                yield "somebody who is booked was asked to book again (N2)"
        if about.automatic or about.by_hand == 0:
            yield from _too_much(database, about, about.offered_at or message.at)


def _of_appointment(about: Any, at: int) -> Iterator[str]:
    """It says what is so now."""
    over = about.status in {"cancelled", "no_show"}
    if about.appointment is None or about.booked_for != about.client_id:
        yield "a message went about an appointment that is not the client's (B23)"
    elif about.start_at <= at:
        yield "a message went about an appointment that has begun (B23)"
    elif over != (about.automation == "cancelled"):
        yield f"{about.automation} went about an appointment that is {about.status} (B23)"
    elif about.automation not in TIMELESS and about.cycle != about.start_at:
        yield f"{about.automation} went about a time that the appointment has no more (B23)"


def _too_much(database: Database, about: Any, at: int) -> Iterator[str]:
    """Not at night where the client is, and not too often on one day of hers (N11). An offer is judged by when it was
    made: a message that the provider did not take at once goes a little later.
    """
    there = dt.datetime.fromtimestamp(at // 1_000_000, ZoneInfo(about.zone)) if about.zone else None
    if there is None:
        return
    if not 8 <= there.hour < 21:
        yield f"{about.automation} went in the client's night (N11)"
    if about.automation in UPDATES:
        return
    midnight = there.replace(hour=0, minute=0, second=0, microsecond=0)
    of = {"client": about.client_id, "channel": about.channel, "id": about.id, "now": at}
    got = read(database, _GOT, {**of, "since": int(midnight.timestamp()) * 1_000_000})
    if got[0].got >= MOST:
        yield f"{about.automation} went to somebody who had {got[0].got} messages that day (N11)"
