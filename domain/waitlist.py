"""What a waitlist entry is made of, for both sides (row B21). Pure."""

import datetime as dt
from collections.abc import Iterable

from domain.times import instant
from domain.wire.actions import WishedWindow
from domain.wire.rows import Window


def windows_of(asked: Iterable[WishedWindow]) -> tuple[Window, ...]:
    """Windows as they were asked for, each as rows have it."""
    return tuple(Window(window.date, window.earliest, window.latest) for window in asked)


def in_order(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Each window once, the earliest first."""
    return tuple(sorted(set(windows), key=lambda window: (window.date, window.earliest, window.latest)))


def ends_at(window: Window | WishedWindow, zone: str) -> int:
    """The instant at which a window closes."""
    return instant(dt.datetime.combine(window.date, window.latest), zone)
