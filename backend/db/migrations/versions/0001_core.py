"""The first tables: businesses, their feed, due work and events."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "businesses",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("retention_days", sa.Integer(), nullable=True),
        sa.Column("number", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_businesses")),
        sa.UniqueConstraint("slug", name=op.f("uq_businesses_slug")),
    )
    op.create_table(
        "server",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_server")),
    )
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
    op.create_table(
        "feed_numbers",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_feed_numbers_business_id")),
        sa.PrimaryKeyConstraint("business_id", "number", name=op.f("pk_feed_numbers")),
    )
    op.create_table(
        "feed_rows",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_feed_rows_business_id")),
        sa.PrimaryKeyConstraint("business_id", "kind", "id", name=op.f("pk_feed_rows")),
    )
    op.create_index("ix_feed_rows_scope", "feed_rows", ["business_id", "scope", "number", "kind", "id"], unique=False)
    op.create_table(
        "feed_scopes",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_feed_scopes_business_id")),
        sa.PrimaryKeyConstraint("business_id", "scope", name=op.f("pk_feed_scopes")),
    )
    op.create_table(
        "feed_tombstones",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_feed_tombstones_business_id")),
        sa.PrimaryKeyConstraint("business_id", "scope", "kind", "id", name=op.f("pk_feed_tombstones")),
    )
    op.create_index("ix_feed_tombstones_number", "feed_tombstones", ["business_id", "scope", "number"], unique=False)


def downgrade() -> None:
    op.drop_table("feed_tombstones")
    op.drop_table("feed_scopes")
    op.drop_table("feed_rows")
    op.drop_table("feed_numbers")
    op.drop_table("events")
    op.drop_table("due")
    op.drop_table("actions")
    op.drop_table("server")
    op.drop_table("businesses")
