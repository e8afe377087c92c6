"""P3: from the end of a review session until a real mail server has the reminder; and a thousand of them at once."""

import os
import smtplib
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from backend.db.database import Database
from backend.messages.settings import REMINDER, Setting, write_setting
from domain.times import day_bounds, local
from domain.uuid7 import SeededIds
from sync.clock import MachineClock
from tests.bench import data
from tests.bench.figures import Figure, Promise, percentile
from tests.bench.salon import Filled, Stands, fill
from tests.bench.server import Server, database_file, serving
from tests.bench.until import DEADLINE
from tests.support.smtp import MailServer, serving_mail

_ROUNDS, _WARM = 60, 5
_BURST = 1000
_TABLE = 12.0
"""The floor's p99 where the numbers were set."""


class Inbox(MailServer):
    """Notes when each mail was taken, in seconds of time.perf_counter."""

    def __init__(self) -> None:
        super().__init__()
        self.taken_at: list[float] = []
        self._news = threading.Condition()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        with self._news:
            self.taken_at.append(time.perf_counter())
            self._news.notify_all()
        return "250 taken"

    def wait_for(self, count: int) -> float:
        """When the mail of this number was taken. Raises TimeoutError."""
        with self._news:
            if not self._news.wait_for(lambda: len(self.taken_at) >= count, DEADLINE):
                raise TimeoutError(f"mail {count} never came")
            return self.taken_at[count - 1]


@contextmanager
def _reminding(sessions: int, apart: int) -> Iterator[tuple[Server, Inbox, Filled]]:
    """A server at noon of some day, and so many clients at Review whose sessions end `apart` microseconds apart."""
    now = _noon()
    with tempfile.TemporaryDirectory() as name, serving_mail(Inbox()) as inbox:
        folder = Path(name)
        filled = fill(database_file(folder), 0, now=now, reviewing=sessions, apart=apart)
        _switch_on(folder, filled, now)
        os.environ.update(
            DESKBELL_SMTP_HOST="127.0.0.1",
            DESKBELL_SMTP_PORT=str(inbox.port),
            DESKBELL_SMTP_FROM_ADDRESS="salon@example.org",
            DESKBELL_SMTP_SECURITY="none",
        )
        with serving(folder, at=now) as server:
            yield server, inbox, filled


def _noon() -> int:
    """By day nothing is held (row N11)."""
    now = MachineClock().now()
    return sum(day_bounds(local(now, data.ZONE).date(), data.ZONE)) // 2


def _switch_on(folder: Path, filled: Filled, now: int) -> None:
    database = Database.open(f"sqlite:///{database_file(folder)}", Stands(now), SeededIds(7), durable=False)
    with database.write() as unit:
        write_setting(unit, filled.owner.business_id, REMINDER, Setting(email=True))
    database.close()


def p3() -> Figure:
    """One by one, and then a thousand whose sessions end at once."""
    taken = _one_by_one()
    last = _burst()
    with tempfile.TemporaryDirectory() as name:
        floor = _floor(Path(name))
    p50, p99 = percentile(taken, 0.5), percentile(taken, 0.99)
    values = {"p50_ms": p50, "p99_ms": p99, "last_of_1000_s": last}
    values |= {"floor_p50_ms": floor[0], "floor_p99_ms": floor[1]}
    promises = (
        Promise("P3 p99 ms", p99, 1000, floor[1], _TABLE),
        Promise("P3 last of 1,000 s", last, 10, floor[1], _TABLE),
    )
    return Figure("P3", values, promises)


def _one_by_one() -> list[float]:
    taken = []
    with _reminding(_WARM + _ROUNDS, apart=1_000_000) as (server, inbox, filled):
        for number, row in enumerate(filled.reviewing):
            begun = time.perf_counter()
            server.move(row.expired_at)
            taken.append((inbox.wait_for(number + 1) - begun) * 1000)
    return taken[_WARM:]


def _burst() -> float:
    """Seconds until the last has been taken."""
    with _reminding(_BURST, apart=0) as (server, inbox, filled):
        begun = time.perf_counter()
        server.move(filled.reviewing[0].expired_at)
        return inbox.wait_for(_BURST) - begun


def _floor(folder: Path) -> tuple[float, float]:
    """Milliseconds (p50, p99) of one durable commit and one exchange with the same mail server, a connection each."""
    store = sqlite3.connect(folder / "floor.db", isolation_level=None)
    store.execute("PRAGMA journal_mode=WAL")
    store.execute("PRAGMA synchronous=FULL")
    store.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB)")
    taken = []
    with serving_mail(Inbox()) as inbox:
        for number in range(_ROUNDS):
            begun = time.perf_counter()
            store.execute("INSERT INTO t (body) VALUES (?)", (b"x" * 300,))
            with smtplib.SMTP("127.0.0.1", inbox.port) as smtp:
                smtp.sendmail("salon@example.org", [f"client{number}@example.org"], b"Subject: x\r\n\r\n" + b"x" * 600)
            taken.append((time.perf_counter() - begun) * 1000)
    store.close()
    return percentile(taken, 0.5), percentile(taken, 0.99)
