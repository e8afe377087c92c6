"""The first tables: sessions of desks, and counters."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counters",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_counters")),
    )
    op.create_index("ix_counters_ends", "counters", ["ends_at"], unique=False)
    op.create_table(
        "access_tokens",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("family_id", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_access_tokens_business_id")),
        sa.PrimaryKeyConstraint("business_id", "hash", name=op.f("pk_access_tokens")),
    )
    op.create_index(
        "ix_access_tokens_family", "access_tokens", ["business_id", "family_id", "expires_at"], unique=False
    )
    op.create_table(
        "refresh_tokens",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("family_id", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_refresh_tokens_business_id")),
        sa.PrimaryKeyConstraint("business_id", "hash", name=op.f("pk_refresh_tokens")),
    )
    op.create_index(
        "ix_refresh_tokens_family", "refresh_tokens", ["business_id", "family_id", "expires_at"], unique=False
    )
    op.create_table(
        "token_families",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_token_families_business_id")),
        sa.PrimaryKeyConstraint("business_id", "id", name=op.f("pk_token_families")),
    )
    op.create_index("ix_token_families_person", "token_families", ["business_id", "person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("token_families")
    op.drop_table("refresh_tokens")
    op.drop_table("access_tokens")
    op.drop_table("counters")
