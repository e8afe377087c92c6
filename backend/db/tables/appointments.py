"""Appointments, and what of each team member's time they take."""

import sqlalchemy as sa

from backend.db.tables.base import metadata

appointments = sa.Table(
    "appointments",
    metadata,
    sa.Column("business_id", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("location_id", sa.String, nullable=False),
    sa.Column("client_id", sa.String, nullable=False),
    sa.Column("lines", sa.LargeBinary, nullable=False),
    sa.Column("start", sa.String, nullable=False),
    sa.Column("zone", sa.String, nullable=False),
    sa.Column("start_at", sa.BigInteger, nullable=False),
    sa.Column("end_at", sa.BigInteger, nullable=False),
    sa.Column("team_member_id", sa.String, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("booked_by", sa.String, nullable=False),
    sa.Column("draft_id", sa.String),
    sa.Column("notes", sa.String, nullable=False),
    sa.Column("made_at", sa.BigInteger, nullable=False),
    sa.Index("appointments_client", "business_id", "client_id"),
)
"""`start` is the local time in ISO 8601 in `zone`; the instants are derived from it. `lines` is the JSON of the wire's lines."""

busy = sa.Table(
    "busy",
    metadata,
    sa.Column("business_id", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("appointment_id", sa.String, nullable=False),
    sa.Column("location_id", sa.String, nullable=False),
    sa.Column("team_member_id", sa.String, nullable=False),
    sa.Column("start_at", sa.BigInteger, nullable=False),
    sa.Column("end_at", sa.BigInteger, nullable=False),
    sa.Index("busy_location", "business_id", "location_id", "start_at"),
)
"""One row a line of an appointment."""
