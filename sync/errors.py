"""What can go wrong between a desk, its files and its server. None of these texts carries anything personal."""

from domain.wire.problems import Problem


class SyncError(Exception):
    """All that this library raises when the world, not the program, is at fault."""


class Unreachable(SyncError):
    """No whole answer came: no network, no such host, too slow, or cut off in the middle."""


class WrongServer(SyncError):
    """Something answered, but not the server that is meant: a login page, another product, another business."""


class SignInAgain(SyncError):
    """The session has ended; the person has to sign in."""


class AccountDisabled(SignInAgain):
    """Somebody switched this account off: the desk may keep nothing of what its person saw (row B18)."""


class Busy(SyncError):
    """The server could not do it now. `retry_after` is in seconds, None when the server did not say."""

    def __init__(self, retry_after: float | None = None) -> None:
        super().__init__("the server is busy")
        self.retry_after = retry_after


class Broken(Busy):
    """The server failed over this request (status 500). One of several actions in it may be the cause."""


class TooOld(SyncError):
    """The server no longer talks to this version of the program."""


class ProblemAnswer(SyncError):
    """The server understood and said no. `problem` is its answer; it may name people, so it is not in the text."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.status} {problem.type}")
        self.problem = problem


class Damaged(SyncError):
    """A local file cannot be read as what it should be: damaged, or written with another key."""


class StoreFailed(SyncError):
    """A local file could not be written or read now; it holds nothing half.

    `reason` is `full`, `read_only`, `busy` or `io`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"the local store failed: {reason}")
        self.reason = reason


class Unfit(SyncError):
    """Something that a person did has a value that no server would read, such as a name that is too long."""


class KeychainUnavailable(SyncError):
    """The operating system's keychain is missing, locked, or said no."""
