"""How a message would be, asked of the server a moment after somebody stopped typing (row N18)."""

from PySide6.QtCore import QObject, QTimer, Signal

from desktop import sentences
from desktop.models.changing import Changing
from desktop.models.ports import Office, Outcome
from desktop.texts import moment, ntr, tr
from domain.clock import Clock
from domain.office import AskPreview
from domain.wire.automations import Preview, PreviewMessage

PAUSE_MS = 250


class PreviewOf(QObject):
    """`shown` is the newest answer; `notice` says why there is none."""

    changed = Signal()

    def __init__(self, automation: str, office: Office, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._automation, self._clock = automation, clock
        self._changing = Changing(office, self)
        self._wish: PreviewMessage | None = None
        self.shown: Preview | None = None
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._ask)
        self._changing.changed.connect(self._answered)

    @property
    def notice(self) -> str:
        """Why it cannot be shown."""
        return self._changing.notice

    def want(self, wish: PreviewMessage | None) -> None:
        """Show this one soon; None is a text that cannot be shown as it is."""
        self._wish = wish
        if wish is None:
            self._pause.stop()
        else:
            self._pause.start()

    def segments(self) -> str:
        """As what an SMS it is sent, in words; empty for an email."""
        count = self.shown.segments if self.shown else None
        if count is None:
            return ""
        parts = ntr("{count} SMS", "{count} SMS", count.segments)
        room = ntr("room for {count} more character", "room for {count} more characters", count.left)
        words = tr("{parts}, {room}", parts=parts, room=room)
        if count.encoding == "ucs-2":
            words += ". " + tr("It has letters or signs by which fewer fit into one.")
        return words

    def verdict(self, zone: str) -> str:
        """What would come of it now; empty when it would go."""
        shown = self.shown
        if shown is None or shown.reason is None:
            return ""
        why = sentences.reason(shown.reason)
        if shown.until is not None:
            until = moment(shown.until, self._clock.now(), zone)
            return tr("Now it would wait until {moment}: {reason}.", moment=until, reason=why)
        return tr("Now it would not be sent: {reason}.", reason=why)

    def _ask(self) -> None:
        if self._wish is not None and not self._changing.waits:
            wish, self._wish = self._wish, None
            self._changing.ask(AskPreview(self._automation, wish), self._made)

    def _made(self, outcome: Outcome) -> None:
        self.shown = outcome.answer if isinstance(outcome.answer, Preview) else None

    def _answered(self) -> None:
        if self._wish is not None and not self._changing.waits:
            self._pause.start()
        self.changed.emit()
