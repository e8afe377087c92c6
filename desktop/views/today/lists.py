"""The two lists of Today: who comes next, and what was done about incomplete bookings lately."""

import datetime as dt

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.models.today import Coming, Recent
from desktop.texts import clock, ntr, tr
from desktop.views.theme.colours import colours_of
from desktop.views.theme.fonts import STRONG, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.pressable import Pressable
from desktop.views.theme.rows import reused
from desktop.views.theme.surfaces import Rule, Surface

_TIME_WIDTH = 56


def _under_rule(row: QWidget, height: int) -> QHBoxLayout:
    """Makes a widget a line of a list under a thin rule."""
    row.setFixedHeight(height)
    outer = QVBoxLayout(row)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.setSpacing(0)
    outer.addWidget(Rule())
    line = QHBoxLayout()
    line.setSpacing(8)
    outer.addLayout(line, 1)
    return line


class ComingRow(QWidget):
    """One appointment that is still to come."""

    HEIGHT = 40

    def __init__(self) -> None:
        super().__init__()
        line = _under_rule(self, self.HEIGHT)
        self._time, self._client = Label(weight=Weight.DemiBold), Label(elide=True)
        self._services, self._member = Label(role="quiet", elide=True), Label(role="quiet", elide=True)
        latest = self._time.fontMetrics().horizontalAdvance(clock(dt.time(22, 30)))
        self._time.setFixedWidth(max(_TIME_WIDTH, latest + 4))
        self._member.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._time)
        line.addWidget(self._client)
        line.addWidget(self._services, 1)
        line.addWidget(self._member)

    def bind(self, coming: Coming) -> None:
        """Show this appointment."""
        self._time.say(coming.time)
        self._client.say(coming.client)
        self._services.say(f"· {coming.services}" if coming.services else "")
        self._member.say(coming.team_member)
        self.setAccessibleName(f"{coming.time} {coming.client}, {coming.services}, {coming.team_member}")


class RecentRow(Pressable):
    """One thing that was done; a click, Enter or Space goes to its card."""

    HEIGHT = 56
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        line = _under_rule(self, self.HEIGHT)
        self._draft_id = ""
        self._client, self._text = Label(weight=Weight.DemiBold, elide=True), Label(role="quiet", elide=True)
        self._detail = Label(role="quiet", elide=True)
        words = QVBoxLayout()
        words.setContentsMargins(0, 8, 0, 8)
        words.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._client)
        head.addWidget(self._text, 1)
        words.addLayout(head)
        words.addWidget(self._detail)
        line.addLayout(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._open)

    def bind(self, recent: Recent) -> None:
        """Show this."""
        self._draft_id = recent.draft_id
        self._client.say(recent.client)
        self._text.say(f"· {recent.text}")
        self._detail.say(recent.detail)
        self.setAccessibleName(f"{recent.client}: {recent.text}, {recent.detail}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colours_of(self).colour("action"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 2, -1, -1), 6, 6)

    def _open(self) -> None:
        self.opened.emit(self._draft_id)


class _List(Surface):
    """A title, as many rows as have room, and how many more there are."""

    def __init__(self, title: str, empty: str = "") -> None:
        super().__init__()
        self.setAccessibleName(title)
        self._empty_text = empty
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(0)
        head = Label(title, pixels=STRONG, weight=Weight.DemiBold)
        head.setFixedHeight(32)
        self._column.addWidget(head)
        self._foot = Label(role="quiet", wrap=True)
        self._foot.setMinimumHeight(32)
        self._column.addWidget(self._foot)
        self._column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setMinimumSize(240, 120)

    def room(self, height: int) -> int:
        """How many rows of a height fit."""
        return max(1, (self.height() - 24 - 32 - 32) // height)

    def end(self, count: int, hidden: int) -> None:
        """Say below the rows how many are not shown, or that there are none."""
        more = ntr("and {count} more", "and {count} more", hidden)
        self._foot.say(self._empty_text if not count else more if hidden > 0 else "")


class NextUp(_List):
    """Today's appointments that are still to come."""

    def __init__(self) -> None:
        super().__init__(tr("Next up"), tr("No more appointments today."))
        self._rows: list[ComingRow] = []
        self._coming: tuple[Coming, ...] = ()

    def bind(self, coming: tuple[Coming, ...]) -> None:
        """Show these, in order."""
        self._coming = coming
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def _fill(self) -> None:
        shown = self._coming[: self.room(ComingRow.HEIGHT)]
        for row, coming in zip(reused(self._rows, len(shown), self._make), shown, strict=True):
            row.bind(coming)
        self.end(len(shown), len(self._coming) - len(shown))

    def _make(self, place: int) -> ComingRow:
        row = ComingRow()
        self._column.insertWidget(1 + place, row)
        return row


class RecentFollowUps(_List):
    """The newest reminders; not there at all while there are none."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr("Recent follow-ups"))
        self._rows: list[RecentRow] = []
        self._recent: tuple[Recent, ...] = ()

    def bind(self, recent: tuple[Recent, ...]) -> None:
        """Show these, the newest first."""
        self._recent = recent
        self.setVisible(bool(recent))
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def _fill(self) -> None:
        shown = self._recent[: self.room(RecentRow.HEIGHT)]
        for row, recent in zip(reused(self._rows, len(shown), self._make), shown, strict=True):
            row.bind(recent)
        self.end(1, 0)

    def _make(self, place: int) -> RecentRow:
        row = RecentRow()
        row.opened.connect(self.opened)
        self._column.insertWidget(1 + place, row)
        return row
