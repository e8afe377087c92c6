"""The waitlist form as a dialog: who, what, when, notes (row B21)."""

import datetime as dt
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.cards import sums
from desktop.models.waitlist_form import LONGEST_NOTES, MOST_WINDOWS, WaitlistForm, Wish
from desktop.texts import amounts, long_day, tr
from desktop.views.booking.fields import DayField, MemberChooser, NotesField
from desktop.views.booking.lines import LinesEditor
from desktop.views.booking.notice import Notice
from desktop.views.booking.times import TimeChooser
from desktop.views.clients.picker import ClientPicker
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL, Weight
from desktop.views.theme.forms import foot, frame, heading, over_fault, titled
from desktop.views.theme.labels import Label
from desktop.views.theme.rows import reused
from desktop.views.theme.scroller import Scroller
from desktop.views.theme.surfaces import Ground


class WaitlistDialog(QDialog):
    """Shows a WaitlistForm. Closing it leaves what was already asked of the server to the outbox."""

    def __init__(self, form: WaitlistForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form
        form.setParent(self)
        self.setWindowTitle(tr("Add to waitlist") if form.row is None else tr("Edit waitlist entry"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(560, 520)
        self.resize(640, 680)
        self._make_parts()
        self._lay_out()
        form.changed.connect(self.refresh)
        form.finished.connect(self.accept)
        self.notes.edit.setPlainText(form.notes)
        self.notes.changed.connect(lambda: form.set_notes(self.notes.text()))
        self.refresh()
        if form.row is None:
            self.picker.begin()

    def refresh(self) -> None:
        """Show the form as of now."""
        form = self.form
        self.notice.bind(form.notice, (), form.today())
        self.lines.bind()
        self.member.bind(form.basket)
        self.windows.bind()
        lines = form.basket.lines
        parts = [tr("{minutes} min", minutes=form.basket.minutes()), amounts(sums(lines))] if lines else []
        self.total.say(" · ".join(parts))
        self.save.setText(tr("Saving…") if form.waits else tr("Save"))
        self.save.refuse(form.why_not())

    def _make_parts(self) -> None:
        form = self.form
        self.notice, self.lines, self.windows = Notice(), LinesEditor(form.basket), WindowsEditor(form)
        self.picker = ClientPicker(form.choice)
        self.picker.setEnabled(form.row is None)
        self.picker.chosen.change.setVisible(form.row is None)
        self.member = MemberChooser()
        self.notes = NotesField(tr("Notes"), LONGEST_NOTES)
        self.total = Label(weight=Weight.DemiBold, elide=True)
        self.cancel, self.save = Button(tr("Cancel")), Button(tr("Save"), "primary")
        self.member.member_chosen.connect(form.basket.set_member)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(form.submit)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(lambda: self._area.ensureWidgetVisible(self.windows.add))

    def _lay_out(self) -> None:
        held = Ground("window")
        column = titled(held, self.windowTitle())
        if self.form.place_name:
            column.addWidget(Label(self.form.place_name, role="quiet", elide=True))
        column.addWidget(self.notice)
        parts: tuple[tuple[str, QWidget], ...] = (
            (tr("Client"), self.picker),
            (tr("Services"), self.lines),
            (tr("Team member"), self.member),
            (tr("Times that would do"), self.windows),
            (tr("Notes"), self.notes),
        )
        for name, part in parts:
            column.addSpacing(4)
            column.addWidget(heading(name))
            column.addWidget(part)
        column.addStretch(1)
        self._area = Scroller(held)
        self.windows.add.clicked.connect(self._soon.start)
        frame(self, self._area, foot(self.cancel, self.save, beside=self.total))


class WindowsEditor(QWidget):
    """The wished windows: a day with its earliest start and latest end each, a way out, and one more."""

    def __init__(self, form: WaitlistForm) -> None:
        super().__init__()
        self._form = form
        self.rows: list[WindowRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.add = Button(tr("Add a time"))
        self.add.clicked.connect(form.add_wish)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def bind(self) -> None:
        """Show the windows as of now; rows are used again."""
        wishes = self._form.wishes
        for place, row in enumerate(reused(self.rows, len(wishes), self._make)):
            row.bind(wishes[place], self._form.today(), self._form.wrong_with(place), place + 1)
        widest = max((row.day.sizeHint().width() for row in self.rows[: len(wishes)]), default=0)
        for row in self.rows:
            row.day.setMinimumWidth(widest)
        self.add.setVisible(len(wishes) < MOST_WINDOWS)

    def _make(self, place: int) -> "WindowRow":
        row = WindowRow()
        row.changed.connect(partial(self._form.set_wish, place))
        row.remove.clicked.connect(lambda: self._form.remove_wish(place))
        self._column.insertWidget(place, row)
        return row


class WindowRow(QWidget):
    """One window."""

    changed = Signal(object)
    """The Wish as it is now."""

    def __init__(self) -> None:
        super().__init__()
        self._wish = Wish(dt.date(2000, 1, 1))
        self.day, self.earliest, self.latest = DayField(), TimeChooser(""), TimeChooser("")
        self.remove = Button(kind="flat", icon="close", name=tr("Remove this time"))
        self._fault = Label(role="red_text", pixels=SMALL)
        for box in (self.earliest, self.latest):
            box.setMinimumWidth(92)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.day)
        row.addWidget(Label(tr("from"), role="quiet"))
        row.addWidget(self.earliest)
        row.addWidget(Label(tr("to"), role="quiet"))
        row.addWidget(self.latest)
        row.addWidget(self.remove)
        row.addStretch(1)
        over_fault(self, row, self._fault)
        self.day.chosen.connect(lambda day: self.changed.emit(replace(self._wish, date=day)))
        self.earliest.activated.connect(self._earliest_chosen)
        self.latest.activated.connect(self._latest_chosen)

    def bind(self, wish: Wish, today: dt.date, fault: str, number: int) -> None:
        """Show this window; `number` counts from one, for who hears it."""
        self._wish = wish
        self.day.bind(wish.date, min(today, wish.date), long_day(wish.date))
        self.earliest.bind(wish.earliest, tr("Earliest start of time {number}", number=number))
        self.latest.bind(wish.latest, tr("Latest end of time {number}", number=number))
        self._fault.say_or_hide(fault)

    def _earliest_chosen(self, index: int) -> None:
        self.changed.emit(replace(self._wish, earliest=self.earliest.time_at(index)))

    def _latest_chosen(self, index: int) -> None:
        self.changed.emit(replace(self._wish, latest=self.latest.time_at(index)))
