"""Who may be on file twice (row N23): pairs with one address, one number but for the country, or one name where a
number is missing. Looked for a few at a time while the screen is seen, so that a hundred thousand hold up nothing.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Literal, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.clients import Clients
from domain.contacts import same_but_for_country
from domain.finding import name_key
from domain.wire.rows import ClientRow

Why = Literal["phone", "email", "name"]

MOST = 100
"""So many pairs are listed: whoever has more of them merges these first."""

_A_TURN = 500
_QUIET_MS = 500
"""So long nothing may change before it is looked anew."""

_TAIL = 7
"""So many digits at its end tell a number from nearly all others."""


class Pair(NamedTuple):
    """Two clients, by their ids, and what they share. The first is the one with more visits, who would stay."""

    first: str
    second: str
    why: Why


class ClientTwins(QObject):
    """Looks only while `watch` is on. `pairs` is empty until it has been through all of them once."""

    changed = Signal()

    def __init__(self, clients: Clients, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clients = clients
        self.pairs: tuple[Pair, ...] = ()
        self._watches = False
        self._fresh = False
        self._rows: Iterator[ClientRow] = iter(())
        self._found: list[Pair] = []
        self._seen = _Seen()
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._quiet.timeout.connect(self._begin)
        self._soon.timeout.connect(self._turn)
        clients.changed.connect(self._stale)

    def watch(self, *, on: bool) -> None:
        """Whether somebody sees what is found."""
        self._watches = on
        if on and not self._fresh:
            self._begin()

    def _stale(self) -> None:
        self._fresh = False
        if self._watches:
            self._quiet.start()

    def _begin(self) -> None:
        self._fresh = True
        self._rows, self._found, self._seen = iter(list(self._clients)), [], _Seen()
        self._soon.start()

    def _turn(self) -> None:
        turn = list(islice(self._rows, _A_TURN))
        for row in turn:
            twin = self._seen.twin(row)
            if twin is not None:
                self._found.append(_pair(row, *twin))
        if turn and len(self._found) < MOST:
            self._soon.start()
            return
        found = tuple(sorted(self._found[:MOST], key=self._by_name))
        if found != self.pairs:
            self.pairs = found
            self.changed.emit()

    def _by_name(self, pair: Pair) -> tuple[str, Pair]:
        row = self._clients.get(pair.first)
        return name_key(row.name) if row else "", pair


class _Seen:
    """Those who were looked at, by what they may share with the next one."""

    def __init__(self) -> None:
        self._emails: dict[str, ClientRow] = {}
        self._tails: dict[str, ClientRow] = {}
        self._names: dict[str, ClientRow] = {}
        self._bare_names: dict[str, ClientRow] = {}

    def twin(self, row: ClientRow) -> tuple[ClientRow, Why] | None:
        """An earlier one who may be the same; this one is known from now on."""
        found: tuple[ClientRow, Why] | None = None
        name = name_key(row.name)
        other = (self._bare_names if row.phone else self._names).get(name) if name else None
        if other is not None:
            found = other, "name"
        if row.email:
            other = self._emails.setdefault(row.email.casefold(), row)
            found = found if other is row else (other, "email")
        if row.phone:
            other = self._tails.setdefault(row.phone[-_TAIL:], row)
            alike = other is not row and other.phone is not None and same_but_for_country(other.phone, row.phone)
            found = (other, "phone") if alike else found
        self._names.setdefault(name, row)
        if not row.phone:
            self._bare_names.setdefault(name, row)
        return found


def _pair(row: ClientRow, other: ClientRow, why: Why) -> Pair:
    first, second = sorted((row, other), key=lambda one: (-one.visits, one.id))
    return Pair(first.id, second.id, why)
