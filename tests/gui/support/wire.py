"""The network between a desk and its server, which a test can cut, and keychains that fail."""

from collections.abc import Callable

from sync.errors import KeychainUnavailable, Unreachable
from sync.http import HttpRequest, HttpResponse, RequestsAnswer, RequestsHttp

Instead = Callable[[HttpRequest], HttpResponse | None]


class Wire:
    """The real network while it is whole. `instead` may answer requests in the server's place."""

    def __init__(self) -> None:
        self._http = RequestsHttp()
        self._open: list[RequestsAnswer] = []
        self._cut = False
        self.instead: Instead = lambda _request: None
        self.sent: list[HttpRequest] = []

    def cut(self) -> None:
        """Nothing comes through from now on, and what was open breaks off."""
        self._cut = True
        for answer in self._open:
            answer.close()

    def mend(self) -> None:
        """Everything comes through again."""
        self._cut = False

    def send(self, request: HttpRequest) -> HttpResponse:
        self._look(request)
        return self.instead(request) or self._http.send(request)

    def open(self, request: HttpRequest, silence: float) -> RequestsAnswer:
        self._look(request)
        answer = self._http.open(request, silence)
        self._open.append(answer)
        return answer

    def _look(self, request: HttpRequest) -> None:
        if self._cut:
            raise Unreachable("the test has cut the wire")
        self.sent.append(request)

    def close(self) -> None:
        self._http.close()


class NoKeychain:
    """A keychain that is missing, locked or says no: every call fails."""

    def get(self, name: str) -> str | None:
        raise KeychainUnavailable("no keychain")

    def set(self, name: str, value: str) -> None:
        raise KeychainUnavailable("no keychain")

    def delete(self, name: str) -> None:
        raise KeychainUnavailable("no keychain")
