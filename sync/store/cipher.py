"""One encrypted SQLite file (SQLCipher, raw 256-bit key) and what its failures mean."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

import sqlcipher3.dbapi2 as sqlcipher

from sync.errors import Damaged, StoreFailed

KEY_BYTES = 32

_DAMAGED = {11, 26}  # SQLITE_CORRUPT, SQLITE_NOTADB: what a wrong key and a flipped bit give
_FAILED = {13: "full", 8: "read_only", 3: "read_only", 5: "busy", 6: "busy", 10: "io", 14: "io", 7: "io"}
_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_CACHE_KB = 16_000
_PASSING_KB = 2_000
_SOME = 200


class Database:
    """An open file with one connection. Its owner sees to it that one thread at a time uses it."""

    def __init__(self, path: Path, key: bytes, *, synchronous: str) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("the key must have 256 bits")
        self.path = path
        with guarded():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
            try:
                self._prepare(key, synchronous)
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self, key: bytes, synchronous: str) -> None:
        self.run("PRAGMA cipher_log_level = NONE")  # what it has to say comes as errors; standard error is not ours
        self.run(f"PRAGMA key = \"x'{key.hex()}'\"")
        self.run("PRAGMA temp_store = MEMORY")  # a temporary file would not be encrypted
        self.run(f"PRAGMA cache_size = -{_CACHE_KB}")
        self.run("SELECT count(*) FROM sqlite_master")
        self.run("PRAGMA journal_mode = WAL")
        self.run(f"PRAGMA synchronous = {synchronous}")

    def run(self, statement: str, values: tuple[object, ...] = ()) -> list[Any]:
        """The rows of one statement."""
        with guarded():
            return self._connection.execute(statement, values).fetchall()  # type: ignore[no-any-return]

    def each(self, statement: str, values: tuple[object, ...] = ()) -> Iterator[Any]:
        """The same, some at a time, for who turns many rows into something else: together they would be held twice."""
        with guarded():
            cursor = self._connection.execute(statement, values)
            while rows := cursor.fetchmany(_SOME):
                yield from rows

    @contextmanager
    def in_passing(self) -> Iterator[None]:
        """The file is read from end to end, each page once: few are kept. What a system has given to a thread it often
        does not take back.
        """
        self.run(f"PRAGMA cache_size = -{_PASSING_KB}")
        try:
            yield
        finally:
            self.run(f"PRAGMA cache_size = -{_CACHE_KB}")

    def rest(self) -> None:
        """Give back the memory that much reading or writing has taken."""
        self.run("PRAGMA shrink_memory")

    def run_many(self, statement: str, values: list[tuple[object, ...]]) -> None:
        """One statement for each of `values`."""
        with guarded():
            self._connection.executemany(statement, values)

    def changes(self, statement: str, values: tuple[object, ...] = ()) -> int:
        """How many rows a statement changed."""
        with guarded():
            return int(self._connection.execute(statement, values).rowcount)

    @contextmanager
    def write(self) -> Iterator[None]:
        """One transaction: committed at the end, undone whole by any exception."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            self._undo()
            raise

    def _undo(self) -> None:
        if self._connection.in_transaction:
            with suppress(Damaged, StoreFailed):  # SQLite has undone it by itself; the first failure is the one to tell
                self.run("ROLLBACK")

    def version(self) -> int:
        """The number of the schema that the file was made with; 0 for a new file."""
        return int(self.run("PRAGMA user_version")[0][0])

    def set_version(self, version: int) -> None:
        self.run(f"PRAGMA user_version = {int(version)}")

    def check(self) -> None:
        """Read every page. Raises Damaged when one does not verify."""
        if self.run("PRAGMA cipher_integrity_check") or self.run("PRAGMA integrity_check") != [("ok",)]:
            raise Damaged("the file does not verify")

    def copy_to(self, path: Path) -> None:
        """Write a copy, encrypted with the same key, to a path that does not exist yet."""
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")
        with guarded():
            path.write_bytes(self.path.read_bytes())

    def close(self) -> None:
        """Close the file. The log is folded into it when that works; else the next opening does so."""
        with guarded():
            self._connection.close()


@contextmanager
def guarded() -> Iterator[None]:
    """Turn what SQLite and the file system say into Damaged or StoreFailed; a wrong statement stays what it is."""
    try:
        yield
    except sqlcipher.DatabaseError as error:
        _raise(error, getattr(error, "sqlite_errorcode", 0) & 0xFF)
    except OSError as error:
        raise StoreFailed("full" if error.errno in _NO_ROOM else "io") from error


def _raise(error: sqlcipher.DatabaseError, code: int) -> NoReturn:
    if code in _DAMAGED:
        raise Damaged("the file is damaged or its key is another") from error
    if code in _FAILED:
        raise StoreFailed(_FAILED[code]) from error
    raise error


def files_of(path: Path) -> tuple[Path, ...]:
    """The database and the two files that SQLite keeps beside it."""
    return path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")


def delete(path: Path) -> None:
    """Remove a database with what lies beside it. Raises StoreFailed."""
    with guarded():
        for file in files_of(path):
            file.unlink(missing_ok=True)


def move_aside(path: Path) -> Path:
    """Rename a database to the first free `<name>.damaged-<n>` and return that. Raises StoreFailed."""
    number = next(n for n in range(1, 10_000) if not path.with_name(f"{path.name}.damaged-{n}").exists())
    with guarded():
        for file in files_of(path):
            if file.exists():
                file.rename(file.with_name(file.name.replace(path.name, f"{path.name}.damaged-{number}", 1)))
    return path.with_name(f"{path.name}.damaged-{number}")
