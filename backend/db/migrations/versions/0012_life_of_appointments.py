"""The life of an appointment: where it was before it was moved, and why it was cancelled."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("appointments", sa.Column("previous_start", sa.Text(), nullable=True))
    op.add_column("appointments", sa.Column("cancel_reason", sa.Text(), nullable=True))
    op.create_index("busy_appointment", "busy", ["business_id", "appointment_id"], unique=False)


def downgrade() -> None:
    op.drop_index("busy_appointment", table_name="busy")
    op.drop_column("appointments", "cancel_reason")
    op.drop_column("appointments", "previous_start")
