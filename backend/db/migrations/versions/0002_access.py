"""The first tables: locations, people, roles and sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counters",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_counters")),
    )
    op.create_index("ix_counters_ends", "counters", ["ends_at"], unique=False)
    op.create_table(
        "access_tokens",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("family_id", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_access_tokens_business_id")),
        sa.PrimaryKeyConstraint("business_id", "hash", name=op.f("pk_access_tokens")),
    )
    op.create_index(
        "ix_access_tokens_family", "access_tokens", ["business_id", "family_id", "expires_at"], unique=False
    )
    op.create_table(
        "locations",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_locations_business_id")),
        sa.PrimaryKeyConstraint("business_id", "id", name=op.f("pk_locations")),
    )
    op.create_table(
        "people",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("notices_read_at", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_people_business_id")),
        sa.PrimaryKeyConstraint("business_id", "id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_table(
        "person_roles",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("location_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_person_roles_business_id")),
        sa.PrimaryKeyConstraint("business_id", "person_id", "location_id", "role", name=op.f("pk_person_roles")),
    )
    op.create_table(
        "refresh_tokens",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("family_id", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_refresh_tokens_business_id")),
        sa.PrimaryKeyConstraint("business_id", "hash", name=op.f("pk_refresh_tokens")),
    )
    op.create_index(
        "ix_refresh_tokens_family", "refresh_tokens", ["business_id", "family_id", "expires_at"], unique=False
    )
    op.create_table(
        "role_permissions",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_role_permissions_business_id")),
        sa.PrimaryKeyConstraint("business_id", "role", "permission", name=op.f("pk_role_permissions")),
    )
    op.create_table(
        "token_families",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_token_families_business_id")),
        sa.PrimaryKeyConstraint("business_id", "id", name=op.f("pk_token_families")),
    )
    op.create_index("ix_token_families_person", "token_families", ["business_id", "person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("token_families")
    op.drop_table("role_permissions")
    op.drop_table("refresh_tokens")
    op.drop_table("person_roles")
    op.drop_table("people")
    op.drop_table("locations")
    op.drop_table("access_tokens")
    op.drop_table("counters")
