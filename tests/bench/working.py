"""P1, P2 and P6: what a person at a connected desk waits for, with 1,000 cards in the list."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from desktop.app import App
from desktop.models.ranking import Order
from sync.clock import MachineClock
from tests.bench import floors
from tests.bench.desk import cards_of, desk_at, files_of, shown_ids, waits, workplace_of
from tests.bench.figures import Figure, Promise, percentile
from tests.bench.painted import until_card_gone, until_card_painted
from tests.bench.salon import Filled, fill
from tests.bench.server import Server, database_file, serving
from tests.bench.until import NotHappened, until
from tests.bench.watch import SERVER, File, watching

_ROWS = 1000
_ROUNDS = 120
_WARM = 10
_TABLE = (0.75, 3.6)
"""The floor, p50 and p99, on the machine for which the numbers were set."""


class Bench(NamedTuple):
    """A desk at work and its server."""

    app: App
    server: Server
    filled: Filled
    folder: Path


@contextmanager
def _bench(reviewing: int) -> Iterator[Bench]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled = fill(database_file(folder), _ROWS, now=MachineClock().now(), reviewing=reviewing)
        with serving(folder) as server, desk_at(server.address, folder / "desk", _ROWS) as app:
            workplace_of(app).ranking.choose(Order.NEWEST)
            cards_of(app).verticalScrollBar().setValue(0)  # where new cards come in sight
            yield Bench(app, server, filled, folder)


def p1() -> Figure:
    """A review session expires on the server; its card is painted on the desk."""
    with _bench(_WARM + _ROUNDS) as at:
        taken = [_expire(at, number) for number in range(_WARM + _ROUNDS)][_WARM:]
        floor = floors.commit_to_store(at.folder)
    p50, p99 = percentile(taken, 0.5), percentile(taken, 0.99)
    values = {"p50_ms": p50, "p99_ms": p99, "floor_p50_ms": floor[0], "floor_p99_ms": floor[1]}
    promises = Promise("p50 ms", p50, 25, floor[0], _TABLE[0]), Promise("p99 ms", p99, 100, floor[1], _TABLE[1])
    return Figure("P1", values, promises)


def _expire(at: Bench, number: int) -> float:
    draft = at.filled.reviewing[number]
    return until_card_painted(cards_of(at.app), draft.id, lambda: at.server.move(draft.expired_at))


def p2() -> Figure:
    """The server commits a change; the desk's replica has committed it."""
    with _bench(_WARM + _ROUNDS) as at:
        replica, _ = files_of(at.folder / "desk")
        with watching((File("server", str(database_file(at.folder)), SERVER), replica)) as watch:
            first = watch.last("server")
            for number in range(_WARM + _ROUNDS):
                _expire(at, number)
            numbers = range(first + _WARM + 1, first + _WARM + _ROUNDS + 1)
            taken = [(watch.at("replica", one) - watch.at("server", one)) * 1000 for one in numbers]
        floor = floors.commit_to_store(at.folder)
    p50, p99 = percentile(taken, 0.5), percentile(taken, 0.99)
    values = {"p50_ms": p50, "p99_ms": p99, "floor_p50_ms": floor[0], "floor_p99_ms": floor[1]}
    promises = Promise("p50 ms", p50, 3, floor[0], _TABLE[0]), Promise("p99 ms", p99, 10, floor[1], _TABLE[1])
    return Figure("P2", values, promises)


def p6() -> Figure:
    """A click on Dismiss is durable in the outbox; the list is painted without the card."""
    with _bench(0) as at:
        _, outbox = files_of(at.folder / "desk")
        with watching((outbox,)) as watch:
            durable, repainted = [], []
            for place in range(1, _WARM + _ROUNDS + 1):
                clicked = time.perf_counter()
                repainted.append(_dismiss_first(at.app))
                durable.append((watch.at("outbox", place) - clicked) * 1000)
                until(partial(_is_quiet, at.app), "the server has answered")
        floor = floors.durable_commit(at.folder)
    durable_p99, repaint_p99 = percentile(durable[_WARM:], 0.99), percentile(repainted[_WARM:], 0.99)
    values = {
        "durable_p99_ms": durable_p99,
        "repaint_p99_ms": repaint_p99,
        "durable_p50_ms": percentile(durable[_WARM:], 0.5),
        "repaint_p50_ms": percentile(repainted[_WARM:], 0.5),
        "floor_durable_p50_ms": floor,
    }
    promises = (
        Promise("durable p99 ms", durable_p99, 5, floor, 0.17),
        Promise("repaint p99 ms", repaint_p99, 16, floor, 0.17),
    )
    return Figure("P6", values, promises)


def _dismiss_first(app: App) -> float:
    draft_id = shown_ids(app)[0]
    card = cards_of(app).card_of(draft_id)
    buttons = card.findChildren(QAbstractButton) if card else []
    dismiss = next((button for button in buttons if button.text() == "Dismiss"), None)
    if dismiss is None:
        raise NotHappened("a card has a button to dismiss it")
    return until_card_gone(cards_of(app), draft_id, lambda: QTest.mouseClick(dismiss, Qt.MouseButton.LeftButton))


def _is_quiet(app: App) -> bool:
    return waits(app) == 0
