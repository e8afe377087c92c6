"""The automated messages that every business has, as data (rows B17, B23): about what, when, and with which words.

None sends by itself before somebody switches it on.
"""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import Literal, NamedTuple

from domain.appointments import Status
from domain.constants import DAY, HOUR, MINUTE
from domain.times import instant, local
from domain.wire.automations import MORNING, BookedBy, Filters, Timing, TimingUnit, When


class Group(StrEnum):
    """Under which heading an automation stands."""

    REMINDERS = "reminders"
    UPDATES = "appointment_updates"


class Trigger(StrEnum):
    """What an automation answers to."""

    DRAFT_EXPIRED = "draft.expired"
    BOOKED = "appointment.booked"
    CONFIRMED = "appointment.confirmed"
    MOVED = "appointment.moved"
    CANCELLED = "appointment.cancelled"
    STARTS = "appointment.starts"
    LAST_VISIT = "client.last_visit"


class Weight(StrEnum):
    """How a message counts where a client is not to hear from the salon too often (row N11)."""

    UPDATE = "update"
    """News of her own appointment: never too much."""
    REMINDER = "reminder"
    OFFER = "offer"
    """A time that came free: she waits for one, but not for every one that there is."""

    PROMOTION = "promotion"
    """She has not asked for anything."""


class Automation(NamedTuple):
    """One built-in automation. `timing` is what it comes with, `timings` what it may be changed to, `longest` how far
    from what it is about at most, in microseconds. `statuses` and `by_whom` are what it can be narrowed to besides
    place, service, team member and language: an appointment's status, and who booked it.
    """

    id: str
    group: Group
    about: Literal["draft", "appointment", "client"]
    triggers: tuple[Trigger, ...]
    weight: Weight
    timing: Timing
    timings: tuple[When, ...]
    longest: int
    placeholders: tuple[str, ...]
    statuses: tuple[Status, ...] = ()
    by_whom: bool = True


_ALWAYS = ("FirstName", "BusinessName")
_DRAFT = (*_ALWAYS[:1], "ServiceName", "BusinessName", "ResumeBookingLink")
_APPOINTMENT = ("FirstName", "ServiceName", "BusinessName", "Date", "Time", "TeamMember", "Location", "ManageLink")
_CLIENT = (*_ALWAYS[:1], "ServiceName", "BusinessName", "BookingLink")
_AT_ONCE = Timing("at_once")


def _update(name: str, *triggers: Trigger, by_whom: bool = True) -> Automation:
    return Automation(
        name,
        Group.UPDATES,
        "appointment",
        triggers,
        Weight.UPDATE,
        _AT_ONCE,
        ("at_once",),
        0,
        _APPOINTMENT,
        by_whom=by_whom,
    )


def _before(name: str, timing: Timing) -> Automation:
    return Automation(
        name,
        Group.REMINDERS,
        "appointment",
        (Trigger.STARTS,),
        Weight.REMINDER,
        timing,
        ("before",),
        60 * DAY,
        _APPOINTMENT,
        statuses=(Status.BOOKED, Status.CONFIRMED),
    )


AUTOMATIONS: tuple[Automation, ...] = (
    _before("upcoming_first", Timing("before", 1, "days")),
    _before("upcoming_second", Timing("before", 2, "hours")),
    Automation(
        "rebook",
        Group.REMINDERS,
        "client",
        (Trigger.LAST_VISIT,),
        Weight.PROMOTION,
        Timing("after", 42, "days", MORNING),
        ("after",),
        730 * DAY,
        _CLIENT,
    ),
    Automation(
        "incomplete_booking",
        Group.REMINDERS,
        "draft",
        (Trigger.DRAFT_EXPIRED,),
        Weight.REMINDER,
        _AT_ONCE,
        ("at_once", "after"),
        23 * HOUR,
        _DRAFT,
        by_whom=False,
    ),
    _update("pending_confirmation", Trigger.BOOKED, by_whom=False),
    _update("pending_approval", Trigger.BOOKED, by_whom=False),
    _update("confirmed", Trigger.BOOKED, Trigger.CONFIRMED),
    _update("rescheduled", Trigger.MOVED),
    _update("cancelled", Trigger.CANCELLED),
)

