"""The waitlist of one location as a Qt model: whoever has an offer or could come now first, then whoever waits longest
(row B21).
"""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QObject

from desktop.models.card_rows import CardRows, Index
from desktop.models.openings import Openings
from desktop.models.ports import Feed
from domain.wire.offers import OfferRow
from domain.wire.rows import KINDS, Row, WaitlistEntryRow

_KIND, _OFFERS = KINDS[WaitlistEntryRow], KINDS[OfferRow]
Key = tuple[int, int, int, str]


class WaitlistModel(CardRows):
    """The pending entries of one location. Other locations' and removed ones are held, not shown.

    What its summary tells is how many wait, and for how many there is room.
    """

    def __init__(self, feed: Feed, openings: Openings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._openings = openings
        self._all: dict[str, WaitlistEntryRow] = {}
        self._keys: list[Key] = []
        self._drawn: dict[str, WaitlistEntryRow] = {}
        self._offered: dict[str, str] = {}
        self._stood: dict[str, tuple[int, int]] = {}
        self._places: frozenset[str] = frozenset()
        feed.rows_reset.connect(self._reset)
        feed.rows_changed.connect(self._change)
        openings.changed.connect(self._arrange)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._keys)

    def at(self, position: int) -> WaitlistEntryRow:
        """The entry at a position of the list. Raises IndexError."""
        return self._all[self._keys[position][-1]]

    def position(self, entry_id: str) -> int | None:
        """Where an entry is in the list; None when it is not shown."""
        return next((place for place, key in enumerate(self._keys) if key[-1] == entry_id), None)

    def get(self, entry_id: str) -> WaitlistEntryRow | None:
        """An entry that the desk holds, shown or not."""
        return self._all.get(entry_id)

    def of_client(self, client_id: str) -> tuple[WaitlistEntryRow, ...]:
        """Every entry of a client that the desk holds, at whatever location."""
        return tuple(row for row in self._all.values() if row.client_id == client_id)

    def fitting(self) -> int:
        """For how many of those shown there is room."""
        return sum(self._openings.of(key[-1]) is not None for key in self._keys)

    def show_location(self, location_id: str | None) -> None:
        """Show the entries of this location from now on."""
        self.show_locations(() if location_id is None else (location_id,))

    def show_locations(self, places: Iterable[str]) -> None:
        """Show the entries of these locations together (row N25)."""
        if frozenset(places) != self._places:
            self._places = frozenset(places)
            self._rebuild()

    def _reset(self, kind: str, rows: tuple[Row, ...]) -> None:
        if kind == _OFFERS:
            self._offered = _open(rows)
            self._arrange()
        if kind == _KIND:
            self._all = {row.id: row for row in rows if isinstance(row, WaitlistEntryRow)}
            self._rebuild()

    def _change(self, kind: str, upserts: tuple[Row, ...], removed: tuple[str, ...]) -> None:
        if kind == _OFFERS:
            kept = {offer_id: entry for offer_id, entry in self._offered.items() if offer_id not in removed}
            changed = {row.id for row in upserts}
            self._offered = {one: entry for one, entry in kept.items() if one not in changed} | _open(upserts)
            self._arrange()
        if kind != _KIND:
            return
        gone = [entry_id for entry_id in removed if entry_id in self._all]
        self._all.update((row.id, row) for row in upserts if isinstance(row, WaitlistEntryRow))
        self._drop([key for key in self._keys if key[-1] in gone])
        for entry_id in gone:
            del self._all[entry_id]
        self._openings.watch(self._here())
        self._arrange()

    def _here(self) -> list[WaitlistEntryRow]:
        rows = self._all.values()
        return [row for row in rows if row.location_id in self._places and row.status == "pending"]

    def _key(self, row: WaitlistEntryRow) -> Key:
        opening = self._openings.of(row.id)
        if (
            row.id in self._offered.values()
        ):  # what is held for her is no opening any more, and her card stays in its place
            rank, day = self._stood.get(row.id, (0, 0))
            return rank, day, row.added_at, row.id
        if opening is None:
            return 2, 0, row.added_at, row.id
        rank, day = self._stood[row.id] = (0 if opening.freed else 1), opening.slot.start.toordinal()
        return rank, day, row.added_at, row.id

    def _rebuild(self) -> None:
        self.beginResetModel()
        here = self._here()
        self._openings.watch(here)
        self._keys = sorted(map(self._key, here))
        self._drawn = {row.id: row for row in here}
        self.endResetModel()
        self.summary_changed.emit()

    def _arrange(self) -> None:
        """Bring the list to how it should be; what keeps its place stays."""
        here = {self._key(row): row for row in self._here()}
        self._drop([key for key in self._keys if key not in here])
        for place, key in enumerate(sorted(here)):
            if place >= len(self._keys) or self._keys[place] != key:
                self.beginInsertRows(QModelIndex(), place, place)
                self._keys.insert(place, key)
                self.endInsertRows()
            elif self._drawn.get(key[-1]) is not here[key]:
                self.dataChanged.emit(self.index(place, 0), self.index(place, 0))
        self._drawn = {row.id: row for row in here.values()}
        self.summary_changed.emit()

    def _drop(self, keys: list[Key]) -> None:
        for key in keys:
            place = self._keys.index(key)
            self.beginRemoveRows(QModelIndex(), place, place)
            del self._keys[place]
            self.endRemoveRows()


def _open(rows: tuple[Row, ...]) -> dict[str, str]:
    """By open offer, the entry that it is about."""
    found = (row for row in rows if isinstance(row, OfferRow) and row.status == "open")
    return {row.id: row.entry_id for row in found if row.entry_id is not None}
