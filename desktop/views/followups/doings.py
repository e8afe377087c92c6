"""What is asked for on a card of the Follow-ups panel, by its buttons, its menu or a key, if it still can be."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from desktop.models.attention import Act, Attention
from desktop.models.followups import FollowUps
from desktop.models.noting import Noting
from desktop.models.ports import draft_entity
from desktop.views.followups.card import CardWidget
from desktop.views.followups.card_list import CardList
from desktop.views.followups.card_work import CardWork


class Doings(QObject):
    """One for the panel. Others who are on a card are asked about before its client is called or booked (row N5)."""

    book_requested = Signal(str)
    """Of a draft that is still there."""

    offer_requested = Signal(str)
    withdraw_requested = Signal(str)
    """About which card, as `draft:<id>`."""

    def __init__(
        self, cards: CardList, work: CardWork, followups: FollowUps, noting: Noting, attention: Attention
    ) -> None:
        super().__init__(cards)
        self._cards, self._work, self._followups = cards, work, followups
        self._noting, self._attention = noting, attention
        self.keys: dict[Qt.Key, Callable[[str], object]] = {
            **dict.fromkeys((Qt.Key.Key_B, Qt.Key.Key_Return, Qt.Key.Key_Enter), self.book),
            Qt.Key.Key_R: followups.remind_soon,
            Qt.Key.Key_S: self._snooze,
            Qt.Key.Key_T: work.story_requested.emit,
            Qt.Key.Key_C: self._call,
            Qt.Key.Key_E: followups.mail,
            Qt.Key.Key_D: followups.dismiss,
            Qt.Key.Key_O: self._offer,
            Qt.Key.Key_X: self._withdraw,
        }
        cards.made.connect(self._made)
        cards.key_pressed.connect(self._key)
        work.offer_requested.connect(self._offer)
        work.withdraw_requested.connect(self._withdraw)
        noting.opened.connect(self._works_on)
        noting.book_requested.connect(self.book)

    def book(self, draft_id: str) -> None:
        """Have her booked, if she can still be."""
        if self._followups.still_there(draft_id) and self._attention.may(draft_entity(draft_id), Act.BOOK):
            self.book_requested.emit(draft_id)

    def _made(self, card: CardWidget) -> None:
        card.book_requested.connect(self.book)
        card.remind_requested.connect(self._followups.remind)
        card.call_requested.connect(self._call)
        card.mail_requested.connect(self._followups.mail)
        card.dismiss_requested.connect(self._followups.dismiss)
        card.forget_requested.connect(self._followups.forget)

    def _key(self, key: int, draft_id: str) -> None:
        if key == Qt.Key.Key_Z:
            self._followups.undo()
        elif key == Qt.Key.Key_W:
            self._followups.explain_last()
        elif draft_id and key in self.keys:
            self.keys[Qt.Key(key)](draft_id)
        elif draft_id and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self._noting.press(draft_id, key - Qt.Key.Key_0)

    def _snooze(self, draft_id: str) -> None:
        card = self._cards.card_of(draft_id)
        if isinstance(card, CardWidget) and self._followups.still_there(draft_id):
            self._work.open_snooze_menu(card)

    def _call(self, draft_id: str) -> None:
        if self._followups.still_there(draft_id) and self._attention.may(draft_entity(draft_id), Act.CALL):
            self._works_on(draft_id)
            self._followups.call(draft_id)

    def _offer(self, draft_id: str) -> None:
        self.offer_requested.emit(draft_entity(draft_id))

    def _withdraw(self, draft_id: str) -> None:
        self.withdraw_requested.emit(draft_entity(draft_id))

    def _works_on(self, draft_id: str) -> None:
        self._attention.work_on(draft_entity(draft_id))
