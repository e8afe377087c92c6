"""What went wrong, raised by use cases and answered as problem details (RFC 9457)."""

from collections.abc import Iterable

from domain.wire.actions import Slot
from domain.wire.problems import Problem

TITLES = {
    400: "Not understood",
    401: "Sign in",
    403: "Not permitted",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    410: "Gone",
    413: "Too large",
    415: "Unsupported media type",
    422: "Not valid",
    429: "Too many requests",
    500: "Something went wrong here",
    503: "Not available now",
}


class Refused(Exception):
    """A use case will not do what was asked; the transaction is rolled back and the problem is the answer."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.type)
        self.problem = problem


def problem(
    code: str,
    status: int,
    detail: str = "",
    field: str | None = None,
    retry_after: int | None = None,
    alternatives: Iterable[Slot] = (),
    position: int | None = None,
) -> Refused:
    """A refusal to raise. `code` is one of our stable codes; to keep what was written, return `.problem` instead."""
    return Refused(
        Problem(
            type=code,
            title=TITLES.get(status, "Problem"),
            status=status,
            detail=detail,
            field=field,
            retry_after=retry_after,
            alternatives=tuple(alternatives),
            position=position,
        )
    )
