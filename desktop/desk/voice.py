"""What the desk's threads say to the person: every call may come from any thread, and is told in the GUI's."""

from collections.abc import Callable

from PySide6.QtCore import QTimer

from desktop.desk.signals import DeskSignals, News
from desktop.desk.standing import Standing
from desktop.desk.troubles import sentence
from desktop.models.ports import Link
from desktop.services.bridge import Bridge
from desktop.texts import mark, tr
from domain.clock import Clock
from domain.wire.actions import Done, Refused, Unknown
from sync.errors import AccountDisabled, Busy, SignInAgain, SyncError, Unreachable

_SAID_BY_THE_BAR = (Unreachable, Busy, SignInAgain)
_LOST = mark(
    "The list of actions that waited on this computer was damaged. What had not been sent is lost; please look through "
    "the open bookings once more."
)
_NOT_REMEMBERED = mark(
    "The keychain is not available: you will have to sign in again next time, and what still waits when you close "
    "Deskbell is lost."
)

_PAINTED_MS = 20
"""Until then the list is painted on a slow machine too; nobody waits for the server to hear so soon."""


class Voice:
    """Emits `signals`. After `close` nothing is said any more."""

    def __init__(self, signals: DeskSignals, clock: Clock, on_bug: Callable[[BaseException], None]) -> None:
        self.bridge = Bridge()
        self._signals, self._standing, self._on_bug = signals, Standing(signals, clock), on_bug
        self._said = ""
        self._told_to_keep: set[str] = set()

    def close(self) -> None:
        """For the GUI thread. The object itself goes with its signals."""
        self.bridge.close()
        self.bridge.deleteLater()
        self._signals.deleteLater()

    def rows(self, news: News) -> None:
        """Rows and actions look different now."""
        self.bridge.post(self._signals.tell_rows, news)

    def answer(self, decision: Done | Refused | Unknown) -> None:
        """The server has decided about an action."""
        self.bridge.post(self._signals.tell_answer, decision)

    def counts(self, waiting: int, refused: int) -> None:
        """So many actions wait, so many could not be done."""
        self.bridge.post(self._standing.counts, waiting, refused)

    def link(self, link: Link) -> None:
        """The desk stands to its server like this."""
        self.bridge.post(self._link, link)

    def connection_again(self) -> None:
        """Tells it to listeners that came later."""
        self.bridge.post(self._standing.again)

    def locked(self, locked: bool) -> None:
        """The copy is locked, or open again."""
        self.bridge.post(self._signals.locked_changed.emit, locked)

    def others(self, left: tuple[tuple[str, int], ...]) -> None:
        """What people who were at this desk before have left waiting."""
        self.bridge.post(self._signals.others_wait.emit, left)

    def outbox_lost(self) -> None:
        """Actions that had not been sent are gone."""
        self.bridge.post(self._keep_saying, _LOST)

    def not_remembered(self) -> None:
        """The keychain keeps nothing."""
        self.bridge.post(self._keep_saying, _NOT_REMEMBERED)

    def session_over(self, why: SignInAgain) -> None:
        """There is no session any more."""
        over = self._signals.account_disabled if isinstance(why, AccountDisabled) else self._signals.session_ended
        self.bridge.post(over.emit, sentence(why) or "")

    def not_kept(self, answer: Refused, trouble: SyncError) -> None:
        """What the person has just asked for could not even be written down. Said each time that it happens."""
        said = sentence(trouble)
        if said is not None:
            self.bridge.post(self._signals.trouble.emit, said)
        self.answer(answer)

    def when_painted(self, call: Callable[[], None]) -> None:
        """Have `call` called in the GUI thread when there was time to paint what it was told before.

        What may wait for that takes neither the processor nor the interpreter from what the person is looking at.
        """
        self.bridge.post(QTimer.singleShot, _PAINTED_MS, call)

    def trouble(self, trouble: BaseException) -> None:
        """Something went wrong: a known trouble is told, unless the bar tells it; a bug is reported."""
        said = sentence(trouble) if isinstance(trouble, Exception) else None
        if said is None:
            self._on_bug(trouble)
            said = tr("Something in Deskbell failed. It goes on with what it has.")
        if not isinstance(trouble, _SAID_BY_THE_BAR):
            self.bridge.post(self._say_once, said)

    # In the GUI thread

    def _link(self, link: Link) -> None:
        if link is Link.LIVE:
            self._said = ""
        self._standing.link(link)

    def _say_once(self, said: str) -> None:
        """The threads try again and again; the person hears of it once, until something works."""
        if said != self._said:
            self._said = said
            self._signals.trouble.emit(said)

    def _keep_saying(self, message: str) -> None:
        if message not in self._told_to_keep:
            self._told_to_keep.add(message)
            self._signals.must_be_read.emit(tr(message))
