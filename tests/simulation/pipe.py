"""The way of pushed events from the server to one desk: late, twice, in another order, cut off, or not at all."""

from collections.abc import Callable
from random import Random

from backend.web.route import Events
from domain.constants import SECOND
from tests.simulation.schedule import Schedule
from tests.simulation.weather import Fault, Weather

SILENCE = 45 * SECOND


class Pipe:
    """One open stream. `connect` says who receives; `pump` carries what the server has put in since."""

    def __init__(self, events: Events) -> None:
        self._events = events
        self._receive: Callable[[bytes], None] | None = None
        self._broken: Callable[[], None] | None = None
        self._dead = False
        self.open = True

    def connect(
        self,
        schedule: Schedule,
        weather: Weather,
        rng: Random,
        receive: Callable[[bytes], None],
        broken: Callable[[], None],
    ) -> None:
        """From now on pieces come by `receive`, and the end by `broken`, once."""
        self._schedule = schedule
        self._weather = weather
        self._rng = rng
        self._receive = receive
        self._broken = broken

    def pump(self, given: Callable[[bytes], None]) -> None:
        """Takes what waits; `given` hears of each event as it leaves the server."""
        while self.open and not self._dead and self._receive and (written := self._events.take()) is not None:
            given(written)
            self._carry(written)
        if self.open and not self._dead and getattr(self._events, "ended", False):
            self.break_off()

    def _carry(self, written: bytes) -> None:
        if self._weather.strikes(Fault.STREAM_DROPS):
            self.break_off()
            return
        if self._weather.strikes(Fault.STREAM_CUTS):
            self._deliver(written[: self._rng.randrange(len(written))])
            self.break_off()
            return
        self._deliver(written)
        if self._weather.strikes(Fault.STREAM_REPEATS):
            self._deliver(written)

    def _deliver(self, piece: bytes) -> None:
        late = self._weather.strikes(Fault.STREAM_REORDERS)
        delay = self._rng.randint(SECOND // 1000, 5 * SECOND if late else SECOND // 50)
        self._schedule.after(delay, lambda: self._arrive(piece))

    def _arrive(self, piece: bytes) -> None:
        if self.open and self._receive:
            self._receive(piece)

    def break_off(self) -> None:
        """Nothing more comes through; the desk notices at the latest when nothing has come for too long."""
        self._dead = True
        self._schedule.after(self._rng.randint(SECOND // 100, SILENCE), self._notice)

    def _notice(self) -> None:
        if self.open:
            self.close()
            if self._broken:
                self._broken()

    def check(self, check: Callable[[Events], None]) -> None:
        """The server looks whether whoever listens still may."""
        if self.open and not self._dead:
            check(self._events)

    def close(self) -> None:
        """The desk does not listen any more."""
        if self.open:
            self.open = False
            self._events.close()
