"""Brings a database to the tables of this version, and says whether it has them.

A new database gets them at once; one of an earlier version runs the migrations that it lacks. A test holds both ways
equal.
"""

from pathlib import Path

import sqlalchemy as sa

from backend.db.database import Database
from backend.db.tables import metadata
from backend.db.tables.core import server

HEAD = "0025"
"""The newest file of migrations/versions."""

SCRIPTS = Path(__file__).parent / "migrations"
_VERSION = sa.table("alembic_version", sa.column("version_num"))


def migrate(database: Database) -> None:
    """Makes the tables or changes them, and gives a new server its id. All or nothing."""
    with database.write() as unit:
        found = sa.inspect(unit.conn).get_table_names()
        if not found:
            _make(unit.conn)
        elif version(unit.conn) != HEAD:
            upgrade(unit.conn)
        if unit.conn.execute(sa.select(server.c.id)).first() is None:
            unit.conn.execute(sa.insert(server).values(id=unit.ids.new(unit.now), created_at=unit.now))


def _make(conn: sa.Connection) -> None:
    metadata.create_all(conn)
    conn.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    conn.execute(sa.insert(_VERSION).values(version_num=HEAD))


def version(conn: sa.Connection) -> str | None:
    """The migration that the database stands at; None when it never had one."""
    if not sa.inspect(conn).has_table(_VERSION.name):
        return None
    return conn.execute(sa.select(_VERSION.c.version_num)).scalar_one_or_none()


def upgrade(conn: sa.Connection, to: str = "head") -> None:
    """Runs the migrations from where the database stands up to `to`. Raises CommandError when it is a newer one."""
    # Alembic is only loaded where there is something to do.
    from alembic.config import Config  # noqa: PLC0415
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    scripts = ScriptDirectory.from_config(config)

    def steps(revision: str, _context: object) -> object:
        return scripts._upgrade_revs(to, revision)  # noqa: SLF001 - the way that env.py files take

    with EnvironmentContext(config, scripts, fn=steps, destination_rev=to) as environment:
        environment.configure(connection=conn, target_metadata=metadata)
        environment.run_migrations()


def server_id(database: Database) -> str:
    """The id that this server's desks know it by."""
    with database.read() as unit:
        found: str = unit.conn.execute(sa.select(server.c.id)).scalar_one()
        return found


def server_age(database: Database) -> int:
    """How long ago this server was set up, in microseconds."""
    with database.read() as unit:
        created: int = unit.conn.execute(sa.select(server.c.created_at)).scalar_one()
        return unit.now - created


def is_current(database: Database) -> bool:
    """Whether the tables are those of this version."""
    with database.read() as unit:
        return version(unit.conn) == HEAD
