"""The bell's list: what happened, to whom, how long ago. A line opens the card."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.models.notices import Notice
from desktop.texts import age, in_a_row, mark, tr
from desktop.views.shell.popover import Popover
from desktop.views.theme.colours import colours_of
from desktop.views.theme.fonts import SMALL, Weight
from desktop.views.theme.labels import DotLabel, Label
from desktop.views.theme.pressable import Pressable

_EVENTS = {
    "incomplete": mark("Incomplete booking"),
    "reminder_failed": mark("Reminder failed"),
    "message_failed": mark("Message failed"),
    "waitlist_match": mark("Could fit from the waitlist"),
    "reply": mark("Replied by SMS"),
    "text": mark("Wrote by SMS"),
    "offer_accepted": mark("Offer accepted"),
    "offer_declined": mark("Offer declined"),
    "offer_expired": mark("No answer to an offer"),
}


class NoticeLine(Pressable):
    """One line. Enter, Space or a click opens its card, as long as the card is there."""

    opened = Signal(str)
    entry_opened = Signal(str)
    client_opened = Signal(str)
    appointment_opened = Signal(str)

    def __init__(self, notice: Notice, now: int) -> None:
        super().__init__()
        self._notice = notice
        who = notice.client_name or tr("not in the list any more")
        event = tr(_EVENTS[notice.event]) if notice.event in _EVENTS else tr("Something new")
        if notice.match:
            event = tr("{event}: {match}", event=event, match=notice.match)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.clicked.connect(self._open)
        to = notice.draft_id or notice.entry_id or notice.client_id or notice.appointment_id
        self._leads = bool(notice.client_name and to)
        parts = (event, notice.said, who, age(notice.at, now))
        self.setAccessibleName(in_a_row(part for part in parts if part))
        if self._leads:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 10, 0, 10)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        role = "text" if notice.client_name else "quiet"
        named, weight = bool(notice.client_name), Weight.DemiBold if notice.fresh else Weight.Normal
        words.addWidget(Label(who, role=role, weight=weight, elide=named, wrap=not named))
        below = event if not notice.place else tr("{event}, {place}", event=event, place=notice.place)
        words.addWidget(Label(below, role="quiet", pixels=SMALL, elide=True))
        if notice.said:
            words.addWidget(Label(notice.said, pixels=SMALL, wrap=True))
        row.addLayout(words, 1)
        row.addWidget(Label(age(notice.at, now), role="quiet", pixels=SMALL), 0, Qt.AlignmentFlag.AlignTop)
        if notice.fresh:
            row.addWidget(DotLabel(tr("new"), role="action"), 0, Qt.AlignmentFlag.AlignTop)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_of(self)
        if self.hasFocus() or (self._leads and self.underMouse()):
            painter.fillRect(self.rect(), colours.colour("hover"))
        painter.setPen(colours.colour("line"))
        painter.drawLine(self.rect().topLeft(), self.rect().topRight())

    def _open(self) -> None:
        if not self._leads:
            return
        if self._notice.entry_id:
            self.entry_opened.emit(self._notice.entry_id)
        elif self._notice.draft_id:
            self.opened.emit(self._notice.draft_id)
        elif self._notice.appointment_id:
            self.appointment_opened.emit(self._notice.appointment_id)
        else:
            self.client_opened.emit(self._notice.client_id)


class BellPanel(Popover):
    """The list under the bell."""

    opened = Signal(str)
    """The id of a draft."""

    entry_opened = Signal(str)
    """The id of a waitlist entry."""

    client_opened = Signal(str)
    """The id of a client."""

    appointment_opened = Signal(str)
    """The id of an appointment."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Notifications"), parent)

    def show_notices(self, notices: Sequence[Notice], now: int) -> None:
        """Shows these, the newest first."""
        lines: list[QWidget] = [self._line(notice, now) for notice in notices]
        empty = tr("When a client leaves a booking unfinished, it is said here the moment the review session ends.")
        self.fill(lines or [Label(empty, role="quiet", wrap=True)])

    def _line(self, notice: Notice, now: int) -> NoticeLine:
        line = NoticeLine(notice, now)
        line.opened.connect(self._open)
        line.entry_opened.connect(self._open_entry)
        line.client_opened.connect(self._open_client)
        line.appointment_opened.connect(self._open_appointment)
        return line

    def _open(self, draft_id: str) -> None:
        self.close()
        self.opened.emit(draft_id)

    def _open_entry(self, entry_id: str) -> None:
        self.close()
        self.entry_opened.emit(entry_id)

    def _open_client(self, client_id: str) -> None:
        self.close()
        self.client_opened.emit(client_id)

    def _open_appointment(self, appointment_id: str) -> None:
        self.close()
        self.appointment_opened.emit(appointment_id)
