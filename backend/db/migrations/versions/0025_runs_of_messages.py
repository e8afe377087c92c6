"""What became of the messages of one automation is found without reading all of them."""

from alembic import op

revision = "0025"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("messages_runs", "messages", ["business_id", "automation", "at"])


def downgrade() -> None:
    op.drop_index("messages_runs", "messages")
