"""The outside world that messages go to: a provider that takes, refuses, loses and forgets."""

from collections.abc import Callable
from random import Random

from backend.channels.port import Accepted, NotSent, Outcome, Outgoing, Rejected, Uncertain
from domain.reasons import Reason
from domain.wire.channels import ChannelTest, Verdict
from tests.simulation.weather import Fault, Weather


class ServerDied(BaseException):
    """The server's process ended in the middle of what it did. Not an Exception: no product code may catch it."""


def reference(message: Outgoing) -> str:
    """By what the provider knows a message."""
    return f"SM{message.id.replace('-', '')}"


class Provider:
    """A channel. `handed_over` hears of each message before anything happens to it, `delivered` when it went out."""

    def __init__(
        self,
        weather: Weather,
        rng: Random,
        handed_over: Callable[[Outgoing], None],
        delivered: Callable[[Outgoing], None],
    ) -> None:
        self._weather = weather
        self._rng = rng
        self._handed_over = handed_over
        self._delivered = delivered

    def send(self, message: Outgoing) -> Outcome:
        """Decides at once; how long the answer takes is for the server's side of the simulator."""
        self._handed_over(message)
        if self._weather.strikes(Fault.PROVIDER_NOT_SENT):
            return NotSent()
        if self._weather.strikes(Fault.PROVIDER_REJECTS):
            return Rejected(Reason.REFUSED_BY_PROVIDER)
        lost = self._weather.strikes(Fault.PROVIDER_UNCERTAIN)
        if not lost or self._rng.random() < 0.5:
            self._delivered(message)
        if self._weather.strikes(Fault.PROVIDER_KILLS):
            raise ServerDied
        return Uncertain() if lost else Accepted(reference(message))

    def try_out(self, message: Outgoing) -> ChannelTest:
        """A test is a message like any other."""
        taken = isinstance(self.send(message), Accepted)
        return ChannelTest(Verdict.TAKEN if taken else Verdict.REFUSED)
