"""INSERT ... ON CONFLICT DO NOTHING, for what only the first of several may add."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from backend.db.database import Unit


def insert_or_ignore(unit: Unit, table: sa.Table, values: Mapping[str, Any]) -> bool:
    """Inserts a row unless one of the table's unique indexes holds its like already; says whether it did.

    On PostgreSQL it waits for a transaction that is inserting the like, and decides by how that one ends.
    """
    insert = postgresql.insert if unit.conn.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).on_conflict_do_nothing().returning(table.c.business_id)
    # Not by the row count, which SQLAlchemy keeps for updates and deletes only.
    return unit.conn.execute(statement, dict(values)).first() is not None
