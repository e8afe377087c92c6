"""The rows that every screen looks things up in: who is signed in, catalogue, team, busy times, appointments."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.models.ports import Feed
from desktop.texts import tr
from domain.appointments import takes_time
from domain.availability import Busy
from domain.contacts import clean_text
from domain.permissions import Permission
from domain.seats import spans
from domain.wire.automations import AutomationRow, FailedMessageRow
from domain.wire.channels import ChannelRow
from domain.wire.offers import OfferRow, OfferSettingsRow
from domain.wire.replies import ReplyRow
from domain.wire.rows import (
    KINDS,
    AppointmentRow,
    BundleRow,
    BusyRow,
    LocationRow,
    PersonRow,
    ReminderSettingsRow,
    Row,
    SandboxMessageRow,
    ServiceRow,
    TeamMemberRow,
)
from domain.wire.team import AccountRow, MatrixRow

R = TypeVar(
    "R",
    AccountRow,
    AppointmentRow,
    AutomationRow,
    BundleRow,
    BusyRow,
    ChannelRow,
    FailedMessageRow,
    LocationRow,
    MatrixRow,
    OfferRow,
    OfferSettingsRow,
    PersonRow,
    ReminderSettingsRow,
    ReplyRow,
    SandboxMessageRow,
    ServiceRow,
    TeamMemberRow,
)


class Taken(NamedTuple):
    """A stretch in which a team member is taken, and by which appointment; empty where the desk is not told."""

    start_at: int
    end_at: int
    appointment_id: str


_LONGEST_NAME = 40
_KEPT = frozenset(KINDS[of] for of in R.__constraints__)
_TAKES_TIME = frozenset((KINDS[BusyRow], KINDS[AppointmentRow]))


class Salon(QObject):
    """Rows by id of every kind but drafts and notices, which have models of their own."""

    changed = Signal(str)
    """A kind of which rows differ now."""

    def __init__(self, feed: Feed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, dict[str, Row]] = {kind: {} for kind in _KEPT}
        self._taken: dict[str, dict[str, list[Taken]]] = {}
        self._busy: dict[str, Busy] = {}
        feed.rows_reset.connect(self._reset)
        feed.rows_changed.connect(self._change)

    def rows(self, of: type[R]) -> Mapping[str, R]:
        """All rows of a type, by id."""
        return self._rows[KINDS[of]]  # type: ignore[return-value]  # filed under the kind of its type

    def get(self, of: type[R], row_id: str | None) -> R | None:
        """One row, None when the desk does not hold it."""
        return self.rows(of).get(row_id) if row_id is not None else None

    def person(self) -> PersonRow | None:
        """Who is signed in; None before the first contact and after signing out."""
        return next(iter(self.rows(PersonRow).values()), None)

    def may(self, permission: Permission, location_id: str) -> bool:
        """Whether that person may do this at the location (row B18)."""
        person = self.person()
        return person is not None and any(
            grant.location_id == location_id and permission in grant.permissions for grant in person.grants
        )

    def place_name(self, location_id: str) -> str:
        """A location's name where there are several to tell apart; else nothing (row N25)."""
        places = self.rows(LocationRow)
        place = places.get(location_id) if len(places) > 1 else None
        return clean_text(place.name) if place else ""

    def member_name(self, member_id: str | None) -> str:
        """A team member by name, also one who is archived."""
        member = self.get(TeamMemberRow, member_id)
        return clean_text(member.name)[:_LONGEST_NAME] if member else tr("someone who is not in the team any more")

    def zone(self, location_id: str | None) -> str:
        """The time zone of a location; UTC for one that the desk does not hold."""
        place = self.get(LocationRow, location_id)
        return place.zone if place else "UTC"

    def home_zone(self) -> str:
        """The time zone of the first location, for what belongs to the whole business."""
        return next((place.zone for place in self.rows(LocationRow).values()), "UTC")

    def region(self, location_id: str | None) -> str:
        """The country of a location (ISO 3166), by which phone numbers are read."""
        place = self.get(LocationRow, location_id)
        return place.region if place else "DE"

    def team(self, location_id: str) -> tuple[TeamMemberRow, ...]:
        """Who serves there today, by name."""
        found = (m for m in self.rows(TeamMemberRow).values() if m.location_id == location_id and not m.archived)
        return tuple(sorted(found, key=lambda member: (member.name.casefold(), member.id)))

    def busy(self, location_id: str) -> Busy:
        """When each team member there is taken, by team member."""
        if location_id not in self._busy:
            taken = self.taken(location_id)
            self._busy[location_id] = {
                who: tuple((one.start_at, one.end_at) for one in of) for who, of in taken.items()
            }
        return self._busy[location_id]

    def taken(self, location_id: str) -> Mapping[str, Sequence[Taken]]:
        """By team member, when and by what: appointments as this desk has them, moves that wait included, and beside
        them the times of those that it may not see.
        """
        if location_id not in self._taken:
            held = self.rows(AppointmentRow)
            own = (row for row in held.values() if row.location_id == location_id and takes_time(row.status))
            by_member: dict[str, list[Taken]] = {}
            for appointment in own:
                if len(appointment.lines) == 1:
                    only = Taken(appointment.start_at, appointment.end_at, appointment.id)
                    by_member.setdefault(appointment.lines[0].team_member_id or "", []).append(only)
                    continue
                for member_id, start_at, end_at in spans(appointment.lines, appointment.start_at):
                    by_member.setdefault(member_id, []).append(Taken(start_at, end_at, appointment.id))
            for row in self.rows(BusyRow).values():
                if row.location_id == location_id and row.appointment_id not in held:
                    taken = Taken(row.start_at, row.end_at, row.appointment_id)
                    by_member.setdefault(row.team_member_id, []).append(taken)
            for times in by_member.values():
                times.sort()
            self._taken[location_id] = by_member
        return self._taken[location_id]

    def _reset(self, kind: str, rows: tuple[Row, ...]) -> None:
        if kind in _KEPT:
            self._rows[kind] = {row.id: row for row in rows}
            self._differs(kind)

    def _change(self, kind: str, upserts: tuple[Row, ...], removed: tuple[str, ...]) -> None:
        if kind not in _KEPT:
            return
        held = self._rows[kind]
        held.update((row.id, row) for row in upserts)
        for row_id in removed:
            held.pop(row_id, None)
        self._differs(kind)

    def _differs(self, kind: str) -> None:
        if kind in _TAKES_TIME:
            self._taken.clear()
            self._busy.clear()
        self.changed.emit(kind)
