"""Sees commits from outside, without touching what is measured: a process that keeps looking into SQLite files and
writes down when each value was there first. Its clock is time.perf_counter, which all processes of a machine share.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import sqlcipher3.dbapi2 as sqlcipher

from tests.bench.until import DEADLINE

_PAUSE = 150e-6
"""Between two looks: what a figure may be wrong by, and enough to leave the processor to what is measured."""


class File(NamedTuple):
    """What to look at: the one integer that `question` answers. `key` is an encrypted file's, in hexadecimal."""

    name: str
    path: str
    question: str
    key: str = ""


SERVER = "SELECT max(number) FROM businesses"
REPLICA = "SELECT number FROM desk"
OUTBOX = "SELECT coalesce(max(place), 0) FROM action"


class Watch:
    """When each value was seen in each file, in seconds of time.perf_counter."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, int], float] = {}
        self._last: dict[str, int] = {}
        self._news = threading.Condition()

    def put(self, name: str, value: int, at: float) -> None:
        """Takes in one sight."""
        with self._news:
            self._seen[name, value] = at
            self._last[name] = value
            self._news.notify_all()

    def last(self, name: str) -> int:
        """The newest value of a file."""
        with self._news:
            return self._last.get(name, 0)

    def at(self, name: str, value: int) -> float:
        """When the file held this value first; waits for it. Raises TimeoutError."""
        with self._news:
            if not self._news.wait_for(lambda: (name, value) in self._seen, DEADLINE):
                raise TimeoutError(f"{name} never held {value}")
            return self._seen[name, value]


@contextmanager
def watching(files: Sequence[File]) -> Iterator[Watch]:
    """Looks at the files until the end of the block. They exist already."""
    watch = Watch()
    command = [sys.executable, "-m", "tests.bench.watch", json.dumps(files)]
    place = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=place
    ) as process:
        assert process.stdin
        assert process.stdout
        ready = threading.Event()
        reader = threading.Thread(target=_read, args=(process.stdout, watch, ready, len(files)), daemon=True)
        reader.start()
        try:
            if not ready.wait(DEADLINE):
                raise TimeoutError("the files to watch cannot be read")
            yield watch
        finally:
            process.stdin.close()
            reader.join(DEADLINE)


def _read(lines: Iterator[str], watch: Watch, ready: threading.Event, files: int) -> None:
    names = set()
    for line in lines:
        name, value, at = line.split()
        watch.put(name, int(value), float(at))
        names.add(name)
        if len(names) == files:
            ready.set()


def _look(files: Sequence[File]) -> None:
    """The process: one line `name value seconds` for each new value, until its input closes."""
    ended = threading.Event()
    threading.Thread(target=_wait_for_end, args=(ended,), daemon=True).start()
    open_files = [(file.name, _open(file), file.question) for file in files]
    last: dict[str, int] = {}
    while not ended.wait(_PAUSE):
        for name, connection, question in open_files:
            value = connection.execute(question).fetchone()[0]
            if value is not None and last.get(name) != value:
                last[name] = value
                print(name, value, time.perf_counter(), flush=True)


def _wait_for_end(ended: threading.Event) -> None:
    sys.stdin.read()
    ended.set()


def _open(file: File) -> sqlcipher.Connection:
    connection = sqlcipher.connect(file.path, isolation_level=None)
    if file.key:
        connection.execute(f"PRAGMA key = \"x'{file.key}'\"")
    connection.execute("PRAGMA busy_timeout = 5000")
    return connection


if __name__ == "__main__":
    _look([File(*file) for file in json.loads(sys.argv[1])])
