"""What this desk has asked for and is not done: waiting for the server, or refused and not yet read (row N3)."""

from PySide6.QtCore import QObject, Signal

from desktop.models.ports import ActionState, Connection, Feed, Link


class Pending(QObject):
    """Actions by the entity they touch, and the connection they wait for."""

    changed = Signal(str)
    """An entity whose actions differ now."""

    connection_changed = Signal()

    link_changed = Signal()
    """The desk is online or offline, or differently so: not how much waits."""

    def __init__(self, feed: Feed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._states: dict[str, tuple[ActionState, ...]] = {}
        self.connection = Connection(Link.CONNECTING, since=0)
        feed.actions_changed.connect(self._actions)
        feed.connection_changed.connect(self._connected)

    def of(self, entity: str) -> tuple[ActionState, ...]:
        """What waits or was refused on one entity, in the order in which it was asked for."""
        return self._states.get(entity, ())

    def refused(self) -> tuple[ActionState, ...]:
        """All that could not be done, oldest first."""
        found = [state for states in self._states.values() for state in states if state.answer is not None]
        return tuple(sorted(found, key=lambda state: (state.action.made_at, state.action.id)))

    @property
    def online(self) -> bool:
        return self.connection.link is Link.LIVE

    def _actions(self, entity: str, states: tuple[ActionState, ...]) -> None:
        if states:
            self._states[entity] = states
        else:
            self._states.pop(entity, None)
        self.changed.emit(entity)

    def _connected(self, connection: Connection) -> None:
        before, self.connection = self.connection, connection
        self.connection_changed.emit()
        if (before.link, before.since) != (connection.link, connection.since):
            self.link_changed.emit()
