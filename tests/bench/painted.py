"""From an instant to its pixels: the one way in which bench and tour measure when a card is on the screen."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from desktop.views.followups.card import CardWidget
from desktop.views.followups.card_list import CardList
from tests.bench.until import DEADLINE, until


class _CardPainted(QObject):
    """Notices that a card which shows one draft is being painted."""

    def __init__(self, cards: CardList, draft_id: str) -> None:
        super().__init__()
        self._draft_id = draft_id
        self.seen = False
        for card in cards.cards():
            card.installEventFilter(self)
        cards.made.connect(self._made)

    def _made(self, card: CardWidget) -> None:
        card.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, CardWidget):
            self.seen = self.seen or watched.draft_id == self._draft_id
        return False


class _Painted(QObject):
    """Notices that a widget is being painted while a condition holds."""

    def __init__(self, widget: QWidget, while_: Callable[[], bool]) -> None:
        super().__init__()
        self._while = while_
        self.seen = False
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.seen = self.seen or self._while()
        return False


def until_card_painted(cards: CardList, draft_id: str, begin: Callable[[], None], deadline: float = DEADLINE) -> float:
    """Milliseconds from `begin` until the draft's card has been painted. Raises NotHappened."""
    card = _CardPainted(cards, draft_id)
    return _measured(begin, lambda: card.seen, "the card was painted", deadline)


def until_card_gone(cards: CardList, draft_id: str, begin: Callable[[], None], deadline: float = DEADLINE) -> float:
    """Milliseconds from `begin` until the list has been painted without the draft's card. Raises NotHappened."""
    place = _Painted(cards.viewport(), lambda: cards.card_of(draft_id) is None)
    return _measured(begin, lambda: place.seen, "the list was painted without the card", deadline)


def _measured(begin: Callable[[], None], painted: Callable[[], bool], what: str, deadline: float) -> float:
    """An event filter sees a paint before it is done; the clock is read after the events of that paint."""
    begun = time.perf_counter()
    begin()
    until(painted, what, deadline)
    return (time.perf_counter() - begun) * 1000
