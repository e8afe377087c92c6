"""One request, whole and synchronous: match, decode strictly, guard, one transaction, encode.

Starlette calls this and nothing else, and so do the tests and the simulator.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from sqlalchemy.exc import DBAPIError

from backend.db.database import collided, unreachable
from backend.failures import log_failure
from backend.web.problems import Refused, problem
from backend.web.route import Before, Call, Found, Request, Response, RouteTable, Services
from domain.wire.base import decode, encode
from domain.wire.problems import MEDIA_TYPE, Problem

T = TypeVar("T")

BODY_LIMIT = 1_000_000
RERUNS = 3
AGAIN_SECONDS = 5
"""How long who meets a database that is down is asked to wait."""

_ESCAPED = rb"\u0000"
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


@dataclass(frozen=True)
class Accepted:
    """A request that has a route, with its values decoded, or the problem that they have."""

    found: Found
    request: Request
    services: Services
    query: Mapping[str, Any]
    body: Any
    wrong: Refused | None

    @property
    def slow(self) -> bool:
        """Whether `prepare` has something to do before the transaction."""
        return self.found.route.prepare is not None and self.wrong is None

    @property
    def asks(self) -> bool:
        """Whether `allow` is to be asked before that."""
        return self.found.route.allow is not None and self.wrong is None


def dispatch(routes: RouteTable, services: Services, request: Request) -> Response:
    """The answer to a request. Never raises: what nobody expected is logged and answered 500."""
    accepted = accept(routes, services, request)
    if isinstance(accepted, Response):
        return accepted
    allowed = allow(accepted)
    if isinstance(allowed, Response):
        return allowed
    prepared = prepare(accepted, allowed)
    return prepared if isinstance(prepared, Response) else finish(accepted, prepared)


def accept(routes: RouteTable, services: Services, request: Request) -> Accepted | Response:
    """Finds the route and decodes. A body that is wrong is told only after the guard has let its sender in."""
    try:
        if not _is_text(request.path):
            raise problem("not_found", 404)
        found = routes.find(request.method, request.path)
    except Refused as refused:
        return answer_problem(refused.problem)
    try:
        query = _query(found, request)
        body = _body(found, request)
    except Refused as refused:
        return Accepted(found, request, services, {}, None, refused)
    return Accepted(found, request, services, query, body, None)


def allow(accepted: Accepted) -> object:
    """Whether the slow part may begin, asked in a transaction of its own; a Response when it may not."""
    run = accepted.found.route.allow
    if run is None or accepted.wrong is not None:
        return None
    return _answered(accepted, lambda: _rerun(lambda: _in_transaction(accepted, run, None)))


def prepare(accepted: Accepted, allowed: object = None) -> object:
    """What must not hold a transaction open; a Response when it failed."""
    run = accepted.found.route.prepare
    if run is None or accepted.wrong is not None:
        return None
    before = Before(accepted.request, accepted.found.path, accepted.query, accepted.body, accepted.services, allowed)
    return _answered(accepted, lambda: run(before))


def finish(accepted: Accepted, prepared: object = None) -> Response:
    """Guard and handler in one transaction, and the answer in bytes."""

    def run() -> Response:
        answer = _rerun(lambda: _run(accepted, prepared))
        accepted.services.database.outage.over()
        return answer

    return _answered(accepted, run)


def _answered(accepted: Accepted, run: Callable[[], T]) -> T | Response:
    outage = accepted.services.database.outage
    try:
        return run()
    except Refused as refused:
        return answer_problem(refused.problem)
    except Exception as error:  # noqa: BLE001 - one broken request must not end the server
        if unreachable(error):
            outage.failed(error)
            return answer_problem(problem("not_ready", 503, retry_after=AGAIN_SECONDS).problem)
        log_failure(f"{accepted.found.route.method} {accepted.found.route.path}", error)
        return answer_problem(problem("internal", 500).problem)


def _rerun(run: Callable[[], T]) -> T:
    for _ in range(RERUNS):
        try:
            return run()
        except DBAPIError as error:
            if not collided(error):
                raise
    return run()


def _run(accepted: Accepted, prepared: object) -> Response:
    route = accepted.found.route
    return _in_transaction(accepted, lambda call: _encode(route.run(call), route.status), prepared)


def _in_transaction(accepted: Accepted, run: Callable[[Call[Any, Any]], T], prepared: object) -> T:
    route, database = accepted.found.route, accepted.services.database
    with database.write() if route.writes else database.read() as unit:
        who = route.guard.check(unit, accepted.request, accepted.found.path)
        if accepted.wrong is not None:
            raise accepted.wrong
        return run(
            Call(
                unit,
                accepted.request,
                accepted.found.path,
                accepted.query,
                accepted.body,
                who,
                accepted.services,
                prepared,
            )
        )


def _encode(answer: object, status: int) -> Response:
    if isinstance(answer, Response):
        return answer
    if isinstance(answer, Problem):
        return answer_problem(answer)
    if answer is None:
        return Response(204)
    return Response(status, encode(answer))


def answer_problem(wrong: Problem) -> Response:
    """A problem as an answer, with the Retry-After header that its waiting time asks for."""
    headers = {} if wrong.retry_after is None else {"retry-after": str(wrong.retry_after)}
    if wrong.status == 401:
        headers["www-authenticate"] = "Bearer"
    return Response(wrong.status, encode(wrong), MEDIA_TYPE, headers)


def _body(found: Found, request: Request) -> Any:
    if len(request.body) > BODY_LIMIT:
        raise problem("too_large", 413, f"A body may have {BODY_LIMIT} bytes.")
    if found.route.body is None:
        return None
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise problem("unsupported_media_type", 415, "The body must be application/json.")
    if has_nul(request.body) and found.route.told_as is None:
        raise problem("invalid", 422, "No text may hold the character NUL.", field="$")
    try:
        return decode(request.body, found.route.body)
    except msgspec.ValidationError as error:
        raise invalid(error) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise problem("malformed", 400, "The body is not JSON.") from None
    except RecursionError:
        raise problem("malformed", 400, "The body is nested too deeply.") from None


def _is_text(text: str) -> bool:
    """Whether every database can keep it: no NUL, no half of a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def has_nul(json: bytes | msgspec.Raw) -> bool:
    """Whether a text in it holds NUL, the one character that PostgreSQL cannot keep."""
    written = bytes(json)
    return _ESCAPED in written and _NUL.search(written) is not None


def invalid(error: msgspec.ValidationError, prefix: str = "$") -> Refused:
    """The problem that names the field at fault; msgspec says it as "... - at `$.a.b`"."""
    detail, _, path = str(error).partition(" - at `")
    where = path.rstrip("`") or "$"
    if "unknown field `" in detail:
        where += "." + detail.partition("unknown field `")[2].rstrip("`")
    elif "missing required field `" in detail:
        where += "." + detail.partition("missing required field `")[2].rstrip("`")
    return problem("invalid", 422, detail, field=prefix + where[1:])


def _query(found: Found, request: Request) -> dict[str, Any]:
    wanted = found.route.query
    for name, text in request.query.items():
        if not _is_text(text):
            raise problem("invalid", 422, "This is no text.", field=f"?{name[:100]}")
        if name not in wanted and not found.route.any_query:
            raise problem("invalid", 422, "There is no such query value.", field=f"?{name[:100]}")
    return {name: _query_value(name, of, request.query.get(name)) for name, of in wanted.items()}


def _query_value(name: str, of: Any, text: str | None) -> Any:
    try:
        return msgspec.convert(text, of, strict=False)
    except msgspec.ValidationError as error:
        raise problem("invalid", 422, str(error), field=f"?{name}") from None
