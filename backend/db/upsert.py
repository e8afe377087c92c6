"""INSERT ... ON CONFLICT DO UPDATE, which both databases have and SQLAlchemy spells once for each."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

Statements = Mapping[str, sa.Insert]
"""The same statement by dialect name."""


def upsert(table: sa.Table, key: Sequence[str]) -> Statements:
    """Inserts a row, or gives the one with this key the new values of all other columns. Build it once, at import."""
    return {"sqlite": _sqlite(table, key), "postgresql": _postgresql(table, key)}


def _sqlite(table: sa.Table, key: Sequence[str]) -> sa.Insert:
    insert = sqlite.insert(table)
    return insert.on_conflict_do_update(
        index_elements=list(key), set_=_rest(table, key, cast(Mapping[str, Any], insert.excluded))
    )


def _postgresql(table: sa.Table, key: Sequence[str]) -> sa.Insert:
    insert = postgresql.insert(table)
    return insert.on_conflict_do_update(
        index_elements=list(key), set_=_rest(table, key, cast(Mapping[str, Any], insert.excluded))
    )


def _rest(table: sa.Table, key: Sequence[str], new: Mapping[str, Any]) -> dict[str, Any]:
    return {column.key: new[column.key] for column in table.columns if column.key not in key}
