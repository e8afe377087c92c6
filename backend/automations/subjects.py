"""Appointments and clients as what messages are about: whether one is still true, and what it says (rows B23, N2)."""

from collections.abc import Callable, Mapping
from functools import partial

from backend.access.queries import business, find_location
from backend.appointments import queries as appointments
from backend.appointments.queries import Appointment
from backend.automations import failed
from backend.automations.queries import last_visit
from backend.clients.queries import Client, find_client
from backend.db.database import Unit
from backend.events.log import record
from backend.messages.ledger import Message, Topic
from backend.messages.links import Addresses
from backend.messages.sending import About
from backend.messages.settings import approves
from backend.team.queries import team_of
from domain.appointments import Status, takes_time
from domain.message_values import Visit, Who, appointment_values, client_values
from domain.reasons import Reason

SERVER = "server"


class Appointments:
    """What clients hear about their appointments. Each message is looked at as the appointment stands by then."""

    def about(self, unit: Unit, topic: Topic) -> About | Reason:
        """Nothing of one that is over or is somebody's no more; the rest is each message's own."""
        held = appointments.find(unit, topic.business_id, topic.id)
        client = find_client(unit, topic.business_id, held.client_id) if held else None
        if held is None or client is None:
            return Reason.APPOINTMENT_GONE
        return About(client, held.zone, partial(_visit_values, unit, held, client), _untrue(unit, topic, held))

    def happened(self, unit: Unit, message: Message) -> None:
        """Notes it in the log; a failure is shown at the appointment and rings the bell."""
        note(unit, message)
        failed.follow(unit, message)


class Clients:
    """What clients hear when they have not been here for long."""

    def about(self, unit: Unit, topic: Topic) -> About | Reason:
        """As long as nothing came after the visit that the message counts from."""
        client = find_client(unit, topic.business_id, topic.id)
        last = last_visit(unit, topic.business_id, client.id) if client else None
        if client is None or last is None:
            return Reason.CLIENT_GONE
        visit = last.appointment
        changed = Reason.APPOINTMENT_CHANGED if visit.end_at != topic.cycle else None
        unwanted = Reason.ALREADY_BOOKED if last.ahead else changed
        return About(client, visit.zone, partial(_client_values, unit, visit, client), unwanted)

    def happened(self, unit: Unit, message: Message) -> None:
        """Notes it in the log."""
        note(unit, message)


def note(unit: Unit, message: Message) -> None:
    """What became of a message, for the audit."""
    if message.topic is None:
        return
    facts = {"automation": message.automation, "channel": str(message.channel)}
    facts |= {"reason": message.reason} if message.reason else {}
    record(unit, message.business_id, f"message.{message.event}", message.topic.subject, SERVER, **facts)


def _untrue(unit: Unit, topic: Topic, held: Appointment) -> Reason | None:
    """Why this message about the appointment is not true, or not true any more."""
    if held.start_at <= unit.now:
        return Reason.APPOINTMENT_OVER
    if topic.automation == "cancelled":
        return None if held.status is Status.CANCELLED else Reason.APPOINTMENT_CHANGED
    if not takes_time(held.status):
        return Reason.APPOINTMENT_CANCELLED
    fits = _FITS.get(topic.automation)
    return None if fits is None or fits(unit, topic, held) else Reason.APPOINTMENT_CHANGED


def _is_confirmed(unit: Unit, topic: Topic, held: Appointment) -> bool:
    """By the salon; or by who booked it herself, where the first to confirm has the time (row B2)."""
    has_it = held.status is Status.BOOKED and held.booked_by == "client" and not approves(unit, held.business_id)
    return _same_start(unit, topic, held) and (held.status is Status.CONFIRMED or has_it)


def _is_pending(unit: Unit, topic: Topic, held: Appointment) -> bool:
    return _same_start(unit, topic, held) and held.status is Status.BOOKED


def _is_awaited(unit: Unit, topic: Topic, held: Appointment) -> bool:
    return _same_start(unit, topic, held) and held.status in {Status.BOOKED, Status.CONFIRMED}


def _same_start(_unit: Unit, topic: Topic, held: Appointment) -> bool:
    return held.start_at == topic.cycle


_FITS: Mapping[str, Callable[[Unit, Topic, Appointment], bool]] = {
    "upcoming_first": _is_awaited,
    "upcoming_second": _is_awaited,
    "pending_confirmation": _is_pending,
    "pending_approval": _is_pending,
    "confirmed": _is_confirmed,
}


def _visit_values(unit: Unit, held: Appointment, client: Client, addresses: Addresses, language: str) -> dict[str, str]:
    salon = business(unit, held.business_id)
    place = find_location(unit, held.business_id, held.location_id)
    team = {member.id: member.name for member in team_of(unit, held.business_id, held.location_id)}
    serving = dict.fromkeys(team.get(line.team_member_id or "", "") for line in held.lines)
    by = ", ".join(name for name in serving if name)
    visit = Visit(held.start, by, place.name if place else "", place.region if place else "")
    manage = addresses.link("manage", f"appointment:{held.id}")
    return appointment_values(Who(client.name, salon.name), held.lines, visit, language, manage)


def _client_values(
    unit: Unit, visit: Appointment, client: Client, addresses: Addresses, _language: str
) -> dict[str, str]:
    salon = business(unit, visit.business_id)
    return client_values(Who(client.name, salon.name), visit.lines, addresses.page)
