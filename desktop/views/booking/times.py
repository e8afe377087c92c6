"""A day's times to choose from, by quarters of an hour, with whatever other time is held already."""

import datetime as dt

from desktop.texts import clock, tr
from desktop.views.booking.fields import Chooser

_QUARTERS = tuple(dt.time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45))
_MIDNIGHT = dt.time()


class TimeChooser(Chooser):
    """With `ends` midnight is the end of the day and stands last."""

    def __init__(self, name: str, *, ends: bool = False) -> None:
        super().__init__(name)
        self._ends = ends
        self._times: list[dt.time] = []

    def bind(self, chosen: dt.time, name: str) -> None:
        """Show this time; `name` is what the field is called for who hears it."""
        self.setAccessibleName(name)
        times = sorted({*_QUARTERS, chosen})
        if self._ends:
            times = [*times[1:], _MIDNIGHT]
        if times != self._times:
            self._times = times
            self.clear()
            for time in times:
                self.addItem(tr("end of day") if self._ends and time == _MIDNIGHT else clock(time))
        self.setCurrentIndex(times.index(chosen))

    def time_at(self, index: int) -> dt.time:
        """The time of an entry."""
        return self._times[index]
