"""What clients wrote back: their texts, and which texts were heard already."""

import sqlalchemy as sa

from backend.db.tables.base import Instant, Text, metadata

replies = sa.Table(
    "replies",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("id", Text, primary_key=True),
    sa.Column("location_id", Text, nullable=False),
    sa.Column("draft_id", Text),
    sa.Column("client_id", Text),
    sa.Column("phone", Text),
    sa.Column("text", Text, nullable=False),
    sa.Column("pictures", sa.Integer, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Index("replies_draft", "business_id", "draft_id"),
    sa.Index("replies_client", "business_id", "client_id"),
)
"""Erased with the draft, or a week later where there is none, and with the client. `phone` is kept only of a number
that is nobody's here.
"""

heard_texts = sa.Table(
    "heard_texts",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("key", sa.LargeBinary, primary_key=True),
)
"""A hash of the provider's name for a text: it counts once, however often it is brought."""
