"""One kind of rows as it comes from the feed, made ready for searching little by little (row N17)."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.name_index import Contact, NameIndex, Rank
from desktop.models.ports import Feed
from domain.finding import Sought
from domain.wire.rows import KINDS, AppointmentRow, ClientRow, DraftRow, Row, WaitlistEntryRow

R = TypeVar("R", ClientRow, DraftRow, WaitlistEntryRow, AppointmentRow)

_A_TURN = 300
"""So many rows are made ready before the window may do something else: a few milliseconds."""

_AT_ONCE = 500
"""So many a search waits for. At a desk that has only just started there may be more: they come a moment later."""

_FIRST_TURN_MS = 500
"""Until then whoever starts sees her first cards; a search does not wait for it."""


class FoundRows(QObject, Generic[R]):
    """Every row of a type that this desk holds. Searching asks nobody and works offline."""

    changed = Signal()
    """Rows differ, or some that were searched too early are ready now."""

    def __init__(self, feed: Feed, of: type[R], contact: Callable[[R], Contact], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._of: type[R] = of
        self._kind = KINDS[of]
        self._index: NameIndex[R] = NameIndex(contact)
        self._waiting: dict[str, R] = {}
        self._missed = False
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._turn)
        feed.rows_reset.connect(self._reset)
        feed.rows_changed.connect(self._change)

    def get(self, row_id: str | None) -> R | None:
        """One row, None when the desk does not hold it."""
        if not row_id:
            return None
        return self._waiting.get(row_id) or self._index.get(row_id)

    def __iter__(self) -> Iterator[R]:
        """All rows, in no order."""
        yield from self._waiting.values()
        yield from (row for row in self._index if row.id not in self._waiting)

    def __len__(self) -> int:
        return len(self._index) + sum(row_id not in self._index for row_id in self._waiting)

    def find(
        self, what: Sought, most: int, rank: Rank[R] | None = None, wanted: Callable[[R], bool] | None = None
    ) -> list[R]:
        """The likeliest of those that are `wanted`, in order."""
        if not what:
            return []
        self._take_in(_AT_ONCE)
        self._missed = self._missed or bool(self._waiting)
        return self._index.find(what, most, rank, wanted)

    def with_number(self, phone: str) -> R | None:
        """Whose number this is, in E.164."""
        self._take_in(_AT_ONCE)
        waiting = (row for row in self._waiting.values() if getattr(row, "phone", None) == phone)
        return next(waiting, None) or self._index.with_number(phone)

    def _reset(self, kind: str, rows: tuple[Row, ...]) -> None:
        if kind == self._kind:
            self._index.clear()
            self._waiting = {}
            self._keep(rows)
            self.changed.emit()

    def _change(self, kind: str, upserts: tuple[Row, ...], removed: tuple[str, ...]) -> None:
        if kind != self._kind:
            return
        for row_id in removed:
            self._waiting.pop(row_id, None)
            self._index.drop(row_id)
        self._keep(upserts)
        self.changed.emit()

    def _keep(self, rows: Iterable[Row]) -> None:
        self._waiting.update((row.id, row) for row in rows if isinstance(row, self._of))
        if self._waiting and not self._soon.isActive():
            self._soon.start(_FIRST_TURN_MS)

    def _turn(self) -> None:
        self._take_in(_A_TURN)
        if not self._waiting and self._missed:
            self._missed = False
            self.changed.emit()

    def _take_in(self, most: int) -> None:
        for row in list(islice(self._waiting.values(), most)):
            del self._waiting[row.id]
            self._index.put(row)
        self._index.settle()
        if self._waiting:
            self._soon.start(0)
