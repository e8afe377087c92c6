"""Free starts and confirming, over HTTP."""

from typing import Any

import msgspec

from backend.access.business import salon_of
from backend.access.guards import staff
from backend.access.person import Person, not_permitted
from backend.access.queries import Business
from backend.appointments import manage
from backend.appointments.affected import affected
from backend.appointments.availability import slots_for, times_for
from backend.appointments.confirm import confirm
from backend.clients.queries import Client, client_of
from backend.clients.sessions import client_session
from backend.drafts import resume
from backend.web.problems import problem
from backend.web.route import Call, Route, public
from domain.permissions import Permission
from domain.wire.booking import (
    CancelBooking,
    Confirm,
    Confirmed,
    Managed,
    ManagedTimesQuery,
    Reschedule,
    SlotQuery,
    Slots,
    Times,
    TimesQuery,
)
from domain.wire.catalogue import Affected, TimesOff


def routes() -> tuple[Route, ...]:
    """What this slice adds to the route table."""
    book = "/v1/book/{salon}"
    link = f"{book}/manage/{{token}}"
    return (
        Route("POST", f"{book}/slots", public(), _slots, SlotQuery, Slots, writes=False),
        Route("POST", f"{book}/times", public(), _times, TimesQuery, Times, writes=False),
        Route("POST", "/v1/slots", staff(), _slots_for_staff, SlotQuery, Slots, writes=False),
        Route("POST", "/v1/team-members/{id}/affected", staff(), _affected, TimesOff, Affected, writes=False),
        Route("POST", f"{book}/confirm", client_session(), _confirm, Confirm, Confirmed, status=201),
        Route("POST", f"{book}/resume/{{token}}/confirm", public(), _confirm_by_link, Confirm, Confirmed, status=201),
        Route("GET", link, public(), _managed, answers=Managed, writes=False),
        Route("POST", f"{link}/times", public(), _managed_times, ManagedTimesQuery, Times, writes=False),
        Route("POST", f"{link}/move", public(), _move, Reschedule, Managed),
        Route("POST", f"{link}/cancel", public(), _cancel, CancelBooking, Managed),
    )


def _slots(call: Call[SlotQuery, None]) -> Slots:
    return slots_for(call.unit, salon_of(call.unit, call.path["salon"]).id, call.body)


def _times(call: Call[TimesQuery, None]) -> Times:
    return times_for(call.unit, salon_of(call.unit, call.path["salon"]).id, call.body)


def _managed(call: Call[None, None]) -> Managed:
    salon = salon_of(call.unit, call.path["salon"])
    return manage.shown(call.unit, manage.find_managed(call.unit, salon.id, call.path["token"]))


def _managed_times(call: Call[ManagedTimesQuery, None]) -> Times:
    salon = salon_of(call.unit, call.path["salon"])
    return manage.times(call.unit, salon.id, call.path["token"], call.body)


def _move(call: Call[Reschedule, None]) -> Managed:
    salon = salon_of(call.unit, call.path["salon"])
    return manage.move(call.unit, salon.id, call.path["token"], call.body)


def _cancel(call: Call[CancelBooking, None]) -> Managed:
    salon = salon_of(call.unit, call.path["salon"])
    return manage.cancel(call.unit, salon.id, call.path["token"], call.body)


def _slots_for_staff(call: Call[SlotQuery, Person]) -> Slots:
    """For whoever may book there, from a card or without one (row B18)."""
    needed = (Permission.BOOK_APPOINTMENTS, Permission.MANAGE_WAITLIST)
    if not any(call.who.may(permission, call.body.location_id) for permission in needed):
        raise not_permitted(Permission.BOOK_APPOINTMENTS)
    return slots_for(call.unit, call.who.business_id, call.body)


def _affected(call: Call[TimesOff, Person]) -> Affected:
    return affected(call.unit, call.who, call.path["id"], call.body)


def _confirm(call: Call[Confirm, Client]) -> Confirmed:
    confirmed = confirm(call.unit, call.who, call.body)
    return _manageable(call, salon_of(call.unit, call.path["salon"]), confirmed)


def _confirm_by_link(call: Call[Confirm, None]) -> Confirmed:
    """A resume link acts as its client, for its own draft only (row B9)."""
    salon = salon_of(call.unit, call.path["salon"])
    draft = resume.open_link(call.unit, salon.id, call.path["token"])
    if call.body.draft_id != draft.id:
        raise problem("draft_gone", 404, "This link leads to another unfinished booking.")
    return _manageable(call, salon, confirm(call.unit, client_of(call.unit, salon.id, draft.client_id), call.body))


def _manageable(call: Call[Any, Any], salon: Business, confirmed: Confirmed) -> Confirmed:
    link = manage.make_link(call.unit, call.services.public_url, salon, confirmed.appointment_id)
    return msgspec.structs.replace(confirmed, manage=link)
