"""The list of clients (row N23): by name, narrowed while somebody types. A hundred thousand of them are no reason to
wait: only what is on the screen is put into words.
"""

from bisect import bisect_left

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt, QTimer, Signal

from desktop.models.cards import shown_name
from desktop.models.clients import Clients
from desktop.models.ports import Feed
from desktop.texts import in_a_row, phone
from domain.finding import name_key, sought
from domain.wire.rows import KINDS, ClientRow, Row

Index = QModelIndex | QPersistentModelIndex

ROW = Qt.ItemDataRole.UserRole
"""The ClientRow of a line."""

_KIND = KINDS[ClientRow]
_A_TURN = 500
"""So many names are put in order before the window may do something else."""

MOST_FOUND = 200
"""So many are listed of those whom a short text may mean; who wants another one types on."""

_AT_ONCE = 10_000
"""More than these are listed in a turn after they were put in order."""

_MANY = 50
"""So many changes at once are one new list."""


class ClientList(QStringListModel):
    """Reads `clients`, which has to hear the feed first. Nothing is put in order before `open` is called.

    A view of a hundred thousand lines asks the model two hundred thousand times how many there are: Qt's own model
    answers, with an empty text a line, and what a line says is told here. What Qt's model has heard of, the lists here
    follow at once, before any view: the connections made in the beginning are served first.
    """

    narrowed = Signal()
    """Other clients are listed now, or their number is another one."""

    def __init__(self, feed: Feed, clients: Clients, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clients = clients
        self._keys: list[str] = []
        self._shown: list[str] = []
        self._coming: tuple[list[str], list[str]] = [], []
        self._moving = ""
        self._typed = ""
        self._opened = False
        self._to_order: list[str] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._turn)
        self._merged = QTimer(self, singleShot=True, interval=0)
        self._merged.timeout.connect(self._show_all)
        self.modelReset.connect(self._was_reset)
        self.rowsInserted.connect(self._was_inserted)
        self.rowsRemoved.connect(self._was_removed)
        feed.rows_reset.connect(self._reset)
        feed.rows_changed.connect(self._change)
        clients.changed.connect(self._found_more)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) & ~Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.at(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return said(row)
        return row if role == ROW else None

    def at(self, place: int) -> ClientRow | None:
        """The client at a place of the list."""
        return self._clients.get(_id(self._shown[place])) if 0 <= place < len(self._shown) else None

    def place_of(self, client_id: str) -> int | None:
        """Where a client is in the list; None when she is not listed."""
        row = self._clients.get(client_id)
        if row is None:
            return None
        key = _key(row)
        place = bisect_left(self._shown, key)
        return place if place < len(self._shown) and self._shown[place] == key else None

    @property
    def typed(self) -> str:
        """What the list is narrowed to."""
        return self._typed

    @property
    def ordering(self) -> bool:
        """Whether names are still being put in order."""
        return bool(self._to_order) or self._merged.isActive()

    def open(self) -> None:
        """The list is about to be seen."""
        if not self._opened:
            self._opened = True
            self._begin()

    def narrow(self, typed: str) -> None:
        """List only those whom this may mean; all of them for an empty text."""
        if typed.strip() != self._typed:
            self._typed = typed.strip()
            self._show()

    def _reset(self, kind: str, _rows: tuple[Row, ...]) -> None:
        if kind == _KIND and self._opened:
            self._begin()

    def _change(self, kind: str, upserts: tuple[Row, ...], removed: tuple[str, ...]) -> None:
        if kind != _KIND or not self._opened:
            return
        touched = {*removed, *(row.id for row in upserts)}
        same = len(upserts) == len(touched) and all(self._stands(row) for row in upserts)
        if same and not self._typed:
            for row in upserts:
                place = self.place_of(row.id)
                if place is not None:
                    self.dataChanged.emit(self.index(place), self.index(place))
        elif self._to_order or len(touched) > _MANY or self._typed:
            self._begin()
        else:
            self._move(touched)

    def _found_more(self) -> None:
        """Some who were searched too early can be found now."""
        if self._typed and not self._to_order:
            self._show()

    def _stands(self, row: Row) -> bool:
        return isinstance(row, ClientRow) and self.place_of(row.id) is not None

    def _move(self, touched: set[str]) -> None:
        """A few left, came or have another name."""
        gone = [place for place, key in enumerate(self._keys) if _id(key) in touched]
        for place in reversed(gone):
            self.removeRows(place, 1)
        for client_id in touched:
            row = self._clients.get(client_id)
            if row is not None:
                self._moving = _key(row)
                self.insertRows(bisect_left(self._keys, self._moving), 1)
        self.narrowed.emit()

    def _was_removed(self, _parent: Index, first: int, last: int) -> None:
        del self._keys[first : last + 1]

    def _was_inserted(self, _parent: Index, first: int, _last: int) -> None:
        self._keys.insert(first, self._moving)

    def _was_reset(self) -> None:
        self._keys, self._shown = self._coming

    def _begin(self) -> None:
        """Puts all in order anew, many of them in several turns."""
        self._to_order = [row.id for row in self._clients]
        self._next: list[str] = []
        self._turn()

    def _turn(self) -> None:
        turn, self._to_order[-_A_TURN:] = self._to_order[-_A_TURN:], []
        rows = (self._clients.get(client_id) for client_id in turn)
        self._next += sorted(_key(row) for row in rows if row is not None)
        if self._to_order:
            self._soon.start(0)
            return
        self._next.sort()  # of sorted runs, which takes a fraction of putting all in order
        if len(self._next) > _AT_ONCE:
            self._merged.start()
        else:
            self._show(self._next)

    def _show_all(self) -> None:
        if not self._to_order:
            self._show(self._next)

    def _show(self, keys: list[str] | None = None) -> None:
        """Lists what the narrowing leaves. Without one the two lists are the same object."""
        kept = self._keys if keys is None else keys
        found = self._clients.search(sought(self._typed), MOST_FOUND) if self._typed else None
        self._coming = kept, kept if found is None else sorted(map(_key, found))
        self.setStringList([""] * len(self._coming[1]))
        self.narrowed.emit()


def said(row: ClientRow) -> str:
    """A line for who hears it."""
    return in_a_row(part for part in (shown_name(row.name), phone(row.phone) if row.phone else "", row.email) if part)


def _key(row: ClientRow) -> str:
    """Sorts by name; the id makes it one client's."""
    return f"{name_key(row.name)}\0{row.id}"


def _id(key: str) -> str:
    return key.rpartition("\0")[2]
