"""The list of incomplete bookings as a Qt model: one column of immutable rows, newest expiry first.

What rests (row N7) or was dismissed (row N8) stands aside until it comes back or removes itself.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import groupby

from PySide6.QtCore import QModelIndex, QObject

from desktop.models.card_rows import CardRows, Index
from desktop.models.ports import Feed
from domain.drafts import Phase
from domain.wire.base import Money
from domain.wire.rows import KINDS, DraftRow
from domain.work import rests

Key = tuple[int, str]
Order = Callable[[DraftRow], Key]
Measure = Callable[[list[DraftRow]], None]
"""Looks at all that is shown before it is put in order."""

_KIND = KINDS[DraftRow]
_NEVER = 2**63
_MANY = 500
"""From here on telling the view about each row costs more than laying it out again (2 ms a row at 10,000)."""


def _no_measure(_shown: list[DraftRow]) -> None:
    return None


def newest_first(row: DraftRow) -> Key:
    """The order in which staff see the list when they chose no other: what has just been abandoned comes first."""
    return -row.expired_at, row.id


def _end(row: DraftRow) -> int:
    """When a draft that stands aside comes back or removes itself."""
    wakes = row.snoozed_until if row.snoozed_until and row.phase is Phase.INCOMPLETE else row.removed_at
    return min(wakes, row.removed_at)


class DraftsModel(CardRows):
    """The incomplete drafts of one location that do not rest. Those of other locations are held, not shown.

    What its summary tells are the count, the worth and the oldest.
    """

    def __init__(self, feed: Feed, order: Order = newest_first, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: dict[str, DraftRow] = {}
        self._keys: list[Key] = []
        self._shown: dict[str, Key] = {}
        self._worth: dict[str, int] = {}
        self._resting: set[str] = set()
        self._dismissed: set[str] = set()
        self._places: frozenset[str] = frozenset()
        self._now = 0
        self._heard = False
        self._next_end = _NEVER
        self._order = order
        self._measure: Measure = _no_measure
        feed.rows_reset.connect(self._reset)
        feed.rows_changed.connect(self._change)

    # What views ask

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._keys)

    def at(self, position: int) -> DraftRow:
        """The draft at a position of the list. Raises IndexError."""
        return self._all[self._keys[position][1]]

    def position(self, draft_id: str) -> int | None:
        """Where a draft is in the list; None when it is not shown."""
        key = self._shown.get(draft_id)
        return None if key is None else bisect_left(self._keys, key)

    def get(self, draft_id: str) -> DraftRow | None:
        """A draft that the desk holds, shown or not: dismissed ones are needed for undo."""
        return self._all.get(draft_id)

    def of_client(self, client_id: str) -> tuple[DraftRow, ...]:
        """Every draft of a client that the desk holds, at whatever location."""
        return tuple(row for row in self._all.values() if row.client_id == client_id)

    def shown(self) -> Iterable[DraftRow]:
        """The drafts in the list, in no order."""
        return (self._all[draft_id] for draft_id in self._shown)

    def resting(self) -> list[DraftRow]:
        """The drafts here that are snoozed, whoever comes back first before the others (row N7)."""
        return sorted(map(self._all.__getitem__, self._resting), key=lambda row: (row.snoozed_until or 0, row.id))

    def dismissed(self) -> list[DraftRow]:
        """The drafts here that were dismissed and have not removed themselves yet, the newest first (row N8)."""
        found = map(self._all.__getitem__, self._dismissed)
        return sorted(found, key=lambda row: (-(row.dismissal.at if row.dismissal else 0), row.id))

    def count_dismissed(self) -> int:
        """How many there are of those."""
        return len(self._dismissed)

    def count_resting(self) -> int:
        """How many drafts here are snoozed."""
        return len(self._resting)

    def worth(self) -> tuple[Money, ...]:
        """What the shown drafts are worth together, one amount a currency, largest first."""
        held = sorted(((minor, currency) for currency, minor in self._worth.items() if minor), reverse=True)
        return tuple(Money(minor=minor, currency=currency) for minor, currency in held)

    def counted(self) -> int:
        """All incomplete drafts here, those that rest too (row B10)."""
        return len(self._keys) + len(self._resting)

    def worth_of_all(self) -> tuple[Money, ...]:
        """As `worth`, with those that rest."""
        found = {amount.currency: amount.minor for amount in self.worth()}
        for line in (line for row in self.resting() for line in row.lines):
            found[line.price.currency] = found.get(line.price.currency, 0) + line.price.minor
        held = sorted(((minor, currency) for currency, minor in found.items() if minor), reverse=True)
        return tuple(Money(minor=minor, currency=currency) for minor, currency in held)

    def oldest_at(self) -> int | None:
        """When the client of the longest waiting shown draft last engaged."""
        if self._order is newest_first and self._keys:
            return self.at(len(self._keys) - 1).engaged_at
        return min((self._all[draft_id].engaged_at for draft_id in self._shown), default=None)

    # What moves it

    def show_location(self, location_id: str | None) -> None:
        """Show the drafts of this location from now on."""
        self.show_locations(() if location_id is None else (location_id,))

    def show_locations(self, places: Iterable[str]) -> None:
        """Show the drafts of these locations together (row N25)."""
        if frozenset(places) != self._places:
            self._places = frozenset(places)
            self._rebuild(self._all)

    def put_in_order(self, order: Order, measure: Measure = _no_measure) -> None:
        """Keep this order from now on. Rows that are in it already do not move."""
        self._order, self._measure = order, measure
        measure([self._all[draft_id] for draft_id in self._shown])
        shown = {draft_id: order(self._all[draft_id]) for draft_id in self._shown}
        keys = sorted(shown.values())
        moved = [key[1] for key in keys] != [key[1] for key in self._keys]
        if moved:
            self.beginResetModel()
        self._keys, self._shown = keys, shown
        if moved:
            self.endResetModel()

    def tick(self, now: int, *, heard: bool = False) -> None:
        """Drop what has removed itself by now, so that a desk without connection does not keep it longer (row B7).

        While the server is `heard` it takes them away itself, by a clock that is right. This desk's may have been set
        back meanwhile: then what it had dropped too early is there again.
        """
        anew = heard != self._heard or now < self._now
        self._now, self._heard = now, heard
        if anew:
            self._put_right()
        if now < self._next_end:
            return
        self._hide([draft_id for draft_id in self._shown if not self._belongs(self._all[draft_id])])
        aside = [self._all[draft_id] for draft_id in self._resting | self._dismissed]
        self._show([row for row in aside if self._belongs(row)])
        self._put_aside(aside)
        ends = [self._all[draft_id].removed_at for draft_id in self._shown]
        ends += [_end(self._all[draft_id]) for draft_id in self._resting | self._dismissed]
        self._next_end = min((end for end in ends if end > now), default=_NEVER)
        self.summary_changed.emit()

    def _put_right(self) -> None:
        """Only when something is listed that should not be, or the other way round: a reset costs views their place."""
        held = {Phase.INCOMPLETE, Phase.DISMISSED}
        here = {row.id for row in self._all.values() if row.phase in held and self._is_here(row)}
        listed = {row_id for row_id in here if self._belongs(self._all[row_id])}
        if listed != self._shown.keys() or here - listed != self._resting | self._dismissed:
            self._rebuild(self._all)

    def _reset(self, kind: str, rows: tuple[DraftRow, ...]) -> None:
        if kind == _KIND:
            self._rebuild({row.id: row for row in rows})

    def _change(self, kind: str, upserts: tuple[DraftRow, ...], removed: tuple[str, ...]) -> None:
        if kind != _KIND:
            return
        if len(upserts) + len(removed) > _MANY:
            gone = set(removed)
            held = {draft_id: row for draft_id, row in self._all.items() if draft_id not in gone}
            self._rebuild(held | {row.id: row for row in upserts})
        else:
            self._forget(removed)
            self._take(upserts)
            self.summary_changed.emit()

    def _belongs(self, row: DraftRow) -> bool:
        listed = row.phase is Phase.INCOMPLETE and not rests(row.snoozed_until, self._now)
        return listed and self._is_here(row)

    def _is_here(self, row: DraftRow) -> bool:
        return row.location_id in self._places and (self._heard or row.removed_at > self._now)

    def _put_aside(self, rows: Iterable[DraftRow]) -> None:
        for row in rows:
            self._resting.discard(row.id)
            self._dismissed.discard(row.id)
            rested = row.phase is Phase.INCOMPLETE and rests(row.snoozed_until, self._now)
            if (rested or row.phase is Phase.DISMISSED) and self._is_here(row):
                (self._resting if rested else self._dismissed).add(row.id)
                self._next_end = min(self._next_end, _end(row))

    def _rebuild(self, held: dict[str, DraftRow]) -> None:
        """Views look at what they showed once more when a reset begins: until then everything is as it was."""
        self.beginResetModel()
        self._all = held
        shown = [row for row in held.values() if self._belongs(row)]
        self._measure(shown)
        self._shown = {row.id: self._order(row) for row in shown}
        self._keys = sorted(self._shown.values())
        self._worth = {}
        for draft_id in self._shown:
            self._count(self._all[draft_id], 1)
        self._resting, self._dismissed = set(), set()
        self._put_aside(self._all.values())
        self.endResetModel()
        self.summary_changed.emit()

    def _forget(self, removed: Iterable[str]) -> None:
        gone = {draft_id for draft_id in removed if draft_id in self._all}
        self._hide(draft_id for draft_id in gone if draft_id in self._shown)
        for draft_id in gone:
            del self._all[draft_id]
            self._resting.discard(draft_id)
            self._dismissed.discard(draft_id)

    def _take(self, upserts: tuple[DraftRow, ...]) -> None:
        """Put in what is new, change what stands where it stood, move what got another place."""
        belong = {row.id: row for row in upserts if self._belongs(row)}
        stay = {draft_id for draft_id, row in belong.items() if self._shown.get(draft_id) == self._order(row)}
        self._hide(row.id for row in upserts if row.id in self._shown and row.id not in stay)
        for draft_id in stay:
            self._count(self._all[draft_id], -1)
            self._count(belong[draft_id], 1)
        self._all.update((row.id, row) for row in upserts)
        self._put_aside(upserts)
        for draft_id in stay:
            index = self.index(bisect_left(self._keys, self._shown[draft_id]), 0)
            self.dataChanged.emit(index, index)
        self._show([row for draft_id, row in belong.items() if draft_id not in stay])

    def _hide(self, ids: Iterable[str]) -> None:
        keys = sorted((self._shown[draft_id] for draft_id in ids), reverse=True)
        positions = [bisect_left(self._keys, key) for key in keys]
        for _, run in groupby(enumerate(positions), key=lambda pair: pair[0] + pair[1]):
            places = [position for _, position in run]
            first, last = places[-1], places[0]
            self.beginRemoveRows(QModelIndex(), first, last)
            for _, draft_id in self._keys[first : last + 1]:
                self._count(self._all[draft_id], -1)
                del self._shown[draft_id]
            del self._keys[first : last + 1]
            self.endRemoveRows()

    def _show(self, rows: list[DraftRow]) -> None:
        keys = sorted(map(self._order, rows))
        runs = [(place, list(run)) for place, run in groupby(keys, key=lambda key: bisect_left(self._keys, key))]
        for place, run in reversed(runs):
            self.beginInsertRows(QModelIndex(), place, place + len(run) - 1)
            self._keys[place:place] = run
            self._shown.update((key[1], key) for key in run)
            for _, draft_id in run:
                self._count(self._all[draft_id], 1)
            self.endInsertRows()

    def _count(self, row: DraftRow, sign: int) -> None:
        self._next_end = min(self._next_end, row.removed_at)
        for line in row.lines:
            currency = line.price.currency
            self._worth[currency] = self._worth.get(currency, 0) + sign * line.price.minor
