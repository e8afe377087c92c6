"""What a demo kept instead of sending it, so that a newcomer can open the resume link as the client would."""

import re
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop import sentences
from desktop.models.ports import Opener, Toasts
from desktop.models.sandbox import Sandbox
from desktop.texts import age, apart, ntr, tr
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import STRONG, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.rows import reused
from desktop.views.theme.surfaces import Surface
from domain.clock import Clock
from domain.wire.rows import SandboxMessageRow

SHOWN = 10
_LINK = re.compile(r"https?://[^\s<>\"']+")


class SandboxCard(Surface):
    """The newest messages with their links; not there at all while there are none."""

    def __init__(self, sandbox: Sandbox, opener: Opener, toasts: Toasts, clock: Clock) -> None:
        super().__init__()
        self._sandbox, self._opener, self._toasts, self._clock = sandbox, opener, toasts, clock
        self.rows: list[MessageRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 16, 20, 16)
        self._column.setSpacing(8)
        self._column.addWidget(Label(tr("Messages of this demo"), pixels=STRONG, weight=Weight.DemiBold))
        about = tr("Nothing is sent from a demo. What would have been sent is kept here.")
        self._column.addWidget(Label(about, role="quiet", wrap=True))
        self._more = Label(role="quiet")
        self._column.addWidget(self._more)
        sandbox.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the newest messages."""
        messages = self._sandbox.messages()
        shown = messages[:SHOWN]
        for row, message in zip(reused(self.rows, len(shown), self._make), shown, strict=True):
            row.bind(message, self._clock.now())
        hidden = len(messages) - len(shown)
        self._more.say_or_hide(ntr("and {count} more", "and {count} more", hidden) if hidden else "")
        if not messages or not self.isWindow():  # before it stands in its page it would be a window of its own
            self.setVisible(bool(messages))

    def _make(self, _place: int) -> "MessageRow":
        row = MessageRow()
        row.link.clicked.connect(partial(self._open, row))
        self._column.insertWidget(self._column.count() - 1, row)
        return row

    def _open(self, row: "MessageRow") -> None:
        if row.url and not self._opener.browse(row.url):
            self._toasts.say(tr("This computer has no program that opens links."))


class MessageRow(Surface):
    """One message as its client would read it, as plain text."""

    def __init__(self) -> None:
        super().__init__(ground="window")
        self.url = ""
        self._head, self._when = Label(weight=Weight.Medium, elide=True), Label(role="quiet")
        self._subject = Label(weight=Weight.DemiBold, elide=True)
        self._text = Label(wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.link = Button(tr("Open the link"))
        head = QHBoxLayout()
        head.addWidget(self._head, 1)
        head.addWidget(self._when)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._subject)
        column.addWidget(self._text)
        column.addSpacing(4)
        column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)

    def bind(self, message: SandboxMessageRow, now: int) -> None:
        """Show this message."""
        by = sentences.channel(message.channel)
        self._head.say(tr("To {address} by {channel}", address=message.to, channel=by))
        self._when.say(age(message.at, now))
        self._subject.say_or_hide(apart(message.subject))
        self._text.say(apart(message.text))
        found = _LINK.search(message.text)
        self.url = found.group().rstrip(".,)") if found else ""
        self.link.setVisible(bool(self.url))
        self.link.setAccessibleName(tr("Open the link in the message to {address}", address=message.to))
        self.setAccessibleName(self._head.text())
