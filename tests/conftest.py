"""What every test may use: the fixtures of tests/support that are not bound to one folder."""

from hypothesis import settings

from tests.support.backend import demo_backend, sqlite_backend
from tests.support.feed import bare, postgres_bare, postgres_one_business, sqlite_bare, sqlite_one_business
from tests.support.postgres import postgres_cluster, postgres_url
from tests.support.server import (
    postgres_seeded_url,
    postgres_template,
    postgres_world,
    sqlite_template,
    sqlite_url,
    sqlite_world,
    world,
)

__all__ = [
    "bare",
    "demo_backend",
    "postgres_bare",
    "postgres_cluster",
    "postgres_one_business",
    "postgres_seeded_url",
    "postgres_template",
    "postgres_url",
    "postgres_world",
    "sqlite_backend",
    "sqlite_bare",
    "sqlite_one_business",
    "sqlite_template",
    "sqlite_url",
    "sqlite_world",
    "world",
]

# The same examples in every run, and none fails for being slow on a busy machine.
settings.register_profile("house", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("house")
