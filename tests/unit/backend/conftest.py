"""A salon on each database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import Original, PostgresOriginal, SqliteOriginal
from tests.support.postgres import Cluster
from tests.support.salon import Salon, fill, open_salon
from tests.support.server import Seeded


@pytest.fixture(scope="session")
def sqlite_salon(tmp_path_factory: pytest.TempPathFactory) -> Original[Seeded]:
    return SqliteOriginal(tmp_path_factory.mktemp("salon"), fill)


@pytest.fixture(scope="session")
def postgres_salon(postgres_cluster: Cluster) -> Original[Seeded]:
    return PostgresOriginal(postgres_cluster, fill)


def _opened(original: Original[Seeded], folder: Path) -> Iterator[Salon]:
    salon = open_salon(original.fresh(folder), original.seeded)
    yield salon
    salon.app.close()


@pytest.fixture
def on_sqlite(sqlite_salon: Original[Seeded], tmp_path: Path) -> Iterator[Salon]:
    yield from _opened(sqlite_salon, tmp_path)


@pytest.fixture
def on_postgresql(postgres_salon: Original[Seeded], tmp_path: Path) -> Iterator[Salon]:
    yield from _opened(postgres_salon, tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def salon(request: pytest.FixtureRequest) -> Salon:
    """Each test once on each database."""
    found: Salon = request.getfixturevalue(f"on_{request.param}")
    return found
