"""What clients write back by SMS."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "replies",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("location_id", sa.Text(), nullable=False),
        sa.Column("draft_id", sa.Text(), nullable=True),
        sa.Column("client_id", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("pictures", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name=op.f("pk_replies")),
    )
    op.create_index("replies_draft", "replies", ["business_id", "draft_id"], unique=False)
    op.create_index("replies_client", "replies", ["business_id", "client_id"], unique=False)
    op.create_table(
        "heard_texts",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "key", name=op.f("pk_heard_texts")),
    )


def downgrade() -> None:
    op.drop_table("heard_texts")
    op.drop_table("replies")
