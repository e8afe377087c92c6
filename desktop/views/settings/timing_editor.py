"""When an automated message goes: how long, before or after, and at which time of the day (row B23)."""

import datetime as dt

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.automation_timing import TimingChoice
from desktop.models.automation_words import timing_words
from desktop.texts import clock, tr
from desktop.views.booking.fields import Chooser
from desktop.views.theme.fonts import SMALL
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Field


class TimingEditor(QWidget):
    """In words alone where nothing can be chosen."""

    def __init__(self, choice: TimingChoice) -> None:
        super().__init__()
        self._choice = choice
        self._times: list[dt.time] = []
        self.words = Label(wrap=True)
        self.when, self.unit = Chooser(tr("When it goes")), Chooser(tr("Unit of time"))
        self.amount = Field(name=tr("How long"), plain=True, longest=6)
        self.at = Chooser(tr("Time of day"))
        self._fault = Label(role="red_text", pixels=SMALL, wrap=True)
        self._offer()
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.amount, self.unit, self.when, self.at):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.words)
        column.addWidget(self._fault)
        self.amount.textChanged.connect(lambda text: choice.set(amount=text))
        self.unit.activated.connect(lambda index: choice.set(unit=self.unit.itemData(index)))
        self.when.activated.connect(lambda index: choice.set(when=self.when.itemData(index)))
        self.at.activated.connect(lambda index: choice.set_time_of_day(self._times[index - 1] if index else None))

    def bind(self) -> None:
        """Show it as of now."""
        choice, timing = self._choice, self._choice.timing
        fault = choice.fault()
        self.words.say_or_hide("" if fault else timing_words(choice.automation, timing))
        self._fault.say_or_hide(fault)
        self.amount.fault(bool(fault))
        self.when.setVisible(len(choice.whens) > 1)
        self.when.setCurrentIndex(self.when.findData(timing.when))
        self.unit.setCurrentIndex(self.unit.findData(timing.unit))
        for widget in (self.amount, self.unit):
            widget.setVisible(timing.when != "at_once")
        self.at.setVisible(choice.has_time_of_day())
        self.at.setCurrentIndex(self._times.index(timing.at) + 1 if timing.at else 0)

    def _offer(self) -> None:
        choice = self._choice
        for when, title in (("at_once", tr("At once")), ("before", tr("Before")), ("after", tr("After"))):
            if when in choice.whens:
                self.when.addItem(title, when)
        for unit, title in (("minutes", tr("minutes")), ("hours", tr("hours")), ("days", tr("days"))):
            if unit in choice.units():
                self.unit.addItem(title, unit)
        self._times = choice.times_of_day()
        self.at.addItem(tr("at the same time of day"))
        for time in self._times:
            self.at.addItem(tr("at {time}", time=clock(time)))
        self.amount.setText(choice.amount)
