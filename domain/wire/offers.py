"""Offers of a freed time: what desks hold of them, and what they ask for (row N10)."""

from typing import Annotated, Literal

import msgspec

from domain.wire.base import Answer, Id, LocalDateTime, Question

OfferState = Literal["open", "accepted", "declined", "expired", "withdrawn", "lost", "unreached"]
OfferWay = Literal["by_hand", "oldest_first", "highest_value", "all_at_once"]
OfferMinutes = Annotated[int, msgspec.Meta(ge=5, le=1440)]


class OfferRow(Answer, frozen=True, tag_field="kind", tag="offer"):
    """A time offered to somebody who waits or left a booking unfinished. Scope: follow-ups of its location.

    It is about a waitlist entry or a draft. While it is open the time is held for her until `until`. One that is over
    is kept for a day; `reason` is a code of why it ended otherwise than by her answer.
    """

    id: str
    location_id: str
    client_id: str
    client_name: str
    team_member_id: str
    start: LocalDateTime
    start_at: int
    end_at: int
    status: OfferState
    offered_at: int
    until: int
    by_hand: bool
    entry_id: str | None = None
    draft_id: str | None = None
    ended_at: int | None = None
    reason: str | None = None
    appointment_id: str | None = None


class OfferSettingsRow(Answer, frozen=True, tag_field="kind", tag="offer_settings"):
    """How a business offers freed times, and how many minutes there are to answer. Scope: settings."""

    id: str
    way: OfferWay
    minutes: int


class OfferTime(Question, frozen=True, tag_field="kind", tag="offer_time"):
    """Offer a free time to who waits, or to whoever left a booking unfinished: one of the two ids. The offer's id is
    made by the desk.
    """

    offer_id: Id
    start: LocalDateTime
    team_member_id: Id
    entry_id: Id | None = None
    draft_id: Id | None = None


class WithdrawOffer(Question, frozen=True, tag_field="kind", tag="withdraw_offer"):
    """Take an open offer back: the time is nobody's any more."""

    offer_id: Id


class SaveOfferSettings(Question, frozen=True):
    """Which way freed times are offered from now on, and how long there is to answer."""

    way: OfferWay
    minutes: OfferMinutes
