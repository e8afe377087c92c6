"""A long list of cards with few widgets: a table view that scrolls, a pool of cards over its rows."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shiboken6 import isValid

from desktop.models.card_rows import CardRows
from desktop.views.followups.bare_table import BareTable
from desktop.views.followups.card_pool import CardPool
from desktop.views.followups.pooled import PooledCard

GAP = 12
MARGIN = 12

_Index = QModelIndex | QPersistentModelIndex
_STEPS = {Qt.Key.Key_J: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_K: -1, Qt.Key.Key_Up: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class CardList(BareTable):
    """Lays cards over the rows that can be seen and rebinds them as they scroll.

    The current index is the card that keys act on. A card that is held (focus, open menu, pressed button) keeps its
    draft even out of sight; Tab goes from card to card in the order of the list, past the last one that can be seen.
    """

    made = Signal(object)
    """A card was added to the pool: connect to what it asks for."""

    _soon = Signal()
    _moved = Signal()

    key_pressed = Signal(int, str)
    """A letter, a digit or Enter, and the id of the current card's draft; empty when there is none."""

    chosen = Signal(str)
    """The person herself went to a row: by key, pointer or name. Another that became current does not count."""

    current_changed = Signal()
    """Another card is current. Told after the list has settled, so that `current_id` can be asked."""

    def __init__(
        self,
        model: CardRows,
        words: Callable[[Any], Any],
        make: Callable[[QWidget], PooledCard],
        height: int,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        """`words` says what a card is bound to; `make` gives a card over the list, all of one `height`."""
        super().__init__(height + GAP, parent)
        self._rows, self._pool = model, CardPool(self, make, self._added, words)
        self._card_height, self._row_height = height, height + GAP
        self.setAccessibleName(name)
        self._anchor, self._kept_current, self._asked = ("", 0), "", False
        self._soon.connect(self._lay_now, Qt.ConnectionType.QueuedConnection)
        self._moved.connect(self.current_changed, Qt.ConnectionType.QueuedConnection)
        # Before the view's own selection listens, which would go back to the card before.
        model.rowsAboutToBeRemoved.connect(self._before_removal)
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._before_reset)
        model.modelReset.connect(self._after_reset)
        for moved in (model.rowsRemoved, model.rowsInserted):
            moved.connect(self._lay_soon)
        for reset in (model.modelReset, model.dataChanged):
            reset.connect(self.refresh)
        model.summary_changed.connect(self._lay_now)
        QApplication.instance().focusChanged.connect(self._outline)  # type: ignore[union-attr]  # there is one

    def cards(self) -> tuple[PooledCard, ...]:
        """Every card ever made, shown or waiting to be used again."""
        return self._pool.cards()

    def card_of(self, draft_id: str) -> PooledCard | None:
        """The card that shows a draft now."""
        return self._pool.get(draft_id)

    def refresh(self, *_: object) -> None:
        """Place the cards with new words once what is happening now is over: several changes cost what one does."""
        self._pool.say_anew()
        self._lay_soon()

    def place(self) -> None:
        """Give every visible row its card with the words of this moment, and take back those of rows out of sight."""
        self._pool.say_anew()
        self._lay()

    def _lay_soon(self, *_: object) -> None:
        """Qt handles a queued call before it paints; a timer would come after, and all would be painted twice."""
        if not self._asked:
            self._asked = True
            self._soon.emit()

    def _lay_now(self) -> None:
        """All that one step has changed has been told."""
        if self._asked:
            self._lay()

    def _lay(self) -> None:
        """As `place`, but a card keeps its words as long as its row is the same and nobody has asked for new ones."""
        self._asked = False
        if not self.isVisible():
            self._recycle(set())
            self._pool.settle()
            return
        self._hold_still()
        drafts = {row: self._rows.at(row) for row in self._visible_rows()}
        self._pool.shift({draft.id: self._place_of(row).y() for row, draft in drafts.items()})
        self._recycle({draft.id for draft in drafts.values()})
        for row, draft in drafts.items():
            self._pool.lay(draft, self._place_of(row))
        self._pool.settle()
        self._anchor = next(((draft.id, self.rowViewportPosition(row)) for row, draft in drafts.items()), ("", 0))
        self._outline()

    def _visible_rows(self) -> range:
        count = self._rows.rowCount()
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        return range(0) if first < 0 else range(first, (last if last >= 0 else count - 1) + 1)

    def _place_of(self, row: int) -> QRect:
        width = self.viewport().width() - 2 * MARGIN
        return QRect(MARGIN, self.rowViewportPosition(row) + GAP // 2, width, self._card_height)

    def _hold_still(self) -> None:
        """Keep the scrolled view on what is being read when rows come or go above it."""
        draft_id, offset = self._anchor
        row = self._rows.position(draft_id)
        self.executeDelayedItemsLayout()
        if row is not None and self.verticalScrollBar().value() > 0:
            self.verticalScrollBar().setValue(row * self._row_height - offset)

    def _recycle(self, visible: set[str]) -> None:
        for draft_id, card in self._pool.laid_out():
            row = self._rows.position(draft_id)
            if card.is_pressed() and row is None:
                card.raise_()
            elif row is not None and draft_id not in visible and card.is_held():
                self._pool.lay(self._rows.at(row), self._place_of(row))
            elif draft_id not in visible:
                self._pool.put_back(draft_id)

    def _added(self, card: PooledCard) -> None:
        card.released.connect(self._let_go)
        self.made.emit(card)

    def _let_go(self) -> None:
        """A card that only stayed because it was held goes now."""
        visible = self._visible_rows()
        if any(self._rows.position(draft_id) not in visible for draft_id, _ in self._pool.laid_out()):
            self.refresh()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._anchor = ("", 0)
        self._lay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    # Which card is current

    def current_id(self) -> str:
        """The draft of the card that keys act on, empty when there is none."""
        index = self.currentIndex()
        return self._rows.at(index.row()).id if index.isValid() else ""

    def make_current(self, draft_id: str) -> None:
        """Make a draft's card current and bring it into sight; nothing happens when it is not in the list."""
        row = self._rows.position(draft_id)
        if row is not None:
            self._go(row)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self._moved.emit()
        self._outline()

    def _go(self, row: int) -> None:
        index = self._rows.index(max(0, min(row, self._rows.rowCount() - 1)), 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.chosen.emit(self.current_id())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self.currentIndex().isValid():
            self.chosen.emit(self.current_id())

    def _before_removal(self, _parent: _Index, first: int, last: int) -> None:
        """The card after one that leaves is current next; the one before it at the end of the list."""
        if first <= self.currentIndex().row() <= last:
            follower = last + 1 if last + 1 < self._rows.rowCount() else first - 1
            self.setCurrentIndex(self._rows.index(follower, 0))

    def focusInEvent(self, _event: QFocusEvent) -> None:
        if isValid(self._rows) and not self.currentIndex().isValid():  # signing out takes the models first
            self.setCurrentIndex(self._rows.index(max(0, self.rowAt(0)), 0))

    def _before_reset(self) -> None:
        self._kept_current = self.current_id()

    def _after_reset(self) -> None:
        row = self._rows.position(self._kept_current)
        if row is not None:
            self.setCurrentIndex(self._rows.index(row, 0))

    def _outline(self, *_: object) -> None:
        self._pool.outline(self.current_id() if self.has_focus() else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        focus = self.window().focusWidget()
        if event.modifiers() not in _PLAIN:
            event.ignore()
        elif key in _STEPS:
            self._step(_STEPS[key])
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._go(0 if key == Qt.Key.Key_Home else self._rows.rowCount() - 1)
        elif event.isAutoRepeat():
            event.accept()  # a key that is held down acts once, on the card it was pressed for
        elif key in _ENTER and isinstance(focus, QAbstractButton):
            focus.click()
        elif key in _ENTER or event.text().isalnum():
            self.key_pressed.emit(event.key(), self.current_id())
        else:
            event.ignore()

    def _step(self, by: int) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._go(self.currentIndex().row() + by if self.currentIndex().isValid() else 0)

    def focusNextPrevChild(self, forward: bool) -> bool:
        focus = self.window().focusWidget()
        card = self._pool.around(focus)
        if card is None:
            return self._enter_card(max(0, self.currentIndex().row()), first=True) if forward else self._leave(forward)
        stop = card.stop_beside(focus, forward=forward)
        if stop is not None:
            stop.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        row = self._rows.position(card.row_id)
        if row is None:
            return self._leave(forward)
        return self._enter_card(row + (1 if forward else -1), first=forward)

    def _enter_card(self, row: int, *, first: bool) -> bool:
        """Move the focus to the first or last button of a row's card, or out of the list at its ends."""
        if not 0 <= row < self._rows.rowCount():
            return self._leave(first)
        self._go(row)
        self._lay()
        stops = self._pool.laid(self._rows.at(row).id).stops()
        stops[0 if first else -1].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _leave(self, forward: bool) -> bool:
        """Qt's own order goes by when widgets were made: from the list itself it is right, from a card it is not."""
        if self.window().focusWidget() is not self:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            if not forward:
                return True
        return super().focusNextPrevChild(forward)
