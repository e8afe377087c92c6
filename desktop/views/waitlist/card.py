"""Somebody who waits, as a card (row B21)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from desktop.models.attention import NOBODY
from desktop.models.waitlist_cards import WaitCard
from desktop.texts import apart, tr
from desktop.views.followups.contact import ContactLine
from desktop.views.followups.others import GAP, OthersLine, fit
from desktop.views.followups.pooled import CardButton, Foldable, PooledCard, line
from desktop.views.theme.fonts import STRONG, Weight
from desktop.views.theme.labels import DotLabel, Label, Pill, as_plain_tooltip
from desktop.views.theme.menus import Menu

HEIGHT = 204
_LEFT, _RIGHT = 16, 12


class WaitCardWidget(PooledCard):
    """Shows a WaitCard and asks, by signals with the entry's id, for what is clicked."""

    book_requested = Signal(str)
    edit_requested = Signal(str)
    remove_requested = Signal(str)
    call_requested = Signal(str)
    mail_requested = Signal(str)
    offer_requested = Signal(str)
    withdraw_requested = Signal(str)
    forget_requested = Signal(str)
    """The id of a refused action whose reason was read."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, HEIGHT)
        self._card: WaitCard | None = None
        self._make_texts()
        self._make_buttons()
        self._lay_out()

    @property
    def row_id(self) -> str:
        return self._card.entry_id if self._card else ""

    def bind(self, card: WaitCard) -> None:
        """Show this card from now on; nothing happens when it says what is there already."""
        if card == self._card:
            return
        self._card = card
        self._bind_texts(card)
        self._bind_buttons(card)
        self.setAccessibleName(card.name)
        self.setAccessibleDescription(card.summary)

    def presses(self) -> tuple[QAbstractButton, ...]:
        return (*self._buttons, self._contact.phone, self._contact.email)

    def stops(self) -> tuple[QWidget, ...]:
        buttons = (self._forget, self._book, self._offer, self._edit, self._call, self._remove, self._other)
        return tuple(button for button in buttons if button.isVisibleTo(self) and button.isEnabled())

    def _make_texts(self) -> None:
        self._name = Label(pixels=STRONG, weight=Weight.DemiBold, elide=True)
        self._added = Label(role="quiet")
        self._contact = ContactLine()
        self._services, self._more = Label(elide=True), Label(role="quiet")
        self._bundle = Pill(ground="hover", ink="quiet")
        self._price = Label(weight=Weight.DemiBold)
        self._window, self._more_windows = Label(elide=True), Label(role="quiet")
        self._opening = DotLabel()
        self._notes = Label(role="quiet", elide=True)
        self._others = OthersLine()
        self._status = Label(role="quiet", elide=True)
        self._contact.phone.clicked.connect(lambda: self.call_requested.emit(self.row_id))
        self._contact.email.clicked.connect(lambda: self.mail_requested.emit(self.row_id))

    def _make_buttons(self) -> None:
        self._book, self._edit = CardButton(tr("Book"), "primary"), CardButton(tr("Edit"))
        self._call, self._remove = CardButton(tr("Call")), CardButton(tr("Remove"), "flat")
        self._offer = CardButton(tr("Offer"))
        self._other = CardButton(kind="flat", icon="more", name=tr("More"))
        self._forget = CardButton(kind="flat", icon="close", name=tr("Read: do not show this again"))
        self._forget.setFixedSize(20, 20)
        self._buttons = (self._book, self._edit, self._call, self._remove, self._other, self._offer)
        asks = (self.book_requested, self.edit_requested, self.call_requested, self.remove_requested)
        for button, ask in zip(self._buttons[:4], asks, strict=True):
            button.clicked.connect(lambda _=False, ask=ask: ask.emit(self.row_id))
        self._other.clicked.connect(self._open_menu)
        self._offer.clicked.connect(self._ask_offer)
        self._forget.clicked.connect(self._ask_forget)
        for button in (*self._buttons, self._forget):
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            button.released.connect(self.released)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_LEFT, 12, _RIGHT, 12)
        column.setSpacing(0)
        column.addLayout(line(self._name, None, self._added))
        column.addLayout(self._contact.row)
        column.addSpacing(6)
        column.addLayout(line(self._services, self._more, self._bundle, None, self._price))
        column.addLayout(line(self._window, self._more_windows, None))
        column.addLayout(line(self._opening, None))
        column.addLayout(line(self._others, self._notes, self._status, None, self._forget))
        column.addStretch(1)
        buttons = line(
            self._book, self._offer, self._edit, self._call, None, self._remove, self._other, height=30, gap=GAP
        )
        column.addLayout(buttons)

    def _bind_texts(self, card: WaitCard) -> None:
        self._name.say(card.name)
        self._added.say(card.added)
        self._contact.bind(card, card.no_phone)
        self._services.say(card.services)
        self._services.setAccessibleName(card.all_services)
        self._more.say(card.more_services)
        self._more.setToolTip(as_plain_tooltip(card.all_services))
        self._bundle.say(card.bundle)
        self._price.say(card.price)
        self._window.say(card.window)
        self._window.setAccessibleName(card.all_windows)
        self._more_windows.say(card.more_windows)
        self._more_windows.setToolTip(as_plain_tooltip(card.all_windows))
        self._opening.say(card.opening.text, card.opening.role)
        self._notes.say(apart(card.notes))
        self._others.show_others(card.others)
        self._notes.setVisible(not card.status.text and card.others.asks is None)
        self._status.say(card.status.text)
        self._status.setVisible(bool(card.status.text) and card.others.asks is None)
        self._status.paint_as(card.status.role)
        self._forget.setVisible(card.refused_action is not None)

    def _bind_buttons(self, card: WaitCard) -> None:
        self._call.refuse(card.no_phone)
        says = (
            tr("Book for {client}", client=card.name),
            tr("Edit {client}'s waitlist entry", client=card.name),
            tr("Call {client}", client=card.name),
            tr("Take {client} off the waitlist", client=card.name),
            tr("More about {client}", client=card.name),
            tr("Withdraw the offer to {client}", client=card.name)
            if card.offers == "withdraw"
            else tr("Offer the time to {client}", client=card.name),
        )
        for button, name in zip(self._buttons, says, strict=True):
            button.setAccessibleName(name)
        self._offer.setText(tr("Withdraw") if card.offers == "withdraw" else tr("Offer"))
        self._offer.setVisible(bool(card.offers))
        self._fit_buttons()

    def _fit_buttons(self) -> None:
        others, room = self._card.others if self._card else NOBODY, self.width() - _LEFT - _RIGHT
        more = (Foldable(self._remove, tr("Remove"), "close"),)
        shown = [one for one in self._buttons if one is not self._offer or one.isVisibleTo(self)]
        fit(shown, self._book, self._call, tr("Book"), others, room, more)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_buttons()

    def _open_menu(self) -> None:
        menu = Menu(self)
        self._contact.add_to(menu)
        self.open_menu(menu, self._other)

    def _ask_offer(self) -> None:
        if self._card is not None:
            withdraws = self._card.offers == "withdraw"
            (self.withdraw_requested if withdraws else self.offer_requested).emit(self.row_id)

    def _ask_forget(self) -> None:
        if self._card and self._card.refused_action:
            self.forget_requested.emit(self._card.refused_action)
