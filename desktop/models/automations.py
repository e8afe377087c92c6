"""Automated messages as their page lists them (rows B17, B23): groups, switches, and when each goes."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop.models.automation_filters import only_for
from desktop.models.automation_runs import Failures
from desktop.models.automation_words import automation_name, timing_words
from desktop.models.changing import Changing
from desktop.models.ports import Office, Outcome
from desktop.models.salon import Salon
from desktop.texts import tr
from domain.office import SetAutomation
from domain.permissions import Permission
from domain.wire.automations import AutomationRow, SaveAutomation
from domain.wire.rows import KINDS, Channel, LocationRow, PersonRow, ServiceRow, TeamMemberRow

_KINDS = frozenset(KINDS[of] for of in (AutomationRow, PersonRow, LocationRow, ServiceRow, TeamMemberRow))


class Record(NamedTuple):
    """Something that a message can be looked at with: `draft:<id>` and the like, and what it is in words."""

    subject: str
    words: str


RecordsOf = Callable[[str], Sequence[Record]]
"""The records of this desk for a kind: draft, appointment or client."""


class AutomationLine(NamedTuple):
    """One message in the list."""

    id: str
    name: str
    timing: str
    email: bool
    sms: bool
    why_not: str
    failed: str = ""
    """How many failed lately, and beside it why the last one did."""
    why_failed: str = ""
    only_for: str = ""
    """What it is narrowed to."""


class Automations(QObject):
    """Reads them from the feed; asks the server for changes."""

    changed = Signal()

    def __init__(self, office: Office, salon: Salon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.office, self.salon = office, salon
        self.changing = Changing(office, self)
        self.failures = Failures(office, self)
        for one in (self.changing, self.failures):
            one.changed.connect(self.changed)
        salon.changed.connect(self._salon_changed)

    def may_change(self) -> bool:
        """Whether the person may manage automations anywhere."""
        person = self.salon.person()
        return person is not None and any(Permission.MANAGE_AUTOMATIONS in grant.permissions for grant in person.grants)

    def groups(self) -> tuple[str, ...]:
        """The headings, in their order: reminders first."""
        found = {row.group for row in self.salon.rows(AutomationRow).values()}
        return tuple(sorted(found, key=lambda group: (group != "reminders", group)))

    def get(self, automation: str) -> AutomationRow | None:
        """One of them as it is set."""
        return self.salon.get(AutomationRow, automation)

    def lines(self, group: str) -> tuple[AutomationLine, ...]:
        """What stands under a heading."""
        rows = [row for row in self.salon.rows(AutomationRow).values() if row.group == group]
        return tuple(self._line(row) for row in sorted(rows, key=lambda row: (row.order, row.id)))

    def why_not(self) -> str:
        """Why nothing can be changed now; empty when it can."""
        if not self.may_change():
            return tr("You are not allowed to change automated messages.")
        return tr("The server is being asked.") if self.changing.waits else ""

    def switch(self, automation: str, channel: Channel, on: bool) -> None:
        """Send it by this channel, or no longer."""
        wish = SaveAutomation(email=on) if channel == "email" else SaveAutomation(sms=on)
        if not self.why_not():
            self.changing.ask(SetAutomation(automation, wish), self._made)

    def _line(self, row: AutomationRow) -> AutomationLine:
        failed, why_failed = self.failures.words(row.id)
        when = timing_words(row.id, row.timing)
        return AutomationLine(
            row.id,
            automation_name(row.id),
            when,
            row.email,
            row.sms,
            self.why_not(),
            failed,
            why_failed,
            only_for(row.filters, self.salon),
        )

    def _made(self, _outcome: Outcome) -> None:
        """The feed brings the row."""

    def _salon_changed(self, kind: str) -> None:
        if kind in _KINDS:
            self.changed.emit()
