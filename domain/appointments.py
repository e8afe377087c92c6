"""The life of an appointment (row N24): what it may become, and what becomes of it when it is moved. Pure.

Booked, confirmed, arrived, done; no-show and cancelled give the time back. A mistaken step can be taken back, as long
as the time is still there to be had.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """Where an appointment stands."""

    BOOKED = "booked"
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class CancelReason(StrEnum):
    """Why an appointment is cancelled, as a code: no free text about a client outlives it."""

    CLIENT_ASKED = "client_asked"
    CLIENT_ILL = "client_ill"
    TEAM_AWAY = "team_away"
    MISTAKE = "mistake"
    OTHER = "other"


NEXT: Mapping[Status, frozenset[Status]] = {
    Status.BOOKED: frozenset({Status.CONFIRMED, Status.ARRIVED, Status.NO_SHOW, Status.CANCELLED}),
    Status.CONFIRMED: frozenset({Status.BOOKED, Status.ARRIVED, Status.NO_SHOW, Status.CANCELLED}),
    Status.ARRIVED: frozenset({Status.BOOKED, Status.CONFIRMED, Status.DONE, Status.CANCELLED}),
    Status.DONE: frozenset({Status.ARRIVED}),
    Status.NO_SHOW: frozenset({Status.BOOKED, Status.CONFIRMED, Status.ARRIVED}),
    Status.CANCELLED: frozenset({Status.BOOKED, Status.CONFIRMED, Status.ARRIVED}),
}
"""From each status to those that a person may set, steps back included."""

_GIVES_TIME_BACK = frozenset({Status.NO_SHOW, Status.CANCELLED})
_MOVABLE = frozenset({Status.BOOKED, Status.CONFIRMED, Status.ARRIVED})


class NotPossible(ValueError):
    """The appointment does not stand where that could be done."""


class TooEarly(NotPossible):
    """Nobody has failed to come before it begins."""


class Life(NamedTuple):
    """What changes in an appointment's life. Starts are local; `previous_start` is the one before the last move."""

    status: Status
    start: datetime
    previous_start: datetime | None = None
    cancel_reason: CancelReason | None = None


def takes_time(status: Status) -> bool:
    """Whether the team is taken by an appointment that stands there."""
    return status not in _GIVES_TIME_BACK


def may_move(status: Status) -> bool:
    """Whether an appointment that stands there can get another time, length or team member."""
    return status in _MOVABLE


def changed(life: Life, to: Status, reason: CancelReason | None, *, begun: bool) -> Life:
    """The life after a person has set `to`. Cancelling needs a reason, and nothing else has one.

    `begun` is whether the start has come. Raises NotPossible, and TooEarly for a no-show before the start.
    """
    if to not in NEXT[life.status] or (reason is None) == (to is Status.CANCELLED):
        raise NotPossible(f"{life.status} to {to}")
    if to is Status.NO_SHOW and not begun:
        raise TooEarly(to)
    return life._replace(status=to, cancel_reason=reason)


def moved(life: Life, start: datetime) -> Life:
    """The life at another start, or at the same one if only its length or team changes. Raises NotPossible.

    What a client has confirmed is a time: at another one she is booked, not confirmed.
    """
    if not may_move(life.status):
        raise NotPossible(f"a move of what is {life.status}")
    if start == life.start:
        return life
    status = Status.BOOKED if life.status is Status.CONFIRMED else life.status
    return life._replace(status=status, start=start, previous_start=life.start)
