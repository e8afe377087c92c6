"""Who serves at a location: the list of Settings, and what the form over one of them holds (row B24)."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop.models.salon import Salon
from desktop.texts import clock, day_names, in_a_row, ntr, tr
from domain.permissions import Permission
from domain.wire.rows import KINDS, LocationRow, PersonRow, ServiceRow, TeamMemberRow, WorkingHours

_KINDS = frozenset((KINDS[TeamMemberRow], KINDS[ServiceRow], KINDS[PersonRow], KINDS[LocationRow]))


class MemberLine(NamedTuple):
    """Someone who serves, in the list."""

    id: str
    name: str
    about: str
    archived: bool


class Serving(QObject):
    """Those who serve at one location, by name; archived ones after them when they are asked for."""

    changed = Signal()

    def __init__(self, salon: Salon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._salon = salon
        self.location_id: str | None = None
        self.with_archived = False
        salon.changed.connect(self._salon_changed)

    def show_location(self, location_id: str | None) -> None:
        """Show those of another location."""
        if location_id != self.location_id:
            self.location_id = location_id
            self.changed.emit()

    def show_archived(self, on: bool) -> None:
        """Whether archived ones are listed too."""
        self.with_archived = on
        self.changed.emit()

    def may_change(self) -> bool:
        """Whether the person may change who serves here."""
        return self.location_id is not None and self._salon.may(Permission.MANAGE_CATALOGUE, self.location_id)

    def archived_count(self) -> int:
        """How many are archived."""
        return sum(row.archived for row in self._here())

    def lines(self) -> tuple[MemberLine, ...]:
        """The list as of now."""
        shown = [row for row in self._here() if self.with_archived or not row.archived]
        shown.sort(key=lambda row: (row.archived, row.name.casefold(), row.id))
        return tuple(MemberLine(row.id, row.name, self._about(row), row.archived) for row in shown)

    def get(self, member_id: str) -> TeamMemberRow | None:
        """One of them."""
        return self._salon.get(TeamMemberRow, member_id)

    def _here(self) -> list[TeamMemberRow]:
        return [row for row in self._salon.rows(TeamMemberRow).values() if row.location_id == self.location_id]

    def _about(self, row: TeamMemberRow) -> str:
        offered = self._salon.rows(ServiceRow)
        can = sum(1 for service_id in row.service_ids if service_id in offered and not offered[service_id].archived)
        services = ntr("{count} service", "{count} services", can)
        names = day_names(short=True)
        told = in_a_row(
            f"{names[first]}–{names[last]} {times}" if first < last else f"{names[first]} {times}"
            for first, last, times in _runs(row.hours)
        )
        return f"{services} · {told or tr('No working hours')}"

    def _salon_changed(self, kind: str) -> None:
        if kind in _KINDS:
            self.changed.emit()


def _runs(hours: Sequence[WorkingHours]) -> list[tuple[int, int, str]]:
    """First and last weekday of those in a row with the same hours, and these."""
    days: dict[int, str] = {}
    for one in sorted(hours, key=lambda one: (one.weekday, one.start)):
        before = f"{days[one.weekday]} " if one.weekday in days else ""
        days[one.weekday] = f"{before}{clock(one.start)}–{clock(one.end)}"
    runs: list[tuple[int, int, str]] = []
    for weekday, times in days.items():
        if runs and runs[-1][1:] == (weekday - 1, times):
            runs[-1] = (runs[-1][0], weekday, times)
        else:
            runs.append((weekday, weekday, times))
    return runs
