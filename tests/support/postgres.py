"""A PostgreSQL of the tests' own: one temporary cluster a session, one fresh database a test.

The server is taken from the system's packages, started as an unprivileged user (it refuses root), reached by a socket
in its own folder, and ended by its own process id. It never syncs to the disk: nothing in it outlives the session.
"""

import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

START_SECONDS = 60.0
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "timezone": "UTC",
    "log_min_messages": "warning",
}


def find_binaries() -> Path | None:
    """The folder of the newest installed server, None when there is none here."""
    if sys.platform == "win32":
        return None
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    found = packaged[-1] if packaged else Path(on_path).resolve() if on_path else None
    return found.parent if found else None


class Cluster:
    """One running server. `url` names its databases the way the backend's settings do."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        """Starts a server in an empty folder. Raises RuntimeError with its log when it does not come up."""
        self._binaries = binaries
        self._folder = folder
        self._names = itertools.count(1)
        self._as_user = unprivileged(folder)
        self._initialise()
        self._log = (folder / "log").open("wb")
        self._server = self._start()
        self._wait()

    def _initialise(self) -> None:
        options = ["-U", "deskbell", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        argv = [*self._as_user, f"{self._binaries}/initdb", "-D", f"{self._folder}/data", *options]
        made = subprocess.run(argv, cwd=self._folder, capture_output=True, check=False)
        if made.returncode != 0:
            raise RuntimeError(f"initdb failed: {made.stderr.decode(errors='replace')}")

    def _start(self) -> subprocess.Popen[bytes]:
        settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        argv = [f"{self._binaries}/postgres", "-D", f"{self._folder}/data", "-k", str(self._folder), *settings]
        return subprocess.Popen([*self._as_user, *argv], cwd=self._folder, stdout=self._log, stderr=self._log)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._server.poll() is None:
            try:
                psycopg.connect(self._conninfo("postgres")).close()
            except psycopg.OperationalError:
                time.sleep(0.02)  # between two looks at the condition
            else:
                return
        self.stop()
        raise RuntimeError(f"PostgreSQL did not start: {(self._folder / 'log').read_text(errors='replace')}")

    def _conninfo(self, name: str) -> str:
        return f"host={self._folder} user=deskbell dbname={name}"

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self._conninfo("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def url(self, name: str) -> str:
        """The address of one database, for SQLAlchemy and for `--database`."""
        return f"postgresql+psycopg://deskbell@/{name}?host={self._folder}"

    def create(self, template: str = "template0") -> str:
        """Makes a database, a copy of another one when its name is given, and returns its name."""
        name = f"test_{next(self._names)}"
        self._administer(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        """Removes a database with whoever is still connected to it."""
        self._administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def stop(self) -> None:
        """Ends the server at once and without putting anything to the disk; it may have ended already."""
        if self._server.poll() is None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait(START_SECONDS)
        self._log.close()


def unprivileged(folder: Path) -> list[str]:
    """What stands before a command so that it runs without root's rights, in a folder that its user then owns.

    On Linux the server also hears when the tests die without a word, so that none is left running.
    """
    mortal = ["setpriv", "--pdeathsig", "INT"] if shutil.which("setpriv") else []
    if sys.platform == "win32" or os.geteuid() != 0:
        return mortal
    shutil.chown(folder, "postgres", "postgres")
    return [*mortal, "--reuid=postgres", "--regid=postgres", "--clear-groups"]


@contextmanager
def running_cluster() -> Iterator[Cluster | None]:
    """A cluster while it is needed, None where no server is installed."""
    binaries = find_binaries()
    if binaries is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="deskbell-pg-"))
    try:
        cluster = Cluster(binaries, folder)
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """The session's server; what needs it is skipped where the system has none."""
    with running_cluster() as cluster:
        if cluster is None:
            pytest.skip("no PostgreSQL server is installed here")
        yield cluster


@pytest.fixture
def postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    """The address of an empty database that lives as long as the test."""
    name = postgres_cluster.create()
    yield postgres_cluster.url(name)
    postgres_cluster.drop(name)
