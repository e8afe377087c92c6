"""How the desk stands to its server, put together from what the threads report. Lives in the GUI thread."""

from dataclasses import replace

from desktop.desk.signals import DeskSignals
from desktop.models.ports import Connection, Link
from domain.clock import Clock


class Standing:
    """Emits a Connection whenever it differs."""

    def __init__(self, signals: DeskSignals, clock: Clock) -> None:
        self._signals, self._clock = signals, clock
        self._now = Connection(Link.CONNECTING, clock.now())

    def link(self, link: Link) -> None:
        """The network says so. A first failure while connecting is told as offline, later ones change nothing."""
        if link is not self._now.link:
            self._tell(replace(self._now, link=link, since=self._clock.now()))

    def counts(self, waiting: int, refused: int) -> None:
        """The outbox says so."""
        if (waiting, refused) != (self._now.waiting, self._now.refused):
            since = self._now.waiting_since if self._now.waiting else self._clock.now()
            self._tell(replace(self._now, waiting=waiting, refused=refused, waiting_since=since))

    def again(self) -> None:
        """Tells it once more, to listeners that came later."""
        self._signals.tell_connection(self._now)

    def _tell(self, connection: Connection) -> None:
        self._now = connection
        self._signals.tell_connection(connection)
