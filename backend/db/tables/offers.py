"""Freed times that are offered round by round, each offer, and how the business wants it (row N10)."""

import sqlalchemy as sa

from backend.db.tables.base import Instant, Text, metadata

offer_settings = sa.Table(
    "offer_settings",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("way", Text, nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),
)
"""A business without a row offers by hand, with 30 minutes to answer."""

offer_rounds = sa.Table(
    "offer_rounds",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("id", Text, primary_key=True),
    sa.Column("location_id", Text, nullable=False),
    sa.Column("team_member_id", Text, nullable=False),
    sa.Column("start_at", Instant, nullable=False),
    sa.Column("end_at", Instant, nullable=False),
    sa.Column("from_at", Instant, nullable=False),
)
"""A freed time that is being offered by itself, to nobody before `from_at`; the row goes with the last who could have
it.
"""

offers = sa.Table(
    "offers",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("id", Text, primary_key=True),
    sa.Column("round_id", Text, nullable=False),
    sa.Column("location_id", Text, nullable=False),
    sa.Column("client_id", Text, nullable=False),
    sa.Column("subject", Text, nullable=False),
    sa.Column("lines", sa.LargeBinary, nullable=False),
    sa.Column("team_member_id", Text, nullable=False),
    sa.Column("start", Text, nullable=False),
    sa.Column("start_at", Instant, nullable=False),
    sa.Column("end_at", Instant, nullable=False),
    sa.Column("status", Text, nullable=False),
    sa.Column("offered_at", Instant, nullable=False),
    sa.Column("until", Instant, nullable=False),
    sa.Column("by_hand", sa.Boolean, nullable=False),
    sa.Column("ended_at", Instant),
    sa.Column("reason", Text),
    sa.Column("appointment_id", Text),
    sa.Index("offers_round", "business_id", "round_id"),
    sa.Index("offers_subject", "business_id", "subject"),
    sa.Index("offers_status", "business_id", "status"),
)
"""`subject` is `waitlist:<id>` or `draft:<id>`; `start` is local to the location. An offer by hand is a round of its
own. `lines` is the JSON of the wire's.
"""

offer_notices = sa.Table(
    "offer_notices",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("id", Text, primary_key=True),
    sa.Column("offer_id", Text, nullable=False),
    sa.Index("offer_notices_offer", "business_id", "offer_id"),
)
"""Which of the feed's notice rows leave with an offer."""
