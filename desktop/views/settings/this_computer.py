"""What each person may set for this computer: when it locks, what it tells, whether it starts by itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.texts import ntr, tr
from desktop.views.booking.fields import Chooser
from desktop.views.settings.switch import Switch
from desktop.views.shell.announcements import announce
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL, TITLE, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Rule

MINUTES = (0, 1, 2, 5, 10, 15, 30)
_WORDS = 380


class ThisComputer(QDialog):
    """Each setting is in force at once; nothing has to be saved."""

    idle_chosen = Signal(int)
    """Minutes without a touch after which the desk locks; 0 for never."""

    notify_chosen = Signal(bool)
    names_chosen = Signal(bool)
    start_chosen = Signal(bool)

    def __init__(self, idle_minutes: int, *, notify: bool, names: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("This computer"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.idle = Chooser(tr("Lock when nobody touches the desk"))
        for minutes in MINUTES:
            text = ntr("after {count} minute", "after {count} minutes", minutes) if minutes else tr("never")
            self.idle.addItem(text, minutes)
        self.idle.setCurrentIndex(max(0, self.idle.findData(idle_minutes)))
        self.idle.activated.connect(self._choose_idle)
        self.notify = Switch(tr("Notifications of the system"))
        self.names = Switch(tr("Clients' names in notifications"))
        self.start = Switch(tr("Start Deskbell with this computer"))
        self.notify.show_state(on=notify, why_not="")
        self.names.show_state(on=names, why_not="" if notify else tr("Notifications are switched off."))
        self.start.show_state(on=False, why_not=tr("This is being looked up."))
        self.notify.clicked.connect(self._choose_notify)
        self.names.clicked.connect(self.names_chosen)
        self.start.clicked.connect(self.start_chosen)
        self.done_button = Button(tr("Done"), "primary")
        self.done_button.clicked.connect(self.accept)
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        self.notice = Label(role="red_text", wrap=True)
        self._lay_out()

    def show_start(self, *, on: bool, sentence: str = "") -> None:
        """Whether the program starts by itself; why that could not be changed, when it could not."""
        self.start.show_state(on=on, why_not="")
        self.notice.say(sentence)
        if sentence:
            announce(self.notice, sentence)

    def _choose_notify(self, on: bool) -> None:
        self.names.show_state(on=self.names.isChecked(), why_not="" if on else tr("Notifications are switched off."))
        self.notify_chosen.emit(on)

    def _choose_idle(self) -> None:
        self.idle_chosen.emit(self.idle.currentData())

    def _add(self, switch: Switch, about: str) -> None:
        self.column.addWidget(Rule())
        self.column.addLayout(_line(switch.accessibleName(), about, switch))

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 20)
        outer.setSpacing(16)
        outer.addWidget(Label(tr("This computer"), pixels=TITLE, weight=Weight.Bold))
        outer.addLayout(self.column)
        about = tr("For people who have chosen a PIN in their menu.")
        self.column.addLayout(_line(self.idle.accessibleName(), about, self.idle))
        self._add(self.notify, tr("When something new is in the bell's list and this window is behind others."))
        self._add(self.names, tr("They may be seen by others, and on a screen that its system has locked."))
        self._add(self.start, tr("Deskbell opens when you sign in to the computer."))
        outer.addWidget(self.notice)
        outer.addWidget(self.done_button, 0, Qt.AlignmentFlag.AlignRight)


def _line(title: str, about: str, control: QWidget) -> QHBoxLayout:
    row, words = QHBoxLayout(), QVBoxLayout()
    row.setSpacing(24)
    words.setSpacing(2)
    words.addWidget(Label(title, weight=Weight.Medium, wrap=True))
    below = Label(about, role="quiet", pixels=SMALL, wrap=True)
    below.setMinimumWidth(_WORDS - 120)
    words.addWidget(below)
    row.addLayout(words, 1)
    row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
    return row
