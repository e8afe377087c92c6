"""HTTP as this library needs it: whole answers of a bounded size, no redirects, the certificates of the system."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from sync.errors import Unreachable, WrongServer

if TYPE_CHECKING:  # requests takes 40 to 60 ms to import, which a window that is about to show must not wait for
    import requests

CONNECT_SECONDS = 5.0
READ_SECONDS = 30.0
LARGEST_ANSWER = 64 * 1024 * 1024
_CHUNK = 256 * 1024
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class HttpRequest:
    """One request. `url` is absolute."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class HttpResponse:
    """One whole answer, decompressed; the names of its headers are lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Http(Protocol):
    """Sends requests; the simulator and the tests have their own."""

    def send(self, request: HttpRequest) -> HttpResponse:
        """The answer. Raises Unreachable when none came whole, WrongServer when it is far too large."""


class OpenAnswer(Protocol):
    """An answer whose body keeps coming."""

    @property
    def status(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]:
        """By name in lower case."""

    def read(self) -> bytes:
        """What has come; waits for the first byte. Empty at the end or after `close`. Raises Unreachable."""

    def close(self) -> None:
        """End it, from any thread: a waiting `read` returns at once."""

    def release(self) -> None:
        """Let go of the connection; for the thread that reads, after the last `read`."""


class StreamingHttp(Protocol):
    """Opens answers that keep coming."""

    def open(self, request: HttpRequest, silence: float) -> OpenAnswer:
        """Returns when the head of the answer is there; `silence` seconds without a byte mean that it is lost."""


class RequestsHttp:
    """The network, by requests: a connection pool for each thread, the proxy of the system, its certificates."""

    def __init__(self, connect_seconds: float = CONNECT_SECONDS, read_seconds: float = READ_SECONDS) -> None:
        self._timeouts = (connect_seconds, read_seconds)
        self._local = threading.local()
        self._sessions: list[requests.Session] = []
        self._lock = threading.Lock()

    def send(self, request: HttpRequest) -> HttpResponse:
        answer = self._ask(request, self._timeouts)
        with _network(), answer:
            return HttpResponse(answer.status_code, _lower(answer.headers), _whole(answer))

    def open(self, request: HttpRequest, silence: float) -> "RequestsAnswer":
        return RequestsAnswer(self._ask(request, (self._timeouts[0], silence)))

    def close(self) -> None:
        """Close every connection that is not in use."""
        with self._lock:
            for session in self._sessions:
                session.close()
            self._sessions.clear()
        self._local = threading.local()

    def _ask(self, request: HttpRequest, timeouts: tuple[float, float]) -> "requests.Response":
        with _network():
            return self._session().request(
                request.method,
                request.url,
                headers=dict(request.headers),
                data=request.body or None,
                timeout=timeouts,
                proxies=_around_proxy(request.url),
                allow_redirects=False,
                stream=True,
                auth=_as_it_is,
            )

    def _session(self) -> "requests.Session":
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = _new_session()
            with self._lock:
                self._sessions.append(session)
        return session


class RequestsAnswer:
    """An open answer. Closing shuts its socket down: closing the response would wait for the next byte."""

    def __init__(self, answer: "requests.Response") -> None:
        self._answer = answer
        self._closed = False
        self.status = answer.status_code
        self.headers = _lower(answer.headers)

    def read(self) -> bytes:
        try:
            with _network():
                return b"" if self._closed else bytes(self._answer.raw.read1(65536, decode_content=True))
        except Unreachable:
            if self._closed:
                return b""
            raise

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            with suppress(OSError, ValueError, RuntimeError):  # it has ended by itself
                self._answer.raw.shutdown()

    def release(self) -> None:
        self._answer.close()


@contextmanager
def _network() -> Iterator[None]:
    """Every way in which an answer fails to come, as Unreachable; its text could hold an address, so it is left out."""
    from requests import RequestException  # noqa: PLC0415 - see the import above
    from urllib3.exceptions import HTTPError  # noqa: PLC0415

    try:
        yield
    except (RequestException, HTTPError, OSError) as error:
        raise Unreachable(type(error).__name__) from error


def _new_session() -> "requests.Session":
    from requests import Session  # noqa: PLC0415 - see the import above

    from sync.system_trust import SystemTrust  # noqa: PLC0415

    session = Session()
    session.mount("https://", SystemTrust())
    return session


def _as_it_is(request: "requests.PreparedRequest") -> "requests.PreparedRequest":
    """Without this, a password in the person's .netrc would take the place of our token."""
    return request


def _around_proxy(url: str) -> dict[str, str]:
    """A proxy cannot reach the backend on this very machine."""
    host = urlsplit(url).hostname or ""
    return {"no_proxy": host} if host in _LOOPBACK else {}


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _whole(answer: "requests.Response") -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in answer.iter_content(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > LARGEST_ANSWER:
            raise WrongServer("the answer is far too large")
    return b"".join(parts)
