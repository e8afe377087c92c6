"""One request and its decoded answer, or the error that it means."""

from collections.abc import Callable
from typing import TypeVar

import msgspec

from domain.wire.base import decode
from domain.wire.problems import MEDIA_TYPE, Problem
from sync.errors import AccountDisabled, Broken, Busy, ProblemAnswer, SignInAgain, TooOld, Unreachable, WrongServer
from sync.http import Http, HttpRequest, HttpResponse

T = TypeVar("T")

JSON = "application/json"
_LONGEST_WAIT = 3600.0


def ask(http: Http, request: HttpRequest, of: Callable[..., T]) -> T:
    """The answer as a value of the struct `of`.

    Raises Unreachable, WrongServer, SignInAgain, AccountDisabled, Busy, Broken, TooOld, ProblemAnswer.
    """
    answer = http.send(request)
    if answer.status not in {200, 201}:
        raise error_of(answer)
    return read(answer, of)


def tell(http: Http, request: HttpRequest) -> None:
    """As `ask`, for a request that is answered with nothing."""
    answer = http.send(request)
    if answer.status != 204:
        raise error_of(answer)


def read(answer: HttpResponse, of: Callable[..., T]) -> T:
    """The body of a good answer. Raises WrongServer when it is not what our server says, Unreachable when it is cut."""
    if not answer.body and not _media_type(answer):
        raise Unreachable("the answer was cut off before it said anything")
    if _media_type(answer) != JSON:
        raise WrongServer("the answer is not JSON")
    try:
        return decode(answer.body, of)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise WrongServer("the answer cannot be read") from error


def error_of(answer: HttpResponse) -> Exception:
    """What an answer that is not a good one means."""
    problem = _problem(answer)
    if answer.status == 401:
        return _unauthorized(problem)
    if answer.status == 426:
        return TooOld("the server no longer talks to this version")
    if answer.status == 500:
        return Broken(_retry_after(answer))
    if answer.status in {408, 425, 429, 502, 503, 504}:
        return Busy(_retry_after(answer))
    if problem is None:
        return WrongServer(f"status {answer.status} without an explanation")
    return ProblemAnswer(problem)


def _unauthorized(problem: Problem | None) -> Exception:
    code = problem.type if problem else "sign_in_again"
    if code == "account_disabled":
        return AccountDisabled("the account is switched off")
    if problem and code != "sign_in_again":
        return ProblemAnswer(problem)
    return SignInAgain("the session has ended")


def _problem(answer: HttpResponse) -> Problem | None:
    if _media_type(answer) != MEDIA_TYPE:
        return None
    try:
        return decode(answer.body, Problem)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _retry_after(answer: HttpResponse) -> float | None:
    """The header in seconds; a date there (RFC 9110 allows it) or nonsense counts as not said."""
    try:
        seconds = float(answer.headers.get("retry-after", ""))
    except ValueError:
        return None
    return min(seconds, _LONGEST_WAIT) if seconds >= 0 else None


def _media_type(answer: HttpResponse) -> str:
    return answer.headers.get("content-type", "").partition(";")[0].strip().lower()
