"""What opens on an appointment: what it is, and the steps of its life (row N24)."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import sentences
from desktop.models.appointments import Appointments
from desktop.models.cards import service_names, shown_name, sums
from desktop.models.schedule_words import REASONS, history, status, step, when
from desktop.models.scheduler import Scheduler
from desktop.texts import amounts, apart, in_a_row, tr
from desktop.views.shell.popover import Popover
from desktop.views.theme.buttons import Button
from desktop.views.theme.direction import is_mirrored
from desktop.views.theme.fonts import SMALL
from desktop.views.theme.labels import DotLabel, Label
from domain.appointments import CancelReason, Status, may_move
from domain.wire.rows import AppointmentRow

_ROLES = {Status.ARRIVED: "action", Status.CONFIRMED: "good", Status.NO_SHOW: "red_text", Status.BOOKED: "action"}
_GAP = 8


class AppointmentPopover(Popover):
    """Shows one appointment and follows it while it is open; closes when it is gone."""

    move_requested = Signal(str)

    def __init__(self, scheduler: Scheduler, appointments: Appointments, parent: QWidget) -> None:
        super().__init__("", parent)
        self._window = parent
        self._scheduler, self._appointments = scheduler, appointments
        self._row: AppointmentRow | None = None
        self._beside = QRect()
        self._asks_why = False
        self.state = DotLabel()
        self.head.addWidget(self.state)
        scheduler.changed.connect(self.refresh)

    def open_on(self, row: AppointmentRow, beside: QRect) -> None:
        """Opens on an appointment, beside its block on the screen."""
        self._row, self._beside, self._asks_why = row, beside, False
        self._bind(row)
        self._place()
        self.show()
        self._focus_first()

    def refresh(self) -> None:
        """Show the appointment as it is now."""
        if not self.isVisible() or self._row is None:
            return
        row = self._scheduler.appointment(self._row.id)
        if row is None:
            self.close()
        else:
            self._row = row
            self._bind(row)

    def _bind(self, row: AppointmentRow) -> None:
        name = shown_name(row.client_name)
        self.title.say(name)
        self.setAccessibleName(name)
        waits = self._scheduler.waits(row.id)
        self.state.say(waits or status(row.status), "amber_text" if waits else _ROLES.get(row.status, "quiet"))
        self.fill(self._why(row) if self._asks_why else self._facts(row))

    def _facts(self, row: AppointmentRow) -> list[QWidget]:
        members = dict.fromkeys(line.team_member_id for line in row.lines)
        names = [self._scheduler.member_name(member_id) for member_id in members]
        lines = [tr("{minutes} min", minutes=sum(line.minutes for line in row.lines)), amounts(sums(row.lines))]
        rows: list[QWidget] = [
            Label(when(row, names), wrap=True),
            Label(in_a_row(service_names(row.lines)), wrap=True),
        ]
        rows.append(Label(" · ".join(lines), role="quiet"))
        if row.notes:
            rows.append(Label(apart(row.notes[:400]), role="quiet", wrap=True))
        told = history(row, self._scheduler.today())
        rows.append(Label(" · ".join(told), role="quiet", pixels=SMALL, wrap=True))
        rows += [Label(said, role="red_text", wrap=True) for said in self._scheduler.failed(row.id)]
        undone = self._appointments.undone(row.id)
        refused = [self._refused(sentences.not_done(one.answer), one.action.id) for one in undone]
        return [_spaced([*rows, *refused]), self._buttons(row)]

    def _refused(self, said: str, action_id: str) -> QWidget:
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Label(said, role="red_text", wrap=True), 1)
        read = Button(kind="flat", icon="close", name=tr("Read: do not show this again"))
        read.clicked.connect(lambda: self._appointments.forget(action_id))
        row.addWidget(read, 0, Qt.AlignmentFlag.AlignTop)
        return held

    def _buttons(self, row: AppointmentRow) -> QWidget:
        first = self._appointments.first(row)
        buttons = []
        for to in self._appointments.steps(row):
            button = Button(step(row.status, to), "primary" if to is first else "danger" if to in _SAD else "quiet")
            button.clicked.connect(lambda _checked=False, to=to: self._step(row, to))
            buttons.append(button)
        if may_move(row.status):
            move = Button(tr("Move"))
            move.clicked.connect(lambda: self._move(row))
            buttons.insert(min(2, len(buttons)), move)
        if not self._scheduler.may_book():
            for button in buttons:
                button.refuse(sentences.not_permitted())
        return _wrapped(buttons, self.width() - 28)

    def _why(self, row: AppointmentRow) -> list[QWidget]:
        """The reasons to choose from (row N24: cancelled with a reason)."""
        rows: list[QWidget] = [Label(tr("Why is it cancelled?"))]
        buttons = []
        for reason, words in REASONS.items():
            button = Button(tr(words))
            button.clicked.connect(lambda _checked=False, reason=reason: self._done(row, Status.CANCELLED, reason))
            buttons.append(button)
        back = Button(tr("Keep it"), "flat")
        back.clicked.connect(lambda: self._ask_why(row, asks=False))
        return [_spaced([*rows, *buttons, back])]

    def _step(self, row: AppointmentRow, to: Status) -> None:
        if to is Status.CANCELLED:
            self._ask_why(row, asks=True)
        else:
            self._done(row, to, None)

    def _ask_why(self, row: AppointmentRow, *, asks: bool) -> None:
        self._asks_why = asks
        self._bind(row)
        self._place()
        self._focus_first()

    def _done(self, row: AppointmentRow, to: Status, reason: CancelReason | None) -> None:
        self.close()
        self._appointments.change(row, to, reason)

    def _move(self, row: AppointmentRow) -> None:
        self.close()
        self.move_requested.emit(row.id)

    def _focus_first(self) -> None:
        for button in self.rows()[-1].findChildren(Button):
            if button.isEnabled():
                button.setFocus(Qt.FocusReason.PopupFocusReason)
                return

    def _place(self) -> None:
        """After the block where there is room, else before it, inside the window."""
        window, beside = self._window.window().frameGeometry(), self._beside
        right, left = beside.right() + _GAP, beside.left() - _GAP - self.width()
        if is_mirrored(self):
            x = left if left >= window.left() else right
        else:
            x = right if right + self.width() <= window.right() else left
        x = max(window.left() + 4, min(x, window.right() - self.width() - 4))
        y = max(window.top() + 4, min(beside.top() - 8, window.bottom() - self.height() - 4))
        self.move(x, y)


_SAD = {Status.NO_SHOW, Status.CANCELLED}


def _spaced(rows: list[QWidget]) -> QWidget:
    held = QWidget()
    column = QVBoxLayout(held)
    column.setContentsMargins(0, 0, 0, 8)
    column.setSpacing(6)
    for row in rows:
        column.addWidget(row)
    return held


def _wrapped(buttons: list[Button], width: int) -> QWidget:
    """Buttons in as many lines as they need."""
    held = QWidget()
    column = QVBoxLayout(held)
    column.setContentsMargins(0, 4, 0, 8)
    column.setSpacing(8)
    line, used = QHBoxLayout(), 0
    column.addLayout(line)
    for button in buttons:
        wide = button.sizeHint().width() + 8
        if used and used + wide > width:
            line.addStretch(1)
            line, used = QHBoxLayout(), 0
            column.addLayout(line)
        line.setSpacing(8)
        line.addWidget(button)
        used += wide
    line.addStretch(1)
    return held
