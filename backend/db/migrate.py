"""Brings a database to the tables of this version, and says whether it has them."""

from pathlib import Path

import sqlalchemy as sa

from backend.db.database import Database
from backend.db.tables import metadata
from backend.db.tables.core import server

HEAD = ""


def migrate(database: Database) -> None:
    """Runs the migrations that are missing, and gives a new server its id."""
    metadata.create_all(database.engine)
    _identify(database)


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
    return sa.inspect(database.engine).has_table("server")


def _identify(database: Database) -> None:
    with database.write() as unit:
        if unit.conn.execute(sa.select(server.c.id)).first() is None:
            values = {"id": unit.ids.new(unit.now), "created_at": unit.now}
            unit.conn.execute(sa.insert(server).values(**values))


SCRIPTS = Path(__file__).parent / "migrations"
