"""A salon on each database, each test with a copy of one that is founded once."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.postgres import Cluster
from tests.support.salon import Salon


class Template(NamedTuple):
    """A salon whose database is copied: its file, or its database's name."""

    source: str
    salon: Salon


def _template(source: str, url: str) -> Template:
    salon = Salon(url)
    salon.close()
    return Template(source, salon)


@pytest.fixture(scope="session")
def sqlite_salon(tmp_path_factory: pytest.TempPathFactory) -> Template:
    path = tmp_path_factory.mktemp("salon") / "salon.db"
    return _template(str(path), f"sqlite:///{path}")


@pytest.fixture(scope="session")
def postgres_salon(postgres_cluster: Cluster) -> Template:
    name = postgres_cluster.create()
    return _template(name, postgres_cluster.url(name))


@pytest.fixture
def on_sqlite(sqlite_salon: Template, tmp_path: Path) -> Iterator[Salon]:
    path = tmp_path / "salon.db"
    shutil.copyfile(sqlite_salon.source, path)
    salon = Salon(f"sqlite:///{path}", seed=3, like=sqlite_salon.salon)
    yield salon
    salon.close()


@pytest.fixture
def on_postgresql(postgres_cluster: Cluster, postgres_salon: Template) -> Iterator[Salon]:
    name = postgres_cluster.create(postgres_salon.source)
    salon = Salon(postgres_cluster.url(name), seed=3, like=postgres_salon.salon)
    yield salon
    salon.close()
    postgres_cluster.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def salon(request: pytest.FixtureRequest) -> Salon:
    """Each test once on each database."""
    found: Salon = request.getfixturevalue(f"on_{request.param}")
    return found
