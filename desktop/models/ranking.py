"""In which order the incomplete bookings stand, and why one stands where it stands (row N9).

Nothing moves by time: a draft keeps the points that it had when the list was last put in order, and only what is new is
put among them. The list is put in order anew when the person asks for it, or while nobody is at it.
"""

import datetime as dt
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.drafts import DraftsModel, Key, newest_first
from desktop.models.salon import Salon
from desktop.models.wishes import Wishes, WishState
from desktop.texts import amounts, clock, listed, moment_inside, tr
from domain.clock import Clock
from domain.constants import MINUTE
from domain.times import local
from domain.wire.rows import DraftRow
from domain.worth import Reason, Slot, Usual, points, reasons, usual, value_of

_MOST_LOOKED_UP = 200
"""With more drafts than this their wished times are not looked up, which takes half a millisecond each."""

_MANY = 2000
"""With more than this it takes too long to do at each change, and at once."""

_A_TURN = 1000
"""So many of a long list are measured before the window may do something else."""

_OLD = 10 * MINUTE
_LAST = 2**62


class Order(StrEnum):
    """What the person may choose."""

    WORTH = "worth"
    NEWEST = "newest"
    OLDEST = "oldest"
    SOONEST = "soonest"


class Ranking(QObject):
    """Holds the drafts' model to the chosen order."""

    chosen = Signal(str)
    """The person wants this order from now on."""

    def __init__(
        self,
        drafts: DraftsModel,
        salon: Salon,
        wishes: Wishes,
        clock: Clock,
        order: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._drafts, self._salon, self._wishes, self._clock = drafts, salon, wishes, clock
        self.order = order_of(order)
        self._points: dict[tuple[str, int], int] = {}
        self._usual: Usual = {}
        self._looks_up, self._stale, self._ranked_at = True, True, 0
        self._to_rank: list[DraftRow] = []
        self._turned = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._turn)
        self._keys: dict[Order, Callable[[DraftRow], Key]] = {
            Order.WORTH: self._by_worth,
            Order.NEWEST: newest_first,
            Order.OLDEST: oldest_first,
            Order.SOONEST: self._by_wish,
        }
        drafts.summary_changed.connect(self._outdated)
        salon.changed.connect(self._outdated)
        drafts.put_in_order(self._keys[self.order], self._rank)

    def choose(self, order: str) -> None:
        """Put the list in this order now, and keep to it; a long list follows within some turns of the event loop."""
        self.order = order_of(order)
        self._order_anew()
        self.chosen.emit(self.order)

    def when_quiet(self) -> None:
        """Nobody is at the list: put it in order anew if that may make a difference."""
        old = self._clock.now() - self._ranked_at > _OLD
        if old or (self._stale and self._drafts.rowCount() <= _MANY):
            self._order_anew()

    def _order_anew(self) -> None:
        self._to_rank = []
        if self.order is Order.WORTH and self._drafts.rowCount() > _MANY:
            self._to_rank = list(self._drafts.shown())
            self._rank(self._to_rank)
            self._soon.start()
        else:
            self._drafts.put_in_order(self._keys[self.order], self._rank)

    def _turn(self) -> None:
        """Measures some of a long list; what comes meanwhile is measured by the same when it is put in order."""
        turn, self._to_rank[-_A_TURN:] = self._to_rank[-_A_TURN:], []
        for row in turn:
            self._by_worth(row)
        if self._to_rank:
            self._soon.start()
        elif self.order is Order.WORTH:
            self._turned = True
            self._drafts.put_in_order(self._by_worth, self._measured)

    def _measured(self, shown: list[DraftRow]) -> None:
        """A list that was measured in turns keeps its measures; any later one is measured as a whole."""
        if self._turned:
            self._turned = False
        else:
            self._rank(shown)

    def reason(self, row: DraftRow) -> str:
        """`Why here: wanted today 16:00, €120 and new client`; empty in another order."""
        if self.order is not Order.WORTH:
            return ""
        words = [self._word(reason, row) for reason in reasons(row, self._slot(row), self._usual, self._ranked_at)]
        return tr("Why here: {reasons}", reasons=listed(words)) if words else ""

    def _word(self, reason: Reason, row: DraftRow) -> str:
        match reason:
            case Reason.REPLIED:
                return tr("has replied")
            case Reason.WANTED_SOON if row.start is not None:
                return self._wanted(row.start, row.location_id)
            case Reason.VALUE:
                return amounts(value_of(row))
            case Reason.STILL_FREE:
                return tr("still free")
            case Reason.NEW_CLIENT:
                return tr("new client")
            case Reason.JUST_LEFT:
                return tr("left a moment ago")
        return tr("reminded already")

    def _wanted(self, start: dt.datetime, location_id: str) -> str:
        today = local(self._clock.now(), self._salon.zone(location_id)).date()
        match (start.date() - today).days:
            case 0:
                return tr("wanted today {time}", time=clock(start))
            case 1:
                return tr("wanted tomorrow {time}", time=clock(start))
        return tr("wanted {when}", when=moment_inside(start, today))

    def _rank(self, shown: list[DraftRow]) -> None:
        """What the list is measured by from now on."""
        self._points.clear()
        self._usual = usual(shown)
        self._looks_up = len(shown) <= _MOST_LOOKED_UP
        self._stale, self._ranked_at = False, self._clock.now()

    def _by_worth(self, row: DraftRow) -> Key:
        """What it had stays; one that comes back in another cycle is another."""
        key = row.id, row.cycle
        known = self._points.get(key)
        if known is None:
            known = self._points[key] = points(row, self._slot(row), self._usual, self._ranked_at)
        return -known, row.id

    def _by_wish(self, row: DraftRow) -> Key:
        """Who wants it soonest first; a time that has passed, or none, comes last."""
        ahead = row.start_at is not None and row.start_at > self._ranked_at
        return (row.start_at or _LAST) if ahead else _LAST, row.id

    def _slot(self, row: DraftRow) -> Slot:
        if not self._looks_up:
            return Slot.UNKNOWN
        match self._wishes.of(row, self._ranked_at).state:
            case WishState.FREE:
                return Slot.FREE
            case WishState.TAKEN:
                return Slot.TAKEN
        return Slot.UNKNOWN

    def _outdated(self, *_: object) -> None:
        self._stale = True


def oldest_first(row: DraftRow) -> Key:
    """Who waits longest for an answer."""
    return row.expired_at, row.id


def order_of(text: str) -> Order:
    """What is remembered; anything else is the usual one."""
    return next((order for order in Order if order == text), Order.WORTH)


def order_name(order: Order) -> str:
    """As the person chooses it."""
    return {
        Order.WORTH: tr("Worth doing first"),
        Order.NEWEST: tr("Newest first"),
        Order.OLDEST: tr("Oldest first"),
        Order.SOONEST: tr("Soonest wish first"),
    }[order]
