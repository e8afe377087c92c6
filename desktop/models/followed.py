"""What a booking form was opened from: a card of either list, or nothing. Cards may leave while the form is open."""

from desktop.models.drafts import DraftsModel
from desktop.models.origin import Origin
from desktop.models.ports import draft_entity, waitlist_entity
from desktop.models.salon import Salon
from desktop.models.waitlist import WaitlistModel
from desktop.texts import tr
from domain.permissions import Permission


class Followed:
    """`draft_id` and `entry_id` are what a booking will convert; they are let go of when they are gone for good."""

    def __init__(self, origin: Origin, salon: Salon, drafts: DraftsModel, waitlist: WaitlistModel) -> None:
        self._from, self._salon, self._drafts, self._waitlist = origin, salon, drafts, waitlist
        self._left = False
        self.draft_id, self.entry_id = origin.draft_id, origin.entry_id

    def may_book(self) -> bool:
        """Whether the person may book; from a card, Manage Waitlist is enough (row B18)."""
        follows_up = self.draft_id or self.entry_id
        needed = Permission.MANAGE_WAITLIST if follows_up else Permission.BOOK_APPOINTMENTS
        return self._salon.may(needed, self._from.location_id)

    def entity(self, appointment_id: str) -> str:
        """What orders the booking among the actions of this desk."""
        if self._from.draft_id:
            return draft_entity(self._from.draft_id)
        return waitlist_entity(self.entry_id) if self.entry_id else f"appointment:{appointment_id}"

    def look(self) -> str:
        """A sentence, once, when it has left its list by another's doing; else nothing."""
        if self._left or self._is_listed():
            return ""
        self._left = True
        # A dismissed draft can still be booked from; without one the form goes on for who may book at all.
        may_book = self._salon.may(Permission.BOOK_APPOINTMENTS, self._from.location_id)
        if may_book and self._from.draft_id and self._drafts.get(self._from.draft_id) is None:
            self.draft_id = None
        if may_book:
            self.entry_id = None
        return _left_waitlist() if self._from.entry_id else _left_list()

    def _is_listed(self) -> bool:
        draft_id, entry_id = self._from.draft_id, self._from.entry_id
        draft_gone = draft_id is not None and self._drafts.position(draft_id) is None
        return not draft_gone and (entry_id is None or self._waitlist.position(entry_id) is not None)


def _left_list() -> str:
    return tr(
        "This incomplete booking has left the list: the client is booking now or has booked, or someone else "
        "took care of it. What you entered is kept; please make sure before you book."
    )


def _left_waitlist() -> str:
    return tr(
        "This entry has left the waitlist: somebody booked or removed it. What you entered is kept; please make sure "
        "before you book."
    )
