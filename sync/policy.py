"""When to try again: full jitter, so that many desks do not come back at once, and not before the server said."""

from collections.abc import Callable

from sync.errors import Busy

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 30.0


def wait(attempt: int, error: Exception | None, chance: Callable[[], float]) -> float:
    """Seconds to wait after failure number `attempt` (from 0) with `error`; `chance` gives 0 to below 1."""
    most = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0 ** min(attempt, 10))
    jitter = most * chance()
    asked = error.retry_after if isinstance(error, Busy) else None
    return jitter if asked is None else asked + jitter


class Backoff:
    """Counts failures in a row."""

    def __init__(self, chance: Callable[[], float]) -> None:
        self._chance = chance
        self._attempt = 0

    def failed(self, error: Exception) -> float:
        """Seconds to wait now."""
        seconds = wait(self._attempt, error, self._chance)
        self._attempt += 1
        return seconds

    def worked(self) -> None:
        """Begin anew."""
        self._attempt = 0
