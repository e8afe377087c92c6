"""Waiting for what another thread comes to, by looking at the condition itself."""

import time

import sqlalchemy as sa

from backend.db.database import Database

SECONDS = 30.0
_BLOCKED = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def blocked(database: Database, many: int = 1) -> None:
    """Returns when so many transactions on this PostgreSQL wait for another one. Raises TimeoutError."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        with database.engine.connect() as connection:
            if connection.execute(_BLOCKED).scalar_one() >= many:
                return
        time.sleep(0.005)  # between two looks
    raise TimeoutError("nobody waits")
