"""The first tables: clients and how they sign in."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "client_keys",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_client_keys_business_id")),
        sa.PrimaryKeyConstraint("business_id", name=op.f("pk_client_keys")),
    )
    op.create_table(
        "client_sessions",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_client_sessions_business_id")),
        sa.PrimaryKeyConstraint("business_id", "hash", name=op.f("pk_client_sessions")),
    )
    op.create_index("ix_client_sessions_client", "client_sessions", ["business_id", "client_id"], unique=False)
    op.create_table(
        "clients",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("wants_email", sa.Boolean(), nullable=False),
        sa.Column("wants_sms", sa.Boolean(), nullable=False),
        sa.Column("email_opted_out_at", sa.BigInteger(), nullable=True),
        sa.Column("sms_opted_out_at", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_clients_business_id")),
        sa.PrimaryKeyConstraint("business_id", "id", name=op.f("pk_clients")),
    )
    op.create_index("ix_clients_phone", "clients", ["business_id", "phone"], unique=True)
    op.create_table(
        "one_time_codes",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_one_time_codes_business_id")),
        sa.PrimaryKeyConstraint("business_id", "key", name=op.f("pk_one_time_codes")),
    )


def downgrade() -> None:
    op.drop_table("one_time_codes")
    op.drop_table("clients")
    op.drop_table("client_sessions")
    op.drop_table("client_keys")
