"""Free starts for a booking that is being made: from the server, or from the desk's own copy while it is offline."""

import datetime as dt
from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QObject, Signal

from desktop.models.booking_lines import Basket
from desktop.models.pending import Pending
from desktop.models.ports import SlotSearch
from desktop.models.salon import Salon
from domain.availability import Busy, Want, free_slots, nearest, place, wants
from domain.clock import Clock
from domain.wire.actions import Slot
from domain.wire.booking import SlotQuery
from domain.wire.rows import BusyRow, TeamMemberRow


class Source(Enum):
    """Where the free starts come from."""

    ASKING = auto()
    SERVER = auto()
    OWN_COPY = auto()


class FreeTimes(QObject):
    """The free starts of one day. A search that was asked before the form changed again is void."""

    changed = Signal()

    def __init__(
        self,
        location_id: str,
        search: SlotSearch,
        salon: Salon,
        pending: Pending,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._location_id, self._search = location_id, search
        self._salon, self._pending, self._clock = salon, pending, clock
        self._query: SlotQuery | None = None
        self._basket: Basket | None = None
        self.source = Source.ASKING
        self.starts: tuple[dt.datetime, ...] = ()

    def look(self, basket: Basket, day: dt.date) -> None:
        """Find the free starts of a day for what is in the basket; `changed` tells when they are there."""
        choices = basket.choices()
        self._query = SlotQuery(location_id=self._location_id, choices=choices, date=day) if choices else None
        self._basket = basket
        if self._query is None:
            self._take(Source.OWN_COPY, ())
        elif self._pending.online:
            self._take(Source.ASKING, ())
            self._search.search(self._query, self._found)
        else:
            self._from_own_copy(basket, day)

    def stop(self) -> None:
        """Take no notice of answers that are still to come."""
        self._query = self._basket = None

    def near(self, basket: Basket, start: dt.datetime) -> tuple[Slot, ...]:
        """The nearest free starts to one that cannot be had, from the desk's own copy."""
        asked, team, busy, zone = self._known(basket)
        return nearest(asked, team, busy, start, zone, self._clock.now())

    def is_free(self, basket: Basket, start: dt.datetime) -> bool:
        """Whether a start can be had; a client may have wished for one between those that are offered."""
        asked, team, busy, zone = self._known(basket)
        return start in self.starts or place(asked, team, busy, start, zone) is not None

    def held(self, basket: Basket, start: dt.datetime) -> BusyRow | None:
        """By what a start is held for somebody, if nothing else is in its way (row N10)."""
        holds = [row for row in self._salon.rows(BusyRow).values() if row.held_until and self._is_here(row)]
        rounds = {row.appointment_id for row in holds}
        asked, team, _, zone = self._known(basket)
        taken = self._salon.taken(self._location_id).items() if holds else ()
        busy = {
            who: [(one.start_at, one.end_at) for one in of if one.appointment_id not in rounds] for who, of in taken
        }
        placed = place(asked, team, busy, start, zone) if holds else None
        for part in placed or ():
            for row in holds:
                same = row.team_member_id == part.team_member_id
                if same and row.start_at < part.end_at and part.start_at < row.end_at:
                    return row
        return None

    def _is_here(self, row: BusyRow) -> bool:
        return row.location_id == self._location_id

    def _found(self, query: SlotQuery, slots: Sequence[Slot] | None) -> None:
        if query != self._query or self._basket is None:
            return
        if slots is None:
            self._from_own_copy(self._basket, query.date)
        else:
            self._take(Source.SERVER, slots)

    def _from_own_copy(self, basket: Basket, day: dt.date) -> None:
        asked, team, busy, zone = self._known(basket)
        self._take(Source.OWN_COPY, free_slots(asked, team, busy, day, 1, zone, self._clock.now()))

    def _known(self, basket: Basket) -> tuple[tuple[Want, ...], tuple[TeamMemberRow, ...], Busy, str]:
        team, busy = self._salon.team(self._location_id), self._salon.busy(self._location_id)
        return wants(basket.lines), team, busy, self._salon.zone(self._location_id)

    def _take(self, source: Source, slots: Sequence[Slot]) -> None:
        self.source = source
        self.starts = tuple(dict.fromkeys(slot.start for slot in slots))
        self.changed.emit()
