"""How freed times are offered (row N10): which way, and how long there is to answer. Changed at the server at once."""

from PySide6.QtCore import QObject, Signal

from desktop import sentences
from desktop.models.changing import Changing
from desktop.models.ports import Office, Outcome, Toasts
from desktop.models.salon import Salon
from desktop.texts import tr
from domain.offers import DEFAULT_MINUTES, DEFAULT_WAY, MINUTES, Way
from domain.permissions import Permission
from domain.wire.offers import OfferSettingsRow, SaveOfferSettings
from domain.wire.rows import KINDS, PersonRow

_KINDS = frozenset((KINDS[OfferSettingsRow], KINDS[PersonRow]))


class OfferSettings(QObject):
    """The form: what was chosen and typed stays until the server has it. A business that never chose offers by hand."""

    changed = Signal()

    def __init__(self, office: Office, salon: Salon, toasts: Toasts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._salon, self._toasts = salon, toasts
        self.changing = Changing(office, self)
        self.way, self.minutes = self._held()
        self._was = self.way, self.minutes
        self.changing.changed.connect(self.changed)
        salon.changed.connect(self._salon_changed)

    def choose(self, way: Way) -> None:
        """Offer this way."""
        if way is not self.way:
            self.way = way
            self.changed.emit()

    def set_minutes(self, typed: str) -> None:
        """So many minutes to answer, as they are typed."""
        if typed != self.minutes:
            self.minutes = typed
            self.changed.emit()

    def why_not(self) -> str:
        """Why it cannot be saved as it stands; empty when it can."""
        if self.changing.waits:
            return tr("The server is being asked.")
        if not self._may():
            return sentences.not_permitted()
        if not self.minutes.strip().isdecimal() or int(self.minutes) not in MINUTES:
            return tr("An answer takes between 5 minutes and 24 hours.")
        return tr("Nothing was changed.") if (self.way, self.minutes.strip()) == self._was else ""

    def wrong(self) -> bool:
        """Whether what was typed cannot be."""
        return not self.minutes.strip().isdecimal() or int(self.minutes) not in MINUTES

    def save(self) -> None:
        """Ask the server to keep it; nothing happens while something is missing."""
        if not self.why_not():
            self.changing.ask(SaveOfferSettings(self.way.value, int(self.minutes)), self._saved)

    def _saved(self, _outcome: Outcome) -> None:
        self._was = self.way, self.minutes.strip()
        self._toasts.say(tr("The settings of waitlist offers were saved."))

    def _may(self) -> bool:
        person = self._salon.person()
        return person is not None and any(Permission.MANAGE_AUTOMATIONS in one.permissions for one in person.grants)

    def _held(self) -> tuple[Way, str]:
        row = next(iter(self._salon.rows(OfferSettingsRow).values()), None)
        return (Way(row.way), str(row.minutes)) if row else (DEFAULT_WAY, str(DEFAULT_MINUTES))

    def _salon_changed(self, kind: str) -> None:
        """What another desk saved is shown, unless something else is being typed here."""
        if kind not in _KINDS:
            return
        typed = (self.way, self.minutes) != self._was
        self._was = self._held()
        if not typed:
            self.way, self.minutes = self._was
        self.changed.emit()
