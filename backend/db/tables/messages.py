"""Messages about drafts: the switches, and the ledger of what was sent."""

import sqlalchemy as sa

from backend.db.tables.base import Instant, Text, metadata

reminder_settings = sa.Table(
    "reminder_settings",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("email", sa.Boolean, nullable=False),
    sa.Column("sms", sa.Boolean, nullable=False),
)
"""A business without a row has both off (row B8)."""

message_keys = sa.Table(
    "message_keys",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("key", sa.LargeBinary, nullable=False),
)
"""The key under which the ledger names what it remembers."""

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("id", Text, primary_key=True),
    sa.Column("draft_id", Text),
    sa.Column("cycle", sa.Integer, nullable=False),
    sa.Column("channel", Text, nullable=False),
    sa.Column("ledger_key", sa.LargeBinary),
    sa.Column("status", Text, nullable=False),
    sa.Column("reason", Text),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Index("messages_draft", "business_id", "draft_id"),
    sa.Index("messages_ledger", "business_id", "ledger_key", unique=True),
)
"""No address and no text: both are made when the message goes. A row with `ledger_key` is automatic and outlives its
draft without `draft_id`; one sent by hand has none, and in a unique index null never equals null."""

_in_flight = messages.c.status.in_([sa.literal_column("'queued'"), sa.literal_column("'sending'")])
sa.Index(
    "messages_in_flight",
    messages.c.business_id,
    messages.c.draft_id,
    messages.c.channel,
    unique=True,
    sqlite_where=_in_flight,
    postgresql_where=_in_flight,
)
