"""Automated messages: their groups, each message with its switches and a way into its form (rows B17, B23)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.automation_runs import Failures
from desktop.models.automation_words import group_name
from desktop.models.automations import AutomationLine, Automations
from desktop.texts import in_a_row, tr
from desktop.views.settings.switch import Switch
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL, STRONG, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.rows import reused
from desktop.views.theme.surfaces import Rule, Surface


class FailuresLine(QWidget):
    """Says when it is not known what failed lately, and asks again; not there while it is known."""

    def __init__(self, failures: Failures) -> None:
        super().__init__()
        self._failures = failures
        self.words, self.again = Label(role="quiet", wrap=True), Button(tr("Try again"))
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.again)
        self.again.clicked.connect(failures.look)
        failures.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show how it stands."""
        notice = self._failures.notice()
        self.words.say(notice)
        if not notice or not self.isWindow():  # before it stands in its page it would be a window of its own
            self.setVisible(bool(notice))


class AutomationsCard(Surface):
    """One group."""

    edit_requested = Signal(str)
    log_requested = Signal(str)
    """What became of a message is to be shown."""

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
        row.log_requested.connect(self.log_requested)
        row.switched.connect(self._switched)
        self._column.addWidget(row)
        return row

    def _switched(self, automation: str, channel: str, on: bool) -> None:
        self._automations.switch(automation, "sms" if channel == "sms" else "email", on)
        self.refresh()  # they stand where the server has them: what it refuses does not show


class AutomationRowView(Surface):
    """One message: its name, when it goes, what failed of it lately, and two switches."""

    edit_requested = Signal(str)
    log_requested = Signal(str)
    switched = Signal(str, str, bool)

    def __init__(self) -> None:
        super().__init__(edge="surface")
        self._id = ""
        self._name = Label(weight=Weight.Medium, wrap=True)
        self._timing = Label(role="quiet", pixels=SMALL, wrap=True)
        self.only_for = Label(role="quiet", pixels=SMALL, wrap=True)
        self.email, self.sms = Switch(""), Switch("")
        self.edit = Button(tr("Edit"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._timing)
        words.addWidget(self.only_for)
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
        column.addWidget(self._failures())
        self.email.clicked.connect(self._switch_email)
        self.sms.clicked.connect(self._switch_sms)
        self.edit.clicked.connect(self._edit)
        self.failed.clicked.connect(self._look)

    def bind(self, line: AutomationLine) -> None:
        """Show this message."""
        self._id = line.id
        self._name.say(line.name)
        self._timing.say(line.timing)
        self.only_for.say_or_hide(line.only_for)
        self._line_of_failures.setVisible(bool(line.failed))
        self.failed.setText(line.failed)
        self.failed.setAccessibleName(in_a_row((line.name, line.failed)))
        self._why_failed.say(line.why_failed)
        self.email.show_state(on=line.email, why_not=line.why_not)
        self.sms.show_state(on=line.sms, why_not=line.why_not)
        self.email.setAccessibleName(tr("{name} by email", name=line.name))
        self.sms.setAccessibleName(tr("{name} by SMS", name=line.name))
        self.edit.setAccessibleName(tr("Edit {name}", name=line.name))

    def _failures(self) -> QWidget:
        self.failed = Button(kind="danger")
        self._why_failed = Label(role="red_text", pixels=SMALL, wrap=True)
        self._line_of_failures = QWidget()
        row = QHBoxLayout(self._line_of_failures)
        row.setContentsMargins(0, 0, 0, 2)
        row.setSpacing(8)
        row.addWidget(self.failed)
        row.addWidget(self._why_failed, 1)
        return self._line_of_failures

    def _look(self) -> None:
        self.log_requested.emit(self._id)

    def _switch_email(self, on: bool) -> None:
        self.switched.emit(self._id, "email", on)

    def _switch_sms(self, on: bool) -> None:
        self.switched.emit(self._id, "sms", on)

    def _edit(self) -> None:
        self.edit_requested.emit(self._id)
