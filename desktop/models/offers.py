"""What a receptionist does about offers of times that came free: making one, and taking it back (row N10)."""

from functools import partial

from PySide6.QtCore import QObject

from desktop import sentences
from desktop.models.cards import shown_name
from desktop.models.drafts import DraftsModel
from desktop.models.offered import newest, slot_for
from desktop.models.openings import Openings
from desktop.models.pending import Pending
from desktop.models.ports import Acts, Feed, Offer, Toasts
from desktop.models.salon import Salon
from desktop.models.waitlist import WaitlistModel
from desktop.models.wishes import Wishes
from desktop.texts import moment, moment_inside, tr
from domain.clock import Clock
from domain.constants import HOUR
from domain.offers import LEAST, is_daytime
from domain.permissions import Permission
from domain.times import local
from domain.wire.actions import ActionAnswer, Done, Refused, Slot
from domain.wire.offers import OfferTime, WithdrawOffer
from domain.wire.rows import DraftRow, WaitlistEntryRow

_WAITS = HOUR
"""An offer that could not be sent for longer than this is not made any more: the time may be anybody's by then."""


class OfferDesk(QObject):
    """One for the window. Takes what an offer is about, as `waitlist:<id>` or `draft:<id>`."""

    def __init__(
        self,
        feed: Feed,
        acts: Acts,
        toasts: Toasts,
        waitlist: WaitlistModel,
        drafts: DraftsModel,
        openings: Openings,
        wishes: Wishes,
        pending: Pending,
        salon: Salon,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._acts, self._toasts, self._pending = acts, toasts, pending
        self._waitlist, self._drafts, self._openings, self._wishes = waitlist, drafts, openings, wishes
        self._salon, self._clock = salon, clock
        self._asked: dict[str, tuple[str, str]] = {}
        feed.answered.connect(self._answered)

    def offer(self, entity: str) -> None:
        """Offer the time that would do, if there is one; at night it is asked first (row N11)."""
        row = self._row(entity)
        if row is None:
            return
        name, slot = shown_name(row.client_name), self._slot(row)
        if self._is_open(entity):
            self._toasts.say(tr("{client} has an offer that is still open.", client=name))
        elif slot is None or slot.start_at - self._clock.now() < LEAST:
            self._toasts.say(tr("There is no time now that could be offered to {client}.", client=name))
        elif not is_daytime(self._clock.now(), self._salon.zone(row.location_id)):
            time = moment(self._clock.now(), self._clock.now(), self._salon.zone(row.location_id))
            sure = Offer(tr("Offer anyway"), partial(self._send, entity, row, slot))
            self._toasts.say(tr("It is {time} for {client}.", time=time, client=name), offer=sure)
        else:
            self._send(entity, row, slot)

    def withdraw(self, entity: str) -> None:
        """Take back the offer that is open, if there is one."""
        row, offer = self._row(entity), newest(self._salon, entity)
        if row is None:
            return
        if offer is None or offer.status != "open":
            self._toasts.say(tr("There is no offer to {client} to withdraw.", client=shown_name(row.client_name)))
            return
        name = shown_name(row.client_name)
        said = tr("The offer to {client} was withdrawn.", client=name)
        self._asked[self._acts.submit(WithdrawOffer(offer.id), entity)] = name, said

    def _send(self, entity: str, row: WaitlistEntryRow | DraftRow, slot: Slot) -> None:
        name, now = shown_name(row.client_name), self._clock.now()
        entry = row.id if isinstance(row, WaitlistEntryRow) else None
        draft = row.id if isinstance(row, DraftRow) else None
        payload = OfferTime(self._acts.new_id(), slot.start, slot.team_member_id, entry, draft)
        not_after = min(slot.start_at - LEAST, now + _WAITS)
        when = moment_inside(slot.start, local(now, self._salon.zone(row.location_id)).date())
        said = tr("Offered {when} to {client}.", when=when, client=name)
        self._asked[self._acts.submit(payload, entity, not_after=not_after)] = name, said
        if not self._pending.online:
            text = tr("You are offline. The offer to {client} goes when online, within the hour.", client=name)
            self._toasts.say(text)

    def _row(self, entity: str) -> WaitlistEntryRow | DraftRow | None:
        """What it is about, if it is still in its list; says so if not."""
        kind, _, row_id = entity.partition(":")
        row = self._waitlist.get(row_id) if kind == "waitlist" else self._drafts.get(row_id)
        listed = self._waitlist.position(row_id) if kind == "waitlist" else self._drafts.position(row_id)
        if row is None or listed is None:
            self._toasts.say(tr("This card has left the list in the meantime."))
            return None
        if not self._salon.may(Permission.MANAGE_WAITLIST, row.location_id):
            self._toasts.say(sentences.not_permitted())
            return None
        return row

    def _slot(self, row: WaitlistEntryRow | DraftRow) -> Slot | None:
        if isinstance(row, DraftRow):
            return slot_for(self._salon, self._wishes, row, self._clock.now())
        opening = self._openings.of(row.id)
        return opening.slot if opening else None

    def _is_open(self, entity: str) -> bool:
        """Made already, or on its way."""
        offer = newest(self._salon, entity)
        states = self._pending.of(entity)
        waits = any(state.answer is None and isinstance(state.action.payload, OfferTime) for state in states)
        return waits or (offer is not None and offer.status == "open")

    def _answered(self, action_id: str, answer: ActionAnswer) -> None:
        name, said = self._asked.pop(action_id, ("", ""))
        if not said:
            return
        if isinstance(answer, Done):
            skipped = " ".join(f"{sentences.skip(one)}." for one in answer.skips)
            self._toasts.say(f"{said} {skipped}".strip())
        elif isinstance(answer, Refused):
            self._toasts.say(tr("{client}: {reason}", client=name, reason=sentences.refusal(answer.refusal)))
