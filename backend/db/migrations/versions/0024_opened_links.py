"""When a link was first opened."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("links", sa.Column("opened_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("links", "opened_at")
