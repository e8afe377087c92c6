"""Rows as a salon might have them, for tests of desks."""

from msgspec.structs import replace

from domain.constants import DAY, MINUTE
from domain.drafts import Phase
from domain.wire.base import Money
from domain.wire.rows import DraftRow, Line
from tests.support.clock import TUESDAY_NINE
from tests.support.fake_server import LOCATION

_PLAIN = DraftRow(
    id="",
    location_id=LOCATION,
    client_id="",
    client_name="Nora Nowak",
    new_client=False,
    phase=Phase.INCOMPLETE,
    cycle=1,
    lines=(Line("cut", "Cut", 45, Money(4500, "EUR")),),
    engaged_at=TUESDAY_NINE - 11 * MINUTE,
    expired_at=TUESDAY_NINE - MINUTE,
    removed_at=TUESDAY_NINE + DAY,
    phone="+4915112345678",
    email="nora@example.org",
)


def draft(draft_id: str, name: str = "Nora Nowak", phase: Phase = Phase.INCOMPLETE, notes: str = "") -> DraftRow:
    """An abandoned booking of a cut, by a client with both channels."""
    return replace(_PLAIN, id=draft_id, client_id=f"client-of-{draft_id}", client_name=name, phase=phase, notes=notes)
