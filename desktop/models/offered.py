"""What was offered to whom, as cards say it, and what could be offered for an unfinished booking (row N10)."""

from collections.abc import Mapping

from desktop import sentences
from desktop.models.salon import Salon
from desktop.models.wishes import Wishes, WishState, wanted_lines
from desktop.texts import mark, moment, moment_inside, tr
from domain.availability import place, wants
from domain.offers import NEAR
from domain.times import local
from domain.wire.actions import Slot
from domain.wire.offers import OfferRow, OfferState
from domain.wire.rows import DraftRow, LocationRow

STATES: Mapping[OfferState, str] = {
    "open": mark("not answered yet"),
    "accepted": mark("accepted"),
    "declined": mark("declined"),
    "expired": mark("not answered in time"),
    "withdrawn": mark("withdrawn"),
    "lost": mark("somebody else was faster"),
    "unreached": mark("the message did not arrive"),
}
"""What she answered to an offer, in few words."""


def newest(salon: Salon, entity: str) -> OfferRow | None:
    """The newest offer about a waitlist entry or a draft, as far as it is still told of."""
    kind, _, row_id = entity.partition(":")
    rows = salon.rows(OfferRow).values()
    about = [row for row in rows if row_id == (row.entry_id if kind == "waitlist" else row.draft_id)]
    return max(about, key=lambda row: (row.offered_at, row.id), default=None)


def said(row: OfferRow, member: str, now: int, zone: str) -> tuple[str, str]:
    """How an offer stands, as a card says it and in which colour; nothing of one that became an appointment."""
    when = moment_inside(row.start, local(now, zone).date())
    if row.status == "open":
        until = moment(row.until, now, zone)
        return tr("Offered {when} with {member}, until {time}", when=when, member=member, time=until), "action"
    if row.status == "declined":
        return tr("Declined {when}", when=when), "quiet"
    if row.status == "expired":
        return tr("No answer about {when}", when=when), "quiet"
    if row.status == "lost":
        return tr("Somebody else took {when}", when=when), "quiet"
    if row.status == "unreached":
        why = sentences.reason(row.reason or "")
        return tr("Could not be asked about {when}: {reason}", when=when, reason=why), "red_text"
    return (tr("Offer of {when} withdrawn", when=when) if row.status == "withdrawn" else ""), "quiet"


def slot_for(salon: Salon, wishes: Wishes, row: DraftRow, now: int) -> Slot | None:
    """What can be offered for an unfinished booking: the wished time while it is free, else one near it."""
    wish = wishes.of(row, now)
    if wish.state is WishState.TAKEN and wish.other is not None and row.start_at is not None:
        return wish.other if abs(wish.other.start_at - row.start_at) <= NEAR else None
    at = salon.get(LocationRow, row.location_id)
    if wish.state is not WishState.FREE or row.start is None or row.start_at is None or at is None:
        return None
    placed = place(wants(wanted_lines(row)), salon.team(at.id), salon.busy(at.id), row.start, at.zone)
    return Slot(placed[0].team_member_id, row.start, row.start_at) if placed else None
