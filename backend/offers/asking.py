"""The message that asks: whether she can still be asked, and what it says (row N10)."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial

from backend.access.locations import location_of
from backend.access.queries import business
from backend.clients.queries import Client, client_of, find_client
from backend.db.database import Unit
from backend.messages import ledger
from backend.messages.ledger import Message, Topic
from backend.messages.links import Addresses
from backend.messages.sending import About, Plan, Sender
from backend.offers import queries
from backend.offers.queries import Offer
from backend.team.queries import team_of
from domain.automations import WAITLIST_OFFER
from domain.offers import OfferStatus
from domain.reasons import Reason
from domain.sending import Held
from domain.times import local
from domain.wire.actions import Skip
from domain.wire.rows import Channel

AT_ONCE = "waitlist_offer_at_once"
"""The words to those who are asked together: nothing is held for one of them alone."""

Unreached = Callable[[Unit, Offer, str], None]
"""Told when no channel took an offer after all, and why."""


def topic_of(offer: Offer) -> Topic:
    """The offer as what a message is about."""
    return Topic(offer.business_id, WAITLIST_OFFER, f"offer:{offer.id}", 1, offer.client_id)


class Asking:
    """Sends the question, by every channel that is allowed: the business's way of offering is its switch."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def ask(self, unit: Unit, offer: Offer) -> tuple[tuple[Channel, ...], tuple[Skip, ...]]:
        """The channels that took it, and why others did not. What nobody makes by hand keeps to the cap (row N11)."""
        client = client_of(unit, offer.business_id, offer.client_id)
        zone = location_of(unit, offer.business_id, offer.location_id).zone
        waits = {} if offer.by_hand else self._waits(unit, client, zone)
        but = {channel: one.reason for channel, one in waits.items() if one is not None}
        plan: Plan = self._sender.by_hand(unit, topic_of(offer), but)
        return plan.accepted, plan.skips

    def from_(self, unit: Unit, client: Client, zone: str) -> int:
        """The first instant at which she may be asked by itself: by day where she is, and within the cap of some
        channel (row N11). Now for somebody whom nothing reaches.
        """
        waits = self._waits(unit, client, zone).values()
        return min((one.until if one else unit.now for one in waits), default=unit.now)

    def _waits(self, unit: Unit, client: Client, zone: str) -> dict[Channel, Held | None]:
        return self._sender.waits(unit, About(client, zone, _no_words), WAITLIST_OFFER)


def _no_words(_addresses: Addresses, _language: str) -> Mapping[str, str]:
    """Nothing is written yet."""
    return {}


class Questions:
    """The offers as what messages are about."""

    def __init__(self, unreached: Unreached) -> None:
        self._unreached = unreached

    def about(self, unit: Unit, topic: Topic) -> About | Reason:
        """Only an open one is, until its deadline."""
        offer = queries.find(unit, topic.business_id, topic.id)
        client = find_client(unit, topic.business_id, topic.client_id)
        if offer is None or client is None or offer.status is not OfferStatus.OPEN or offer.until <= unit.now:
            return Reason.OFFER_OVER
        zone = location_of(unit, offer.business_id, offer.location_id).zone
        words = AT_ONCE if queries.is_asked_with_others(unit, offer) else ""
        return About(client, zone, partial(self._values, unit, offer), words=words)

    def happened(self, unit: Unit, message: Message) -> None:
        """When the last channel has failed nobody was asked."""
        offer = queries.find(unit, message.business_id, message.topic.id) if message.topic else None
        if offer is None or offer.status is not OfferStatus.OPEN or message.status not in _NOT_REACHED:
            return
        others = ledger.about(unit, message.business_id, (f"offer:{offer.id}",))
        if all(other.status in _NOT_REACHED for other in others):
            self._unreached(unit, offer, message.reason or Reason.PROVIDER_UNREACHABLE)

    def _values(self, unit: Unit, offer: Offer, addresses: Addresses, language: str) -> Mapping[str, str]:
        client = client_of(unit, offer.business_id, offer.client_id)
        salon = business(unit, offer.business_id)
        at = location_of(unit, offer.business_id, offer.location_id)
        team = {member.id: member.name for member in team_of(unit, offer.business_id, at.id)}
        said = Said(language, at.region)
        return {
            "FirstName": (client.name.split() or [client.name])[0],
            "ServiceName": ", ".join(dict.fromkeys(line.bundle_name or line.name for line in offer.lines)),
            "BusinessName": salon.name,
            "Location": at.name,
            "TeamMember": team.get(offer.team_member_id, salon.name),
            "Date": said.date(offer.start.date()),
            "Time": said.time(offer.start),
            "Deadline": said.moment(local(offer.until, at.zone), local(unit.now, at.zone).date()),
            "OfferLink": addresses.link("offer", f"offer:{offer.id}"),
        }


_NOT_REACHED = frozenset({"failed", "skipped"})


class Said:
    """Days and times in a language as they are written in a country, short and without characters that would make an
    SMS longer; a language that nobody knows is English.
    """

    def __init__(self, language: str, region: str) -> None:
        # Imported here: locale data costs a start.
        from babel import Locale, UnknownLocaleError  # noqa: PLC0415

        try:
            self._locale = Locale.parse(f"{language.partition('-')[0]}_{region}")
        except (UnknownLocaleError, ValueError):
            self._locale = Locale("en")

    def date(self, day: dt.date) -> str:
        """`Fri, 20 Mar`, in the order of the language."""
        from babel.dates import format_skeleton  # noqa: PLC0415

        return _plain(format_skeleton("MMMEd", day, locale=self._locale))

    def time(self, at: dt.datetime) -> str:
        """The time of day as the language writes it."""
        from babel.dates import format_time  # noqa: PLC0415

        return _plain(format_time(at, "short", locale=self._locale))

    def moment(self, at: dt.datetime, today: dt.date) -> str:
        """A time of day, with its date when that is not today."""
        return self.time(at) if at.date() == today else f"{self.date(at.date())}, {self.time(at)}"


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")
