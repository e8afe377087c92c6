"""When a message arrived, by the provider's report."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("delivered_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("messages", "delivered_at")
