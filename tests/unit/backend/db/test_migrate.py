"""The migrations lead to the very tables that the code works with."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from backend.db.database import Database
from backend.db.migrate import HEAD, SCRIPTS, is_current, migrate, server_id, upgrade, version
from backend.db.tables import metadata
from domain.uuid7 import SeededIds
from tests.support.clock import SetClock


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path}/empty.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    database = Database.open(url, SetClock(), SeededIds(1), durable=False)
    yield database
    database.close()


def differences(conn: sa.Connection) -> list[object]:
    context = MigrationContext.configure(conn, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


def indexes(conn: sa.Connection) -> dict[str, set[tuple[str, str]]]:
    """With their conditions, which Alembic does not compare."""
    seen = sa.inspect(conn)
    return {
        table: {(str(one["name"]), _where(one.get("dialect_options", {}))) for one in seen.get_indexes(table)}
        for table in metadata.tables
    }


def _where(options: Mapping[str, object]) -> str:
    return " ".join(f"{name}={value}" for name, value in sorted(options.items()))


def test_the_migrations_lead_to_the_tables_of_the_code(empty: Database) -> None:
    with empty.write() as unit:
        upgrade(unit.conn)
        assert differences(unit.conn) == []
        migrated = indexes(unit.conn)
        assert version(unit.conn) == HEAD
    assert is_current(empty)
    with empty.write() as unit:
        metadata.drop_all(unit.conn)
        metadata.create_all(unit.conn)
        assert indexes(unit.conn) == migrated


def test_a_new_database_stands_at_the_newest_migration(empty: Database) -> None:
    assert not is_current(empty)
    migrate(empty)
    assert is_current(empty)
    identity = server_id(empty)
    migrate(empty)
    assert server_id(empty) == identity
    with empty.read() as unit:
        assert differences(unit.conn) == []


def test_an_older_database_is_brought_on(empty: Database) -> None:
    with empty.write() as unit:
        upgrade(unit.conn, "0010")
    assert not is_current(empty)
    migrate(empty)
    assert is_current(empty)
    with empty.read() as unit:
        assert differences(unit.conn) == []


@pytest.mark.row("B24", "N23")
def test_matrices_of_older_businesses_get_what_came_since(empty: Database) -> None:
    matrix = metadata.tables["role_permissions"]
    held = [("admin", "manage_team"), ("receptionist", "view_clients"), ("team_member", "view_schedule")]
    with empty.write() as unit:
        upgrade(unit.conn, "0015")
        unit.conn.execute(
            metadata.tables["businesses"].insert().values(id="b", slug="b", name="B", number=0, created_at=0)
        )
        of = {"business_id": "b", "location_id": "l"}
        unit.conn.execute(matrix.insert(), [{**of, "role": role, "permission": name} for role, name in held])
    migrate(empty)
    with empty.read() as unit:
        found = {(row.role, row.permission) for row in unit.conn.execute(sa.select(matrix))}
    assert found == {*held, ("admin", "view_clients"), ("admin", "manage_clients")}


def test_the_newest_file_is_the_one_the_code_names() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_every_table_belongs_to_a_business_and_has_a_key() -> None:
    alone = {"server", "businesses", "counters"}
    for table in metadata.tables.values():
        assert table.primary_key.columns, table.name
        if table.name not in alone:
            assert next(iter(table.primary_key.columns)).name == "business_id", table.name


@pytest.mark.row("B24", "N25")
def test_one_matrix_of_a_business_becomes_one_for_each_location(empty: Database) -> None:
    """With the permission for the catalogue wherever there was the one for the team; roles at both locations stay."""
    held = [("admin", "manage_team"), ("admin", "view_schedule"), ("receptionist", "view_schedule")]
    with empty.write() as unit:
        upgrade(unit.conn, "0014")
        unit.conn.execute(
            sa.text("INSERT INTO businesses (id, slug, name, number, created_at) VALUES ('b','s','S',0,0)")
        )
        for place in ("north", "south"):
            insert = "INSERT INTO locations VALUES ('b', :id, 'L', 'Europe/Berlin', 'EUR', 'DE', 0, 0)"
            unit.conn.execute(sa.text(insert), {"id": place})
        for role, permission in held:
            insert = "INSERT INTO role_permissions VALUES ('b', :role, :permission)"
            unit.conn.execute(sa.text(insert), {"role": role, "permission": permission})
    migrate(empty)
    with empty.read() as unit:
        rows = unit.conn.execute(sa.text("SELECT location_id, role, permission FROM role_permissions")).all()
    found = {tuple(row) for row in rows}
    for place in ("north", "south"):
        assert {(place, role, permission) for role, permission in held} <= found
        assert (place, "admin", "manage_catalogue") in found
        assert (place, "receptionist", "manage_catalogue") not in found


OLD_DRAFT = """INSERT INTO drafts (business_id, id, client_id, location_id, phase, cycle, engaged_at, lines, notes)
 VALUES ('b', 'd', 'mara', 'l', 'incomplete', 1, 0, '', '')"""
OLD_MESSAGE = """INSERT INTO messages
 (business_id, id, draft_id, cycle, channel, ledger_key, status, tries, made_at, at)
 VALUES ('b', :id, :draft, 1, 'sms', :key, :status, 0, 1, 2)"""


@pytest.mark.row("B8", "B9", "R5")
def test_what_is_known_of_reminders_stays_known(empty: Database) -> None:
    """Switches, what was sent, what waits to be, and the links that are out there."""
    with empty.write() as unit:
        upgrade(unit.conn, "0016")
        for statement in (
            "INSERT INTO reminder_settings VALUES ('b', true, false)",
            OLD_DRAFT,
            "INSERT INTO businesses (id, slug, name, number, created_at) VALUES ('b', 's', 'S', 0, 0)",
            "INSERT INTO due VALUES ('b', 'send_reminder', 'one', 'message', 5, '', 0, false)",
        ):
            unit.conn.execute(sa.text(statement))
        for message in (
            {"id": "one", "draft": "d", "key": b"1", "status": "queued"},
            {"id": "two", "draft": None, "key": b"2", "status": "sent"},
            {"id": "three", "draft": "d", "key": None, "status": "sent"},
        ):
            unit.conn.execute(sa.text(OLD_MESSAGE), message)
        link = {"hash": b"h"}
        unit.conn.execute(sa.text("INSERT INTO resume_links VALUES ('b', :hash, 'd', 7)"), link)
    migrate(empty)
    with empty.read() as unit:
        tables = metadata.tables
        kept = {row.id: row for row in unit.conn.execute(sa.select(tables["messages"]))}
        (switches,) = unit.conn.execute(sa.select(tables["automation_settings"])).all()
        (known,) = unit.conn.execute(sa.select(tables["links"])).all()
        assert unit.conn.execute(sa.select(tables["due"].c.task)).scalars().all() == ["send_message"]
    assert {name: (row.subject, row.client_id) for name, row in kept.items()} == {
        "one": ("draft:d", "mara"),
        "two": (None, None),
        "three": ("draft:d", "mara"),
    }
    assert {row.automation for row in kept.values()} == {"incomplete_booking"}
    assert tuple(switches) == ("b", "incomplete_booking", True, False, None, None)
    assert (known.business_id, known.hash, known.purpose, known.subject, known.made_at) == (
        "b",
        b"h",
        "resume",
        "draft:d",
        7,
    )
