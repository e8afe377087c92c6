"""P9 and P10: how long a desk takes to be of use without a network, and what desk and backend weigh at work."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psutil

from sync.clock import MachineClock
from tests.bench import floors
from tests.bench.figures import Figure, Promise, percentile
from tests.bench.salon import fill
from tests.bench.server import database_file, serving

_ROOT = Path(__file__).resolve().parents[2]
_STARTS = 7
_CARDS = 1000
_HEAVY = 10_000
_PREPARE = (
    "import sys; from pathlib import Path; from tests.bench.desk import desk_at\n"
    "with desk_at(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])): pass"
)
"""Signs a desk in and fetches everything, in a process of its own."""


def p9() -> Figure:
    """From the start of the process to 1,000 drafts in the list and cards on the screen, without a server; each start
    beside one of an empty window.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(database_file(folder), _CARDS, now=MachineClock().now())
        with serving(folder) as server:
            _prepare(server.address, folder / "desk", _CARDS)
        taken, empty = [], []
        for _ in range(_STARTS):
            empty.append(floors.empty_window(1)[0])
            with _desk(folder / "desk", _CARDS) as (_, milliseconds):
                taken.append(milliseconds)
    p50, window = percentile(taken, 0.5), percentile(empty, 0.5)
    promises = (
        Promise("p50 ms", p50, 800, window, 400),
        Promise("ms over an empty window", p50 - window, 500, window, 400),
    )
    return Figure("P9", {"p50_ms": p50, "empty_window_ms": window}, promises)


def p10() -> Figure:
    """Memory of desk and backend with 10,000 drafts, live and at rest, in MB (PSS; where there is none, USS)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(database_file(folder), _HEAVY, now=MachineClock().now())
        with serving(folder) as server:
            _prepare(server.address, folder / "desk", _HEAVY)
            with _desk(folder / "desk", _HEAVY, live=True) as (process, _):
                desktop, backend = weight(process.pid), weight(server.pid)
    floor = floors.empty_window(1)[1] or None
    values = {"desktop_mb": desktop, "backend_mb": backend, "floor_desktop_mb": floor or 0.0}
    promises = Promise("desktop MB", desktop, 140, floor, 45), Promise("backend MB", backend, 80)
    return Figure("P10", values, promises)


def weight(pid: int) -> float:
    """What a process takes of the machine's memory, in MB."""
    memory = psutil.Process(pid).memory_full_info()
    taken: int = getattr(memory, "pss", memory.uss)
    return taken / 1024 / 1024


def _prepare(address: str, folder: Path, count: int) -> None:
    command = [sys.executable, "-c", _PREPARE, address, str(folder), str(count)]
    subprocess.run(command, check=True, cwd=_ROOT, stderr=subprocess.DEVNULL)


@contextmanager
def _desk(folder: Path, count: int, *, live: bool = False) -> Iterator[tuple["subprocess.Popen[str]", float]]:
    """The desk's process, and the milliseconds from its start until its cards were painted."""
    command = [sys.executable, "-m", "tests.bench.start", str(folder), str(count)]
    begun = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=_ROOT
    ) as process:
        assert process.stdin
        assert process.stdout
        _expect(process.stdout, "PAINTED")
        taken = (time.perf_counter() - begun) * 1000
        if live:
            _expect(process.stdout, "LIVE")
        yield process, taken
        process.stdin.close()


def _expect(lines: IO[str], wanted: str) -> None:
    line = lines.readline().strip()
    if line != wanted:
        raise AssertionError(f"the desk said {line!r} instead of {wanted}")
