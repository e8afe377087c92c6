"""The signals by which the desk reaches models and views; all are emitted in the GUI thread."""

from PySide6.QtCore import QObject, Signal

from desktop.models.ports import ActionState, Connection
from domain.wire.actions import Done, Refused, Unknown
from domain.wire.rows import Row


class DeskSignals(QObject):
    """Fills desktop.models.ports.Feed but for `announce`, and tells the shell what concerns the whole desk."""

    rows_reset = Signal(str, object)
    rows_changed = Signal(str, object, object)
    actions_changed = Signal(str, object)
    answered = Signal(str, object)
    connection_changed = Signal(object)

    announce_requested = Signal()
    locked_changed = Signal(bool)
    """The local copy is locked because its server has not been heard of for too long, or is open again."""

    session_ended = Signal(str)
    """The person has to sign in again; why, in words."""

    account_disabled = Signal(str)
    """The account was switched off, in words; nothing of it is held any more."""

    others_wait = Signal(object)
    """Actions of people who used this desk before still wait: `((name, count), ...)`."""

    must_be_read = Signal(str)
    """A sentence that stays until the person says that she has read it."""

    trouble = Signal(str)
    """A sentence about something that went wrong on this computer."""

    def announce(self) -> None:
        """Have everything told once, when every listener is there."""
        self.announce_requested.emit()

    def tell_rows(self, news: "News") -> None:
        """Emits what one step changed, so that it is painted at once."""
        for kind, rows in news.reset:
            self.rows_reset.emit(kind, rows)
        for kind, rows, removed in news.changed:
            self.rows_changed.emit(kind, rows, removed)
        for entity, states in news.actions:
            self.actions_changed.emit(entity, states)

    def tell_answer(self, answer: Done | Refused | Unknown) -> None:
        """The server has decided."""
        self.answered.emit(answer.id, answer)

    def tell_connection(self, connection: Connection) -> None:
        """The desk stands otherwise to its server now."""
        self.connection_changed.emit(connection)


class News:
    """What one step on the replica's lane changed, on its way to the screen. Written there, then only read."""

    def __init__(self) -> None:
        self.reset: list[tuple[str, tuple[Row, ...]]] = []
        self.changed: list[tuple[str, tuple[Row, ...], tuple[str, ...]]] = []
        self.actions: list[tuple[str, tuple[ActionState, ...]]] = []

    def __bool__(self) -> bool:
        return bool(self.reset or self.changed or self.actions)
