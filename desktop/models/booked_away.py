"""What is booked in a time off that is being entered (row B24): said before it is saved, and it stays booked."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.cards import shown_name
from desktop.models.ports import Office
from desktop.models.salon import Salon
from desktop.texts import in_a_row, local_moment, ntr, tr
from domain.clock import Clock
from domain.times import local
from domain.wire.catalogue import Affected, SaveTimeOff, TimesOff
from domain.wire.rows import AppointmentRow, TeamMemberRow, TimeOff
from domain.working import time_off_fault, within

MOST_SHOWN = 5

_QUIET_MS = 200
"""The server is asked when nothing was changed for so long."""


class BookedAway(QObject):
    """The server is asked, as a desk may not hold every appointment; until it has answered this desk's own are told."""

    changed = Signal()

    def __init__(self, row: TeamMemberRow, office: Office, salon: Salon, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._row, self._office, self._salon, self._clock = row, office, salon, clock
        self._times: TimesOff | None = None
        self._known: tuple[TimesOff, Affected] | None = None
        self._soon = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._soon.timeout.connect(self._ask)

    def look(self, times: Sequence[TimeOff]) -> None:
        """These are the times off now; only what differs from the saved ones is looked at."""
        new = [off for off in times if off not in self._row.time_off]
        right = bool(new) and time_off_fault(times) is None
        self._times = TimesOff(tuple(SaveTimeOff(off.start_at, off.end_at) for off in new)) if right else None
        if self._times is not None and (self._known is None or self._known[0] != self._times):
            self._soon.start()

    def words(self) -> str:
        """Which appointments to come lie in it, in a sentence; empty when there are none."""
        count, told = self._booked()
        if not count:
            return ""
        more = count - min(len(told), MOST_SHOWN)
        shown = in_a_row([*told[:MOST_SHOWN], *([tr("{count} more", count=more)] if more > 0 else [])])
        return ntr(
            "{count} appointment is in this time and stays booked: {appointments}.",
            "{count} appointments are in this time and stay booked: {appointments}.",
            count,
            appointments=shown,
        )

    def _booked(self) -> tuple[int, list[str]]:
        if self._times is None:
            return 0, []
        if self._known is not None and self._known[0] == self._times:
            found = self._known[1]
            return found.count, [self._told(one.start_at, one.client_name) for one in found.appointments]
        told = self._held_here(self._times)
        return len(told), told

    def _held_here(self, times: TimesOff) -> list[str]:
        taken = self._salon.taken(self._row.location_id).get(self._row.id, ())
        off = [TimeOff(one.start_at, one.end_at) for one in times.time_off]
        found = set(within(((one.start_at, one.end_at) for one in taken), off))
        now, told = self._clock.now(), dict[str, str]()
        for one in taken:
            if one[:2] in found and one.end_at > now:
                row = self._salon.get(AppointmentRow, one.appointment_id or None)
                words = self._told(one.start_at, row.client_name if row else "")
                told.setdefault(one.appointment_id or str(one.start_at), words)
        return list(told.values())

    def _told(self, start_at: int, client_name: str) -> str:
        when = local_moment(local(start_at, self._salon.zone(self._row.location_id)), self._today())
        return f"{when} {shown_name(client_name)}" if client_name else when

    def _today(self) -> dt.date:
        return local(self._clock.now(), self._salon.zone(self._row.location_id)).date()

    def _ask(self) -> None:
        if self._times is not None:
            self._office.affected(self._row.id, self._times, self._answered)

    def _answered(self, times: TimesOff, found: Affected | None) -> None:
        if found is not None:
            self._known = times, found
            self.changed.emit()
