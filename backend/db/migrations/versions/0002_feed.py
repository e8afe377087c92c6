"""The first tables: the feed of each business."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
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
