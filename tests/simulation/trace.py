"""The story of one run, line by line. Two runs of one seed tell the same story to the letter."""

import hashlib
import re

from domain.constants import DAY, HOUR, MINUTE, SECOND

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-([0-9a-f]{12})")


class Trace:
    """Lines of what happened when, and to whom. `start` is the instant that times are counted from."""

    def __init__(self, start: int) -> None:
        self.lines: list[str] = []
        self._start = start

    def say(self, now: int, who: str, what: str) -> None:
        """Adds a line; ids are shortened to what tells them apart."""
        self.lines.append(f"{written(now - self._start)} {who:10} {_ID.sub(lambda m: m[1][:6], what)}")

    def digest(self) -> str:
        """What two stories are compared by."""
        return hashlib.sha256("\n".join(self.lines).encode()).hexdigest()[:16]


def written(elapsed: int) -> str:
    """A duration as day, hours, minutes, seconds and milliseconds."""
    days, rest = divmod(elapsed, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds, rest = divmod(rest, SECOND)
    return f"{days}d {hours:02}:{minutes:02}:{seconds:02}.{rest // 1000:03}"
