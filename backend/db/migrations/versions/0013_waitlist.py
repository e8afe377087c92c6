"""The waitlist, its lines of the bell, and notes about clients."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("clients", sa.Column("notes", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "waitlist_entries",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("location_id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
        sa.Column("windows", sa.LargeBinary(), nullable=False),
        sa.Column("fits", sa.LargeBinary(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("appointment_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("business_id", "id", name=op.f("pk_waitlist_entries")),
    )
    op.create_index(
        "waitlist_entries_location", "waitlist_entries", ["business_id", "location_id", "status"], unique=False
    )
    op.create_table(
        "waitlist_notices",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name=op.f("pk_waitlist_notices")),
    )
    op.create_index("waitlist_notices_entry", "waitlist_notices", ["business_id", "entry_id"], unique=False)


def downgrade() -> None:
    op.drop_table("waitlist_notices")
    op.drop_table("waitlist_entries")
    op.drop_column("clients", "notes")
