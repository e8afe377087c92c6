"""Forgets what the feed need not remember any more: an older cursor refetches, an older action id is a new one."""

import sqlalchemy as sa

from backend.db.database import Unit
from backend.db.tables.core import actions, businesses, feed_numbers, feed_tombstones
from domain.constants import DAY, TOMBSTONE_RETENTION

TASK = "trim_feed"
EVERY = DAY


def _older(table: sa.Table) -> sa.Delete:
    return sa.delete(table).where(table.c.business_id == sa.bindparam("business"), table.c.at < sa.bindparam("before"))


_NEWEST = sa.select(businesses.c.number).where(businesses.c.id == sa.bindparam("business")).scalar_subquery()
_STATEMENTS = (
    _older(feed_tombstones),
    _older(actions),
    _older(feed_numbers).where(feed_numbers.c.number < _NEWEST),  # a desk of a quiet salon stands at the newest
)


def trim(unit: Unit, business_id: str) -> None:
    """Deletes tombstones, number tokens and action answers past their retention."""
    of = {"business": business_id, "before": unit.now - TOMBSTONE_RETENTION}
    for statement in _STATEMENTS:
        unit.conn.execute(statement, of)
