"""The fields of the form, painted by roles like the rest: a list to choose from, a day, a few lines of text."""

import datetime as dt

from PySide6.QtCore import QDate, QLocale, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QComboBox

from desktop.models.booking_lines import Basket
from desktop.texts import first_weekday, tr
from desktop.views.theme.buttons import Button
from desktop.views.theme.colours import colours_of
from desktop.views.theme.direction import is_mirrored, placed
from desktop.views.theme.icons import draw_icon
from desktop.views.theme.surfaces import within
from desktop.views.theme.text_box import TextBox
from domain.contacts import clean_text

HEIGHT = 32
_ANY, _SHARED = "", "shared"


class Chooser(QComboBox):
    """A list to choose from. What people named things is drawn as it is."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFixedHeight(HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def sizeHint(self) -> QSize:
        texts = (self.itemText(index) for index in range(self.count()))
        longest = max((self.fontMetrics().horizontalAdvance(text) for text in texts), default=0)
        return QSize(min(320, longest + 46), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(72, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(self)
        edge, width = ("action", 2.0) if self.hasFocus() else ("edge", 1.0)
        painter.setPen(QPen(colours.colour(edge), width))
        painter.setBrush(colours.colour("surface"))
        painter.drawRoundedRect(within(self, width), 6, 6)
        place = placed(self, QRectF(self.width() - 26, 8, 16, 16))
        draw_icon(painter, "chevron-down", colours.colour("quiet"), place)
        painter.setPen(colours.colour("text" if self.isEnabled() else "quiet"))
        place = placed(self, QRectF(self.rect()).adjusted(12, 0, -30, 0))
        shown = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class MemberChooser(Chooser):
    """Who does all that a basket holds: one team member, any of them, or several as each service has it."""

    member_chosen = Signal(object)
    """Her id, None for anybody."""

    def __init__(self) -> None:
        super().__init__(tr("Team member"))
        self.activated.connect(self._take)

    def bind(self, basket: Basket) -> None:
        """Offer those who can do all of it; who was chosen before and cannot stays on the list."""
        self.clear()
        if basket.shared_by():
            self.addItem(tr("As chosen, by several"), _SHARED)
        self.addItem(tr("Any team member"), _ANY)
        for member in basket.members():
            self.addItem(clean_text(member.name), member.id)
        chosen = _SHARED if basket.shared_by() else basket.member_id() or _ANY
        if self.findData(chosen) < 0:
            self.addItem(tr("Someone who cannot do all of it"), chosen)
        self.setCurrentIndex(self.findData(chosen))

    def _take(self, index: int) -> None:
        chosen = self.itemData(index)
        if chosen != _SHARED:
            self.member_chosen.emit(chosen or None)


class DayField(Button):
    """A day on a button; pressing it opens a calendar."""

    chosen = Signal(object)
    """The day that was clicked, a date."""

    def __init__(self) -> None:
        super().__init__(kind="quiet", icon="calendar")
        self._calendar: QCalendarWidget | None = None
        self._day, self._first = dt.date(2000, 1, 1), dt.date(2000, 1, 1)
        self.clicked.connect(self._open)

    def bind(self, day: dt.date, first: dt.date, text: str) -> None:
        """Show this day; none before `first` can be chosen."""
        self._day, self._first = day, first
        self.setText(text)
        self.setAccessibleName(tr("Day: {day}", day=text))

    def calendar(self) -> QCalendarWidget | None:
        """The calendar while it is open."""
        return self._calendar

    def _open(self) -> None:
        calendar = self._calendar = QCalendarWidget(self)
        calendar.setWindowFlags(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setLocale(QLocale())
        calendar.setFirstDayOfWeek(Qt.DayOfWeek(first_weekday() + 1))
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(weekday, QTextCharFormat())
        calendar.setMinimumDate(QDate(self._first.year, self._first.month, self._first.day))
        calendar.setSelectedDate(QDate(self._day.year, self._day.month, self._day.day))
        calendar.clicked.connect(self._take)
        calendar.activated.connect(self._take)
        calendar.destroyed.connect(self._closed)
        start = self.width() - calendar.sizeHint().width() if is_mirrored(self) else 0
        calendar.move(self.mapToGlobal(QPoint(start, self.height() + 4)))
        calendar.show()
        calendar.setFocus()

    def _take(self, date: QDate) -> None:
        if self._calendar is not None:
            calendar, self._calendar = self._calendar, None
            calendar.close()
            self.chosen.emit(dt.date(date.year(), date.month(), date.day()))

    def _closed(self) -> None:
        self._calendar = None


class NotesField(TextBox):
    """A few lines, no longer than what is taken of them."""

    changed = Signal()

    def __init__(self, name: str, longest: int) -> None:
        super().__init__(name)
        self._longest = longest
        self.setFixedHeight(72)
        self.edit.textChanged.connect(self._typed)

    def text(self) -> str:
        """What is typed."""
        return self.edit.toPlainText()

    def _typed(self) -> None:
        if len(self.text()) > self._longest:
            self.edit.setPlainText(self.text()[: self._longest])
        self.changed.emit()
