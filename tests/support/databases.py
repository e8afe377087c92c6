"""Databases that are filled once a session; each test begins with what one of them held then."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import psycopg

from tests.support.postgres import Cluster

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Fill = Callable[[str], T]
"""Fills the empty database at an address, and says what is in it now."""


class Original(Protocol[T_co]):
    """A filled database; `seeded` is what it holds."""

    @property
    def seeded(self) -> T_co: ...

    def fresh(self, folder: Path) -> str:
        """The address of a database that holds just that, in `folder` if it is a file. It is the test's own."""


class SqliteOriginal(Generic[T]):
    """A file that is copied."""

    def __init__(self, folder: Path, fill: Fill[T]) -> None:
        self._file = folder / "deskbell.db"
        self.seeded = fill(f"sqlite:///{self._file}")

    def fresh(self, folder: Path) -> str:
        copy = folder / self._file.name
        shutil.copyfile(self._file, copy)
        return f"sqlite:///{copy}"


class PostgresOriginal(Generic[T]):
    """A database of which there is one, brought back to what it held: that takes a tenth of the time of a copy."""

    def __init__(self, cluster: Cluster, fill: Fill[T]) -> None:
        self._url = cluster.url(cluster.create())
        self.seeded = fill(self._url)
        with self._connect() as connection:
            found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            names = [f'"{name}"' for (name,) in found]
            connection.execute("CREATE SCHEMA first")
            for name in names:
                connection.execute(f"CREATE TABLE first.{name} AS TABLE public.{name}".encode())
        back = "".join(f"DELETE FROM public.{n}; INSERT INTO public.{n} TABLE first.{n};" for n in names)
        # As a replica the server leaves foreign keys alone, so that the tables can go in any order.
        self._back = f"SET LOCAL session_replication_role = replica; {back}".encode()

    def fresh(self, _folder: Path) -> str:
        with self._connect() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            connection.execute(self._back)
        return self._url

    def _connect(self) -> psycopg.Connection[tuple[str]]:
        return psycopg.connect(self._url.replace("+psycopg", ""))
