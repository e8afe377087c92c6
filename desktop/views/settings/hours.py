"""Working hours by weekday: the stretches of each day, and a way to add and remove one."""

from functools import partial

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.member_form import MemberForm
from desktop.texts import day_names, first_weekday, tr
from desktop.views.booking.times import TimeChooser
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL, Weight
from desktop.views.theme.forms import over_fault
from desktop.views.theme.labels import Label
from desktop.views.theme.rows import reused
from domain.wire.rows import WorkingHours

_DAYS = 7


class HoursEditor(QWidget):
    """A row a weekday, the week beginning where people begin it."""

    def __init__(self, form: MemberForm) -> None:
        super().__init__()
        self.days: dict[int, DayHours] = {}
        table = QGridLayout(self)
        table.setContentsMargins(0, 0, 0, 0)
        table.setHorizontalSpacing(16)
        table.setVerticalSpacing(8)
        table.setColumnStretch(1, 1)
        for place in range(_DAYS):
            weekday = (first_weekday() + place) % _DAYS
            day = DayHours(form, weekday)
            title = Label(day_names()[weekday], weight=Weight.Medium)
            title.setContentsMargins(0, 7, 0, 0)
            self.days[weekday] = day
            table.addWidget(title, place, 0, Qt.AlignmentFlag.AlignTop)
            table.addWidget(day, place, 1)
            table.addWidget(day.add, place, 2, Qt.AlignmentFlag.AlignTop)

    def bind(self) -> None:
        """Show the hours as of now."""
        for day in self.days.values():
            day.bind()


class DayHours(QWidget):
    """The stretches of one weekday."""

    def __init__(self, form: MemberForm, weekday: int) -> None:
        super().__init__()
        self._form, self._weekday = form, weekday
        self.rows: list[StretchRow] = []
        self.add = Button(tr("Add hours"), "flat", name=tr("Add hours on {day}", day=day_names()[weekday]))
        self.add.clicked.connect(partial(form.add_hours, weekday))
        self._none = Label(tr("Does not work"), role="quiet")
        self._none.setContentsMargins(0, 7, 0, 7)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self._none)

    def bind(self) -> None:
        """Show the stretches as of now; rows are used again."""
        mine, day = self._mine(), day_names()[self._weekday]
        self._none.setVisible(not mine)
        for row, index in zip(reused(self.rows, len(mine), self._make), mine, strict=True):
            row.bind(self._form.hours[index], day, self._form.wrong_hours(index))

    def _mine(self) -> list[int]:
        """Where the stretches of this weekday stand among all of the form."""
        return [index for index, one in enumerate(self._form.hours) if one.weekday == self._weekday]

    def _make(self, place: int) -> "StretchRow":
        row = StretchRow()
        row.changed.connect(lambda hours: self._form.set_hours(self._mine()[place], hours))
        row.remove.clicked.connect(lambda: self._form.remove_hours(self._mine()[place]))
        self._column.addWidget(row)
        return row


class StretchRow(QWidget):
    """One stretch: from, to, and a way out."""

    changed = Signal(object)
    """The WorkingHours as they are now."""

    def __init__(self) -> None:
        super().__init__()
        self._hours: WorkingHours | None = None
        self.start, self.end = TimeChooser(""), TimeChooser("")
        self.remove = Button(kind="flat", icon="close", name=tr("Remove these hours"))
        self._fault = Label(role="red_text", pixels=SMALL)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.start)
        row.addWidget(Label(tr("to"), role="quiet"))
        row.addWidget(self.end)
        row.addWidget(self.remove)
        row.addStretch(1)
        over_fault(self, row, self._fault)
        self.start.activated.connect(self._start_chosen)
        self.end.activated.connect(self._end_chosen)

    def bind(self, hours: WorkingHours, day: str, fault: str) -> None:
        """Show this stretch."""
        self._hours = hours
        self.start.bind(hours.start, tr("{day} from", day=day))
        self.end.bind(hours.end, tr("{day} to", day=day))
        self.remove.setAccessibleName(tr("Remove these hours on {day}", day=day))
        self._fault.say_or_hide(fault)

    def _start_chosen(self, index: int) -> None:
        if self._hours is not None:
            self.changed.emit(msgspec.structs.replace(self._hours, start=self.start.time_at(index)))

    def _end_chosen(self, index: int) -> None:
        if self._hours is not None:
            self.changed.emit(msgspec.structs.replace(self._hours, end=self.end.time_at(index)))
