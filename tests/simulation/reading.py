"""Plain statements on the server's database, past everything that the backend does with it."""

from collections import namedtuple
from collections.abc import Mapping
from functools import cache
from typing import Any

from backend.db.database import Database


def read(database: Database, statement: str, values: Mapping[str, object] | None = None) -> list[Any]:
    """The rows of a statement as named tuples."""
    with database.engine.connect() as conn:
        raw: Any = conn.connection.driver_connection
        cursor = raw.execute(statement, values or {})
        make = _row(tuple(column[0] for column in cursor.description))
        return [make(*row) for row in cursor]


@cache
def _row(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns, rename=True)  # noqa: PYI024 - the columns are the statement's
