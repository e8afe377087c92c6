"""The message that asks: whether she can still be asked, and what it says (row N10)."""

import datetime as dt
from collections.abc import Callable, Mapping

from backend.access.locations import location_of
from backend.access.queries import business
from backend.clients.queries import Client, find_client
from backend.db.database import Unit
from backend.messages.ledger import Message, Topic
from backend.messages.links import make_link
from backend.messages.sending import Plan, Sender, Wanted
from backend.offers import queries
from backend.offers.queries import Offer
from backend.team.queries import team_of
from domain.offers import OfferStatus
from domain.reasons import Reason
from domain.times import local
from domain.wire.actions import Skip
from domain.wire.rows import Channel

AUTOMATION = "waitlist_offer"
Asking = Callable[[Unit, Offer], tuple[tuple[Channel, ...], tuple[Skip, ...]]]
"""Sends the question: the channels that took it, and why others did not."""

Unreached = Callable[[Unit, Offer, str], None]
"""Told when no channel took an offer after all, and why."""


def topic_of(offer: Offer) -> Topic:
    """The offer as what a message is about."""
    return Topic(offer.business_id, AUTOMATION, f"offer:{offer.id}", 1, offer.client_id)


def asking_by(sender: Sender) -> Asking:
    """Asks by every channel that is allowed: the business's way of offering is its switch."""

    def ask(unit: Unit, offer: Offer) -> tuple[tuple[Channel, ...], tuple[Skip, ...]]:
        plan: Plan = sender.by_hand(unit, topic_of(offer))
        return plan.accepted, plan.skips

    return ask