WAITLIST_OFFER = "waitlist_offer"
"""The message that offers a freed time. It is no automation: the way of offering is its switch (row N10)."""

BY_ID = {automation.id: automation for automation in AUTOMATIONS}


def weight_of(automation: str) -> Weight:
    """How messages of an automation count; what is none of the built-in ones was asked for."""
    if automation == WAITLIST_OFFER:
        return Weight.OFFER
    known = BY_ID.get(automation)
    return known.weight if known else Weight.UPDATE


UNITS: dict[TimingUnit, int] = {"minutes": MINUTE, "hours": HOUR, "days": DAY}
"""In microseconds, as far as they are that; days of the calendar may be an hour longer or shorter."""


class BadTiming(ValueError):
    """The automation cannot run then. `field` is the part of the timing at fault."""

    def __init__(self, field: str) -> None:
        super().__init__(f"the timing's {field} does not fit")
        self.field = field


def check_timing(automation: Automation, timing: Timing) -> None:
    """Raises BadTiming for one that the automation cannot have."""
    if timing.when not in automation.timings:
        raise BadTiming("when")
    if timing.when == "at_once":
        if timing.amount or timing.at is not None:
            raise BadTiming("amount")
        return
    if not 0 < timing.amount * UNITS[timing.unit] <= automation.longest:
        raise BadTiming("amount")
    if timing.at is not None and timing.unit != "days":
        raise BadTiming("at")


class BadFilters(ValueError):
    """The automation cannot be narrowed so: it would never run. `field` is the part of the filters at fault."""

    def __init__(self, field: str) -> None:
        super().__init__(f"the filters' {field} does not fit")
        self.field = field


def check_filters(automation: Automation, filters: Filters) -> None:
    """Raises BadFilters for what the automation cannot be narrowed to."""
    if not set(automation.statuses).issuperset(filters.statuses):
        raise BadFilters("statuses")
    if filters.booked_by is not None and not automation.by_whom:
        raise BadFilters("booked_by")


def due_at(anchor: int, timing: Timing, zone: str) -> int:
    """The instant at which something runs that counts from `anchor`.

    Days are days of the calendar at the place: the same time of day, or the one that is set. A time that a night's
    change skips comes after the gap, one that it repeats is the first. Minutes and hours just pass.
    """
    if timing.when == "at_once":
        return anchor
    sign = -1 if timing.when == "before" else 1
    if timing.unit != "days":
        return anchor + sign * timing.amount * UNITS[timing.unit]
    then = local(anchor, zone) + dt.timedelta(days=sign * timing.amount)
    return instant(then if timing.at is None else dt.datetime.combine(then.date(), timing.at), zone)


class Facts(NamedTuple):
    """What filters look at. `language` is a tag of BCP 47."""

    location_id: str
    service_ids: frozenset[str]
    status: Status | None = None
    booked_by: BookedBy | None = None
    team_member_ids: frozenset[str] = frozenset()
    language: str = ""


def lets_through(filters: Filters, facts: Facts) -> bool:
    """Whether an automation that is narrowed to this runs for something."""
    return (
        _among(filters.location_ids, (facts.location_id,))
        and _among(filters.service_ids, facts.service_ids)
        and (facts.status is None or _among(filters.statuses, (facts.status,)))
        and filters.booked_by in {None, facts.booked_by}
        and _among(filters.team_member_ids, facts.team_member_ids)
        and _among(filters.languages, (facts.language.partition("-")[0].lower(),))
    )


def _among(wanted: Sequence[str], found: Sequence[str] | frozenset[str]) -> bool:
    return not wanted or not set(wanted).isdisjoint(found)
