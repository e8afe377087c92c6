"""What an earlier version did not tell its desks, told once at the first start of this one: matrices and accounts."""

import sqlalchemy as sa

from backend.access import queries
from backend.access.matrix import publish_matrix
from backend.access.people import publish_account, publish_person
from backend.db.database import Unit
from backend.db.tables.core import businesses, feed_rows
from domain.wire.rows import KINDS
from domain.wire.team import MatrixRow

_TOLD = (
    sa.exists()
    .where(feed_rows.c.business_id == businesses.c.id, feed_rows.c.kind == KINDS[MatrixRow])
    .correlate(businesses)
)
_UNTOLD = sa.select(businesses.c.id).where(~_TOLD)


def bring_on(unit: Unit) -> None:
    """For each business without a matrix on its desks: its matrices, its accounts, and what each may do now."""
    for business_id in unit.conn.execute(_UNTOLD).scalars().all():
        for place in queries.locations_of(unit, business_id):
            publish_matrix(unit, business_id, place.id)
        for person_id in queries.everybody(unit, business_id):
            publish_account(unit, business_id, person_id)
            publish_person(unit, business_id, person_id)
