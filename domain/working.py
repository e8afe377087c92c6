"""When somebody can work: what makes hours or time off impossible. Both sides ask this; the server decides."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain.wire.rows import TimeOff, WorkingHours

WEEKDAYS = range(7)


class Fault(NamedTuple):
    """`code` is stable; `place` says which of the given ones is at fault."""

    code: str
    place: int


def hours_fault(hours: Sequence[WorkingHours]) -> Fault | None:
    """`hours_wrong` when one does not end after it starts, `hours_overlap` when it lies over another of its day.

    Hours may touch: 9 to 12 and 12 to 17.
    """
    for index, one in enumerate(hours):
        if one.weekday not in WEEKDAYS or one.end <= one.start:
            return Fault("hours_wrong", index)
        others = (other for other in hours[:index] if other.weekday == one.weekday)
        if any(one.start < other.end and other.start < one.end for other in others):
            return Fault("hours_overlap", index)
    return None


def time_off_fault(times: Sequence[TimeOff]) -> Fault | None:
    """`time_off_wrong` when one does not end after it starts, `time_off_overlaps` when it lies over another."""
    for index, one in enumerate(times):
        if one.end_at <= one.start_at:
            return Fault("time_off_wrong", index)
        if any(one.start_at < other.end_at and other.start_at < one.end_at for other in times[:index]):
            return Fault("time_off_overlaps", index)
    return None


def within(spans: Iterable[tuple[int, int]], times: Sequence[TimeOff]) -> list[tuple[int, int]]:
    """Those of the stretches, as start and end, that time off would lie over."""
    return [(start, end) for start, end in spans if any(start < off.end_at and off.start_at < end for off in times)]
