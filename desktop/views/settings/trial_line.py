"""A test of what is set, wherever one can be sent."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.texts import tr
from desktop.views.theme.buttons import Button
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Field


class TrialLine(QWidget):
    """A button that sends one, for SMS with the number to send it to, and what came of it."""

    asked = Signal()
    number_typed = Signal(str)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.number = Field(name=tr("Number for the test"), hint=tr("Number for the test"), plain=True)
        self.button, self.result = Button(text), Label(wrap=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.number, 1)
        row.addWidget(self.button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.result)
        self.button.clicked.connect(self.asked)
        self.number.textChanged.connect(self.number_typed)

    def bind(self, words: str, role: str, *, why_not: str, by_sms: bool) -> None:
        """Show what came of the last test in its colour role, and why there can be none now."""
        self.number.setVisible(by_sms)
        self.button.refuse(why_not)
        self.result.say_or_hide(words)
        self.result.paint_as(role)
