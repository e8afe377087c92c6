"""The first tables: who serves."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team_member_services",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("team_member_id", sa.Text(), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_team_member_services_business_id")),
        sa.PrimaryKeyConstraint("business_id", "team_member_id", "service_id", name=op.f("pk_team_member_services")),
    )
    op.create_table(
        "team_members",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("location_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_team_members_business_id")),
        sa.PrimaryKeyConstraint("business_id", "id", name=op.f("pk_team_members")),
    )
    op.create_index(
        "ix_team_members_location", "team_members", ["business_id", "location_id", "position"], unique=False
    )
    op.create_table(
        "time_off",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("team_member_id", sa.Text(), nullable=False),
        sa.Column("start_at", sa.BigInteger(), nullable=False),
        sa.Column("end_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_time_off_business_id")),
        sa.PrimaryKeyConstraint("business_id", "team_member_id", "start_at", name=op.f("pk_time_off")),
    )
    op.create_table(
        "working_hours",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("team_member_id", sa.Text(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("start", sa.Time(), nullable=False),
        sa.Column("end", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_working_hours_business_id")),
        sa.PrimaryKeyConstraint("business_id", "team_member_id", "weekday", "start", name=op.f("pk_working_hours")),
    )


def downgrade() -> None:
    op.drop_table("working_hours")
    op.drop_table("time_off")
    op.drop_table("team_members")
    op.drop_table("team_member_services")
