"""Who waits for a time, and the bell's lines about times that came free for them."""

import sqlalchemy as sa

from backend.db.tables.base import Instant, Text, metadata

waitlist_entries = sa.Table(
    "waitlist_entries",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("id", Text, primary_key=True),
    sa.Column("location_id", Text, nullable=False),
    sa.Column("client_id", Text, nullable=False),
    sa.Column("lines", sa.LargeBinary, nullable=False),
    sa.Column("windows", sa.LargeBinary, nullable=False),
    sa.Column("fits", sa.LargeBinary, nullable=False),
    sa.Column("notes", Text, nullable=False),
    sa.Column("status", Text, nullable=False),
    sa.Column("added_at", Instant, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
    sa.Column("appointment_id", Text),
    sa.Index("waitlist_entries_location", "business_id", "location_id", "status"),
)
"""`lines`, `windows` and `fits` are the JSON of the wire's."""

waitlist_notices = sa.Table(
    "waitlist_notices",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("id", Text, primary_key=True),
    sa.Column("entry_id", Text, nullable=False),
    sa.Index("waitlist_notices_entry", "business_id", "entry_id"),
)
"""Which of the feed's notice rows leave with an entry."""
