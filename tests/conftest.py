"""What every test may use: the fixtures of tests/support that are not bound to one folder."""

from tests.support.postgres import postgres_cluster, postgres_url

__all__ = ["postgres_cluster", "postgres_url"]
