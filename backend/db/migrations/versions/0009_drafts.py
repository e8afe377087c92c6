"""The first tables: drafts, their links and notices."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("location_id", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("engaged_at", sa.BigInteger(), nullable=False),
        sa.Column("expired_at", sa.BigInteger(), nullable=True),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
        sa.Column("start", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("appointment_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("business_id", "id", name=op.f("pk_drafts")),
    )
    op.create_index(
        "drafts_active",
        "drafts",
        ["business_id", "client_id"],
        unique=True,
        sqlite_where=sa.text("phase IN ('reviewing', 'incomplete', 'dismissed')"),
        postgresql_where=sa.text("phase IN ('reviewing', 'incomplete', 'dismissed')"),
    )
    op.create_table(
        "notices",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("draft_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name=op.f("pk_notices")),
    )
    op.create_index("notices_draft", "notices", ["business_id", "draft_id"], unique=False)
    op.create_table(
        "resume_links",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("draft_id", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "hash", name=op.f("pk_resume_links")),
    )
    op.create_index("resume_links_draft", "resume_links", ["business_id", "draft_id"], unique=False)


def downgrade() -> None:
    op.drop_table("resume_links")
    op.drop_table("notices")
    op.drop_table("drafts")
