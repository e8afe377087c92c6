"""Choosing a PIN and changing it, each person her own (row N21)."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desktop.desk.desk import Desk
from desktop.desk.people import Guess, Known
from desktop.desk.troubles import sentence
from desktop.seats import Seats
from desktop.services.bridge import Bridge, run
from desktop.services.lanes import Lane
from desktop.texts import ntr, tr
from desktop.views.shell.window import Window

if TYPE_CHECKING:
    from desktop.views.lock.dialog import PinDialog

Then = Callable[[], None] | None


def wrong_pin(left: int) -> str:
    """What to say of a guess."""
    return ntr("Wrong PIN. {count} try left.", "Wrong PIN. {count} tries left.", left)


class Pins(QObject):
    """Opens the dialog and keeps what was chosen in it."""

    known = Signal(object)
    """Everybody who works here, as it is known now."""

    shut_out = Signal()
    """The PIN before was guessed at too often."""

    def __init__(self, window: Window, bridge: Bridge, lane: Lane, on_bug: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._window, self._bridge, self._lane, self._on_bug = window, bridge, lane, on_bug

    def ask(self, seats: Seats, desk: Desk, then: Then, *, has_one: bool) -> None:
        """Asks her who is at the desk."""
        from desktop.views.lock.dialog import PinDialog  # noqa: PLC0415 - the first paint goes without

        dialog = PinDialog(has_one=has_one, parent=self._window)
        dialog.chosen.connect(partial(self._keep, seats, desk, dialog, then))
        dialog.open()

    def _keep(self, seats: Seats, desk: Desk, dialog: "PinDialog", then: Then, before: str, pin: str) -> None:
        dialog.work()
        keeping = partial(seats.change_pin, desk.session, desk.owner, before, pin)
        run(self._bridge, self._lane, keeping, partial(self._kept, dialog, then), partial(self._failed, dialog))

    def _kept(self, dialog: "PinDialog", then: Then, kept: tuple[Guess, tuple[Known, ...]]) -> None:
        guess, people = kept
        self.known.emit(people)
        if not isValid(dialog):
            return
        if guess.right:
            dialog.accept()
            self._said(then)
        elif guess.left:
            dialog.fail(wrong_pin(guess.left), dialog.before)
        else:
            dialog.reject()
            self.shut_out.emit()

    def _said(self, then: Then) -> None:
        if then is None:
            self._window.toasts.say(tr("Your PIN opens this desk from now on."))
        else:
            then()

    def _failed(self, dialog: "PinDialog", trouble: Exception) -> None:
        said = sentence(trouble)
        if said is None:
            self._on_bug(trouble)
        if isValid(dialog):
            dialog.fail(said or tr("Something went wrong. Please try again."))
