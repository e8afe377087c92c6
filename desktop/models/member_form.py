"""The form over someone who serves: name, services, working hours by weekday, time off (row B24)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop import sentences
from desktop.models.booked_away import BookedAway
from desktop.models.cards import shown_name
from desktop.models.changing import Changing
from desktop.models.ports import Office, Outcome, Toasts
from desktop.models.salon import Salon
from desktop.texts import tr
from domain.clock import Clock
from domain.contacts import clean_text
from domain.permissions import Permission
from domain.times import instant, local
from domain.wire.catalogue import SaveHours, SaveTeamMember, SaveTimeOff
from domain.wire.rows import KINDS, ServiceRow, TeamMemberRow, TimeOff, WorkingHours
from domain.working import hours_fault, time_off_fault

_OPENS, _CLOSES = dt.time(9), dt.time(18)
_MIDNIGHT = dt.time()


@dataclass(frozen=True)
class Away:
    """A time off as the form has it, local. Midnight as `until` is the end of `last`. Untouched it stays as it was."""

    first: dt.date
    last: dt.date
    since: dt.time = _MIDNIGHT
    until: dt.time = _MIDNIGHT
    kept: TimeOff | None = None


class Sold(NamedTuple):
    """A service that somebody can be said to do."""

    id: str
    name: str
    chosen: bool


class MemberForm(QObject):
    """One open form. What was entered outlives every refusal."""

    changed = Signal()
    finished = Signal()

    def __init__(
        self,
        location_id: str,
        row: TeamMemberRow | None,
        member_id: str,
        office: Office,
        toasts: Toasts,
        salon: Salon,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.location_id, self.row, self._id = location_id, row, member_id
        self._toasts, self._salon, self._clock = toasts, salon, clock
        self.changing = Changing(office, self)
        self.overtaken = False
        self.name = row.name if row else ""
        self._chosen = dict.fromkeys(row.service_ids if row else ())
        self.hours: tuple[WorkingHours, ...] = row.hours if row else ()
        self.away: tuple[Away, ...] = tuple(map(self._away, row.time_off)) if row else ()
        self._booked = BookedAway(row, office, salon, clock, self) if row else None
        if self._booked is not None:
            self._booked.changed.connect(self.changed)
        self.changing.changed.connect(self.changed)
        salon.changed.connect(self._salon_changed)

    @property
    def zone(self) -> str:
        """The location's zone."""
        return self._salon.zone(self.location_id)

    def today(self) -> dt.date:
        """The day it is at the location."""
        return local(self._clock.now(), self.zone).date()

    def services(self) -> tuple[Sold, ...]:
        """What can be chosen, by name."""
        rows = sorted(self._salon.rows(ServiceRow).values(), key=lambda row: (row.name.casefold(), row.id))
        return tuple(Sold(row.id, row.name, row.id in self._chosen) for row in rows if not row.archived)

    # What the person does

    def set_name(self, name: str) -> None:
        """The name as it is typed."""
        self.name = name
        self.changed.emit()

    def choose(self, service_id: str, on: bool) -> None:
        """Whether she does a service."""
        if on:
            self._chosen[service_id] = None
        else:
            self._chosen.pop(service_id, None)
        self.changed.emit()

    def choose_all(self) -> None:
        """She does everything that is sold."""
        self._chosen.update(dict.fromkeys(sold.id for sold in self.services()))
        self.changed.emit()

    def add_hours(self, weekday: int) -> None:
        """One more stretch of a weekday: the whole day, or what follows the last one."""
        last = max((one.end for one in self.hours if one.weekday == weekday), default=None)
        usual = next((one for one in self.hours if one.weekday != weekday), None)
        start, end = (usual.start, usual.end) if usual else (_OPENS, _CLOSES)
        if last is not None:
            start = min(last.replace(minute=0, hour=min(last.hour + 1, 22)), dt.time(22))
            end = max(end, start.replace(hour=start.hour + 1))
        self.hours = (*self.hours, WorkingHours(weekday, start, end))
        self.changed.emit()

    def set_hours(self, index: int, hours: WorkingHours) -> None:
        """Other times of a stretch."""
        self.hours = (*self.hours[:index], hours, *self.hours[index + 1 :])
        self.changed.emit()

    def remove_hours(self, index: int) -> None:
        """She does not work then."""
        self.hours = (*self.hours[:index], *self.hours[index + 1 :])
        self.changed.emit()

    def add_away(self) -> None:
        """One more time off: a whole day, tomorrow or after the last one."""
        last = max((one.last for one in self.away), default=self.today())
        first = max(last, self.today()) + dt.timedelta(days=1)
        self.away = (*self.away, Away(first, first))
        self._away_changed()

    def set_away(self, index: int, away: Away) -> None:
        """Another time off instead."""
        self.away = (*self.away[:index], replace(away, kept=None), *self.away[index + 1 :])
        self._away_changed()

    def remove_away(self, index: int) -> None:
        """She serves then after all."""
        self.away = (*self.away[:index], *self.away[index + 1 :])
        self._away_changed()

    # What it comes to

    def why_not(self) -> str:
        """Why it cannot be saved as it stands; empty when it can."""
        if not self._salon.may(Permission.MANAGE_CATALOGUE, self.location_id):
            return sentences.not_permitted()
        if self.changing.waits:
            return tr("The server is being asked.")
        if not clean_text(self.name):
            return tr("Please enter a name.")
        wrong = [self.wrong_hours(index) for index in range(len(self.hours))]
        wrong += [self.wrong_away(index) for index in range(len(self.away))]
        return next((why for why in wrong if why), "")

    def wrong_hours(self, index: int) -> str:
        """What is wrong with a stretch of hours; empty when nothing is."""
        fault = hours_fault(self.hours)
        if fault is None or fault.place != index:
            return ""
        if fault.code == "hours_overlap":
            return tr("These hours overlap others of the same day.")
        return tr("These hours end before they begin.")

    def wrong_away(self, index: int) -> str:
        """What is wrong with a time off; empty when nothing is."""
        fault = time_off_fault(self._times_off())
        if fault is None or fault.place != index:
            return ""
        if fault.code == "time_off_overlaps":
            return tr("This overlaps another time off.")
        return tr("This time off ends before it begins.")

    def affected(self) -> str:
        """Which appointments to come lie in what is new of the time off, in a sentence; empty when there are none."""
        return self._booked.words() if self._booked else ""

    def submit(self, *, archived: bool | None = None) -> None:
        """Save it. Nothing happens while something is missing."""
        if self.why_not():
            return
        self.changing.ask(
            SaveTeamMember(
                self._id,
                self.location_id,
                clean_text(self.name),
                tuple(self._chosen),
                tuple(SaveHours(one.weekday, one.start, one.end) for one in self.hours),
                tuple(SaveTimeOff(one.start_at, one.end_at) for one in self._times_off()),
                (self.row.archived if self.row else False) if archived is None else archived,
            ),
            self._saved,
        )

    def _saved(self, _outcome: Outcome) -> None:
        self._toasts.say(tr("{name} was saved.", name=shown_name(self.name)))
        self.finished.emit()

    def _away_changed(self) -> None:
        if self._booked is not None:
            self._booked.look(self._times_off())
        self.changed.emit()

    def _times_off(self) -> Sequence[TimeOff]:
        return tuple(one.kept or self._time_off(one) for one in self.away)

    def _time_off(self, away: Away) -> TimeOff:
        last = away.last + dt.timedelta(days=away.until == _MIDNIGHT)
        start, end = dt.datetime.combine(away.first, away.since), dt.datetime.combine(last, away.until)
        return TimeOff(max(0, instant(start, self.zone)), max(0, instant(end, self.zone)))

    def _away(self, off: TimeOff) -> Away:
        start, end = local(off.start_at, self.zone), local(off.end_at, self.zone)
        last = end.date() - dt.timedelta(days=end.time() == _MIDNIGHT)
        return Away(start.date(), last, start.time(), end.time(), off)

    def _salon_changed(self, kind: str) -> None:
        if kind == KINDS[TeamMemberRow] and self.row is not None and not self.changing.waits:
            now = self._salon.get(TeamMemberRow, self.row.id)
            self.overtaken = self.overtaken or now != self.row
        self.changed.emit()
