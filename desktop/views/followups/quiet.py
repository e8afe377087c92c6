"""When nobody is at the list of incomplete bookings, so that it may be put in another order (row N9)."""

from PySide6.QtCore import QObject

from desktop.views.followups.card_list import CardList
from domain.clock import Clock
from domain.constants import MINUTE

QUIET = MINUTE
"""For how long the keys were left alone before cards may change places while the list has the focus."""


class Quiet(QObject):
    """Remembers when somebody last did something at the list: pressed a key, or went to a card."""

    def __init__(self, cards: CardList, clock: Clock) -> None:
        super().__init__(cards)
        self._list, self._clock, self._touched_at = cards, clock, 0
        cards.key_pressed.connect(self.touch)
        cards.chosen.connect(self.touch)

    def touch(self, *_: object) -> None:
        """Somebody is at the list now."""
        self._touched_at = self._clock.now()

    def is_now(self) -> bool:
        """Nobody is at the list: cards may change their places without one slipping away under a hand."""
        if not self._list.isVisible():
            return True
        if self._list.underMouse() or any(card.is_pressed() for card in self._list.cards()):
            return False
        return not self._list.has_focus() or self._clock.now() - self._touched_at >= QUIET
