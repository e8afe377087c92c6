"""What a client gets to read of all that is held on her (row N23)."""

from pathlib import Path

import pytest

from desktop.desk.client_text import written_out
from domain.wire.base import decode
from domain.wire.clients import ClientExport

HELD = Path(__file__).parents[1] / "fixtures" / "wire" / "ClientExport.offers.json"


@pytest.mark.row("N23", "N10")
def test_a_time_that_she_was_offered_is_told_with_how_and_what_she_answered() -> None:
    told = written_out(decode(HELD.read_bytes(), ClientExport)).splitlines()
    first, second = told[told.index("Offered times") + 1 :][:2]
    assert first.startswith("- 2026-03-10 09:00 UTC: some bundle_name (bundle); Wednesday 11 March")
    assert first.endswith("Wednesday 11 March 2026 10:00 (Europe/Berlin); email, SMS; withdrawn")
    assert second.endswith("(Europe/Berlin); not answered yet")
