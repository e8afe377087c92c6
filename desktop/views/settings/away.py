"""Time off: from a day and time until a day and time, each removable."""

import datetime as dt
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.member_form import Away, MemberForm
from desktop.texts import day, tr
from desktop.views.booking.fields import DayField
from desktop.views.booking.times import TimeChooser
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL
from desktop.views.theme.forms import over_fault
from desktop.views.theme.labels import Label
from desktop.views.theme.rows import reused


class AwayEditor(QWidget):
    """The times off of a form, and one more."""

    def __init__(self, form: MemberForm) -> None:
        super().__init__()
        self._form = form
        self.rows: list[AwayRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.affected = Label(role="amber_text", wrap=True)
        self.add = Button(tr("Add time off"))
        self.add.clicked.connect(form.add_away)
        self._column.addWidget(self.affected)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def bind(self) -> None:
        """Show the times off as of now; rows are used again."""
        away = self._form.away
        for place, row in enumerate(reused(self.rows, len(away), self._make)):
            row.bind(away[place], self._form.wrong_away(place), place + 1, self._form.today())
        self.affected.say_or_hide(self._form.affected())

    def _make(self, place: int) -> "AwayRow":
        row = AwayRow()
        row.changed.connect(partial(self._form.set_away, place))
        row.remove.clicked.connect(lambda: self._form.remove_away(place))
        self._column.insertWidget(place, row)
        return row


class AwayRow(QWidget):
    """One time off."""

    changed = Signal(object)
    """The Away as it is now."""

    def __init__(self) -> None:
        super().__init__()
        self._away: Away | None = None
        self.first, self.last = DayField(), DayField()
        self.since, self.until = TimeChooser(""), TimeChooser("", ends=True)
        self.remove = Button(kind="flat", icon="close", name=tr("Remove this time off"))
        self._fault = Label(role="red_text", pixels=SMALL)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.first, self.since, Label(tr("to"), role="quiet"), self.last, self.until, self.remove):
            row.addWidget(widget)
        row.addStretch(1)
        over_fault(self, row, self._fault)
        self.first.chosen.connect(lambda chosen: self._change(first=chosen))
        self.last.chosen.connect(lambda chosen: self._change(last=chosen))
        self.since.activated.connect(lambda index: self._change(since=self.since.time_at(index)))
        self.until.activated.connect(lambda index: self._change(until=self.until.time_at(index)))

    def bind(self, away: Away, fault: str, number: int, today: dt.date) -> None:
        """Show this one; `number` counts from one, for who hears it."""
        self._away = away
        self.first.bind(away.first, min(away.first, away.last), day(away.first, today))
        self.last.bind(away.last, min(away.first, away.last), day(away.last, today))
        self.since.bind(away.since, tr("Time off {number} from", number=number))
        self.until.bind(away.until, tr("Time off {number} to", number=number))
        self._fault.say_or_hide(fault)

    def _change(self, **changes: object) -> None:
        if self._away is not None:
            away = replace(self._away, **changes)  # type: ignore[arg-type]  # by name, from the four fields above
            if "first" in changes:
                away = replace(away, last=max(away.first, away.last))
            self.changed.emit(away)
