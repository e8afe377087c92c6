"""The line above the calendar: where in time one is, and the ways to elsewhere."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from desktop.models.scheduler import Mode, Scheduler
from desktop.texts import ntr, tr
from desktop.views.booking.fields import Chooser
from desktop.views.theme.buttons import Button
from desktop.views.theme.colours import colours_of
from desktop.views.theme.direction import placed
from desktop.views.theme.fonts import BASE, STRONG, TITLE, Weight, sized
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Ground

HEIGHT = 60
_TWO_LINES = 92


class Segment(QAbstractButton):
    """One of a few choices that stand in one frame; the chosen one is strong."""

    def __init__(self, text: str, *, first: bool) -> None:
        super().__init__()
        self._first = first
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)  # one of several, as a screen reader says it
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFont(sized(self.font(), BASE, Weight.DemiBold))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 22, 30)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_of(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        wide = placed(self, frame.adjusted(0, 0, 12, 0) if self._first else frame.adjusted(-12, 0, 0, 0))
        painter.setClipRect(self.rect())
        painter.setPen(QPen(colours.colour("line"), 1))
        painter.setBrush(colours.colour("surface"))
        painter.drawRoundedRect(wide, 6, 6)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.colour("chosen"))
            painter.drawRoundedRect(frame.adjusted(3, 3, -3, -3), 4, 4)
        if self.hasFocus():
            painter.setPen(QPen(colours.colour("action"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), 5, 5)
        font = sized(self.font(), BASE, Weight.DemiBold if self.isChecked() else Weight.Normal)
        painter.setFont(font)
        painter.setPen(colours.colour("text" if self.isChecked() else "quiet"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class Header(Ground):
    """Previous, title, next, Today; Day or Week and whose; Follow-ups with what waits."""

    followups_requested = Signal()

    def __init__(self, scheduler: Scheduler) -> None:
        super().__init__("window")
        self._scheduler, self._waiting = scheduler, 0
        self.setFixedHeight(HEIGHT)
        self.before, self.after = Button("‹", name=tr("Earlier")), Button("›", name=tr("Later"))
        self.title = Label(pixels=TITLE, weight=Weight.Bold, elide=True)
        self.today = Button(tr("Today"))
        self.day, self.week = Segment(tr("Day"), first=True), Segment(tr("Week"), first=False)
        self.member = Chooser(tr("Whose week"))
        self.followups = Button(tr("Follow-ups"))
        self._group = QButtonGroup(self)
        for one in (self.day, self.week):
            self._group.addButton(one)
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show where the scheduler is."""
        scheduler = self._scheduler
        self.title.say(scheduler.picture().title)
        is_week = scheduler.mode is Mode.WEEK
        (self.week if is_week else self.day).setChecked(True)
        self.member.setVisible(is_week)
        if is_week:
            self._offer_members()
        self._fit()

    def wait(self, count: int) -> None:
        """Show how many follow-ups wait; nothing happens when it shows that already."""
        if count == self._waiting:
            return
        self._waiting = count
        name = tr("Follow-ups")
        self.followups.setText(f"{name} {count}" if count else name)
        said = ntr("Follow-ups, {count} waiting", "Follow-ups, {count} waiting", count)
        self.followups.setAccessibleName(said if count else tr("Follow-ups"))
        self.followups.dress("waiting" if count else "quiet")
        self.followups.updateGeometry()
        self._fit()

    def _offer_members(self) -> None:
        offered = [
            ("", tr("Everyone")),
            *((one.id, self._scheduler.member_name(one.id)) for one in self._scheduler.team()),
        ]
        held = [(self.member.itemData(index), self.member.itemText(index)) for index in range(self.member.count())]
        if held != offered:
            self.member.clear()
            for member_id, name in offered:
                self.member.addItem(name, member_id)
        self.member.setCurrentIndex(max(0, self.member.findData(self._scheduler.member_id)))

    def _lay_out(self) -> None:
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._both.setContentsMargins(24, 0, 24, 0)
        self._both.setSpacing(0)
        self._where, self._how = QHBoxLayout(), QHBoxLayout()
        for line in (self._where, self._how):
            line.setSpacing(8)
            self._both.addLayout(line)
        for place in (self.before, self.title, self.after, self.today):
            self._where.addWidget(place)
        self._where.addStretch(1)
        self._how.addStretch(1)
        for choice in (self.member, self._segments(), self.followups):
            self._how.addWidget(choice)
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """One line where everything has room in it, else two."""
        wide = QFontMetrics(sized(self.title.font(), TITLE, Weight.Bold)).horizontalAdvance(self.title.text())
        place = self._where.sizeHint().width() - self.title.sizeHint().width() + wide
        needed = place + self._how.sizeHint().width() + 48
        fits = needed <= self.width()
        self._both.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)
        self.setFixedHeight(HEIGHT if fits else _TWO_LINES)
        self.title.setFont(sized(self.title.font(), TITLE if fits else STRONG, Weight.Bold))

    def _segments(self) -> QWidget:
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.day)
        row.addWidget(self.week)
        return held

    def _connect(self) -> None:
        scheduler = self._scheduler
        self.before.clicked.connect(lambda: scheduler.step(-1))
        self.after.clicked.connect(lambda: scheduler.step(1))
        self.today.clicked.connect(scheduler.show_today)
        self.day.clicked.connect(lambda: scheduler.set_mode(Mode.DAY))
        self.week.clicked.connect(lambda: scheduler.set_mode(Mode.WEEK))
        self.member.activated.connect(lambda index: scheduler.set_member(self.member.itemData(index)))
        self.followups.clicked.connect(self.followups_requested)
        scheduler.changed.connect(self.refresh)
