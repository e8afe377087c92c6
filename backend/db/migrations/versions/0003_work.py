"""The first tables: due work, events and answered actions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "actions",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_actions_business_id")),
        sa.PrimaryKeyConstraint("business_id", "id", name=op.f("pk_actions")),
    )
    op.create_index("ix_actions_number", "actions", ["business_id", "number"], unique=False)
    op.create_table(
        "due",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_due_business_id")),
        sa.PrimaryKeyConstraint("business_id", "task", "subject", name=op.f("pk_due")),
    )
    op.create_index("ix_due_business", "due", ["business_id", "lane", "at"], unique=False)
    op.create_index("ix_due_lane", "due", ["lane", "at"], unique=False)
    op.create_table(
        "events",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_events_business_id")),
        sa.PrimaryKeyConstraint("business_id", "id", name=op.f("pk_events")),
    )
    op.create_index("ix_events_subject", "events", ["business_id", "subject", "at"], unique=False)


def downgrade() -> None:
    op.drop_table("events")
    op.drop_table("due")
    op.drop_table("actions")
