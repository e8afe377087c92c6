"""P4 and P5: filling a replica for the first time, and flushing what was done offline, over HTTP to the real server."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.wire.actions import DismissDraft, Done
from sync.clock import MachineClock
from sync.desk import Desk
from sync.store.changed import Changed
from tests.bench import floors
from tests.bench.account import EMAIL, PASSWORD
from tests.bench.figures import Figure, Promise, percentile
from tests.bench.salon import Filled, fill
from tests.bench.server import database_file, serving

_FIRST_CARDS = 200


def p4() -> Figure:
    """First sync of 10k and 100k drafts: durable, encrypted, from nothing."""
    with tempfile.TemporaryDirectory() as folder:
        floor = floors.bulk_insert(Path(folder))
    small, first = max(_first_sync(10_000) for _ in range(3))
    large, first_of_many = _first_sync(100_000)
    values = {
        "rows_per_s_10k": small,
        "rows_per_s_100k": large,
        "floor_rows_per_s": floor,
        "first_200_cards_ms": max(first, first_of_many),
    }
    promises = (
        Promise("rows/s of 10k", small, 20_000, floor, 51_000, least=True),
        Promise("rows/s of 100k", large, 20_000, floor, 51_000, least=True),
        Promise("ms to 200 cards", values["first_200_cards_ms"], 300),
    )
    return Figure("P4", values, promises)


def _first_sync(count: int) -> tuple[float, float]:
    """Rows a second, and milliseconds until the first 200 drafts are in."""
    with _desk(count, with_notices=False) as (desk, filled):
        arrived: list[tuple[float, int]] = []
        begun = time.perf_counter()

        def tell(changed: Changed) -> None:
            arrived.append((time.perf_counter(), len(changed.ids.get("draft", ()))))

        desk.engine.pull(tell)
        held = len(desk.replica.rows("draft"))
        if held != len(filled.incomplete):
            raise AssertionError(f"{held} drafts came of {count}")
        desk.close()
        taken = time.perf_counter() - begun
    return count / taken, (_when(arrived, _FIRST_CARDS) - begun) * 1000


def _when(arrived: list[tuple[float, int]], wanted: int) -> float:
    total = 0
    for at, count in arrived:
        total += count
        if total >= wanted:
            return at
    raise AssertionError("too few drafts arrived")


def p5() -> Figure:
    """1,000 dismissals made offline are flushed, each with its own answer."""
    with tempfile.TemporaryDirectory() as folder:
        floor = percentile([floors.thousand_answers(Path(tempfile.mkdtemp(dir=folder))) for _ in range(3)], 0.5)
    seconds = percentile([_flush(1000) for _ in range(3)], 0.5)
    promise = Promise("seconds", seconds, 0.2, floor, 0.1)
    return Figure("P5", {"seconds": seconds, "floor_seconds": floor}, (promise,))


def _flush(count: int) -> float:
    with _desk(count) as (desk, filled):
        desk.sync()
        for draft_id in filled.incomplete:
            desk.do(DismissDraft(draft_id))
        begun = time.perf_counter()
        decided = desk.engine.push().decisions
        taken = time.perf_counter() - begun
        if [type(answer) for answer in decided] != [Done] * count:
            raise AssertionError("not every action was done")
    return taken


@contextmanager
def _desk(count: int, *, with_notices: bool = True) -> Iterator[tuple[Desk, Filled]]:
    """A signed-in desk without any rows yet."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled = fill(database_file(folder), count, now=MachineClock().now(), with_notices=with_notices)
        with (
            serving(folder) as server,
            Desk.sign_in(server.address, EMAIL, PASSWORD, folder / "desk") as desk,
        ):
            yield desk, filled
