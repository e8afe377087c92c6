"""P8's requests: a thousand cards at once, and the first page of a desk in a salon of a thousand drafts and of a
hundred thousand.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from domain.wire.base import decode
from domain.wire.rows import KINDS, DraftRow
from domain.wire.sync import SyncPage
from sync.clock import MachineClock
from sync.desk import Desk
from sync.http import HttpRequest, RequestsHttp
from tests.bench import floors
from tests.bench.account import EMAIL, PASSWORD
from tests.bench.figures import percentile
from tests.bench.salon import fill
from tests.bench.server import database_file, serving
from tests.bench.until import NotHappened

_CARDS = 1_000
_FIRST_PAGE = 200
_SMALL, _LARGE = 1_000, 100_000
_ROUNDS = 30


class Pages:
    """A signed-in desk's way to its server, of which only the answers' bytes are taken."""

    def __init__(self, desk: Desk) -> None:
        self._session, self._http = desk.session, RequestsHttp()

    def page(self, cursor: str = "") -> bytes:
        """The page after a cursor. Raises NotHappened."""
        headers = {"authorization": f"Bearer {self._session.access()}"}
        query = f"?cursor={quote(cursor, safe='')}" if cursor else ""
        answer = self._http.send(HttpRequest("GET", f"{self._session.base_url}/v1/sync{query}", headers))
        if answer.status != 200:
            raise NotHappened("the server gives a page")
        return answer.body

    def taken(self, cursor: str = "") -> float:
        """The milliseconds of such a request."""
        begun = time.perf_counter()
        self.page(cursor)
        return (time.perf_counter() - begun) * 1000


def thousand_cards() -> tuple[float, float]:
    """Milliseconds of the request that brings 1,000 cards with client, services and who serves, and the floor's."""
    with _pages(_CARDS + _FIRST_PAGE) as (pages, folder):
        first = decode(pages.page(), SyncPage)
        cards = _cards(decode(pages.page(first.cursor), SyncPage))
        if cards < _CARDS:
            raise NotHappened(f"one request brings {_CARDS} cards")
        taken = percentile([pages.taken(first.cursor) for _ in range(_ROUNDS)], 0.5)
        return taken, floors.rows_sent(folder, _CARDS)


def first_pages() -> tuple[float, float]:
    """Milliseconds of the first page in a small salon and in a large one, asked for in turn."""
    with _pages(_SMALL) as (small, _), _pages(_LARGE) as (large, _):
        taken = [(small.taken(), large.taken()) for _ in range(2 * _ROUNDS)]
    return percentile([one for one, _ in taken], 0.5), percentile([other for _, other in taken], 0.5)


def _cards(page: SyncPage) -> int:
    return sum(row.kind == KINDS[DraftRow] for snapshot in page.snapshots for row in snapshot.rows)


@contextmanager
def _pages(count: int) -> Iterator[tuple[Pages, Path]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(database_file(folder), count, now=MachineClock().now(), with_notices=False)
        with (
            serving(folder) as server,
            Desk.sign_in(server.address, EMAIL, PASSWORD, folder / "desk") as desk,
        ):
            yield Pages(desk), folder
