"""Automated messages in words: their names, when they go, and what can be put into them."""

from desktop.texts import clock, mark, ntr, tr
from domain.wire.automations import Timing

_GROUPS = {"reminders": mark("Reminders"), "appointment_updates": mark("Appointment updates")}

_NAMES = {
    "upcoming_first": mark("First reminder before an appointment"),
    "upcoming_second": mark("Second reminder before an appointment"),
    "rebook": mark("Time to book again"),
    "incomplete_booking": mark("Incomplete booking"),
    "pending_confirmation": mark("Waiting for the client to confirm"),
    "pending_approval": mark("Waiting for the salon to approve"),
    "confirmed": mark("Appointment confirmed"),
    "rescheduled": mark("Appointment moved"),
    "cancelled": mark("Appointment cancelled"),
}
_AT_ONCE = {
    "incomplete_booking": mark("As soon as the review session has ended"),
    "pending_confirmation": mark("At once when it is booked"),
    "pending_approval": mark("At once when it is booked"),
    "confirmed": mark("When staff confirm it; at once while “Waiting for the salon to approve” is off"),
    "rescheduled": mark("At once when it is moved"),
    "cancelled": mark("At once when it is cancelled"),
}
_VALUES = {
    "FirstName": mark("First name"),
    "ServiceName": mark("Services"),
    "BusinessName": mark("Salon"),
    "ResumeBookingLink": mark("Link to go on booking"),
    "Date": mark("Date"),
    "Time": mark("Time"),
    "TeamMember": mark("Team member"),
    "Location": mark("Location"),
    "ManageLink": mark("Link to move or cancel"),
    "BookingLink": mark("Link to book"),
}


def group_name(group: str) -> str:
    """A heading of the page."""
    return tr(_GROUPS[group]) if group in _GROUPS else tr("Other messages")


def automation_name(automation: str) -> str:
    """What a message is called."""
    return tr(_NAMES[automation]) if automation in _NAMES else automation


def value_name(placeholder: str) -> str:
    """What stands for something of the record."""
    return tr(_VALUES[placeholder]) if placeholder in _VALUES else placeholder


def timing_words(automation: str, timing: Timing) -> str:
    """When it goes."""
    if timing.when == "at_once":
        return tr(_AT_ONCE.get(automation, mark("At once")))
    words = _before(timing) if timing.when == "before" else _after(timing)
    if timing.at is not None:
        words = tr("{when}, at {time}", when=words, time=clock(timing.at))
    return words


def _before(timing: Timing) -> str:
    count = timing.amount
    if timing.unit == "minutes":
        return ntr("{count} minute before", "{count} minutes before", count)
    if timing.unit == "hours":
        return ntr("{count} hour before", "{count} hours before", count)
    return ntr("{count} day before", "{count} days before", count)


def _after(timing: Timing) -> str:
    count = timing.amount
    if timing.unit == "minutes":
        return ntr("{count} minute after", "{count} minutes after", count)
    if timing.unit == "hours":
        return ntr("{count} hour after", "{count} hours after", count)
    return ntr("{count} day after", "{count} days after", count)
