"""One incomplete booking as a card. It knows its draft's id, never its place in the list."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QStyle, QVBoxLayout, QWidget

from desktop.models.attention import NOBODY
from desktop.models.cards import Card
from desktop.texts import tr
from desktop.views.followups.call_outcome import CallStrip
from desktop.views.followups.contact import ContactLine
from desktop.views.followups.others import GAP, OthersLine, fit
from desktop.views.followups.pooled import CardButton, Foldable, PooledCard, line
from desktop.views.theme.fonts import STRONG, Weight
from desktop.views.theme.labels import DotLabel, Label, Pill, as_plain_tooltip
from desktop.views.theme.menus import Menu

CARD_HEIGHT = 180
_LEFT, _RIGHT = 16, 12
_STRIP = 64
_AGE_WIDTH = 88
"""Room for the longest age, so that nothing moves when it ticks."""


class CardWidget(PooledCard):
    """Shows a Card and asks, by signals with the draft's id, for what is clicked. Made once, bound many times."""

    book_requested = Signal(str)
    remind_requested = Signal(str)
    call_requested = Signal(str)
    mail_requested = Signal(str)
    dismiss_requested = Signal(str)
    forget_requested = Signal(str)
    """The id of a refused action whose reason was read."""

    menu_opening = Signal(object)
    """Its menu, before it is shown: others add their lines."""

    strip_made = Signal(object)
    """The CallStrip that this card shows from time to time."""

    focus_freed = Signal()
    """What had the focus is not shown any more."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, CARD_HEIGHT)
        self._card: Card | None = None
        self._strip: CallStrip | None = None
        self._make_texts()
        self._make_buttons()
        self._lay_out()

    @property
    def draft_id(self) -> str:
        """The draft it shows, empty before the first."""
        return self._card.draft_id if self._card else ""

    @property
    def offers(self) -> str:
        """What its menu does about an offer."""
        return self._card.offers if self._card else ""

    def bind(self, card: Card) -> None:
        """Show this card from now on; nothing happens when it says what is there already."""
        if card == self._card:
            return
        self._card = card
        self._bind_texts(card)
        self._bind_buttons(card)
        self._bind_strip(card)
        self.setAccessibleName(card.name)
        self.setAccessibleDescription(card.summary)
        self.setToolTip(as_plain_tooltip(card.why_here))

    @property
    def row_id(self) -> str:
        return self.draft_id

    def presses(self) -> tuple[QAbstractButton, ...]:
        return (
            *self._buttons,
            self._contact.phone,
            self._contact.email,
            *(self._strip.presses() if self._strip else ()),
        )

    def stops(self) -> tuple[QWidget, ...]:
        if self._strip is not None and self._strip.isVisibleTo(self):
            return self._strip.stops()
        buttons = (self._forget, *self._buttons)
        return tuple(button for button in buttons if button.isVisibleTo(self) and button.isEnabled())

    def _make_texts(self) -> None:
        self._name = Label(pixels=STRONG, weight=Weight.DemiBold, elide=True)
        self._new = Pill(ground="amber_field", ink="amber_text")
        self._age = Label(role="quiet")
        self._age.setMinimumWidth(_AGE_WIDTH)
        self._age.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._contact = ContactLine()
        self._services, self._more = Label(elide=True), Label(role="quiet")
        self._price = Label(weight=Weight.DemiBold)
        self._wanted, self._slot = Label(elide=True), DotLabel()
        self._status = Label(role="quiet", elide=True)
        self._others = OthersLine()
        self._contact.phone.clicked.connect(self._ask_call)
        self._contact.email.clicked.connect(self._ask_mail)

    def _make_buttons(self) -> None:
        self._book = CardButton(tr("Book for client"), "primary")
        self._send, self._call = CardButton(tr("Send reminder")), CardButton(tr("Call"))
        self._dismiss = CardButton(tr("Dismiss"), "flat")
        self._other = CardButton(kind="flat", icon="more", name=tr("More"))
        self._forget = CardButton(kind="flat", icon="close", name=tr("Read: do not show this again"))
        self._forget.setFixedSize(20, 20)
        self._buttons = (self._book, self._send, self._call, self._dismiss, self._other)
        asks = (self._ask_book, self._ask_remind, self._ask_call, self._ask_dismiss, self._open_menu, self._ask_forget)
        for button, ask in zip((*self._buttons, self._forget), asks, strict=True):
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            button.clicked.connect(ask)
            button.released.connect(self.released)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_LEFT, 12, _RIGHT, 12)
        column.setSpacing(0)
        column.addLayout(line(self._name, self._new, None, self._age))
        column.addLayout(self._contact.row)
        column.addSpacing(6)
        column.addLayout(line(self._services, self._more, None, self._price))
        column.addLayout(line(self._wanted, None, self._slot))
        column.addLayout(line(self._others, self._status, None, self._forget))
        column.addStretch(1)
        column.addLayout(line(self._book, self._send, self._call, None, self._dismiss, self._other, height=30, gap=GAP))

    def _bind_texts(self, card: Card) -> None:
        self._name.say(card.name)
        self._new.say(tr("new client") if card.is_new else "")
        self._age.say(card.age)
        self._contact.bind(card, card.no_channel)
        self._services.say(card.services)
        self._services.setAccessibleName(card.all_services)
        self._more.say(card.more_services)
        self._more.setToolTip(as_plain_tooltip(card.all_services))
        self._price.say(card.price)
        self._wanted.say(card.wanted)
        self._slot.say(card.slot.text, card.slot.role)
        self._status.say(card.status.text)
        self._status.paint_as(card.status.role)
        self._others.show_others(card.others)
        self._status.setVisible(card.others.asks is None)
        self._forget.setVisible(card.refused_action is not None)

    def _bind_buttons(self, card: Card) -> None:
        self._send.refuse(card.no_channel)
        self._call.refuse(card.no_phone)
        says = (
            tr("Book for {client}", client=card.name),
            tr("{button}: {client}", button=card.send_text, client=card.name),
            tr("Call {client}", client=card.name),
            tr("Dismiss {client}", client=card.name),
            tr("More about {client}", client=card.name),
        )
        for button, name in zip(self._buttons, says, strict=True):
            button.setAccessibleName(name)

        self._fit_buttons()

    def _bind_strip(self, card: Card) -> None:
        """After a call the outcomes stand in the place of the buttons (row N6)."""
        if card.after_call is None and (self._strip is None or self._strip.isHidden()):
            return
        if self._strip is None:
            self._strip = CallStrip(self)
            self.strip_made.emit(self._strip)
            self._place_strip()
        asked, held = card.after_call, self.has_focus()
        if asked is not None:
            self._strip.show_as(asked)
        self._strip.setVisible(asked is not None)
        for button in self._buttons:
            button.setVisible(asked is None)
        if asked is not None:
            for widget in (self._others, self._status, self._forget):
                widget.hide()
            if card.others.text:  # who else is on it must be seen, and the strip has no room for it
                self._slot.say(card.others.text, "amber_text")
        if held and not self._keeps_focus():
            self.focus_freed.emit()

    def _keeps_focus(self) -> bool:
        focus = self.window().focusWidget()
        return self.isAncestorOf(focus) and focus.isVisibleTo(self)

    def _place_strip(self) -> None:
        if self._strip is not None:
            top = CARD_HEIGHT - 8 - _STRIP
            place = QRect(_LEFT, top, self.width() - _LEFT - _RIGHT, _STRIP)
            self._strip.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))

    def _fit_buttons(self) -> None:
        others, room = self._card.others if self._card else NOBODY, self.width() - _LEFT - _RIGHT
        send = self._card.send_text if self._card else ""
        more = Foldable(self._dismiss, tr("Dismiss"), "close"), Foldable(self._send, send, "mail")
        fit(self._buttons, self._book, self._call, tr("Book for client"), others, room, more)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_buttons()
        self._place_strip()

    def _open_menu(self) -> None:
        if self._card is None:
            return
        menu = Menu(self)
        self.menu_opening.emit(menu)
        self._contact.add_to(menu)
        self.show_menu(menu)

    def show_menu(self, menu: Menu) -> None:
        """Show a menu at this card."""
        self.open_menu(menu, self._other)

    def _ask_book(self) -> None:
        self.book_requested.emit(self.draft_id)

    def _ask_remind(self) -> None:
        self.remind_requested.emit(self.draft_id)

    def _ask_call(self) -> None:
        self.call_requested.emit(self.draft_id)

    def _ask_mail(self) -> None:
        self.mail_requested.emit(self.draft_id)

    def _ask_dismiss(self) -> None:
        self.dismiss_requested.emit(self.draft_id)

    def _ask_forget(self) -> None:
        if self._card and self._card.refused_action:
            self.forget_requested.emit(self._card.refused_action)
