"""The two things that make a program unrepeatable, as ports: whoever owns the process hands them in."""

from typing import Protocol


class Clock(Protocol):
    """Tells the time. A test or the simulator owns it; a process uses the machine's."""

    def now(self) -> int:
        """The present instant in UTC microseconds."""


class Ids(Protocol):
    """Makes identifiers and secrets."""

    def new(self, now: int) -> str:
        """A UUIDv7 (RFC 9562) in canonical form for the instant `now`."""

    def secret(self, size: int) -> bytes:
        """`size` bytes that nobody can guess."""
