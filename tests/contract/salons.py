"""A salon to test desks against, and the fake server as one."""

from collections.abc import Callable, Mapping
from typing import Protocol

from domain.permissions import Permission
from sync.http import Http, HttpRequest, HttpResponse, OpenAnswer, StreamingHttp
from tests.support import fake_server
from tests.support.clock import SetClock
from tests.support.fake_server import FakeServer
from tests.support.sample import draft


class Network(Http, StreamingHttp, Protocol):
    """Both ways to ask."""


class Salon(Protocol):
    """What happens on a server, whichever it is. Its receptionist signs in with `email` and `password`."""

    url: str
    email: str
    password: str

    @property
    def clock(self) -> SetClock: ...

    @property
    def network(self) -> Network: ...

    def abandon(self, name: str) -> str:
        """A client of this name abandons a booking; the id of the draft that staff see now."""

    def finish(self, draft_id: str) -> None:
        """The client books after all: the draft is gone."""

    def demote(self) -> None:
        """The receptionist may not manage follow-ups any more."""

    def promote(self) -> None:
        """She may again."""

    def disable(self) -> None:
        """Her account is switched off."""

    def expire_access(self) -> None:
        """Her access token runs out, her refresh token does not."""

    def back_up(self) -> Callable[[], None]:
        """Returns what restores the server to this moment. PostgreSQL is not asked for it."""

    def sent_reminders(self) -> int:
        """How many reminders have gone out or are on their way, whatever was restored meanwhile."""


class FakeSalon:
    """The fake server as a salon."""

    def __init__(self) -> None:
        self._server = FakeServer()
        self.url, self.email, self.password = fake_server.URL, fake_server.EMAIL, fake_server.PASSWORD
        self._count = 0

    @property
    def clock(self) -> SetClock:
        return self._server.clock

    @property
    def network(self) -> "FakeSalon":
        return self

    def send(self, request: HttpRequest) -> HttpResponse:
        return self._server.send(request)

    def open(self, request: HttpRequest, silence: float) -> OpenAnswer:
        answer = self._server.send(HttpRequest("GET", f"{self.url}/v1/sync", request.headers))
        return FakeEvents(self._server, answer)

    def abandon(self, name: str) -> str:
        self._count += 1
        self._server.draft(draft(f"draft-{self._count}", name=name))
        return f"draft-{self._count}"

    def finish(self, draft_id: str) -> None:
        self._server.withdraw(draft_id)

    def demote(self) -> None:
        self._server.grant(frozenset({Permission.VIEW_SCHEDULE}))

    def promote(self) -> None:
        self._server.grant(frozenset(Permission))

    def disable(self) -> None:
        self._server.account.disabled = True

    def expire_access(self) -> None:
        self._server.expire_access()

    def back_up(self) -> Callable[[], None]:
        saved = self._server.backup()
        return lambda: self._server.restore(saved)

    def sent_reminders(self) -> int:
        return len(self._server.sent)


class FakeEvents:
    """A stream of the fake server: each reading says what has changed since the last."""

    def __init__(self, server: FakeServer, answer: HttpResponse) -> None:
        self._server = server
        self._number = server.feed.state.number
        self._first = True
        self._answer = answer
        self.status = answer.status
        self.headers: Mapping[str, str] = answer.headers
        if answer.status == 200:
            self.headers = {"content-type": "text/event-stream"}

    def read(self) -> bytes:
        if self.status != 200:
            return self._answer.body if self.status else b""
        since, self._number = self._number, self._server.feed.state.number
        if self._first:
            self._first = False
            return b"event: hello\ndata: " + self._server.nudge() + b"\n\n"
        return b"" if since == self._number else b"event: change\ndata: " + self._server.pushed(since) + b"\n\n"

    def close(self) -> None:
        self.status = 0

    def release(self) -> None:
        return None
