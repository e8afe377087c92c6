"""Settings: one scrolling column of cards under their headings."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.texts import tr
from desktop.views.settings.reminders import ReminderCard
from desktop.views.settings.sandbox import SandboxCard
from desktop.views.theme.forms import heading
from desktop.views.theme.scroller import Scroller
from desktop.views.theme.surfaces import Ground

_WIDTH = 680


class SettingsPage(Ground):
    """Automated messages. `more` are cards that the shell adds, such as appearance and language."""

    def __init__(self, reminders: ReminderCard, sandbox: SandboxCard, *more: QWidget) -> None:
        super().__init__("window")
        self.reminders, self.sandbox = reminders, sandbox
        held = Ground("window")
        column = QVBoxLayout()
        column.setContentsMargins(32, 24, 32, 32)
        column.setSpacing(16)
        column.addWidget(heading(tr("Automated messages › Reminders")))
        for card in (reminders, sandbox, *more):
            column.addWidget(card)
        column.addStretch(1)
        middle = QHBoxLayout(held)
        middle.setContentsMargins(0, 0, 0, 0)
        wide = QWidget()
        wide.setMaximumWidth(_WIDTH + 64)
        wide.setLayout(column)
        middle.addWidget(wide, 1)
        middle.addStretch(0)
        area = Scroller(held)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
