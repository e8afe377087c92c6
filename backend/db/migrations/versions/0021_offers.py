"""Offers of freed times, and whom a taken time is held for."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("busy", sa.Column("client_id", sa.Text(), nullable=False, server_default=""))
    op.add_column("busy", sa.Column("held_until", sa.BigInteger(), nullable=True))
    op.create_table(
        "offer_settings",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", name=op.f("pk_offer_settings")),
    )
    op.create_table(
        "offer_rounds",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("location_id", sa.Text(), nullable=False),
        sa.Column("team_member_id", sa.Text(), nullable=False),
        sa.Column("start_at", sa.BigInteger(), nullable=False),
        sa.Column("end_at", sa.BigInteger(), nullable=False),
        sa.Column("from_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name=op.f("pk_offer_rounds")),
    )
    _create_offers()
    op.create_table(
        "offer_notices",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("offer_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name=op.f("pk_offer_notices")),
    )
    op.create_index("offer_notices_offer", "offer_notices", ["business_id", "offer_id"], unique=False)


def _create_offers() -> None:
    op.create_table(
        "offers",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("location_id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
        sa.Column("team_member_id", sa.Text(), nullable=False),
        sa.Column("start", sa.Text(), nullable=False),
        sa.Column("start_at", sa.BigInteger(), nullable=False),
        sa.Column("end_at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("offered_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("appointment_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("business_id", "id", name=op.f("pk_offers")),
    )
    op.create_index("offers_round", "offers", ["business_id", "round_id"], unique=False)
    op.create_index("offers_subject", "offers", ["business_id", "subject"], unique=False)
    op.create_index("offers_status", "offers", ["business_id", "status"], unique=False)


def downgrade() -> None:
    for table in ("offer_notices", "offers", "offer_rounds", "offer_settings"):
        op.drop_table(table)
    op.drop_column("busy", "held_until")
    op.drop_column("busy", "client_id")
