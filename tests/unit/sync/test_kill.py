"""A desk that is killed at any statement loses and doubles nothing (R4, small form): real processes, real kills."""

import subprocess
import sys
from pathlib import Path

import pytest

from sync.owner import Owner
from sync.store.outbox import Outbox
from sync.store.replica import Replica
from tests.support.fake_server import BUSINESS, PERSON, SERVER

ROOT = Path(__file__).parents[3]
ANA = Owner(SERVER, BUSINESS, PERSON)
KEY = bytes(range(32))

_DESK = """
import os, signal, sys
from pathlib import Path
from domain.uuid7 import SeededIds
from domain.wire.actions import DismissDraft
from sync.keychain import MemoryKeychain
from sync.desk import Desk
from sync.session import Session
from tests.support.fake_server import EMAIL, PASSWORD, URL, FakeServer
from tests.support.sample import draft

folder, at = Path(sys.argv[1]), int(sys.argv[2])
server, keychain = FakeServer(), MemoryKeychain()
keychain.held = {"replica-key": bytes(range(32)).hex(), "outbox-key": bytes(range(32)).hex()}
session = Session(server, URL, keychain)
session.sign_in(EMAIL, PASSWORD, "device-1")
desk = Desk(server, session, folder, keychain, server.clock, SeededIds(7))
left = [at]

def count(_):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)

for store in (desk.replica, desk.outbox):
    store._database._connection.set_trace_callback(count)
for number in range(4):
    server.draft(draft(f"d{number}"))
desk.sync()
for number in range(4):
    print("added", desk.do(DismissDraft(f"d{number}")), flush=True)
for decision in desk.sync():
    print("done", decision.id, flush=True)
print("finished", flush=True)
"""


def killed_at(folder: Path, statement: int) -> list[list[str]]:
    command = [sys.executable, "-c", _DESK, str(folder), str(statement)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)
    assert run.returncode != 1, run.stderr
    return [line.split() for line in run.stdout.splitlines()]


@pytest.mark.row("R4")
def test_killed_at_any_statement_a_desk_finds_whole_files_and_every_action(tmp_path: Path) -> None:
    finished = False
    for statement in range(1, 200, 9):
        folder = tmp_path / str(statement)
        folder.mkdir()
        said = killed_at(folder, statement)
        finished = finished or ["finished"] in said
        outbox = Outbox.open(folder / "outbox.db", KEY)
        replica = Replica.open(folder / "replica.db", KEY, ANA)
        assert outbox.lost is None
        outbox._database.check()
        replica.check()
        kept = {row[0] for row in outbox._database.run("SELECT id FROM action")}
        assert {words[1] for words in said if words[0] == "added"} <= kept
        assert len(kept) <= len([words for words in said if words[0] == "added"]) + 1
        replica.close()
        outbox.close()
    assert finished
