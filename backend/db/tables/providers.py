"""By whose providers a business sends, when it has its own."""

import sqlalchemy as sa

from backend.db.tables.base import Instant, Text, metadata

own_channels = sa.Table(
    "own_channels",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("channel", Text, primary_key=True),
    sa.Column("settings", sa.LargeBinary, nullable=False),
    sa.Column("secret", sa.LargeBinary),
    sa.Column("set_at", Instant, nullable=False),
    sa.Column("secret_set_at", Instant),
)
"""`settings` is JSON without any secret; `secret` is sealed by the server's own key (backend/providers/vault.py)."""
