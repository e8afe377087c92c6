"""The form as a dialog: services, who, when, notes, and what is in the way."""

import datetime as dt

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.booking import LONGEST_NOTES, BookingForm
from desktop.models.booking_times import Source
from desktop.models.cards import sums
from desktop.texts import amounts, local_moment, long_day, tr
from desktop.views.booking.fields import HEIGHT as FIELD_HEIGHT
from desktop.views.booking.fields import DayField, MemberChooser, NotesField
from desktop.views.booking.lines import LinesEditor
from desktop.views.booking.notice import Notice
from desktop.views.booking.slots import TimeGrid
from desktop.views.clients.picker import ClientPicker
from desktop.views.shell.question import Question
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import Weight
from desktop.views.theme.forms import foot, frame, heading, titled
from desktop.views.theme.labels import Label
from desktop.views.theme.scroller import Scroller
from desktop.views.theme.surfaces import Ground

_WANTED, _LEAST = QSize(640, 720), QSize(560, 480)


class BookingDialog(QDialog):
    """Shows a BookingForm. Closing it leaves what was already asked of the server to the outbox."""

    def __init__(self, form: BookingForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form
        form.setParent(self)
        self.setWindowTitle(tr("New booking") if form.finds_client else tr("Book for {client}", client=form.client))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(_LEAST)
        self.resize(self._fitting())
        self._make_parts()
        self._lay_out()
        form.changed.connect(self.refresh)
        form.times.changed.connect(self.refresh)
        form.finished.connect(self.accept)
        self.finished.connect(form.close)
        self.notes.edit.setPlainText(form.notes)
        self.notes.changed.connect(self._notes_typed)
        self.refresh()

    def refresh(self) -> None:
        """Show the form as of now."""
        form = self.form
        self.notice.bind(form.notice, form.alternatives if form.may() else (), form.today())
        self.lines.bind()
        self.member.bind(form.basket)
        self._bind_day()
        self._bind_times()
        self._bind_foot()

    def reject(self) -> None:
        """Escape, Cancel and closing the window come here; what would be lost is asked about."""
        if not self.form.would_be_lost():
            super().reject()
            return
        text = tr("What you chose and typed here has not been booked.")
        question = Question(text, tr("Discard"), tr("Keep editing"), self)
        question.accepted.connect(self._discard)
        question.open()

    def _discard(self) -> None:
        super().reject()

    def _fitting(self) -> QSize:
        """Not larger than the screen, with room for the frame, or than the window that it lies over."""
        room = self.screen().availableSize() - QSize(16, 48)
        over = self.parentWidget()
        if over is not None:
            room = room.boundedTo(over.window().size())
        return _WANTED.boundedTo(room).expandedTo(_LEAST)

    def _make_parts(self) -> None:
        self.notice, self.lines = Notice(), LinesEditor(self.form.basket)
        self.picker = ClientPicker(self.form.choice) if self.form.finds_client else None
        self.member, self.day = MemberChooser(), DayField()
        self.before = Button("‹", name=tr("Day before"))
        self.after = Button("›", name=tr("Day after"))
        self.grid, self.times_note = TimeGrid(), Label(role="quiet", wrap=True)
        self.notes = NotesField(tr("Notes"), LONGEST_NOTES)
        self.grid.setMinimumHeight(112)
        self.total = Label(weight=Weight.DemiBold, elide=True)
        self.cancel, self.book = Button(tr("Cancel")), Button(tr("Book"), "primary")
        self.notice.picked.connect(self.form.pick)
        self.grid.picked.connect(self.form.pick)
        self.member.member_chosen.connect(self.form.basket.set_member)
        self.day.chosen.connect(self.form.set_day)
        self.before.clicked.connect(self._day_before)
        self.after.clicked.connect(self._day_after)
        self.cancel.clicked.connect(self.reject)
        self.book.clicked.connect(self.form.submit)

    def _lay_out(self) -> None:
        held = Ground("window")
        column = titled(held, self.windowTitle())
        if self.form.place_name:
            column.addWidget(Label(self.form.place_name, role="quiet", elide=True))
        column.addWidget(self.notice)
        column.addSpacing(4)
        if self.picker is not None:
            column.addWidget(heading(tr("Client")))
            column.addWidget(self.picker)
            column.addSpacing(4)
        column.addWidget(heading(tr("Services")))
        column.addWidget(self.lines)
        column.addSpacing(8)
        column.addLayout(self._who_and_day())
        column.addWidget(self.times_note)
        column.addWidget(self.grid)
        column.addSpacing(8)
        column.addWidget(heading(tr("Notes")))
        column.addWidget(self.notes)
        column.addStretch(1)
        frame(self, Scroller(held), foot(self.cancel, self.book, beside=self.total))

    def _who_and_day(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        who, when, days = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        for column in (who, when):
            column.setSpacing(4)
        days.addStrut(FIELD_HEIGHT)
        who.addWidget(heading(tr("Team member")))
        who.addWidget(self.member)
        days.setSpacing(4)
        days.addWidget(self.before)
        days.addWidget(self.day)
        days.addWidget(self.after)
        days.addStretch(1)
        when.addWidget(heading(tr("Day")))
        when.addLayout(days)
        row.addLayout(who, 1)
        row.addLayout(when, 1)
        return row

    def _bind_day(self) -> None:
        today, day = self.form.today(), self.form.day
        self.day.bind(day, today, long_day(day))
        self.before.refuse("" if day > today else tr("Days that have passed cannot be booked."))

    def _bind_times(self) -> None:
        form, times = self.form, self.form.times
        if not form.may():
            self.grid.bind([], None)
            self.times_note.say("")
            return
        chosen = {form.start} if form.start and form.start.date() == form.day else set()
        starts = sorted(chosen.union(times.starts))
        self.grid.bind(starts, form.start)
        day = long_day(form.day)
        if not form.basket.lines:
            text = tr("Choose a service to see free times.")
        elif times.source is Source.ASKING:
            text = tr("Looking for free times on {day}…", day=day)
        elif not times.starts:
            text = tr("Nobody is free on {day}. Try another day or team member.", day=day)
        elif times.source is Source.SERVER:
            text = tr("Free on {day}", day=day)
        else:
            text = tr("Free on {day} as far as this desk knows; the server checks again.", day=day)
        self.times_note.say(text)

    def _bind_foot(self) -> None:
        form = self.form
        parts = [local_moment(form.start, form.today())] if form.start else []
        if form.basket.lines:
            parts += [tr("{minutes} min", minutes=form.basket.minutes()), amounts(sums(form.basket.lines))]
        self.total.say(" · ".join(parts))
        plain = tr("Book anyway") if form.held else tr("Book")
        self.book.setText(tr("Booking…") if form.waits else plain)
        self.book.refuse(form.why_not())

    def _day_before(self) -> None:
        self.form.set_day(self.form.day - dt.timedelta(days=1))

    def _day_after(self) -> None:
        self.form.set_day(self.form.day + dt.timedelta(days=1))

    def _notes_typed(self) -> None:
        self.form.set_notes(self.notes.text())
