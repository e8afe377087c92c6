"""Clients who were merged, and what the matrices of older businesses lack: View Clients and Manage Clients."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_MATRIX = sa.table(
    "role_permissions", sa.column("business_id"), sa.column("location_id"), sa.column("role"), sa.column("permission")
)
_GIVEN = (("admin", "view_clients"), ("receptionist", "view_clients"), ("admin", "manage_clients"))


def upgrade() -> None:
    op.create_table(
        "merged_clients",
        sa.Column("business_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_merged_clients_business_id")),
        sa.PrimaryKeyConstraint("business_id", "id", name=op.f("pk_merged_clients")),
    )
    op.create_index("ix_merged_clients_client", "merged_clients", ["business_id", "client_id"], unique=False)
    op.create_index("ix_clients_email", "clients", ["business_id", "email"], unique=False)
    for role, permission in _GIVEN:
        _give(role, permission)


def _give(role: str, permission: str) -> None:
    """At every location where the role does something; where it may nothing it stays so."""
    held, has_it = _MATRIX.c, _MATRIX.alias()
    has = sa.exists().where(
        has_it.c.business_id == held.business_id,
        has_it.c.location_id == held.location_id,
        has_it.c.role == role,
        has_it.c.permission == permission,
    )
    lacking = (
        sa.select(held.business_id, held.location_id, held.role, sa.literal(permission))
        .distinct()
        .where(held.role == role, ~has)
    )
    op.execute(_MATRIX.insert().from_select(["business_id", "location_id", "role", "permission"], lacking))


def downgrade() -> None:
    op.drop_index("ix_clients_email", table_name="clients")
    op.drop_table("merged_clients")
