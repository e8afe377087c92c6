"""A seeded PostgreSQL of the test's own, for servers that are processes."""

from collections.abc import Iterator

import pytest

from tests.support.postgres import Cluster
from tests.support.server import Template


@pytest.fixture
def seeded_url(postgres_cluster: Cluster, postgres_template: Template) -> Iterator[str]:
    name = postgres_cluster.create(postgres_template.source)
    yield postgres_cluster.url(name)
    postgres_cluster.drop(name)
