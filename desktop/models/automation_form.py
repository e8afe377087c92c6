"""The form over one automated message: its texts by channel and language, when it goes, how it would be, and a test."""

from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop import sentences
from desktop.models.automation_filters import OnlyFor
from desktop.models.automation_preview import PreviewOf
from desktop.models.automation_timing import TimingChoice
from desktop.models.automations import Automations, Record, RecordsOf
from desktop.models.changing import Changing
from desktop.models.ports import Outcome, Toasts
from desktop.texts import language, tr
from domain.automations import BY_ID
from domain.clock import Clock
from domain.office import AskTexts, SendTest, SetAutomation, SetText
from domain.rendering import UnknownPlaceholder, check
from domain.wire.automations import (
    AutomationRow,
    AutomationTexts,
    PreviewMessage,
    SaveAutomation,
    SaveAutomationText,
    Tried,
    TryMessage,
    wished_filters,
    wished_timing,
)
from domain.wire.rows import Channel


class Place(NamedTuple):
    """Which text: a channel and a language."""

    channel: Channel
    language: str


class Fault(NamedTuple):
    """What is wrong with a text, and where: counted in characters from its start."""

    place: Place
    words: str
    position: int


class AutomationForm(QObject):
    """One open form. What was typed outlives every refusal. `place` is the text that is being edited."""

    changed = Signal()
    texts_came = Signal()
    finished = Signal()

    def __init__(
        self,
        row: AutomationRow,
        automations: Automations,
        records: RecordsOf,
        toasts: Toasts,
        clock: Clock,
        zone: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.row, self.zone = row, zone
        self._automations, self._toasts = automations, toasts
        office = automations.office
        self.changing, self._loading, self._trying = (
            Changing(office, self),
            Changing(office, self),
            Changing(office, self),
        )
        self.preview = PreviewOf(row.id, office, clock, self)
        self.place = Place("email", language())
        self.texts: dict[Place, str] = {}
        self._defaults: dict[Place, str] = {}
        self._saved: dict[Place, str] = {}
        self._on_its_way: Place | None = None
        self._sent = ""
        self.fault: Fault | None = None
        self.timing, self.only_for = TimingChoice(row, self), OnlyFor(row, automations.salon, self)
        self.subject, self.phone = "", ""
        self._tried: Tried | None = None
        self.records: tuple[Record, ...] = tuple(records(BY_ID[row.id].about)) if row.id in BY_ID else ()
        for one in (self.changing, self._trying, self.preview, automations, self.timing, self.only_for):
            one.changed.connect(self.changed)
        self._loading.changed.connect(self._loaded_or_not)
        self._load()

    # What it is made of

    @property
    def loaded(self) -> bool:
        """Whether the texts are here."""
        return bool(self._defaults)

    @property
    def notice(self) -> str:
        """Why the server refused, or could not be asked."""
        return self.changing.notice or self._loading.notice

    def languages(self) -> tuple[str, ...]:
        """In which there are texts."""
        return tuple(sorted({place.language for place in self._defaults}))

    def text(self) -> str:
        """The text that is being edited."""
        return self.texts.get(self.place, "")

    def is_default(self) -> bool:
        """Whether this text says what comes with the product."""
        return self.text() == self._defaults.get(self.place, "")

    def dirty(self) -> list[Place]:
        """The texts that are not saved as they stand."""
        return [place for place, text in self.texts.items() if text != self._saved[place]]

    def is_changed(self) -> bool:
        """Whether anything is not saved as it stands."""
        return bool(self.dirty()) or self._settings() != SaveAutomation()

    def is_overtaken(self) -> bool:
        """Whether somebody else has set timing or filters otherwise since the form was opened."""
        now = self._automations.get(self.row.id)
        same = now is None or (now.timing, now.filters) == (self.row.timing, self.row.filters)
        return not same and not self.changing.waits

    def why_not(self) -> str:
        """Why it cannot be saved as it stands."""
        if self._automations.why_not():
            return self._automations.why_not()
        if self.changing.waits:
            return tr("The server is being asked.")
        if not self.loaded:
            return tr("The texts have not come yet.")
        return self.timing.fault() or self.only_for.fault()

    # The text

    def choose(self, channel: Channel | None = None, language_: str | None = None) -> None:
        """Edit another text."""
        self.place = Place(channel or self.place.channel, language_ or self.place.language)
        self._tried = None
        self._look()
        self.changed.emit()

    def set_text(self, text: str) -> None:
        """The text as it is typed."""
        if text == self.text():
            return
        self.texts[self.place] = text
        if self.fault is not None and self.fault.place == self.place:
            self.fault = None
        self._tried = None
        self._look()
        self.changed.emit()

    def back_to_default(self) -> None:
        """Say what comes with the product again."""
        self.set_text(self._defaults.get(self.place, ""))

    def look_with(self, subject: str) -> None:
        """Show it with this record; empty is a made-up one."""
        self.subject = subject
        self._look()

    # Saving, and a test

    def submit(self) -> None:
        """Save what differs, one after the other; a text with a fault is shown with the place marked."""
        self.fault = None
        if self.why_not():
            return
        for place in self.dirty():
            fault = self._look_for_fault(place)
            if fault is not None:
                self.place, self.fault = place, fault
                self.changed.emit()
                return
        self._go_on()

    def try_out(self) -> None:
        """Send the text as it stands to oneself."""
        if not self.why_no_test():
            self._tried = None
            phone = self.phone.strip() if self.place.channel == "sms" else None
            wish = TryMessage(self.place.channel, self.place.language, self.text(), self.subject or None, phone)
            self._trying.ask(SendTest(self.row.id, wish), self._was_tried)

    def why_no_test(self) -> str:
        """Why no test can be sent now."""
        if self._trying.waits:
            return tr("The provider is being asked.")
        if self.place.channel == "sms" and not self.phone.strip():
            return tr("Please enter a number for the test.")
        fault = self._look_for_fault(self.place)
        return fault.words if fault else self._automations.why_not()

    def set_phone(self, phone: str) -> None:
        """Where a test by SMS is to go."""
        self.phone = phone
        self.changed.emit()

    def test_words(self) -> tuple[str, bool]:
        """What came of the last test, and whether it went."""
        if self._trying.waits:
            return tr("The provider is being asked…"), True
        if self._tried is None:
            return self._trying.notice, False
        if self._tried.kept:
            return tr("This is a demo: the test to {to} was not sent but kept.", to=self._tried.to), True
        if self._tried.sent:
            return tr("Sent to {address}. Please look whether it arrives.", address=self._tried.to), True
        why = sentences.reason(self._tried.reason or "")
        return tr("It did not go to {address}: {reason}.", address=self._tried.to, reason=why), False

    def _go_on(self) -> None:
        left = self.dirty()
        if left:
            place = left[0]
            self._on_its_way, self._sent = place, self.texts[place]
            wish = SaveAutomationText(None if self._sent == self._defaults.get(place) else self._sent)
            self.changing.ask(SetText(self.row.id, place.channel, place.language, wish), self._text_saved)
        elif self._settings() != SaveAutomation():
            self.changing.ask(SetAutomation(self.row.id, self._settings()), self._all_saved)
        else:
            self._all_saved(Outcome())

    def _settings(self) -> SaveAutomation:
        """What differs beside the texts."""
        now, filters = self.timing.timing, self.only_for.filters
        return SaveAutomation(
            timing=None if now == self.timing.saved else wished_timing(now),
            filters=None if filters == self.only_for.saved else wished_filters(filters),
        )

    def _text_saved(self, _outcome: Outcome) -> None:
        asked = self._on_its_way
        if asked is not None:
            self._saved[asked] = self._sent
        self._go_on()

    def _all_saved(self, _outcome: Outcome) -> None:
        self._toasts.say(tr("The message was saved."))
        self.finished.emit()

    def _was_tried(self, outcome: Outcome) -> None:
        self._tried = outcome.answer if isinstance(outcome.answer, Tried) else None

    def _look_for_fault(self, place: Place) -> Fault | None:
        text = self.texts.get(place, "")
        try:
            check(text, self.row.placeholders)
        except UnknownPlaceholder as unknown:
            words = tr("There is nothing to put in for “{name}”. Please use the buttons.", name=unknown.name)
            return Fault(place, words, unknown.position)
        if not text.strip() or (place.channel == "email" and not text.partition("\n")[2].strip()):
            return Fault(place, tr("There is nothing to send yet."), len(text))
        if place.channel == "email" and not text.partition("\n")[0].strip():
            return Fault(place, tr("An email begins with its subject, in the first line."), 0)
        return None

    def _load(self) -> None:
        self._loading.ask(AskTexts(self.row.id), self._loaded)

    def _loaded(self, outcome: Outcome) -> None:
        if not isinstance(outcome.answer, AutomationTexts):
            return
        self._defaults = {Place(one.channel, one.language): one.text for one in outcome.answer.texts}
        own = {Place(one.channel, one.language): one.text for one in self.row.texts}
        self._saved = {place: own.get(place, text) for place, text in self._defaults.items()}
        self.texts = dict(self._saved)
        if self.place not in self.texts:
            self.place = Place(self.place.channel, "en")
        self._look()
        self.texts_came.emit()

    def _loaded_or_not(self) -> None:
        self.changed.emit()

    def _look(self) -> None:
        """Have it shown as it stands; a text with a fault is not shown, and what was shown last stays."""
        if not self.loaded or self._look_for_fault(self.place) is not None:
            self.preview.want(None)
        else:
            wish = PreviewMessage(self.place.channel, self.place.language, self.text(), self.subject or None)
            self.preview.want(wish)
