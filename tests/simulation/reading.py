"""Plain statements on the server's database, past everything that the backend does with it."""

from collections import namedtuple
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from backend.db.database import Database


def read(database: Database, statement: str, values: Mapping[str, object] | None = None) -> list[Any]:
    """The rows of a statement as named tuples."""
    cursor = _connection(database).execute(statement, values or {})
    make = _row(tuple(column[0] for column in cursor.description))
    return [make(*row) for row in cursor]


@lru_cache(maxsize=1)
def _connection(database: Database) -> Any:
    """The one connection of a database in memory; each life of the server has a Database of its own."""
    with database.engine.connect() as conn:
        return conn.connection.driver_connection


@cache
def _row(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns, rename=True)  # noqa: PYI024 - the columns are the statement's
