"""Drafts, and the bell's lines about them. Removal deletes all of it (row B7)."""

import sqlalchemy as sa

from backend.db.tables.base import Instant, Text, metadata

ACTIVE = ("reviewing", "incomplete", "dismissed")

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("id", Text, primary_key=True),
    sa.Column("client_id", Text, nullable=False),
    sa.Column("location_id", Text, nullable=False),
    sa.Column("phase", Text, nullable=False),
    sa.Column("cycle", sa.Integer, nullable=False),
    sa.Column("engaged_at", Instant, nullable=False),
    sa.Column("expired_at", Instant),
    sa.Column("lines", sa.LargeBinary, nullable=False),
    sa.Column("start", Text),
    sa.Column("notes", Text, nullable=False),
    sa.Column("appointment_id", Text),
    sa.Column("snoozed_until", Instant),
    sa.Column("calls", sa.LargeBinary),
    sa.Column("dismissal", sa.LargeBinary),
)
"""`lines`, `calls` and `dismissal` are the JSON of the wire's; `start` is the wished local time in ISO 8601."""

_active = drafts.c.phase.in_([sa.literal_column(f"'{phase}'") for phase in ACTIVE])
sa.Index(
    "drafts_active",
    drafts.c.business_id,
    drafts.c.client_id,
    unique=True,
    sqlite_where=_active,
    postgresql_where=_active,
)

notices = sa.Table(
    "notices",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("id", Text, primary_key=True),
    sa.Column("draft_id", Text, nullable=False),
    sa.Index("notices_draft", "business_id", "draft_id"),
)
"""Which of the feed's notice rows leave with a draft."""
