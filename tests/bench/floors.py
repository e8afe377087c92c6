"""The least that this machine needs for the same work with nothing of ours in it, measured in the run of the figure."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.figures import percentile

_COMMITTER = """
import socket, sqlite3, sys
store = sqlite3.connect(sys.argv[1], isolation_level=None)
store.execute("PRAGMA journal_mode=WAL")
store.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB)")
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
peer, _ = listener.accept()
peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
for line in sys.stdin:
    store.execute("INSERT INTO t (body) VALUES (?)", (line,))
    peer.sendall(line.encode())
"""


@contextmanager
def committer(folder: Path) -> Iterator[tuple["subprocess.Popen[str]", socket.socket]]:
    """A process that commits each line it is given and then sends it over a socket."""
    command = [sys.executable, "-c", _COMMITTER, str(folder / "floor.db")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdin
        assert process.stdout
        with socket.create_connection(("127.0.0.1", int(process.stdout.readline()))) as peer:
            yield process, peer
        process.stdin.close()


def commit_to_store(folder: Path, rounds: int = 200) -> tuple[float, float]:
    """Milliseconds (p50, p99) from handing a row to a process until it is committed there, sent, and stored here."""
    store = sqlite3.connect(folder / "desk.db", isolation_level=None)
    store.execute("PRAGMA journal_mode=WAL")
    store.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB)")
    taken: list[float] = []
    line = "x" * 860 + "\n"
    with committer(folder) as (process, peer):
        assert process.stdin
        for _ in range(rounds):
            begun = time.perf_counter()
            process.stdin.write(line)
            process.stdin.flush()
            body = peer.recv(65536)
            store.execute("INSERT INTO t (body) VALUES (?)", (body,))
            taken.append((time.perf_counter() - begun) * 1000)
    store.close()
    return percentile(taken, 0.5), percentile(taken, 0.99)


def durable_commit(folder: Path, rounds: int = 200) -> float:
    """Milliseconds (p50) of one durable commit of one row."""
    store = sqlite3.connect(folder / "durable.db", isolation_level=None)
    store.execute("PRAGMA journal_mode=WAL")
    store.execute("PRAGMA synchronous=FULL")
    store.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB)")
    taken: list[float] = []
    for _ in range(rounds):
        begun = time.perf_counter()
        store.execute("INSERT INTO t (body) VALUES (?)", (b"x" * 300,))
        taken.append((time.perf_counter() - begun) * 1000)
    store.close()
    return percentile(taken, 0.5)


def bulk_insert(folder: Path, rows: int = 20_000) -> float:
    """Rows a second that a plain SQLite file takes in batches of 5,000."""
    store = sqlite3.connect(folder / "bulk.db", isolation_level=None)
    store.execute("PRAGMA journal_mode=WAL")
    store.execute(
        "CREATE TABLE t (scope TEXT, kind TEXT, id TEXT, body BLOB, PRIMARY KEY (scope, kind, id)) WITHOUT ROWID"
    )
    body = b"x" * 860
    begun = time.perf_counter()
    for first in range(0, rows, 5000):
        store.execute("BEGIN")
        batch = (("s", "draft", f"{number:036d}", body) for number in range(first, first + 5000))
        store.executemany("INSERT INTO t VALUES (?, ?, ?, ?)", batch)
        store.execute("COMMIT")
    taken = time.perf_counter() - begun
    store.close()
    return rows / taken


_ANSWERER = """
import socket, sqlite3, sys
store = sqlite3.connect(sys.argv[1], isolation_level=None)
store.execute("PRAGMA journal_mode=WAL")
store.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, body BLOB)")
store.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, body BLOB)")
store.executemany("INSERT INTO thing VALUES (?, ?)", ((n, b"x" * 860) for n in range(1000)))
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
peer, _ = listener.accept()
with peer.makefile("rwb") as lines:
    for first in map(int, lines):
        numbers = range(first, first + 100)
        store.execute("BEGIN IMMEDIATE")
        store.executemany("UPDATE thing SET body = ? WHERE id = ?", ((b"y" * 860, n) for n in numbers))
        store.executemany("INSERT INTO answer VALUES (?, ?)", ((n, b"z" * 100) for n in numbers))
        store.execute("COMMIT")
        lines.write(b"z" * 10_000 + b"\\n")
        lines.flush()
"""


def thousand_answers(folder: Path) -> float:
    """Seconds in which another process changes 1,000 rows in batches of 100, each with an answer, both ends durable."""
    store = sqlite3.connect(folder / "asked.db", isolation_level=None)
    store.execute("PRAGMA journal_mode=WAL")
    store.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB)")
    command = [sys.executable, "-c", _ANSWERER, str(folder / "answerer.db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout
        with (
            socket.create_connection(("127.0.0.1", int(process.stdout.readline()))) as peer,
            peer.makefile("rwb") as lines,
        ):
            begun = time.perf_counter()
            for first in range(0, 1000, 100):
                lines.write(f"{first}\n".encode())
                lines.flush()
                body = lines.readline()
                store.execute("BEGIN")
                store.executemany("INSERT INTO t VALUES (?, ?)", ((first + n, body[:100]) for n in range(100)))
                store.execute("COMMIT")
            taken = time.perf_counter() - begun
    store.close()
    return taken


_SENDER = """
import socket, sqlite3, sys
store = sqlite3.connect(sys.argv[1], isolation_level=None)
store.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB)")
count = int(sys.argv[2])
store.executemany("INSERT INTO t (body) VALUES (?)", ((b"x" * 860,) for _ in range(count)))
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
peer, _ = listener.accept()
for _ in peer.makefile("rb"):
    body = b",".join(row[0] for row in store.execute("SELECT body FROM t ORDER BY id"))
    peer.sendall(len(body).to_bytes(8, "big") + body)
"""


def rows_sent(folder: Path, count: int, rounds: int = 30) -> float:
    """Milliseconds in which another process reads so many rows of a card's size from its database and sends them."""
    command = [sys.executable, "-c", _SENDER, str(folder / "sender.db"), str(count)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout
        with (
            socket.create_connection(("127.0.0.1", int(process.stdout.readline()))) as peer,
            peer.makefile("rwb") as stream,
        ):
            taken: list[float] = []
            for _ in range(rounds):
                begun = time.perf_counter()
                stream.write(b"\n")
                stream.flush()
                stream.read(int.from_bytes(stream.read(8), "big"))
                taken.append((time.perf_counter() - begun) * 1000)
    return percentile(taken, 0.5)


_EMPTY_WINDOW = """
import json, sys, time
begun = time.perf_counter()
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        app.quit()
app = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
pss = 0
try:
    text = open("/proc/self/smaps_rollup").read()
    pss = int(text.split("Pss:")[1].split()[0]) / 1024
except OSError:
    pass
print(json.dumps({"ms": (time.perf_counter() - begun) * 1000, "mb": pss}))
"""


def empty_window(rounds: int = 5) -> tuple[float, float]:
    """An application with one empty window, as a process: milliseconds from start to first paint, and its MB."""
    taken: list[float] = []
    memory = 0.0
    for _ in range(rounds):
        begun = time.perf_counter()
        answer = subprocess.run(
            [sys.executable, "-c", _EMPTY_WINDOW],
            capture_output=True, check=True, text=True, encoding="utf-8", env=dict(os.environ),
        )  # fmt: skip
        taken.append((time.perf_counter() - begun) * 1000)
        memory = json.loads(answer.stdout)["mb"]
    return percentile(taken, 0.5), memory
