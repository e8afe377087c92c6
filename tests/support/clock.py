"""A clock that a test owns."""

from domain.constants import DAY

TUESDAY_NINE = 1_773_133_200 * 1_000_000
"""2026-03-10 09:00 UTC, a Tuesday, ten o'clock in Berlin; summer time begins there on the 29th."""


class SetClock:
    """Stands where it is put."""

    def __init__(self, now: int = TUESDAY_NINE) -> None:
        self.at = now

    def now(self) -> int:
        return self.at

    def set(self, at: int) -> None:
        """Puts it to an instant."""
        self.at = at

    def advance(self, by: int) -> int:
        """Moves on, returns the new time."""
        self.at += by
        return self.at


WEEK = 7 * DAY
