"""What filters look at, of what a message is about: an appointment, a draft, or a client's last visit (row W4)."""

from collections.abc import Callable, Mapping, Sequence

from backend.appointments import queries as appointments
from backend.appointments.queries import Appointment
from backend.automations.queries import last_visit
from backend.clients.queries import find_client
from backend.db.database import Unit
from backend.drafts import queries as drafts
from backend.drafts.queries import Draft
from backend.messages.ledger import Topic
from domain.automations import Facts, lets_through
from domain.wire.automations import Filters
from domain.wire.rows import Line


def fits(unit: Unit, filters: Filters, about: Appointment | Draft) -> bool:
    """Whether a message that is narrowed to this is meant for it."""
    if filters == Filters():
        return True
    facts = _of_draft(about) if isinstance(about, Draft) else _of_appointment(about)
    if filters.languages:
        client = find_client(unit, about.business_id, about.client_id)
        facts = facts._replace(language=client.language if client else "")
    return lets_through(filters, facts)


def still_fits(unit: Unit, filters: Filters, topic: Topic) -> bool:
    """The same as it stands now; what is gone is left to whoever looks whether the message is wanted."""
    if filters == Filters():
        return True
    about = _FIND[topic.kind](unit, topic.business_id, topic.id)
    return about is None or fits(unit, filters, about)


def _visit(unit: Unit, business_id: str, client_id: str) -> Appointment | None:
    last = last_visit(unit, business_id, client_id)
    return last.appointment if last else None


_FIND: Mapping[str, Callable[[Unit, str, str], Appointment | Draft | None]] = {
    "draft": drafts.find,
    "appointment": appointments.find,
    "client": _visit,
}


def _of_appointment(held: Appointment) -> Facts:
    return Facts(held.location_id, _services(held.lines), held.status, held.booked_by, _members(held.lines))


def _of_draft(draft: Draft) -> Facts:
    return Facts(draft.location_id, _services(draft.lines), None, "client", _members(draft.lines))


def _services(lines: Sequence[Line]) -> frozenset[str]:
    return frozenset(line.service_id for line in lines)


def _members(lines: Sequence[Line]) -> frozenset[str]:
    return frozenset(line.team_member_id for line in lines if line.team_member_id)
