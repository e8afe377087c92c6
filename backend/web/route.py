"""The route table: a row a route, as data, so that tests and OpenAPI are made from what really is served."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from backend.db.database import Database, Unit
from backend.web.problems import Refused, problem
from domain.wire.problems import Problem

__all__ = [
    "Before",
    "Call",
    "Events",
    "Guard",
    "Problem",
    "Refused",
    "Request",
    "Response",
    "Route",
    "RouteTable",
    "Services",
    "problem",
    "public",
]

B = TypeVar("B")
W = TypeVar("W")
Values = Mapping[str, str]


class Events(Protocol):
    """A stream of server-sent events, each already in its written form."""

    def take(self) -> bytes | None:
        """The next event, None when there is none now."""

    async def next(self) -> bytes | None:
        """The next event when there is one, None when the stream has ended."""

    def close(self) -> None:
        """Nobody listens any more."""


@dataclass(frozen=True)
class Request:
    """One HTTP request. Header names are lower case; `peer` is the address that limits count by."""

    method: str
    path: str
    query: Values = field(default_factory=dict)
    headers: Values = field(default_factory=dict)
    body: bytes = b""
    peer: str = ""


@dataclass(frozen=True)
class Response:
    """One HTTP answer; with `events` it stays open."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: Values = field(default_factory=dict)
    events: Events | None = None


@dataclass(frozen=True)
class Services:
    """What the process is to every route. What a slice alone needs is given to its `routes(...)`."""

    database: Database
    server: str
    public_url: str
    version: str
    demo: bool = False


@dataclass(frozen=True)
class Before(Generic[B]):
    """What `prepare` is given: no transaction is open, and it may take its time on a thread of its own."""

    request: Request
    path: Values
    query: Mapping[str, Any]
    body: B
    services: Services
    allowed: Any = None
    """What the route's `allow` returned."""


@dataclass(frozen=True)
class Call(Generic[B, W]):
    """What a handler is given, inside the one transaction of its request."""

    unit: Unit
    request: Request
    path: Values
    query: Mapping[str, Any]
    body: B
    who: W
    services: Services
    prepared: Any = None


@dataclass(frozen=True)
class Guard(Generic[W]):
    """Turns a request into who asks, or raises Refused. `name` says for whom the route is; only "public" is for all."""

    name: str
    check: Callable[[Unit, Request, Values], W]


def public() -> Guard[None]:
    """Nobody needs to be signed in."""
    return Guard("public", lambda _unit, _request, _path: None)


@dataclass(frozen=True)
class Route:
    """One line of the table.

    `run` returns a wire struct, a Response, None for 204, or a Problem: that is answered as raising it would be, but
    what was written stays (a counted failure). `query` names the values taken from the query string; one whose type
    allows None may be left out. `prepare` runs first, outside of the transaction; its result is `call.prepared`.
    `allow` runs before that, behind the guard and in a transaction of its own: whether it may be prepared at all, and
    what the database knows that it needs. `told_as` is the body for OpenAPI when `run` decodes parts of it by itself.
    A page takes `any_query`: links to it come from anywhere, and are not to blame for what was hung on them on the way.
    """

    method: str
    path: str
    guard: Guard[Any]
    run: Callable[[Call[Any, Any]], object]
    body: Any = None
    answers: Any = None
    status: int = 200
    writes: bool = True
    query: Mapping[str, Any] = field(default_factory=dict)
    prepare: Callable[[Before[Any]], object] | None = None
    allow: Callable[[Call[Any, Any]], object] | None = None
    told_as: Any = None
    any_query: bool = False


@dataclass(frozen=True)
class Found:
    """The route of a path, with the values of its braces."""

    route: Route
    path: Values


class RouteTable:
    """All routes; finds one by method and path."""

    def __init__(self, routes: Iterable[Route]) -> None:
        """Raises ValueError when two routes have the same method and shape."""
        self.routes = tuple(routes)
        self._plain: dict[str, dict[str, Route]] = {}
        self._patterns: dict[int, list[tuple[tuple[str, ...], dict[str, Route]]]] = {}
        for route in self.routes:
            methods = self._methods(route.path)
            if route.method in methods:
                raise ValueError(f"two routes for {route.method} {route.path}")
            methods[route.method] = route

    def _methods(self, path: str) -> dict[str, Route]:
        if "{" not in path:
            return self._plain.setdefault(path, {})
        parts = tuple(path.split("/"))
        known = self._patterns.setdefault(len(parts), [])
        for shape, methods in known:
            if shape == parts:
                return methods
        known.append((parts, {}))
        return known[-1][1]

    def find(self, method: str, path: str) -> Found:
        """Raises Refused: not_found, or method_not_allowed where the path has others."""
        methods, values = self._match(path)
        if not methods:
            raise problem("not_found", 404)
        route = methods.get(method) or (methods.get("GET") if method == "HEAD" else None)
        if route is None:
            raise problem("method_not_allowed", 405)
        return Found(route, values)

    def _match(self, path: str) -> tuple[Mapping[str, Route], Values]:
        plain = self._plain.get(path)
        if plain is not None:
            return plain, {}
        parts = path.split("/")
        for shape, methods in self._patterns.get(len(parts), ()):
            values = _values(shape, parts)
            if values is not None:
                return methods, values
        return {}, {}


def _values(shape: tuple[str, ...], parts: list[str]) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for name, part in zip(shape, parts, strict=True):
        if name.startswith("{"):
            if not part:
                return None
            found[name[1:-1]] = part
        elif name != part:
            return None
    return found
