"""Until when a card may rest: the usual moments, and what is wrong with another one (row N7)."""

import datetime as dt
from dataclasses import dataclass

from desktop.models.calls import Step
from desktop.texts import clock, moment, moment_inside, tr
from domain.constants import HOUR
from domain.times import instant, local
from domain.wire.rows import DraftRow
from domain.work import snooze_fault

_AFTERNOON, _MORNING, _SUNDAY = dt.time(15), dt.time(9), 6


@dataclass(frozen=True)
class Rest:
    """One moment to choose. `fault` says why not; empty when it can be chosen."""

    text: str
    until: int
    fault: str
    usual: Step | None = None
    """Under which step after a call it is offered."""


def rests_for(row: DraftRow, now: int, zone: str) -> list[Rest]:
    """In an hour, this afternoon while that is ahead, tomorrow morning, next week unless that is tomorrow."""
    today = local(now, zone)
    moments: list[tuple[str, int, Step | None]] = [(tr("In an hour"), now + HOUR, Step.HOUR)]
    if today.time() < _AFTERNOON:
        afternoon = dt.datetime.combine(today.date(), _AFTERNOON)
        moments.append((tr("This afternoon, {time}", time=clock(_AFTERNOON)), instant(afternoon, zone), None))
    mornings: tuple[tuple[str, int, Step | None], ...] = (
        (tr("Tomorrow morning, {time}", time=clock(_MORNING)), 1, Step.MORNING),
        (tr("Next week, Monday {time}", time=clock(_MORNING)), 7 - today.weekday(), None),
    )
    for text, days, step in mornings if today.weekday() < _SUNDAY else mornings[:1]:
        morning = dt.datetime.combine(today.date() + dt.timedelta(days=days), _MORNING)
        moments.append((text, instant(morning, zone), step))
    return [Rest(text, until, fault_of(row, until, now, zone), step) for text, until, step in moments]


def fault_of(row: DraftRow, until: int, now: int, zone: str) -> str:
    """Why a card cannot rest until then, as a sentence; empty when it can."""
    fault = snooze_fault(until, now, row.removed_at)
    if fault == "snooze_past":
        return tr("This moment has passed already.")
    if fault == "snooze_too_late":
        gone = moment_inside(local(row.removed_at, zone), local(now, zone).date())
        return tr("The card would be gone by then: it removes itself {time}.", time=gone)
    return ""


def until_words(until: int, now: int, zone: str) -> str:
    """`until 15:00`, `until Tomorrow 09:00`."""
    return tr("until {time}", time=moment(until, now, zone))
