"""One change of Settings on its way: whether the server is being asked, and what became of the last one."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop import sentences
from desktop.models.ports import Office, Outcome
from domain.office import OfficeChange

Done = Callable[[Outcome], None]


class Changing(QObject):
    """Asks for one thing at a time. `notice` says why the last one was not done; `field` is where. `unreached` is
    whether that is for want of a connection.
    """

    changed = Signal()

    def __init__(self, office: Office, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._done: Done | None = None
        self.asked: OfficeChange | None = None
        self.notice, self.field = "", ""
        self.unreached = False

    @property
    def waits(self) -> bool:
        """Whether the server has been asked and has not answered."""
        return self.asked is not None

    def ask(self, change: OfficeChange, done: Done) -> None:
        """Make a change; `done` hears of it when it is made. Nothing happens while another one waits."""
        if self.asked is None:
            self.asked, self._done = change, done
            self.notice = self.field = ""
            self.unreached = False
            self.changed.emit()
            self._office.change(change, self._answered)

    def forget(self) -> None:
        """What went wrong has been read."""
        self.notice = self.field = ""
        self.unreached = False
        self.changed.emit()

    def _answered(self, outcome: Outcome) -> None:
        self.asked, done, self._done = None, self._done, None
        if outcome.problem is not None:
            self.notice, self.field = sentences.problem(outcome.problem), outcome.problem.field or ""
        elif not outcome.reached:
            self.unreached = True
            self.notice = sentences.not_reached()
        elif done is not None:
            done(outcome)
        self.changed.emit()
