"""What happens elsewhere and ends offers or begins them, heard from the log and answered before the commit (row N10).

Whoever waits may be booked, edited or taken off the list, an unfinished booking be completed or dismissed, a time be
booked over or given back, a client say stop: what was offered no longer holds, and whoever is next is asked in the same
transaction. Each open offer is judged by how things stand then, not by what happened.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from backend.db.database import Hearer, Unit
from backend.due.queue import ClockTask, Due
from backend.feed.change import change_of
from backend.offers import elsewhere, life, queries, rounds, rows
from backend.offers.asking import Asking
from backend.offers.judge import why_over
from domain.availability import Placed
from domain.offers import OfferStatus

_KINDS = frozenset({"appointment", "waitlist", "draft", "client", "offer", "offer_settings", "team_member", "time"})
_DEAF = frozenset({"draft.review_entered", "offer.made", "client.looked_at", "client.signed_in", "client.exported"})
"""What changes nothing about an offer; entering a review takes no number (row B4)."""


class News(NamedTuple):
    """An event of the log."""

    event: str
    subject: str
    facts: Mapping[str, str | int]

    @property
    def id(self) -> str:
        """What it happened to."""
        return self.subject.partition(":")[2]


def hearer(asking: Asking) -> Hearer:
    """Hears of what may end an offer or begin one."""

    def hear(unit: Unit, business_id: str, event: str, subject: str, facts: Mapping[str, str | int]) -> None:
        if event.partition(".")[0] in _KINDS and event not in _DEAF:
            key = ("offers", business_id)
            heard: list[News] = unit.pending(key, lambda news: _look(unit, business_id, news, asking))
            heard.append(News(event, subject, facts))
            unit.before_commit(key, lambda: unit.flush(key))

    return hear


def due_handlers(asking: Asking) -> dict[str, ClockTask]:
    """By task."""

    def next_(unit: Unit, due: Due) -> None:
        change_of(unit, due.business_id)
        for one in queries.rounds_of(unit, due.business_id):
            if one.id == due.subject:
                rounds.step(unit, one, asking)

    return {life.DEADLINE: _deadline, life.FORGET: _forget, rounds.NEXT: next_}


def _deadline(unit: Unit, due: Due) -> None:
    """Silence: the time is free again, for whoever is next."""
    change_of(unit, due.business_id)
    offer = queries.find(unit, due.business_id, due.subject)
    if offer is not None and offer.until <= unit.now:
        life.end(unit, offer, OfferStatus.EXPIRED, life.SERVER)


def _forget(unit: Unit, due: Due) -> None:
    change_of(unit, due.business_id)
    offer = queries.find(unit, due.business_id, due.subject)
    if offer is not None:
        life.forget(unit, offer)


def _look(unit: Unit, business_id: str, heard: Sequence[News], asking: Asking) -> None:
    _follow(unit, business_id, heard)
    for news in heard:
        if news.event in elsewhere.TAKING:
            elsewhere.follow(unit, business_id, news.id)
    for offer in queries.open_of(unit, business_id):
        reason = why_over(unit, offer)
        if reason is not None:
            change_of(unit, business_id)
            life.end(unit, offer, OfferStatus.WITHDRAWN, life.SERVER, reason)
    for news in heard:
        if news.event == "time.freed":
            facts = news.facts
            time = Placed(str(facts["team_member_id"]), int(facts["start_at"]), int(facts["end_at"]))
            rounds.begin(unit, business_id, news.id, time)
    for one in queries.rounds_of(unit, business_id):
        if one.from_at <= unit.now:
            change_of(unit, business_id)
            rounds.step(unit, one, asking)


def _follow(unit: Unit, business_id: str, heard: Sequence[News]) -> None:
    """Offers go with what they are about, and with their client."""
    for news in heard:
        if news.event == "draft.removed":
            gone = queries.of_subject(unit, business_id, news.subject)
        elif news.event == "client.erased":
            gone = queries.of_client(unit, business_id, news.id)
        else:
            gone = []
        for offer in gone:
            change_of(unit, business_id)
            life.forget(unit, offer)
        if news.event == "client.merged":
            life.give(unit, business_id, str(news.facts["gone"]), news.id)
        if news.event in {"client.edited", "client.merged"}:
            for offer in queries.of_client(unit, business_id, news.id):
                rows.publish(unit, offer)
