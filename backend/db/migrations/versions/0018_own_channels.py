"""The mail server and the SMS account that a business has of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_channels",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("settings", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.Column("secret_set_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("business_id", "channel", name=op.f("pk_own_channels")),
    )


def downgrade() -> None:
    op.drop_table("own_channels")
