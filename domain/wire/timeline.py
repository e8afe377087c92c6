"""The story of one draft, read when somebody opens it (row N13)."""

from domain.wire.base import Answer


class TimelineEntry(Answer, frozen=True):
    """One thing that happened. `what` is a word of domain.timeline; a desk passes over those that it does not know.

    `by` is the name of a person of the salon; without one it was the client or happened by itself.
    """

    at: int
    what: str
    by: str = ""
    channel: str | None = None
    reason: str | None = None
    outcome: str | None = None
    until: int | None = None
    note: str = ""


class Timeline(Answer, frozen=True):
    """What happened to a draft, the oldest first."""

    entries: tuple[TimelineEntry, ...]
