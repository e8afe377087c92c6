"""Announcements of the other processes on one PostgreSQL (LISTEN), passed to the listeners of this one."""

import threading
from collections.abc import Callable
from typing import Any

import psycopg
import sqlalchemy as sa

from backend.db.database import NOTIFY_CHANNEL, Database
from backend.failures import Outage

AGAIN_SECONDS = 1.0
_LOOK_SECONDS = 1.0


class News:
    """One connection and one thread that waits on it. `missed` is called after each time it was not connected."""

    def __init__(self, database: Database, missed: Callable[[], None]) -> None:
        self._database = database
        self._missed = missed
        self._ending = threading.Event()
        self._outage = Outage("listening for changes")
        self._thread = threading.Thread(target=self._follow, name="news", daemon=True)

    def start(self) -> None:
        """Begins to listen."""
        self._thread.start()

    def close(self) -> None:
        """Stops listening."""
        self._ending.set()
        self._thread.join(2 * _LOOK_SECONDS)

    def _follow(self) -> None:
        while not self._ending.is_set():
            try:
                with _connect(self._database.engine) as connection:
                    self._listen(connection)
            except psycopg.Error as error:
                self._outage.failed(error)
                self._ending.wait(AGAIN_SECONDS)

    def _listen(self, connection: psycopg.Connection[Any]) -> None:
        connection.execute(f"LISTEN {NOTIFY_CHANNEL}".encode())
        self._outage.over()
        self._missed()
        while not self._ending.is_set():
            for notice in connection.notifies(timeout=_LOOK_SECONDS):
                self._hear(notice.payload)

    def _hear(self, payload: str) -> None:
        process, _, rest = payload.partition(" ")
        if process != self._database.process:
            channel, _, text = rest.partition(" ")
            self._database.hear(channel, text)


def _connect(engine: sa.Engine) -> psycopg.Connection[Any]:
    arguments, options = engine.dialect.create_connect_args(engine.url)
    return psycopg.connect(*arguments, **options, autocommit=True)
