"""What the sync library asks of its surroundings, played by the simulator: HTTP, an open stream, a keychain."""

from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlsplit

from backend.web.route import Request, Response
from sync.errors import KeychainUnavailable, Unreachable
from sync.http import HttpRequest, HttpResponse
from sync.keychain import MemoryKeychain
from tests.simulation.network import Lost, Network
from tests.simulation.pipe import Pipe
from tests.simulation.weather import Fault, Weather

BASE_URL = "https://salon.example.org"


def request_of(request: HttpRequest, peer: str) -> Request:
    """The request as it reaches the server."""
    url = urlsplit(request.url)
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Request(request.method, url.path, dict(parse_qsl(url.query)), headers, request.body, peer)


def _response_of(answer: Response) -> HttpResponse:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return HttpResponse(answer.status, {**headers, "content-type": answer.content_type}, answer.body)


class SimulatedHttp:
    """Both of the library's HTTP ports over a simulated network. `checked` runs after each wait and may end it all."""

    def __init__(self, network: Network, peer: str, checked: Callable[[], None], say: Callable[[str], None]) -> None:
        self._network = network
        self._peer = peer
        self._checked = checked
        self._say = say
        self.requests = 0

    def send(self, request: HttpRequest) -> HttpResponse:
        """One request there and back. Raises Unreachable."""
        return _response_of(self._exchange(request))

    def open(self, request: HttpRequest, silence: float) -> "OpenedStream":
        """Opens the stream; `pipe` of the answer carries it. Raises Unreachable."""
        answer = self._exchange(request)
        return OpenedStream(_response_of(answer), Pipe(answer.events) if answer.events else None)

    def _exchange(self, request: HttpRequest) -> Response:
        self.requests += 1
        told = f"{request.method} {urlsplit(request.url).path}"
        try:
            answer = self._network.exchange(request_of(request, self._peer))
        except Lost:
            self._say(f"{told} -> lost {self._network.last_fault}".rstrip())
            self._checked()
            raise Unreachable("the simulated network") from None
        self._say(f"{told} -> {answer.status} {self._network.last_fault}".rstrip())
        self._checked()
        return answer


class OpenedStream:
    """An answer that stays open. Its events are delivered through `pipe`, so nobody waits in `read`."""

    def __init__(self, answer: HttpResponse, pipe: Pipe | None) -> None:
        self.status = answer.status
        self.headers: Mapping[str, str] = answer.headers
        self.pipe = pipe
        self._body = answer.body

    def read(self) -> bytes:
        """The body of an answer that is no stream."""
        body, self._body = self._body, b""
        return body

    def close(self) -> None:
        if self.pipe:
            self.pipe.close()

    def release(self) -> None:
        self.close()


class MoodyKeychain:
    """A keychain that is locked or denied now and then (promise S8)."""

    def __init__(self, weather: Weather) -> None:
        self._weather = weather
        self._memory = MemoryKeychain()

    def _mood(self) -> None:
        if self._weather.strikes(Fault.KEYCHAIN):
            raise KeychainUnavailable("the simulated keychain is locked")

    def get(self, name: str) -> str | None:
        self._mood()
        return self._memory.get(name)

    def set(self, name: str, value: str) -> None:
        self._mood()
        self._memory.set(name, value)

    def delete(self, name: str) -> None:
        self._mood()
        self._memory.delete(name)
