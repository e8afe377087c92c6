"""What came of it lately: a client has written back by SMS, and a time is being offered to somebody who waits (rows N7,
N10).
"""

import datetime as dt

from backend.clients.queries import Client
from backend.db.database import Unit
from backend.demo.days import free, minutes_of, place_of
from backend.demo.followups import Deed
from backend.demo.salon import ZONE, Salon
from backend.demo.waiting import WAITING
from backend.drafts import queries as drafts
from backend.drafts import rows as draft_rows
from backend.events.log import record
from backend.feed.change import change_of
from backend.messages import replies
from backend.messages.replies import Written
from backend.messages.sending import Sender
from backend.offers import life, queries
from backend.offers.asking import Asking
from backend.offers.judge import placed
from backend.offers.queries import Offer
from backend.offers.settings import publish_settings
from backend.waitlist import queries as waitlist
from domain.constants import MINUTE
from domain.offers import OfferStatus, Way
from domain.times import instant, local

REPLIED, OFFERED = 52, 6
"""Minutes ago."""

_WHO_WROTE = "Aurélie Dubois-Fontaine"
_WROTE = "Out of my meeting now, so please call! A day later would be even better."
_WHO_WAITS = "Łukasz Wójcik"
_TO_ANSWER = 120
"""Minutes: whoever looks around in the demo sees the offer open."""


class Lately:
    """Each method is called at the time of what it does."""

    def __init__(self, salon: Salon, clients: dict[str, Client], sender: Sender) -> None:
        self._salon, self._clients, self._sender = salon, clients, sender

    def deeds(self) -> list[Deed]:
        """Both, oldest first."""
        return [Deed(REPLIED, self._reply), Deed(OFFERED, self._offer)]

    def _reply(self, unit: Unit) -> None:
        """Her answer is on her card, which comes first, and in the bell."""
        client, business_id = self._clients[_WHO_WROTE], self._salon.business_id
        draft = drafts.active_of(unit, business_id, client.id)
        if draft is None:
            raise LookupError("the client's draft is gone")
        change_of(unit, business_id)
        written = Written(
            business_id, unit.ids.new(unit.now), draft.location_id, unit.now, _WROTE, 0, draft.id, client.id
        )
        replies.add(unit, written, named=True)
        subject = drafts.subject_of(draft.id)
        record(unit, business_id, "draft.replied", subject, f"client:{client.id}", reply=written.id)
        draft_rows.publish(unit, (draft,))

    def _offer(self, unit: Unit) -> None:
        """Ana offers the first free time that would do; it is held until the deadline."""
        business_id = self._salon.business_id
        change_of(unit, business_id)
        queries.write_settings(unit, business_id, Way.BY_HAND, _TO_ANSWER)
        publish_settings(unit, business_id)
        offer = self._offered(unit)
        taken = placed(unit, offer) or ()
        life.make(unit, offer, self._clients[_WHO_WAITS], taken, Asking(self._sender), f"person:{self._salon.ana.id}")

    def _offered(self, unit: Unit) -> Offer:
        client, waits = self._clients[_WHO_WAITS], next(one for one in WAITING if one.client == _WHO_WAITS)
        (entry,) = waitlist.of_client(unit, client.business_id, client.id)
        member = self._salon.team[waits.by]
        tomorrow = local(unit.now + OFFERED * MINUTE, ZONE).date() + dt.timedelta(days=1)
        slots = free(unit, self._salon, [(pick, member) for pick in waits.picks], tomorrow, 5)
        start = next((slot for slot in slots if slot.hour >= waits.wishes[-1].earliest), slots[0])
        start_at, minutes = instant(start, ZONE), sum(minutes_of(self._salon, pick) for pick in waits.picks)
        offer_id = unit.ids.new(unit.now)
        return Offer(
            business_id=client.business_id,
            id=offer_id,
            round_id=offer_id,
            location_id=place_of(self._salon, member).id,
            client_id=client.id,
            subject=f"waitlist:{entry.id}",
            lines=entry.lines,
            team_member_id=member.id,
            start=start,
            start_at=start_at,
            end_at=start_at + minutes * MINUTE,
            status=OfferStatus.OPEN,
            offered_at=unit.now,
            until=unit.now + _TO_ANSWER * MINUTE,
            by_hand=True,
        )
