"""A network between the real desktop and a fake server: it can be cut, and it streams what changes."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from queue import SimpleQueue

import msgspec

from domain.permissions import ScopeKind, scope
from domain.wire.rows import LocationRow, Row, TeamMemberRow
from sync.errors import Unreachable
from sync.http import HttpRequest, HttpResponse
from tests.gui.support.guard import InGuiThread
from tests.gui.support.rows import NOW, SERVICES, TEAM, ZONE
from tests.support.clock import SetClock
from tests.support.fake_server import BUSINESS, LOCATION, FakeServer

BUSINESS_SCOPE = scope(ScopeKind.BUSINESS, BUSINESS)
NORTH = LocationRow(id=LOCATION, name="Studio Linden", zone=ZONE, currency="EUR", region="DE")


class FakeStream:
    """An open answer of server-sent events."""

    status = 200
    headers: Mapping[str, str] = {"content-type": "text/event-stream"}

    def __init__(self) -> None:
        self._pieces: SimpleQueue[bytes] = SimpleQueue()

    def push(self, data: bytes, name: bytes = b"change") -> None:
        self._pieces.put(b"event: " + name + b"\ndata: " + data + b"\n\n")

    def read(self) -> bytes:
        return self._pieces.get()

    def close(self) -> None:
        self._pieces.put(b"")

    def release(self) -> None:
        """Nothing to give back."""


class FakeNetwork:
    """Carries requests, one at a time. `streams_work` off is a proxy that lets no stream through."""

    def __init__(self, server: FakeServer) -> None:
        self.server = server
        self.online, self.streams_work = True, True
        self.pulls = self._pulls_before = 0
        self._lock = threading.RLock()
        self._streams: list[FakeStream] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        if threading.current_thread() is threading.main_thread():
            raise InGuiThread(request.url)
        with self._lock:
            if not self.online:
                raise Unreachable("planted")
            self.pulls += "/v1/sync" in request.url
            before = self._standing()
            answer = self.server.send(request)
            self._push(before)
            return answer

    def open(self, request: HttpRequest, silence: float) -> FakeStream:
        with self._lock:
            if not (self.online and self.streams_work):
                raise Unreachable("planted")
            stream = FakeStream()
            self._streams.append(stream)
            self._pulls_before = self.pulls
            return stream

    def close(self) -> None:
        self.cut()

    @contextmanager
    def change(self) -> Iterator[FakeServer]:
        """Something happens on the server, and those who listen hear of it."""
        with self._lock:
            before = self._standing()
            yield self.server
            self._push(before)

    def say(self, name: bytes, data: bytes) -> None:
        """An event of a name of its own, to all who listen."""
        with self._lock:
            for stream in self._streams:
                stream.push(data, name)

    def streaming(self) -> bool:
        """Whether somebody listens, and has asked since for what came before that."""
        return bool(self._streams) and self.pulls > self._pulls_before

    def cut(self) -> None:
        """The connection is gone."""
        with self._lock:
            self.online = False
            self._end_streams()

    def mend(self) -> None:
        """The connection is back."""
        self.online = True

    def end_streams(self) -> None:
        """The server ends what is open, as it does when it starts anew."""
        with self._lock:
            self._end_streams()

    def _end_streams(self) -> None:
        for stream in self._streams:
            stream.close()
        self._streams.clear()

    def _standing(self) -> tuple[int, tuple[str, ...]]:
        return self.server.feed.state.number, self.server.scopes()

    def _push(self, before: tuple[int, tuple[str, ...]]) -> None:
        number, scopes = before
        if self.server.feed.state.number == number:
            return
        data = self.server.pushed(number) if self.server.scopes() == scopes else self.server.nudge()
        for stream in self._streams:
            stream.push(data)


def a_salon() -> FakeNetwork:
    """A server with one location, its catalogue and team, and nobody's draft yet."""
    server = FakeServer(clock=SetClock(NOW))
    server.feed.change()
    server.feed.page = 50
    team: list[TeamMemberRow] = [msgspec.structs.replace(one, location_id=LOCATION) for one in TEAM[:3]]
    rows: list[Row] = [NORTH, *SERVICES, *team]
    for row in rows:
        server.feed.publish(BUSINESS_SCOPE, row)
    return FakeNetwork(server)
