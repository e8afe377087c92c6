"""Looking for what people wrote in all that a database keeps."""

from collections.abc import Collection

import sqlalchemy as sa

from backend.db.database import Database
from backend.db.tables import metadata


def tables_with(database: Database, texts: Collection[str]) -> set[str]:
    """The tables in which any of the texts is found, in whatever column, as text or within bytes."""
    found = set()
    with database.read() as unit:
        for table in metadata.sorted_tables:
            kept = "\n".join(_written(value) for row in unit.conn.execute(sa.select(table)) for value in row)
            if any(text in kept for text in texts):
                found.add(table.name)
    return found


def _written(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)
