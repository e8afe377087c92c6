"""The two threads that talk to the server by themselves: one asks, one listens."""

from collections.abc import Callable
from threading import Condition, Thread
from time import monotonic
from typing import Protocol

from desktop.desk.presence import EVENT as PRESENCE
from desktop.models.ports import Link
from desktop.services.lanes import LaneEnded
from domain.wire.actions import Done, Refused, Unknown
from sync.api import Api
from sync.engine import Engine
from sync.errors import Damaged, SignInAgain, StoreFailed, SyncError, Unreachable
from sync.http import StreamingHttp
from sync.policy import Backoff
from sync.store.changed import Changed
from sync.stream import Stream

PULL_SECONDS = 30.0
"""How often the feed is asked while no stream is open: the same result as with one, only later."""

_OF_THE_FEED = frozenset({"hello", "change", "nudge", "message"})
"""Of an event with another name a newer server knows more than this desk: it is passed over."""


class Reports(Protocol):
    """What the threads tell the desk, each from its own."""

    def step(self, changed: Changed) -> None:
        """The replica differs."""

    def decided(self, decision: Done | Refused | Unknown) -> None:
        """The server has decided about an action."""

    def outbox_moved(self) -> None:
        """What waits may differ."""

    def link(self, link: Link) -> None:
        """How the desk stands to its server."""

    def listening(self, *, is_open: bool) -> None:
        """A stream has opened, or ended."""

    def presence(self, data: bytes) -> None:
        """Where another desk is."""

    def trouble(self, trouble: Exception) -> None:
        """Something went wrong that only a person can mend."""


class SyncLoop(Thread):
    """Pushes what waits and pulls what is new, when it is told to, and again after a failure."""

    def __init__(self, resume: Callable[[], None], engine: Engine, reports: Reports, backoff: Backoff) -> None:
        """`resume` is called once, first, and raises SignInAgain without a session."""
        super().__init__(name="sync", daemon=True)
        self._resume: Callable[[], None] | None = resume
        self._engine, self._reports, self._backoff = engine, reports, backoff
        self._wake = Condition()
        self._pull_at: float | None = 0.0
        self._push, self._streaming, self._ended = True, False, False
        self._not_before = 0.0
        self._farewell: Callable[[], None] | None = None

    def kick(self, *, pull: bool = False, now: bool = False) -> None:
        """There is something to push, and with `pull` to fetch; `now` does not wait out a failure."""
        with self._wake:
            self._push = True
            if pull:
                self._pull_at = 0.0
            if now:
                self._not_before = 0.0
            self._wake.notify()

    def streaming(self, *, is_open: bool) -> None:
        """A stream opened or ended. Either way something may have been missed, so the feed is asked now."""
        with self._wake:
            self._streaming = is_open
            self._pull_at = 0.0
            if is_open:
                self._not_before = 0.0
            self._wake.notify()

    def leave(self, farewell: Callable[[], None]) -> bool:
        """Push once more what waits, whatever comes of it, call `farewell` and end. False when it has ended already."""
        if not self.is_alive():
            return False
        with self._wake:
            self._farewell = farewell
            self._not_before = 0.0
            self._wake.notify()
        return True

    def end(self) -> None:
        """End the thread after what it is doing."""
        with self._wake:
            self._ended = True
            self._wake.notify()

    def close(self, timeout: float) -> bool:
        """As `end`; False when it has not ended within `timeout` seconds."""
        self.end()
        if self.is_alive():
            self.join(timeout)
        return not self.is_alive()

    def run(self) -> None:
        while self._wait():
            pull = self._due()
            try:
                self._exchange(pull=pull)
            except SyncError as trouble:
                self._failed(trouble, pulled=pull)
            except LaneEnded:
                return
            except Exception as bug:  # noqa: BLE001 - reported; the desk goes on with what it has
                self._failed(bug, pulled=pull)
            else:
                self._backoff.worked()
                self._reports.link(Link.LIVE)
            if self._farewell is not None:
                self._farewell()
                return

    def _exchange(self, *, pull: bool) -> None:
        if self._resume is not None:
            self._resume()
            self._resume = None
        pushed = self._engine.push(self._reports.decided)
        pull = pull or bool(pushed.decisions and not self._streaming)
        if pull and self._farewell is None:
            self._engine.pull(self._reports.step)
        if pushed.decisions or pull:
            self._reports.outbox_moved()

    def _wait(self) -> bool:
        """Until there is something to do; False when the thread is to end."""
        with self._wake:
            while not self._ended:
                seconds = self._seconds()
                if seconds is not None and seconds <= 0:
                    self._push = False
                    return True
                self._wake.wait(seconds)
            return False

    def _seconds(self) -> float | None:
        """How long there is nothing to do; None until somebody says so."""
        if self._farewell is not None:
            return 0.0
        wanted = [self._not_before] if self._push else []
        if self._pull_at is not None:
            wanted.append(max(self._pull_at, self._not_before))
        return min(wanted) - monotonic() if wanted else None

    def _due(self) -> bool:
        """Whether the feed is to be asked now; sets when it is next."""
        with self._wake:
            due = self._pull_at is not None and self._pull_at <= monotonic()
            if due:
                self._pull_at = None if self._streaming else monotonic() + PULL_SECONDS
            return due

    def _failed(self, trouble: Exception, *, pulled: bool) -> None:
        with self._wake:
            self._push = True
            if pulled:
                self._pull_at = 0.0
            self._not_before = monotonic() + self._backoff.failed(trouble)
            if isinstance(trouble, SignInAgain):
                self._ended = True
        if isinstance(trouble, SignInAgain):
            self._reports.link(Link.SIGNED_OUT)
        elif isinstance(trouble, SyncError) and not isinstance(trouble, StoreFailed | Damaged):
            self._reports.link(Link.OFFLINE)
        self._reports.outbox_moved()
        self._reports.trouble(trouble)


