"""What the tests of whole processes share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gui.support.house import House, open_house
from tests.support.databases import Original
from tests.support.server import Seeded


@pytest.fixture
def house(sqlite_template: Original[Seeded], tmp_path: Path) -> Iterator[House]:
    """A server process of the test's own."""
    opened = open_house(sqlite_template.fresh(tmp_path), sqlite_template.seeded)
    yield opened
    opened.backend.close()
