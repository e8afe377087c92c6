"""Automated messages: their groups, each message with its switches and a way into its form (rows B17, B23)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.models.automation_words import group_name
from desktop.models.automations import AutomationLine, Automations
from desktop.texts import tr
from desktop.views.settings.switch import Switch
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL, STRONG, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.rows import reused
from desktop.views.theme.surfaces import Rule, Surface


class AutomationsCard(Surface):
    """One group."""

    edit_requested = Signal(str)

    def __init__(self, group: str, automations: Automations) -> None:
        super().__init__()
        self._group, self._automations = group, automations
        self.rows: list[AutomationRowView] = []
        self.notice = Label(role="red_text", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 16, 20, 16)
        self._column.setSpacing(8)
        self._column.addWidget(Label(group_name(group), pixels=STRONG, weight=Weight.DemiBold))
        self._column.addWidget(self.notice)
        automations.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show them as they stand."""
        lines = self._automations.lines(self._group)
        for row, line in zip(reused(self.rows, len(lines), self._row), lines, strict=True):
            row.bind(line)
        self.notice.say_or_hide(self._automations.changing.notice)

    def _row(self, _place: int) -> "AutomationRowView":
        row = AutomationRowView()
        row.edit_requested.connect(self.edit_requested)
        row.switched.connect(self._switched)
        self._column.addWidget(row)
        return row

    def _switched(self, automation: str, channel: str, on: bool) -> None:
        self._automations.switch(automation, "sms" if channel == "sms" else "email", on)
        self.refresh()  # they stand where the server has them: what it refuses does not show


class AutomationRowView(Surface):
    """One message: its name, when it goes, and two switches."""

    edit_requested = Signal(str)
    switched = Signal(str, str, bool)

    def __init__(self) -> None:
        super().__init__(edge="surface")
        self._id = ""
        self._name = Label(weight=Weight.Medium, wrap=True)
        self._timing = Label(role="quiet", pixels=SMALL, wrap=True)
        self.email, self.sms = Switch(""), Switch("")
        self.edit = Button(tr("Edit"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._timing)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(words, 1)
        for title, switch in ((tr("Email"), self.email), (tr("SMS"), self.sms)):
            row.addWidget(Label(title, role="quiet", pixels=SMALL))
            row.addWidget(switch)
            row.addSpacing(4)
        row.addWidget(self.edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Rule())
        column.addLayout(row)
        self.email.clicked.connect(self._switch_email)
        self.sms.clicked.connect(self._switch_sms)
        self.edit.clicked.connect(self._edit)

    def bind(self, line: AutomationLine) -> None:
        """Show this message."""
        self._id = line.id
        self._name.say(line.name)
        self._timing.say(line.timing)
        self.email.show_state(on=line.email, why_not=line.why_not)
        self.sms.show_state(on=line.sms, why_not=line.why_not)
        self.email.setAccessibleName(tr("{name} by email", name=line.name))
        self.sms.setAccessibleName(tr("{name} by SMS", name=line.name))
        self.edit.setAccessibleName(tr("Edit {name}", name=line.name))

    def _switch_email(self, on: bool) -> None:
        self.switched.emit(self._id, "email", on)

    def _switch_sms(self, on: bool) -> None:
        self.switched.emit(self._id, "sms", on)

    def _edit(self) -> None:
        self.edit_requested.emit(self._id)
