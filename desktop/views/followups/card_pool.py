"""Few cards for many rows: which one shows which draft, and which wait to be used again."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.views.followups.pooled import PooledCard


class CardPool:
    """The cards over the viewport of one view. None is ever thrown away; the view says which row needs one."""

    def __init__(
        self,
        view: QAbstractScrollArea,
        make: Callable[[QWidget], PooledCard],
        added: Callable[[PooledCard], None],
        words: Callable[[Any], Any],
    ) -> None:
        """`make` gives a card over the viewport; `added` hears of each, once. `words` says what a card is bound to."""
        self._view, self._make, self._added, self._words = view, make, added, words
        self._shown: dict[str, PooledCard] = {}
        self._said: dict[str, Any] = {}
        self._free: list[PooledCard] = []

    def cards(self) -> tuple[PooledCard, ...]:
        """Every card ever made, shown or waiting to be used again."""
        return (*self._shown.values(), *self._free)

    def laid_out(self) -> list[tuple[str, PooledCard]]:
        """The cards in use with their drafts' ids: a list of its own, so that some can be put back meanwhile."""
        return list(self._shown.items())

    def get(self, draft_id: str) -> PooledCard | None:
        """The card that shows a draft now."""
        return self._shown.get(draft_id)

    def laid(self, draft_id: str) -> PooledCard:
        """The card of a row in sight; raises KeyError for one out of sight."""
        return self._shown[draft_id]

    def around(self, widget: QWidget | None) -> PooledCard | None:
        """The card in use that a widget is on."""
        if widget is None:
            return None
        return next((card for card in self._shown.values() if card.isAncestorOf(widget)), None)

    def lay(self, row: Any, place: QRect) -> None:
        """Show the card of a row at its place. Its words stay as long as the row is the same, until `say_anew`."""
        card = self._shown.get(row.id) or self._take(row.id)
        if self._said.get(row.id) is not row:
            card.bind(self._words(row))
            self._said[row.id] = row
        card.setGeometry(place)
        card.show()

    def say_anew(self) -> None:
        """Time has passed, or something that cards speak of is different."""
        self._said.clear()

    def _take(self, draft_id: str) -> PooledCard:
        """A card for a draft that has none: one that waits, or a new one."""
        if not self._free:
            card = self._make(self._view.viewport())
            self._free.append(card)
            self._added(card)
        self._shown[draft_id] = self._free.pop()
        return self._shown[draft_id]

    def put_back(self, draft_id: str) -> None:
        """A draft's card is free for another row, or for `settle` to hide; a focus on it goes to the view."""
        card = self._shown.pop(draft_id)
        if card.has_focus():
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._said.pop(draft_id, None)
        self._free.append(card)

    def settle(self) -> None:
        """Every row in sight has its card: hide what is left."""
        for card in self._free:
            card.hide()

    def shift(self, tops: Mapping[str, int]) -> None:
        """Cards that all go the same way are moved as by scrolling, with their pixels: in their new places, which
        `tops` tells by their drafts, they need not be painted anew. One that is pressed stays under the pointer.
        """
        ways = Counter(top - self._shown[draft_id].y() for draft_id, top in tops.items() if draft_id in self._shown)
        way = max(ways, key=lambda one: (ways[one], one == 0), default=0)
        if way:
            pressed = [(card, card.pos()) for card in self._shown.values() if card.is_pressed()]
            self._view.viewport().scroll(0, way)
            for card, place in pressed:
                card.move(place)

    def outline(self, draft_id: str) -> None:
        """Mark the card of this draft as the one that keys act on, and no other; empty marks none."""
        for shown_id, card in self._shown.items():
            card.outline(on=shown_id == draft_id)
