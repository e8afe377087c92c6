"""Who serves clients, where, when, and what they can do."""

import sqlalchemy as sa

from backend.db.tables.base import Instant, Text, metadata
from backend.db.tables.core import business_id

team_members = sa.Table(
    "team_members",
    metadata,
    business_id(),
    sa.Column("id", Text, primary_key=True),
    sa.Column("location_id", Text, nullable=False),
    sa.Column("name", Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("archived", sa.Boolean, nullable=False, default=False),
    sa.Index("ix_team_members_location", "business_id", "location_id", "position"),
)

team_member_services = sa.Table(
    "team_member_services",
    metadata,
    business_id(),
    sa.Column("team_member_id", Text, primary_key=True),
    sa.Column("service_id", Text, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
)

working_hours = sa.Table(
    "working_hours",
    metadata,
    business_id(),
    sa.Column("team_member_id", Text, primary_key=True),
    sa.Column("weekday", sa.Integer, primary_key=True),
    sa.Column("start", sa.Time, primary_key=True),
    sa.Column("end", sa.Time, nullable=False),
)
"""Local times of the location, Monday 0."""

time_off = sa.Table(
    "time_off",
    metadata,
    business_id(),
    sa.Column("team_member_id", Text, primary_key=True),
    sa.Column("start_at", Instant, primary_key=True),
    sa.Column("end_at", Instant, nullable=False),
)
