"""Where clients reach the location that is shown: the form of Settings (row N25)."""

from PySide6.QtCore import QObject, Signal

from desktop.models.changing import Changing
from desktop.models.ports import Office, Outcome, Toasts
from desktop.models.salon import Salon
from desktop.texts import phone, tr
from domain.contacts import clean_text, phone_or_none
from domain.office import SetPhone
from domain.permissions import Permission
from domain.wire.access import SaveLocationPhone
from domain.wire.clients import LONGEST_PHONE
from domain.wire.rows import KINDS, LocationRow, PersonRow

_KINDS = frozenset((KINDS[LocationRow], KINDS[PersonRow]))


class LocationForm(QObject):
    """What was typed stays until the server has it, or another location is shown."""

    changed = Signal()

    def __init__(self, office: Office, salon: Salon, toasts: Toasts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._salon, self._toasts = salon, toasts
        self.location_id: str | None = None
        self.changing = Changing(office, self)
        self.phone = self._was = ""
        self.changing.changed.connect(self.changed)
        salon.changed.connect(self._salon_changed)

    def show_location(self, location_id: str | None) -> None:
        """Show this location's."""
        if location_id != self.location_id:
            self.location_id = location_id
            self.phone = self._was = self._held()
            self.changing.forget()

    def name(self) -> str:
        """What the location is called."""
        row = self._salon.get(LocationRow, self.location_id)
        return clean_text(row.name) if row else ""

    def may_change(self) -> bool:
        """Whether the person may say where clients reach it."""
        return self.location_id is not None and self._salon.may(Permission.MANAGE_TEAM, self.location_id)

    def set_phone(self, typed: str) -> None:
        """The number as it is typed; empty for none."""
        if typed != self.phone:
            self.phone = typed[:LONGEST_PHONE]
            self.changed.emit()

    def wrong(self) -> bool:
        """Whether what was typed is no number."""
        typed = self.phone.strip()
        return bool(typed) and phone_or_none(typed, self._salon.region(self.location_id)) is None

    def why_not(self) -> str:
        """Why it cannot be saved as it stands; empty when it can."""
        if self.changing.waits:
            return tr("The server is being asked.")
        if not self.may_change():
            return tr("You are not allowed to do this any more.")
        if self.wrong():
            return tr("This is not a phone number.")
        return tr("Nothing was changed.") if self.phone.strip() == self._was else ""

    def save(self) -> None:
        """Ask the server to keep it; nothing happens while something is missing."""
        if not self.why_not() and self.location_id is not None:
            self.changing.ask(SetPhone(self.location_id, SaveLocationPhone(self.phone.strip())), self._saved)

    def _saved(self, _outcome: Outcome) -> None:
        number = phone_or_none(self.phone, self._salon.region(self.location_id))
        self._was = self.phone = phone(number) if number else ""
        self._toasts.say(tr("The phone number of {place} was saved.", place=self.name()))

    def _held(self) -> str:
        row = self._salon.get(LocationRow, self.location_id)
        return phone(row.phone) if row and row.phone else ""

    def _salon_changed(self, kind: str) -> None:
        """What another desk saved is shown, unless something else is being typed here."""
        if kind not in _KINDS:
            return
        typed = self.phone.strip() != self._was
        self._was = self._held()
        if not typed:
            self.phone = self._was
        self.changed.emit()