class StreamLoop(Thread):
    """Keeps a stream open and takes in what it brings."""

    def __init__(
        self, api: Api, http: StreamingHttp, engine: Engine, reports: Reports, sync: SyncLoop, backoff: Backoff
    ) -> None:
        super().__init__(name="stream", daemon=True)
        self._api, self._http, self._engine, self._reports, self._sync = api, http, engine, reports, sync
        self._backoff = backoff
        self._wake = Condition()
        self._ended = False
        self._stream: Stream | None = None

    def close(self, timeout: float) -> bool:
        """End it at once, in the middle of waiting for an event too."""
        with self._wake:
            self._ended = True
            self._wake.notify()
            stream = self._stream
        if stream is not None:
            stream.close()
        if self.is_alive():
            self.join(timeout)
        return not self.is_alive()

    def hurry(self) -> None:
        """The server can be reached: do not wait out an earlier failure."""
        with self._wake:
            self._wake.notify()

    def run(self) -> None:
        while not self._ended:
            try:
                self._listen()
                wait = self._backoff.failed(Unreachable("the stream ended"))
            except (SignInAgain, LaneEnded):
                return
            except SyncError as trouble:
                wait = self._backoff.failed(trouble)
                # A server that ends lets go of its streams first: the pull after that may still have been answered.
                self._sync.kick(pull=True)
            except Exception as bug:  # noqa: BLE001 - reported; without the stream the feed is asked by time
                self._reports.trouble(bug)
                wait = self._backoff.failed(bug)
            self._lost()
            with self._wake:
                if not self._ended:
                    self._wake.wait(wait)

    def _listen(self) -> None:
        stream = self._api.stream(self._http)
        with self._wake:
            self._stream = stream
            if self._ended:
                stream.close()
        self._backoff.worked()
        self._sync.streaming(is_open=True)
        self._reports.listening(is_open=True)
        for event in stream:
            if event.name in _OF_THE_FEED:
                self._take(event.data)
            elif event.name == PRESENCE:
                self._reports.presence(event.data)

    def _take(self, data: bytes) -> None:
        changed = self._engine.apply_event(data)
        if changed is None:
            self._sync.kick(pull=True)
            return
        if changed:
            self._reports.step(changed)
        if changed.done:
            self._reports.outbox_moved()

    def _lost(self) -> None:
        with self._wake:
            was_open, self._stream = self._stream is not None, None
        if was_open and not self._ended:
            self._sync.streaming(is_open=False)
            self._reports.listening(is_open=False)
