"""Whether the time that a client wished for can still be had, from the desk's own copy of busy times (row N1)."""

import datetime as dt
from enum import StrEnum
from typing import NamedTuple

import msgspec
from PySide6.QtCore import QObject

from desktop.models.salon import Salon
from domain.availability import nearest, place, wants
from domain.wire.actions import Slot
from domain.wire.rows import KINDS, AppointmentRow, BusyRow, DraftRow, Line, LocationRow, TeamMemberRow

_REMEMBERED = 200
_MOVES_SLOTS = frozenset((KINDS[AppointmentRow], KINDS[BusyRow], KINDS[TeamMemberRow], KINDS[LocationRow]))


class WishState(StrEnum):
    """How a wished time stands."""

    NONE = "none"
    PAST = "past"
    FREE = "free"
    TAKEN = "taken"


class Wish(NamedTuple):
    """`other` is the nearest free start when the wished one is taken, if there is any."""

    state: WishState
    other: Slot | None = None


def wanted_lines(row: DraftRow) -> tuple[Line, ...]:
    """The draft's lines, each with the team member chosen for it or for the whole booking."""
    if row.team_member_id is None:
        return row.lines
    return tuple(
        line if line.team_member_id else msgspec.structs.replace(line, team_member_id=row.team_member_id)
        for line in row.lines
    )


class Wishes(QObject):
    """Answers for the cards on the screen and remembers the answers until busy times or the team change."""

    def __init__(self, salon: Salon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._salon = salon
        self._known: dict[str, tuple[DraftRow, Wish]] = {}
        salon.changed.connect(self._forget)

    def of(self, row: DraftRow, now: int) -> Wish:
        """How the time that the draft wishes for stands at `now`."""
        location = self._salon.get(LocationRow, row.location_id)
        if row.start is None or row.start_at is None or location is None:
            return Wish(WishState.NONE)
        if row.start_at <= now:
            return Wish(WishState.PAST)
        known = self._known.get(row.id)
        if known is None or known[0] is not row or _is_stale(known[1], now):
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[row.id] = (row, self._find(row, row.start, location, now))
        return known[1]

    def _find(self, row: DraftRow, start: dt.datetime, location: LocationRow, now: int) -> Wish:
        asked, team, busy = wants(wanted_lines(row)), self._salon.team(location.id), self._salon.busy(location.id)
        if place(asked, team, busy, start, location.zone):
            return Wish(WishState.FREE)
        others = nearest(asked, team, busy, start, location.zone, now, count=1)
        return Wish(WishState.TAKEN, others[0] if others else None)

    def _forget(self, kind: str) -> None:
        if kind in _MOVES_SLOTS:
            self._known.clear()


def _is_stale(wish: Wish, now: int) -> bool:
    return wish.other is not None and wish.other.start_at <= now
