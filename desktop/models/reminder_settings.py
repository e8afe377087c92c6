"""The switches of the incomplete booking reminder (row B17), and the messages that a demo kept instead of sending."""

from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop import sentences
from desktop.models.pending import Pending
from desktop.models.ports import REMINDER_SETTINGS_ENTITY, Acts
from desktop.models.salon import Salon
from desktop.texts import tr
from domain.permissions import Permission
from domain.wire.actions import SetReminderChannels
from domain.wire.rows import KINDS, PersonRow, ReminderSettingsRow, SandboxMessageRow

_KINDS = frozenset((KINDS[ReminderSettingsRow], KINDS[PersonRow], KINDS[SandboxMessageRow]))


class Switches(NamedTuple):
    """How the page's switches stand. `why_not` says why they cannot be moved, `notice` what became of a change."""

    email: bool
    sms: bool
    why_not: str
    notice: str
    refused_action: str | None


class ReminderSettings(QObject):
    """Both switches move at once; the server is told when it can be, and a refusal is said."""

    changed = Signal()
    messages_changed = Signal()

    def __init__(self, acts: Acts, pending: Pending, salon: Salon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._acts, self._pending, self._salon = acts, pending, salon
        salon.changed.connect(self._salon_changed)
        pending.changed.connect(self._pending_changed)
        pending.connection_changed.connect(self.changed)

    def may_see(self) -> bool:
        """Whether the person may manage automations anywhere."""
        person = self._salon.person()
        return person is not None and any(Permission.MANAGE_AUTOMATIONS in grant.permissions for grant in person.grants)

    def switches(self) -> Switches:
        """The switches as of now, what waits included."""
        row = next(iter(self._salon.rows(ReminderSettingsRow).values()), None)
        why_not = ""
        if not self.may_see():
            why_not = tr("You are not allowed to change automated messages.")
        elif row is None:
            why_not = tr("The settings have not been loaded yet.")
        notice, refused_action = self._notice()
        return Switches(bool(row and row.email), bool(row and row.sms), why_not, notice, refused_action)

    def switch_email(self, on: bool) -> None:
        """Turn the reminder by email on or off."""
        self._set(email=on, sms=self.switches().sms)

    def switch_sms(self, on: bool) -> None:
        """Turn the reminder by SMS on or off."""
        self._set(email=self.switches().email, sms=on)

    def forget(self, action_id: str) -> None:
        """The person has read why a change was refused."""
        self._acts.forget(action_id)

    def messages(self) -> tuple[SandboxMessageRow, ...]:
        """What the demo kept instead of sending it, the newest first."""
        rows = self._salon.rows(SandboxMessageRow).values()
        return tuple(sorted(rows, key=lambda row: (-row.at, row.id)))

    def _set(self, *, email: bool, sms: bool) -> None:
        now = self.switches()
        if not now.why_not and (email, sms) != (now.email, now.sms):
            self._acts.submit(SetReminderChannels(email=email, sms=sms), REMINDER_SETTINGS_ENTITY)

    def _notice(self) -> tuple[str, str | None]:
        states = self._pending.of(REMINDER_SETTINGS_ENTITY)
        refused = next((state for state in states if state.answer is not None), None)
        if refused is not None:
            why = sentences.not_done(refused.answer)
            return tr("The change was not made: {reason}", reason=why), refused.action.id
        if states and not self._pending.online:
            return tr("The change will be made when online."), None
        return "", None

    def _salon_changed(self, kind: str) -> None:
        if kind in _KINDS:
            self.changed.emit()
        if kind == KINDS[SandboxMessageRow]:
            self.messages_changed.emit()

    def _pending_changed(self, entity: str) -> None:
        if entity == REMINDER_SETTINGS_ENTITY:
            self.changed.emit()
