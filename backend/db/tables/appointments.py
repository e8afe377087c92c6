"""Appointments, and what of each team member's time they take."""

import sqlalchemy as sa

from backend.db.tables.base import Instant, Text, metadata

appointments = sa.Table(
    "appointments",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("id", Text, primary_key=True),
    sa.Column("location_id", Text, nullable=False),
    sa.Column("client_id", Text, nullable=False),
    sa.Column("lines", sa.LargeBinary, nullable=False),
    sa.Column("start", Text, nullable=False),
    sa.Column("zone", Text, nullable=False),
    sa.Column("start_at", Instant, nullable=False),
    sa.Column("end_at", Instant, nullable=False),
    sa.Column("team_member_id", Text, nullable=False),
    sa.Column("status", Text, nullable=False),
    sa.Column("booked_by", Text, nullable=False),
    sa.Column("draft_id", Text),
    sa.Column("notes", Text, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("previous_start", Text),
    sa.Column("cancel_reason", Text),
    sa.Index("appointments_client", "business_id", "client_id"),
)
"""`start` is the local time in ISO 8601 in `zone`, which makes the instants, and so is
`previous_start`, from before the last move. `lines` is the JSON of the wire's."""

busy = sa.Table(
    "busy",
    metadata,
    sa.Column("business_id", Text, primary_key=True),
    sa.Column("id", Text, primary_key=True),
    sa.Column("appointment_id", Text, nullable=False),
    sa.Column("location_id", Text, nullable=False),
    sa.Column("team_member_id", Text, nullable=False),
    sa.Column("start_at", Instant, nullable=False),
    sa.Column("end_at", Instant, nullable=False),
    sa.Column("client_id", Text, nullable=False, server_default=sa.text("''")),
    sa.Column("held_until", Instant),
    sa.Index("busy_location", "business_id", "location_id", "start_at"),
    sa.Index("busy_appointment", "business_id", "appointment_id"),
)
"""One row a line of an appointment that takes time; none when it was cancelled or nobody came. With `held_until` it is
a time that is held for a client by an offer, and `appointment_id` the round of offers (row N10)."""
