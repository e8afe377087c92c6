"""A matrix for each location, links by which a person sets her password, and a permission for the catalogue."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_HELD = sa.text("SELECT business_id, role, permission FROM role_permissions")
_PLACES = sa.text("SELECT business_id, id FROM locations")
_NAMES = ("business_id", "location_id", "role", "permission")


def upgrade() -> None:
    held = [tuple(row) for row in op.get_bind().execute(_HELD)]
    places = [tuple(row) for row in op.get_bind().execute(_PLACES)]
    op.drop_table("role_permissions")
    table = op.create_table(
        "role_permissions",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("location_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_role_permissions_business_id")),
        sa.PrimaryKeyConstraint("business_id", "location_id", "role", "permission", name=op.f("pk_role_permissions")),
    )
    new = [(business, role, "manage_catalogue") for business, role, permission in held if permission == "manage_team"]
    rows = {
        (business, place, role, permission)
        for business, role, permission in {*held, *new}
        for of, place in places
        if of == business
    }
    if rows:
        op.bulk_insert(table, [dict(zip(_NAMES, row, strict=True)) for row in sorted(rows)])
    op.create_table(
        "password_links",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_password_links_business_id")),
        sa.PrimaryKeyConstraint("business_id", "person_id", name=op.f("pk_password_links")),
    )


def downgrade() -> None:
    op.drop_table("password_links")
    held = [tuple(row) for row in op.get_bind().execute(_HELD)]
    op.drop_table("role_permissions")
    table = op.create_table(
        "role_permissions",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_role_permissions_business_id")),
        sa.PrimaryKeyConstraint("business_id", "role", "permission", name=op.f("pk_role_permissions")),
    )
    rows = sorted({row for row in held if row[2] != "manage_catalogue"})
    if rows:
        op.bulk_insert(table, [dict(zip(("business_id", "role", "permission"), row, strict=True)) for row in rows])
