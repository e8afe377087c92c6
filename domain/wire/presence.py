"""Who is on which card right now (row N5): never stored, never numbered, gone by itself when nobody renews it."""

from typing import Annotated

import msgspec

from domain.wire.base import Answer, Id, Question

LEASE_SECONDS = 45
RENEW_SECONDS = 15
"""Two renewals may be lost before the others stop to see her."""

Card = Annotated[str, msgspec.Meta(max_length=80, pattern=r"^(draft|waitlist):[0-9A-Za-z_.:-]+$")]


class Presence(Question, frozen=True):
    """The person at this desk is on this card, such as `draft:<id>`, or with None on no card any more."""

    card: Card | None = None


class DeskOn(Answer, frozen=True):
    """A desk is on a card for so many seconds from now, unless it says so again; 0 when it has left.

    `desk` only tells desks apart: one desk is on one card, so what is said of it later takes the place of this.
    """

    desk: Id
    seconds: int = 0
    card: str = ""
    person_id: str = ""
    name: str = ""
    since: int = 0
