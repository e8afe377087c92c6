"""Why a message did not go, as codes that both sides know and the desktop puts into words (row B20)."""

from enum import StrEnum


class Reason(StrEnum):
    """One plain reason for a skip or a failure on one channel."""

    SWITCHED_OFF = "switched_off"
    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    PREFERENCE = "preference"
    OPTED_OUT = "opted_out"
    ALREADY_BOOKED = "already_booked"
    CLIENT_BOOKING_NOW = "client_booking_now"
    DRAFT_GONE = "draft_gone"
    DISMISSED = "dismissed"
    NOT_CONFIGURED = "not_configured"
    REFUSED_BY_PROVIDER = "refused_by_provider"
    PROVIDER_UNREACHABLE = "provider_unreachable"
    ANSWER_LOST = "answer_lost"
    QUIET_HOURS = "quiet_hours"
    TOO_MANY = "too_many"
    SENT_BY_HAND = "sent_by_hand"
    APPOINTMENT_GONE = "appointment_gone"
    APPOINTMENT_CANCELLED = "appointment_cancelled"
    APPOINTMENT_CHANGED = "appointment_changed"
    APPOINTMENT_OVER = "appointment_over"
    CLIENT_GONE = "client_gone"
