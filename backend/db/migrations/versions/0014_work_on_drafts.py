"""What staff note about a draft: calls, a snooze, why it was dismissed."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("drafts", sa.Column("snoozed_until", sa.BigInteger(), nullable=True))
    op.add_column("drafts", sa.Column("calls", sa.LargeBinary(), nullable=True))
    op.add_column("drafts", sa.Column("dismissal", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    for name in ("dismissal", "calls", "snoozed_until"):
        op.drop_column("drafts", name)
