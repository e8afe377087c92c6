"""Where clients reach a location by phone."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("locations", sa.Column("phone", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("locations", "phone")
