"""What an earlier version told its desks otherwise, or not at all: matrices, accounts, and what each person may do."""

from backend.access import queries
from backend.access.matrix import matrix_row, publish_matrix
from backend.access.people import person_row, publish_account, publish_person
from backend.db.database import Unit
from backend.feed.change import published
from domain.wire.base import encode
from domain.wire.rows import KINDS, PersonRow
from domain.wire.team import AccountRow, MatrixRow


def bring_on(unit: Unit) -> None:
    """At each start: what differs from what desks were told. Of a server that did not change that is nothing."""
    for business_id in queries.business_ids(unit):
        told = {of: published(unit, business_id, KINDS[of]) for of in (MatrixRow, AccountRow, PersonRow)}
        for place in queries.locations_of(unit, business_id):
            if told[MatrixRow].get(place.id) != encode(matrix_row(unit, business_id, place.id)):
                publish_matrix(unit, business_id, place.id)
        for person_id in queries.everybody(unit, business_id):
            if not told[AccountRow]:
                publish_account(unit, business_id, person_id)
            if told[PersonRow].get(person_id) != encode(person_row(unit, business_id, person_id)):
                publish_person(unit, business_id, person_id)
