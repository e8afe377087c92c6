"""Work that becomes due at an instant, kept in the database of what it works on: written and dropped with its cause."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.core import due
from backend.db.upsert import upsert

CHANNEL = "due"
"""The channel of announcements: `<lane> <instant>`, the soonest that a transaction scheduled."""


class Lane(StrEnum):
    """What waits behind what: a slow mail server never holds an expiry back."""

    CLOCK = "clock"
    MESSAGE = "message"
    CAMPAIGN = "campaign"


@dataclass(frozen=True)
class Due:
    """One piece of work. `attempts` counts those that came to nothing; `leased`, that a call was claimed."""

    business_id: str
    task: str
    subject: str
    at: int
    payload: bytes
    attempts: int
    leased: bool = False


ClockTask = Callable[[Unit, Due], None]
"""Does its work in the transaction that takes the row away. It may schedule its own key again."""


class MessageTask(Protocol):
    """Work that calls somebody outside: in no transaction, and never made twice by itself (promise R5)."""

    def claim(self, unit: Unit, due: Due) -> Any | None:
        """Decides whether it is still wanted and returns what `run` needs; None ends it. Committed before `run`."""

    def run(self, work: Any) -> Any:
        """Calls the provider, on any thread, without a database. Should return its failures instead of raising them."""

    def record(self, unit: Unit, due: Due, work: Any, result: Any) -> None:
        """Writes down what came of it. To try again later, schedule the same key."""

    def lost(self, unit: Unit, due: Due) -> None:
        """It was claimed and nothing was recorded, or `run` raised: nobody knows whether the call was made."""


DueHandler = ClockTask | MessageTask

_UPSERT = upsert(due, ("business_id", "task", "subject"))
_CANCEL = sa.delete(due).where(
    due.c.business_id == sa.bindparam("business"),
    due.c.task == sa.bindparam("name"),
    due.c.subject == sa.bindparam("of"),
)


def schedule(
    unit: Unit,
    business_id: str,
    task: str,
    subject: str,
    at: int,
    payload: bytes = b"",
    lane: Lane = Lane.CLOCK,
) -> None:
    """Has `task` run for `subject` at the instant `at`; there is one such row, so a second call moves it."""
    row = {"business_id": business_id, "task": task, "subject": subject}
    values = {**row, "lane": str(lane), "at": at, "payload": payload, "attempts": 0, "leased": False}
    unit.conn.execute(_UPSERT[unit.conn.dialect.name], values)
    ats: list[int] = unit.pending((CHANNEL, lane), lambda ats: unit.announce(CHANNEL, f"{lane} {min(ats)}"))
    ats.append(at)


def cancel(unit: Unit, business_id: str, task: str, subject: str) -> None:
    """Nothing is due any more; nothing happens when nothing was."""
    unit.conn.execute(_CANCEL, {"business": business_id, "name": task, "of": subject})
