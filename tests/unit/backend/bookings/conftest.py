"""A salon on each database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.salon import Salon


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'salon.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def salon(url: str) -> Iterator[Salon]:
    opened = Salon(url)
    try:
        yield opened
    finally:
        opened.close()
