"""Businesses, the feed of each, due work, events, stored action answers, and who this server is."""

import sqlalchemy as sa

from backend.db.tables.base import Instant, Text, metadata

server = sa.Table(
    "server",
    metadata,
    sa.Column("id", Text, primary_key=True),
    sa.Column("created_at", Instant, nullable=False),
)

businesses = sa.Table(
    "businesses",
    metadata,
    sa.Column("id", Text, primary_key=True),
    sa.Column("slug", Text, nullable=False, unique=True),  # the salon's name in addresses
    sa.Column("name", Text, nullable=False),
    sa.Column("retention_days", sa.Integer),  # none set is 24 hours (row B7)
    sa.Column("number", sa.BigInteger, nullable=False, server_default="0"),  # of the feed's newest change
    sa.Column("created_at", Instant, nullable=False),
)


def business_id() -> sa.Column[str]:
    """The first column of every table's key."""
    return sa.Column("business_id", Text, sa.ForeignKey("businesses.id"), primary_key=True)


feed_rows = sa.Table(
    "feed_rows",
    metadata,
    business_id(),
    sa.Column("kind", Text, primary_key=True),
    sa.Column("id", Text, primary_key=True),
    sa.Column("scope", Text, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Index("ix_feed_rows_scope", "business_id", "scope", "number", "kind", "id"),
)

feed_tombstones = sa.Table(
    "feed_tombstones",
    metadata,
    business_id(),
    sa.Column("scope", Text, primary_key=True),
    sa.Column("kind", Text, primary_key=True),
    sa.Column("id", Text, primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Index("ix_feed_tombstones_number", "business_id", "scope", "number"),
)

feed_numbers = sa.Table(
    "feed_numbers",
    metadata,
    business_id(),
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("token", Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
)

feed_scopes = sa.Table(
    "feed_scopes",
    metadata,
    business_id(),
    sa.Column("scope", Text, primary_key=True),
    sa.Column("count", sa.BigInteger, nullable=False),
    sa.Column("hash", Text, nullable=False),  # 16 hexadecimal digits: 64 bits without a sign fit no column
)

actions = sa.Table(
    "actions",
    metadata,
    business_id(),
    sa.Column("id", Text, primary_key=True),
    sa.Column("asked", Text, nullable=False),  # digest of who asked and for what: an id stands for one of them
    sa.Column("answer", sa.LargeBinary, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Index("ix_actions_number", "business_id", "number"),
)

due = sa.Table(
    "due",
    metadata,
    business_id(),
    sa.Column("task", Text, primary_key=True),
    sa.Column("subject", Text, primary_key=True),
    sa.Column("lane", Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("leased", sa.Boolean, nullable=False),  # a call is being made, until `at`; after that it is lost
    sa.Index("ix_due_lane", "lane", "at"),
    sa.Index("ix_due_business", "business_id", "lane", "at"),
)

events = sa.Table(
    "events",
    metadata,
    business_id(),
    sa.Column("id", Text, primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("event", Text, nullable=False),
    sa.Column("subject", Text, nullable=False),
    sa.Column("actor", Text, nullable=False),
    sa.Column("facts", sa.LargeBinary, nullable=False),
    sa.Index("ix_events_subject", "business_id", "subject", "at"),
)
