"""The thin layer between HTTP and `dispatch`: reads a body within its limit, and keeps event streams alive."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol, TypeVar

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import Response as HttpResponse
from starlette.responses import StreamingResponse
from starlette.routing import Route as HttpRoute

from backend.web.dispatch import BODY_LIMIT, accept, allow, answer_problem, finish, prepare
from backend.web.openapi import openapi
from backend.web.problems import problem
from backend.web.route import Events, Request, Response, RouteTable, Services
from domain.wire.base import encode

T = TypeVar("T")

HEARTBEAT_SECONDS = 25.0
_HEARTBEAT = b":\n\n"
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]


class In(Protocol):
    """Runs a function on some thread."""

    def __call__(self, run: Callable[[], T]) -> Awaitable[T]: ...


class Front:
    """Answers HTTP requests from a route table. `in_database` runs transactions, `in_thread` what is slow."""

    def __init__(
        self,
        routes: RouteTable,
        services: Services,
        in_database: In,
        in_thread: In,
        check: Callable[[Events], None],
        ready: Callable[[], None],
    ) -> None:
        """`check` ends or nudges a stream at each heartbeat; `ready` raises when requests would fail."""
        self._routes = routes
        self._services = services
        self._in_database = in_database
        self._in_thread = in_thread
        self._check = check
        self._ready = ready
        self._document = encode(openapi(routes, services.version))

    def application(self) -> Starlette:
        """The application for an ASGI server."""
        return Starlette(
            routes=[
                HttpRoute("/health", self._health),
                HttpRoute("/ready", self._readiness),
                HttpRoute("/openapi.json", self._openapi),
                HttpRoute("/{path:path}", self._any, methods=_METHODS),
            ],
        )

    async def _health(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse(b'{"status":"ok"}', media_type="application/json")

    async def _openapi(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse(self._document, media_type="application/json")

    async def _readiness(self, _request: HttpRequest) -> HttpResponse:
        try:
            await self._in_database(self._ready)
        except Exception:  # noqa: BLE001 - whatever is wrong, the answer is that it is not ready
            return _written(answer_problem(problem("not_ready", 503, retry_after=1).problem))
        return HttpResponse(b'{"status":"ready"}', media_type="application/json")

    async def _any(self, request: HttpRequest) -> HttpResponse:
        try:
            body = await _body(request)
        except ClientDisconnect:
            return HttpResponse(status_code=400)
        response = await self._answer(_request(request, body))
        if response.events is not None:
            return self._stream(response, response.events)
        return _written(response)

    async def _answer(self, request: Request) -> Response:
        accepted = accept(self._routes, self._services, request)
        if isinstance(accepted, Response):
            return accepted
        allowed = await self._in_database(lambda: allow(accepted)) if accepted.asks else None
        if isinstance(allowed, Response):
            return allowed
        prepared = await self._in_thread(lambda: prepare(accepted, allowed)) if accepted.slow else None
        if isinstance(prepared, Response):
            return prepared
        return await self._in_database(lambda: finish(accepted, prepared))

    def _stream(self, response: Response, events: Events) -> HttpResponse:
        headers = {**response.headers, "x-accel-buffering": "no"}
        return StreamingResponse(self._events(events), response.status, headers, response.content_type)

    async def _events(self, events: Events) -> AsyncIterator[bytes]:
        try:
            while True:
                try:
                    async with asyncio.timeout(HEARTBEAT_SECONDS):
                        written = await events.next()
                except TimeoutError:
                    await self._in_database(lambda: self._check(events))
                    written = _HEARTBEAT
                if written is None:
                    return
                yield written
        finally:
            events.close()


async def _body(request: HttpRequest) -> bytes:
    """At most one byte more than the limit; `dispatch` says what is too large."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        parts.append(part)
        size += len(part)
        if size > BODY_LIMIT:
            break
    return b"".join(parts)[: BODY_LIMIT + 1]


def _request(request: HttpRequest, body: bytes) -> Request:
    return Request(
        method=request.method,
        path=request.scope["path"],
        query=dict(request.query_params),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=body,
        peer=request.client.host if request.client else "",
    )


def _written(response: Response) -> HttpResponse:
    media_type = response.content_type if response.body else None
    return HttpResponse(response.body, response.status, dict(response.headers), media_type)
