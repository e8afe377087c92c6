"""What became of one automated message: a row for each client it was for, the newest first (rows B23, N18)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.automation_runs import RunLine, RunLog
from desktop.texts import in_a_row, tr
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.rows import reused
from desktop.views.theme.surfaces import Ground, Rule, Surface


class RunLogView(Ground):
    """Asks each time it is shown. `why_no_card` says why no client's card can be opened now."""

    client_requested = Signal(str)

    def __init__(self, log: RunLog) -> None:
        super().__init__("window")
        self._log, self._why_no_card = log, ""
        self.rows: list[RunRow] = []
        self.about, self.notice = Label(role="quiet", wrap=True), Label(role="red_text", wrap=True)
        self.again = Button(tr("Try again"))
        self._list = Surface()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 16, 28, 20)
        column.setSpacing(12)
        column.addWidget(self.about)
        column.addWidget(self.notice)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._list)
        column.addStretch(1)
        self.again.clicked.connect(log.look)
        log.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is known."""
        lines, notice = self._log.lines(), self._log.notice()
        for row, line in zip(reused(self.rows, len(lines), self._make), lines, strict=True):
            row.bind(line, self._why_no_card)
        self._list.setVisible(bool(lines))
        self.about.say_or_hide("" if notice and not lines else self._log.about())
        self.notice.say_or_hide(notice)
        self.again.setVisible(bool(notice))

    def refuse_cards(self, reason: str) -> None:
        """Whether a client's card can be opened from here, and if not, why."""
        if reason != self._why_no_card:
            self._why_no_card = reason
            self.refresh()

    def _make(self, place: int) -> "RunRow":
        row = RunRow(first=place == 0)
        row.client_requested.connect(self.client_requested)
        self._column.addWidget(row)
        return row


class RunRow(QWidget):
    """One of them, with the way to the client's card."""

    client_requested = Signal(str)

    def __init__(self, *, first: bool) -> None:
        super().__init__()
        self._client_id = ""
        self._who = Label(weight=Weight.Medium, elide=True)
        self._how = Label(role="quiet", pixels=SMALL, elide=True)
        self._when = Label(role="quiet", pixels=SMALL)
        self.what = Label(wrap=True)
        self.card = Button(tr("Open card"), "flat")
        kept = self.card.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # so that the moments stand under each other
        self.card.setSizePolicy(kept)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._who)
        head.addWidget(self._how)
        head.addStretch(1)
        head.addWidget(self._when)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(head)
        words.addWidget(self.what)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self.card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if not first:
            column.addWidget(Rule())
        column.addLayout(row)
        self.card.clicked.connect(self._open)

    def bind(self, line: RunLine, why_not: str) -> None:
        """Show this one."""
        self._client_id = line.client_id
        self._who.say(line.who)
        self._how.say(line.how)
        self._when.say(line.when)
        self.what.say(line.what)
        self.what.paint_as(line.role)
        self.card.setVisible(bool(line.client_id))
        self.card.setAccessibleName(tr("Open the card of {client}", client=line.who))
        self.card.refuse(why_not)
        self.setAccessibleName(in_a_row((line.who, line.how, line.when, line.what)))

    def _open(self) -> None:
        self.client_requested.emit(self._client_id)
