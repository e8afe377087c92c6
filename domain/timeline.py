"""The words of a draft's story, for both sides (row N13)."""

from enum import StrEnum


class Moment(StrEnum):
    """What may have happened."""

    STARTED = "started"
    LEFT = "left"
    RESUMED = "resumed"
    REMINDER_ASKED = "reminder_asked"
    REMINDER_QUEUED = "reminder_queued"
    REMINDER_SENT = "reminder_sent"
    REMINDER_DELIVERED = "reminder_delivered"
    REMINDER_FAILED = "reminder_failed"
    REMINDER_SKIPPED = "reminder_skipped"
    REMINDER_UNKNOWN = "reminder_unknown"
    CALLED = "called"
    SNOOZED = "snoozed"
    WOKEN = "woken"
    DISMISSED = "dismissed"
    REOPENED = "reopened"
    BOOKED = "booked"
    LINK_OPENED = "link_opened"
    REPLIED = "replied"
    OPTED_OUT = "opted_out"
    OPTED_IN = "opted_in"
