"""What becomes of an offer, each step in one transaction: the offer, the time it holds, its rows, due work and events.

    open -> accepted | declined | expired | withdrawn | lost | unreached; a day later it is gone

Every step is a change that staff see, so its caller has locked the business by taking the change's number. Who is next
is asked before the commit (`watch.py`), since the log is heard there.
"""

from collections.abc import Sequence
from dataclasses import replace

from backend.access.locations import location_of
from backend.appointments import holds
from backend.clients.queries import Client, client_of
from backend.db.database import Unit
from backend.due.queue import cancel, schedule
from backend.events.log import forget as forget_events
from backend.events.log import record
from backend.messages import ledger, links
from backend.offers import queries, rows
from backend.offers.asking import Asking
from backend.offers.judge import placed
from backend.offers.queries import Offer
from domain.availability import Placed
from domain.offers import KEPT, OfferStatus
from domain.reasons import Reason
from domain.wire.actions import Skip
from domain.wire.rows import Channel

DEADLINE = "offer_deadline"
FORGET = "forget_offer"
SERVER = "server"

_RUNG: dict[OfferStatus, rows.Rung] = {
    OfferStatus.ACCEPTED: "offer_accepted",
    OfferStatus.DECLINED: "offer_declined",
    OfferStatus.EXPIRED: "offer_expired",
}


def make(
    unit: Unit, offer: Offer, client: Client, taken: Sequence[Placed], asking: Asking, actor: str
) -> tuple[tuple[Channel, ...], tuple[Skip, ...]]:
    """Asks her, and holds the time while she may answer. With no way to reach her nothing is held, and the
    offer is kept as one that did not reach her. Answers the channels that took it, and why others did not.
    """
    queries.insert(unit, offer)
    accepted, skips = asking.ask(unit, offer)
    if not accepted:
        end(unit, offer, OfferStatus.UNREACHED, SERVER, skips[0].reason if skips else Reason.NO_ADDRESS)
        return accepted, skips
    at = location_of(unit, offer.business_id, offer.location_id)
    holds.hold(unit, at, client, offer.round_id, offer.until, taken)
    schedule(unit, offer.business_id, DEADLINE, offer.id, offer.until)
    rows.publish(unit, offer)
    record(unit, offer.business_id, "offer.made", f"offer:{offer.id}", actor, channels=" ".join(accepted))
    return accepted, skips


def end(
    unit: Unit,
    offer: Offer,
    status: OfferStatus,
    actor: str,
    reason: str | None = None,
    appointment_id: str | None = None,
) -> bool:
    """An open offer is over: its time is held no more. False when it was over before."""
    ended = replace(offer, status=status, ended_at=unit.now, reason=reason, appointment_id=appointment_id)
    if not queries.close(unit, ended):
        return False
    holds.release(unit, offer.business_id, offer.round_id, offer.client_id)
    ledger.withdraw_queued(unit, offer.business_id, (f"offer:{offer.id}",), Reason.OFFER_OVER)
    cancel(unit, offer.business_id, DEADLINE, offer.id)
    schedule(unit, offer.business_id, FORGET, offer.id, unit.now + KEPT)
    rows.publish(unit, ended)
    if status is OfferStatus.ACCEPTED or (offer.by_hand and status in _RUNG):
        rows.ring(unit, ended, _RUNG[status])
    facts = {"reason": reason} if reason else {}
    record(unit, offer.business_id, f"offer.{status}", f"offer:{offer.id}", actor, **facts)
    return True


def accept(unit: Unit, offer: Offer, appointment_id: str, actor: str) -> None:
    """She has the time: whoever else was asked for it was too late."""
    end(unit, offer, OfferStatus.ACCEPTED, actor, appointment_id=appointment_id)
    for other in queries.of_round(unit, offer.business_id, offer.round_id):
        if other.status is OfferStatus.OPEN:
            end(unit, other, OfferStatus.LOST, SERVER)


def forget(unit: Unit, offer: Offer) -> None:
    """The offer goes, wherever it stands, with its links and what the log has of it."""
    end(unit, offer, OfferStatus.WITHDRAWN, SERVER)
    rows.take_away(unit, offer)
    cancel(unit, offer.business_id, FORGET, offer.id)
    ledger.forget(unit, offer.business_id, f"offer:{offer.id}")
    links.forget(unit, offer.business_id, f"offer:{offer.id}")
    forget_events(unit, offer.business_id, f"offer:{offer.id}")


def give(unit: Unit, business_id: str, before: str, now: str) -> None:
    """All offers to one client are to another, with the times they hold: the two were merged."""
    client = client_of(unit, business_id, now)
    moved = queries.of_client(unit, business_id, before)
    queries.give(unit, business_id, before, now)
    for offer in moved:
        if offer.status is OfferStatus.OPEN:
            taken = placed(unit, offer)
            holds.release(unit, business_id, offer.round_id, before)
            at = location_of(unit, business_id, offer.location_id)
            holds.hold(unit, at, client, offer.round_id, offer.until, taken or ())


def unreached(unit: Unit, offer: Offer, reason: str) -> None:
    """No channel took it after all."""
    end(unit, offer, OfferStatus.UNREACHED, SERVER, reason)
