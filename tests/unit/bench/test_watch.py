"""The process that sees commits from outside."""

import time
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from tests.bench.watch import File, watching

KEY = "ab" * 32


def test_each_commit_is_seen_once_in_plain_and_encrypted_files(tmp_path: Path) -> None:
    plain, secret = tmp_path / "plain.db", tmp_path / "secret.db"
    connections = {str(plain): sqlcipher.connect(str(plain)), str(secret): sqlcipher.connect(str(secret))}
    connections[str(secret)].execute(f"PRAGMA key = \"x'{KEY}'\"")
    for connection in connections.values():
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE t (n INTEGER)")
        connection.execute("INSERT INTO t VALUES (0)")
        connection.commit()
    question = "SELECT max(n) FROM t"
    with watching((File("plain", str(plain), question), File("secret", str(secret), question, KEY))) as watch:
        for number in range(1, 4):
            for name, path in (("plain", plain), ("secret", secret)):
                before = time.perf_counter()
                connections[str(path)].execute("INSERT INTO t VALUES (?)", (number,))
                connections[str(path)].commit()
                assert before < watch.at(name, number) < time.perf_counter()
        assert watch.last("plain") == watch.last("secret") == 3
    for connection in connections.values():
        connection.close()
