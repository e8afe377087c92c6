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
    OFFER_OVER = "offer_over"
    DISMISSED = "dismissed"
    NOT_CONFIGURED = "not_configured"
    REFUSED_BY_PROVIDER = "refused_by_provider"
    PROVIDER_UNREACHABLE = "provider_unreachable"
    ANSWER_LOST = "answer_lost"
    NO_TEXTS = "no_texts"
    """The number is a landline, or of another kind that takes no texts."""
    UNREACHABLE = "unreachable"
    """The phone is off or out of reach."""
    NOT_DELIVERED = "not_delivered"
    """The provider took the message and could not deliver it."""
