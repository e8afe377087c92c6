"""A whole backend on both databases, or on SQLite where the database makes no difference."""

from tests.support.server import (
    postgres_template,
    postgres_world,
    sqlite_template,
    sqlite_url,
    sqlite_world,
    world,
)

__all__ = ["postgres_template", "postgres_world", "sqlite_template", "sqlite_url", "sqlite_world", "world"]
