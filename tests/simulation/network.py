"""The way between a machine and the server, and everything that happens to a request on it."""

import random
from collections.abc import Callable

from backend.web.route import Request, Response
from domain.constants import MINUTE, SECOND
from domain.wire.base import encode
from domain.wire.problems import MEDIA_TYPE, Problem
from tests.simulation.schedule import Schedule
from tests.simulation.weather import Fault, Weather

TIMEOUT = 15 * SECOND
LOGIN_PAGE = b"<!doctype html><title>Guest network</title><form action=/login>Please sign in</form>"
BAD_STATUSES = (401, 403, 409, 410, 422, 429, 500, 503)
_BEFORE = (Fault.DROP, Fault.LATE, Fault.STATUS_BEFORE, Fault.LOGIN_PAGE)
_AFTER = (Fault.LOSE_ANSWER, Fault.STATUS_AFTER, Fault.CUT, Fault.CONTENT_TYPE)


class Lost(Exception):
    """No whole answer came back; whether the request arrived is not known."""


class Network:
    """Carries requests to `serve` for one machine. `serve` raises Lost while the server is down."""

    def __init__(
        self, schedule: Schedule, weather: Weather, rng: random.Random, serve: Callable[[Request], Response]
    ) -> None:
        self._schedule = schedule
        self._weather = weather
        self._rng = rng
        self._serve = serve
        self.last_fault = ""
        self.down_until = 0
        """Until then nothing gets through at all."""

    def exchange(self, request: Request) -> Response:
        """The answer as it arrives. Raises Lost."""
        self.last_fault = ""
        if self._schedule.now() < self.down_until:
            self.last_fault = "no network"
            self._schedule.wait(TIMEOUT)
            raise Lost
        before = self._strike(_BEFORE)
        self._pass()
        if before:
            return self._instead(before, request)
        answer = self._serve(request)
        if self._weather.strikes(Fault.TWICE):
            self.last_fault = Fault.TWICE
            self._later(request)
        after = self._strike(_AFTER)
        self._pass()
        return self._damaged(after, answer) if after else answer

    def _strike(self, kinds: tuple[Fault, ...]) -> Fault | None:
        kind = next((kind for kind in kinds if self._weather.strikes(kind)), None)
        if kind:
            self.last_fault = kind
        return kind

    def _pass(self) -> None:
        slow = self._weather.strikes(Fault.SLOW)
        longest = 20 * SECOND if slow else SECOND // 20
        self._schedule.wait(self._rng.randint(SECOND // 1000, longest))

    def _instead(self, kind: Fault, request: Request) -> Response:
        if kind is Fault.STATUS_BEFORE:
            return self._bad_status()
        if kind is Fault.LOGIN_PAGE:
            return Response(200, LOGIN_PAGE, "text/html; charset=utf-8")
        if kind is Fault.LATE:
            self._later(request)
        self._schedule.wait(TIMEOUT)
        raise Lost

    def _damaged(self, kind: Fault, answer: Response) -> Response:
        if kind is Fault.LOSE_ANSWER:
            self._schedule.wait(TIMEOUT)
            raise Lost
        if kind is Fault.STATUS_AFTER:
            return self._bad_status()
        if kind is Fault.CONTENT_TYPE:
            return Response(answer.status, answer.body, "text/plain", answer.headers)
        cut = answer.body[: self._rng.randrange(len(answer.body) + 1)]
        if self._rng.random() < 0.5:
            raise Lost
        return Response(answer.status, cut, answer.content_type, answer.headers)

    def _later(self, request: Request) -> None:
        """The request arrives (again) when its sender has long given it up."""

        def arrive() -> None:
            try:
                self._serve(request)
            except Lost:
                return

        self._schedule.after(self._rng.randint(SECOND // 100, 10 * MINUTE), arrive)

    def _bad_status(self) -> Response:
        """What stands between says no: as a page, or in the words of an overloaded server."""
        status = self._rng.choice(BAD_STATUSES)
        headers = {"retry-after": str(self._rng.randint(1, 60))} if status in {429, 503} else {}
        self.last_fault += f" {status}"
        if status in {429, 500, 503} and self._rng.random() < 0.5:
            return Response(status, encode(Problem("busy", "Busy", status)), MEDIA_TYPE, headers)
        return Response(status, b"<h1>No</h1>", "text/html", headers)
