"""Clients with how they may be reached, their sessions on the booking page, and one-time codes."""

import sqlalchemy as sa

from backend.db.tables.base import Instant, Text, metadata
from backend.db.tables.core import business_id

clients = sa.Table(
    "clients",
    metadata,
    business_id(),
    sa.Column("id", Text, primary_key=True),
    sa.Column("name", Text, nullable=False),
    sa.Column("phone", Text),
    sa.Column("email", Text),
    sa.Column("language", Text, nullable=False),
    sa.Column("wants_email", sa.Boolean, nullable=False, default=True),
    sa.Column("wants_sms", sa.Boolean, nullable=False, default=True),
    sa.Column("email_opted_out_at", Instant),
    sa.Column("sms_opted_out_at", Instant),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("notes", Text, nullable=False, server_default=sa.text("''")),
    sa.Column("zone", Text),
    sa.Index("ix_clients_phone", "business_id", "phone", unique=True),
    sa.Index("ix_clients_email", "business_id", "email"),
)
"""`phone` is E.164 and names one client of a business: its owner proved it, or staff entered it. `zone` is where her
device said that she is; without one she is where the salon is (row N11).
"""

merged_clients = sa.Table(
    "merged_clients",
    metadata,
    business_id(),
    sa.Column("id", Text, primary_key=True),
    sa.Column("client_id", Text, nullable=False),
    sa.Index("ix_merged_clients_client", "business_id", "client_id"),
)
"""Ids that go on meaning somebody: `client_id` is who she is now."""

client_sessions = sa.Table(
    "client_sessions",
    metadata,
    business_id(),
    sa.Column("hash", sa.LargeBinary, primary_key=True),
    sa.Column("client_id", Text, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Index("ix_client_sessions_client", "business_id", "client_id"),
)

codes = sa.Table(
    "one_time_codes",
    metadata,
    business_id(),
    sa.Column("key", sa.LargeBinary, primary_key=True),
    sa.Column("code_hash", sa.LargeBinary, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
)
"""A code that is on its way. `key` is a keyed hash of the number: whoever asks without verifying leaves no number."""

client_keys = sa.Table(
    "client_keys",
    metadata,
    business_id(),
    sa.Column("key", sa.LargeBinary, nullable=False),
)
"""The key under which a business hashes numbers and codes that are not, or not yet, a client's."""
