"""Two small windows that ask for one thing and hold up nothing: until when a card rests, why one was dismissed (rows
N7, N8).
"""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.models.calls import REASONS
from desktop.texts import long_day, tr
from desktop.views.booking.fields import DayField
from desktop.views.booking.times import TimeChooser
from desktop.views.followups.call_outcome import NoteField
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import STRONG, Weight
from desktop.views.theme.forms import at_end, in_rows
from desktop.views.theme.labels import Label
from domain.work import DismissReason

_LONGEST_REASON = 200
"""What the server takes (domain.wire.base.ShortText)."""


class SmallDialog(QDialog):
    """A window over its page that the page goes on under."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 16)
        self.column.setSpacing(12)
        self.column.addWidget(Label(title, pixels=STRONG, weight=Weight.DemiBold, wrap=True))


class MomentDialog(SmallDialog):
    """Day and time of a location's clocks. `choose` says what is wrong with them, and the form stays as it was."""

    def __init__(self, client: str, now: dt.datetime, choose: Callable[[dt.datetime], str], parent: QWidget) -> None:
        super().__init__(tr("Snooze {client} until", client=client), parent)
        self._now, self._choose = now, choose
        later = now + dt.timedelta(hours=2)
        self._day = later.date()
        self.day, self.time = DayField(), TimeChooser(tr("Time"))
        self.day.chosen.connect(self._take_day)
        self.time.bind(dt.time(later.hour, later.minute // 15 * 15), tr("Time"))
        self.fault = Label(role="red_text", wrap=True)
        self.fault.hide()
        self.go, leave = Button(tr("Snooze"), "primary"), Button(tr("Cancel"))
        self.go.setDefault(True)
        self.go.clicked.connect(self._chosen)
        leave.clicked.connect(self.reject)
        self.column.addLayout(in_rows((self.day, self.time), 2))
        self.column.addWidget(self.fault)
        self.column.addLayout(at_end(leave, self.go))
        self._take_day(self._day)

    def _take_day(self, day: dt.date) -> None:
        self._day = day
        self.day.bind(day, self._now.date(), long_day(day))

    def _chosen(self) -> None:
        fault = self._choose(dt.datetime.combine(self._day, self.time.time_at(self.time.currentIndex())))
        self.fault.say_or_hide(fault)
        self.fault.setAccessibleName(fault)
        if not fault:
            self.accept()


class WhyDialog(SmallDialog):
    """One key each for the reasons; a line for more about it."""

    chosen = Signal(str, str)
    """The reason, and what the person wrote."""

    def __init__(self, client: str, parent: QWidget) -> None:
        super().__init__(tr("Why was {client}'s booking dismissed?", client=client), parent)
        self.text = NoteField(tr("More about it, if you like"), tr("More about it, if you like"), _LONGEST_REASON)
        self.text.entered.connect(lambda: self._take(DismissReason.OTHER))
        self.buttons: list[Button] = []
        for number, (reason, said) in enumerate(REASONS.items(), 1):
            button = Button(f"{number}  {tr(said)}".replace("&", "&&"))
            button.setAccessibleName(tr(said))
            button.clicked.connect(lambda _=False, reason=reason: self._take(reason))
            self.buttons.append(button)
        self.column.addLayout(in_rows(self.buttons, 3))
        self.column.addWidget(self.text)
        self.buttons[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() and event.text() in "12345":
            self.buttons[int(event.text()) - 1].click()
        else:
            super().keyPressEvent(event)

    def _take(self, reason: DismissReason) -> None:
        self.chosen.emit(str(reason), self.text.text().strip())
        self.accept()
