"""Desk and server as processes; the desk is killed without a word."""

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.gui.support.house import House
from tests.support.server import PASSWORD

ROOT = Path(__file__).parents[2]
SECONDS = 60.0


class DeskProcess:
    """A desktop that is told what to do by lines, and tells by lines how it stands."""

    def __init__(self, folder: Path, address: str, *options: str) -> None:
        environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.desk_process", str(folder), address, *options],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._follow, daemon=True)
        self._reader.start()

    def _follow(self) -> None:
        for line in self._child.stdout or ():
            self._lines.put(line.strip())
        self._lines.put("")

    def tell(self, line: str) -> None:
        assert self._child.stdin is not None
        self._child.stdin.write(line + "\n")
        self._child.stdin.flush()

    def until(self, is_so: Callable[[str], bool]) -> str:
        """Waits for a line about which `is_so` is true."""
        while True:
            line = self._lines.get(timeout=SECONDS)
            self.said.append(line)
            assert line, self.said
            if is_so(line):
                return line

    def kill(self) -> None:
        self._child.kill()
        self.end()

    def end(self) -> int:
        """Its exit code; it closes its window when its input ends."""
        with self._child:  # closes its pipes, and waits
            assert self._child.stdin is not None
            self._child.stdin.close()
            self._reader.join(SECONDS)
        return self._child.returncode


@contextmanager
def running(folder: Path, house: House, *options: str) -> Iterator[DeskProcess]:
    process = DeskProcess(folder, house.address, str(house.clock.now()), *options)
    try:
        yield process
    finally:
        process.kill()


@pytest.mark.row("R4", "N3")
def test_a_desk_that_is_killed_with_actions_waiting_loses_and_doubles_none(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    drafts = [house.abandon(name) for name in ("Nora Nowak", "Ben Berg", "Cem Celik")]
    with running(folder, house) as first:
        first.until(lambda said: said == "nobody")
        first.tell(f"sign-in reception@example.org {PASSWORD}")
        first.until(lambda said: said == "cards 3 waiting 0 live")
        first.tell("cut")
        first.until(lambda said: "offline" in said)
        first.tell(f"dismiss {drafts[0]}")
        first.tell(f"dismiss {drafts[1]}")
        first.until(lambda said: said == "cards 1 waiting 2 offline")
        first.kill()
    with running(folder, house, "--cut") as second:
        second.until(lambda said: said == "cards 1 waiting 2 offline")
        assert house.happened("draft.dismissed", drafts[0]) == 0
        second.tell("mend")
        second.until(lambda said: said == "cards 1 waiting 0 live")
        second.kill()
    assert [house.happened("draft.dismissed", draft_id) for draft_id in drafts] == [1, 1, 0]
    with running(folder, house) as third:
        third.until(lambda said: said == "cards 1 waiting 0 live")
        assert third.end() == 0
    assert [house.happened("draft.dismissed", draft_id) for draft_id in drafts] == [1, 1, 0]
