"""For whom on the waitlist there is room, from the desk's own copy of busy times (rows B22, N1)."""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.salon import Salon
from domain.availability import wants
from domain.clock import Clock
from domain.matching import first_fit, still_fits
from domain.wire.actions import Slot
from domain.wire.rows import KINDS, BusyRow, LocationRow, TeamMemberRow, WaitlistEntryRow

_MOVES_SLOTS = frozenset((KINDS[BusyRow], KINDS[TeamMemberRow], KINDS[LocationRow]))
_A_TURN = 4
"""So many entries are looked at before the window may do something else: some milliseconds."""


class Opening(NamedTuple):
    """A start that would do. `freed`: somebody gave it back, and it was told."""

    slot: Slot
    freed: bool


class Openings(QObject):
    """Keeps an answer for each entry, and looks again, a few at a time, when busy times or the team change."""

    changed = Signal()

    def __init__(self, salon: Salon, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._salon, self._clock = salon, clock
        self._rows: dict[str, WaitlistEntryRow] = {}
        self._known: dict[str, Opening | None] = {}
        self._waiting: dict[str, None] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._turn)
        salon.changed.connect(self._salon_changed)

    def of(self, entry_id: str) -> Opening | None:
        """The best start for an entry, as far as it has been looked for."""
        return self._known.get(entry_id)

    def watch(self, rows: Iterable[WaitlistEntryRow]) -> None:
        """Look for these entries from now on, and no others."""
        before, self._rows = self._rows, {row.id: row for row in rows}
        self._known = {entry_id: found for entry_id, found in self._known.items() if entry_id in self._rows}
        self._look([row.id for row in self._rows.values() if before.get(row.id) is not row])

    def tick(self) -> None:
        """Starts that have passed are no openings any more."""
        now = self._clock.now()
        self._look([entry_id for entry_id, found in self._known.items() if found and found.slot.start_at <= now])

    def _salon_changed(self, kind: str) -> None:
        if kind in _MOVES_SLOTS:
            self._look(self._rows)

    def _look(self, entry_ids: Iterable[str]) -> None:
        self._waiting.update(dict.fromkeys(entry_ids))
        if self._waiting:
            self._soon.start(0)

    def _turn(self) -> None:
        differs = False
        for entry_id in list(self._waiting)[:_A_TURN]:
            del self._waiting[entry_id]
            row = self._rows.get(entry_id)
            if row is not None:
                found = self._find(row)
                differs |= found != self._known.get(entry_id)
                self._known[entry_id] = found
        if differs:
            self.changed.emit()
        if self._waiting:
            self._soon.start(0)

    def _find(self, row: WaitlistEntryRow) -> Opening | None:
        at = self._salon.get(LocationRow, row.location_id)
        if at is None:
            return None
        asked, now = wants(row.lines), self._clock.now()
        team, busy = self._salon.team(at.id), self._salon.busy(at.id)
        for fit in row.fits:
            slot = Slot(fit.team_member_id, fit.start, fit.start_at)
            if still_fits(asked, slot, team, busy, at.zone, now):
                return Opening(slot, freed=True)
        found = first_fit(asked, row.windows, team, busy, at.zone, now)
        return Opening(found, freed=False) if found else None
