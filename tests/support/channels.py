"""Channels that record and say what a test tells them to."""

from collections.abc import Callable
from threading import Lock

from backend.channels.port import Accepted, Outcome, Outgoing
from domain.wire.channels import ChannelTest, Verdict


class RecordingChannel:
    """`sent` is what was accepted, in order. `answers` are given first, one a call; `before` runs before each."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.calls: list[Outgoing] = []
        self.answers: list[Outcome | BaseException] = []
        self.before: Callable[[Outgoing], None] = lambda _message: None
        self._lock = Lock()

    def send(self, message: Outgoing) -> Outcome:
        """Raises an answer that is an exception, as a process that ends in the middle of a call would."""
        self.before(message)
        with self._lock:
            self.calls.append(message)
            answer = self.answers.pop(0) if self.answers else Accepted(f"ref-{message.id}")
            if isinstance(answer, Accepted):
                self.sent.append(message)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def try_out(self, message: Outgoing) -> ChannelTest:
        """A test is a message like any other."""
        taken = isinstance(self.send(message), Accepted)
        return ChannelTest(Verdict.TAKEN if taken else Verdict.REFUSED, to=message.to)
