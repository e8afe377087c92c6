"""When an automated message goes, as it is chosen and typed (row B23)."""

import datetime as dt

from PySide6.QtCore import QObject, Signal

from desktop.texts import ntr, tr
from domain.automations import BY_ID, UNITS, BadTiming, check_timing
from domain.sending import QUIET_FROM, QUIET_UNTIL
from domain.wire.automations import AutomationRow, Timing, TimingUnit, When

_MOST = 100_000


class TimingChoice(QObject):
    """What was typed outlives whatever is wrong with it. `timing` is what comes of it, `amount` what is typed."""

    changed = Signal()

    def __init__(self, row: AutomationRow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.automation, self.whens = row.id, row.timings
        self.saved = self.timing = row.timing
        self.amount = str(row.timing.amount or 1)
        self._at = row.timing.at
        self._known = BY_ID.get(row.id)

    def units(self) -> tuple[TimingUnit, ...]:
        """In which it can be said how long; the one that is set stays."""
        known = self._known
        return tuple(unit for unit in UNITS if known is None or known.longest >= UNITS[unit] or unit == self.saved.unit)

    def set(self, when: When | None = None, unit: TimingUnit | None = None, amount: str | None = None) -> None:
        """Before or after, and how long."""
        when, unit = when or self.timing.when, unit or self.timing.unit
        self.amount = self.amount if amount is None else amount.strip()
        if when == "at_once":
            self.timing = Timing("at_once")
        else:
            self.timing = Timing(when, min(self._number(), _MOST), unit, self._at if unit == "days" else None)
        self.changed.emit()

    def set_time_of_day(self, at: dt.time | None) -> None:
        """At which local time of that day; None is the time of what it is about."""
        self._at = at
        self.set()

    def has_time_of_day(self) -> bool:
        """Whether one can be set: only of days."""
        return self.timing.when != "at_once" and self.timing.unit == "days"

    def times_of_day(self) -> list[dt.time]:
        """From which one is chosen: by day, since at night it would wait for the morning; and the one that is set."""
        by_day = (dt.time(hour, minute) for hour in range(QUIET_UNTIL.hour, QUIET_FROM.hour) for minute in (0, 30))
        return sorted({*by_day, *((self._at,) if self._at else ())})

    def fault(self) -> str:
        """Why it cannot go then, and what can."""
        try:
            if self._known is not None:
                check_timing(self._known, self.timing)
        except BadTiming as bad:
            return self._why(bad.field)
        return ""

    def _why(self, field: str) -> str:
        if field != "amount" or self._known is None:
            return tr("This message cannot go then. Please choose another time.")
        if self._number() == 0:
            return tr("Please enter a whole number, from 1 on.")
        most = self._known.longest // UNITS[self.timing.unit]
        if self.timing.unit == "minutes":
            return ntr("That is too long: at most {count} minute.", "That is too long: at most {count} minutes.", most)
        if self.timing.unit == "hours":
            return ntr("That is too long: at most {count} hour.", "That is too long: at most {count} hours.", most)
        return ntr("That is too long: at most {count} day.", "That is too long: at most {count} days.", most)

    def _number(self) -> int:
        return int(self.amount) if self.amount.isascii() and self.amount.isdecimal() else 0
