"""The Waitlist tab of Follow-ups: who waits, for whom there is room, and the way to add somebody (row B21)."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.models.attention import Act, Attention
from desktop.models.openings import Openings
from desktop.models.pending import Pending
from desktop.models.ports import waitlist_entity
from desktop.models.salon import Salon
from desktop.models.waitlist import WaitlistModel
from desktop.models.waitlist_cards import WaitCard, WaitCards
from desktop.models.waitlist_desk import WaitlistDesk
from desktop.texts import in_a_row, ntr, tr
from desktop.views.followups.card_list import CardList
from desktop.views.followups.empty import EmptyPage
from desktop.views.shell.announcements import announce
from desktop.views.theme.buttons import Button
from desktop.views.theme.labels import Label
from desktop.views.waitlist.card import HEIGHT, WaitCardWidget
from domain.clock import Clock
from domain.wire.rows import WaitlistEntryRow


class WaitlistPage(QWidget):
    """Emits what needs a form; the rest it has done by the model."""

    add_requested = Signal()
    edit_requested = Signal(str)
    book_requested = Signal(str)
    count_changed = Signal(int)
    offer_requested = Signal(str)
    withdraw_requested = Signal(str)
    """About which entry, as `waitlist:<id>`."""

    def __init__(
        self,
        waitlist: WaitlistModel,
        cards: WaitCards,
        desk: WaitlistDesk,
        attention: Attention,
        openings: Openings,
        pending: Pending,
        salon: Salon,
        clock: Clock,
    ) -> None:
        super().__init__()
        self._waitlist, self._words, self._desk = waitlist, cards, desk
        self._attention = attention
        self._openings, self._clock = openings, clock
        self.list = CardList(waitlist, self._card, WaitCardWidget, HEIGHT, tr("Waitlist"))
        self.list.setObjectName("waitlist")
        self._keys = {
            Qt.Key.Key_B: self._book,
            Qt.Key.Key_Return: self._book,
            Qt.Key.Key_Enter: self._book,
            Qt.Key.Key_C: self._call,
            Qt.Key.Key_E: desk.mail,
            Qt.Key.Key_D: desk.remove,
            Qt.Key.Key_O: self._offer,
            Qt.Key.Key_X: self._withdraw,
        }
        self._lay_out()
        self.list.made.connect(self._made)
        self.list.key_pressed.connect(self._key)
        self.list.chosen.connect(self._chosen)
        attention.asked.connect(self._read_out)
        waitlist.summary_changed.connect(self._summary)
        for signal in (salon.changed, openings.changed, pending.link_changed):
            signal.connect(self._refresh)
        for about_one in (pending.changed, attention.changed):
            about_one.connect(self._differs)
        self._summary()

    def tick(self) -> None:
        """Let ages and openings read as of now."""
        self._openings.tick()
        self.list.place()

    def open_at(self, entry_id: str = "") -> None:
        """Give the list the focus, at an entry if one is named."""
        if self._waitlist.rowCount():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        if entry_id:
            self.list.make_current(entry_id)

    def _lay_out(self) -> None:
        self._sum = Label(role="quiet", pixels=12)
        self.add = Button(tr("Add to waitlist"))
        self.add.clicked.connect(self.add_requested)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        text = tr(
            "Put clients here who want an earlier or a fully booked time. When an appointment is cancelled or "
            "moved, those who could take its place rise to the top."
        )
        self._stack.addWidget(EmptyPage(tr("Nobody is waiting"), text))
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 12, 4)
        head.addWidget(self._sum)
        head.addStretch(1)
        head.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self.setTabOrder(self.add, self.list)

    def _card(self, row: WaitlistEntryRow) -> WaitCard:
        others = self._attention.others(waitlist_entity(row.id), row.location_id)
        return replace(self._words.card(row, self._clock.now()), others=others)

    def _chosen(self, entry_id: str) -> None:
        self._attention.look_at(waitlist_entity(entry_id))

    def _read_out(self, card: str) -> None:
        row = self._waitlist.get(card.partition(":")[2])
        if row is not None:
            announce(self, self._attention.others(card, row.location_id).text)

    def _made(self, card: WaitCardWidget) -> None:
        card.book_requested.connect(self._book)
        card.edit_requested.connect(self._edit)
        card.remove_requested.connect(self._desk.remove)
        card.call_requested.connect(self._call)
        card.mail_requested.connect(self._desk.mail)
        card.offer_requested.connect(self._offer)
        card.withdraw_requested.connect(self._withdraw)
        card.forget_requested.connect(self._desk.forget)

    def _key(self, key: int, entry_id: str) -> None:
        if key == Qt.Key.Key_Z:
            self._desk.undo()
        elif entry_id and key in self._keys:
            self._keys[Qt.Key(key)](entry_id)

    def _book(self, entry_id: str) -> None:
        if self._desk.shown(entry_id) and self._attention.may(waitlist_entity(entry_id), Act.BOOK):
            self.book_requested.emit(entry_id)

    def _call(self, entry_id: str) -> None:
        if self._desk.shown(entry_id) and self._attention.may(waitlist_entity(entry_id), Act.CALL):
            self._attention.work_on(waitlist_entity(entry_id))
            self._desk.call(entry_id)

    def _offer(self, entry_id: str) -> None:
        self.offer_requested.emit(waitlist_entity(entry_id))

    def _withdraw(self, entry_id: str) -> None:
        self.withdraw_requested.emit(waitlist_entity(entry_id))

    def _edit(self, entry_id: str) -> None:
        if self._desk.shown(entry_id):
            self.edit_requested.emit(entry_id)

    def _refresh(self, *_: object) -> None:
        self.list.refresh()

    def _differs(self, card: str) -> None:
        """What is said of one card; one that is not in sight says it when it comes."""
        if self.list.card_of(card.partition(":")[2]) is not None:
            self.list.refresh()

    def _summary(self) -> None:
        count, fitting = self._waitlist.rowCount(), self._waitlist.fitting()
        self._stack.setCurrentIndex(0 if count else 1)
        waiting = ntr("{count} waiting", "{count} waiting", count)
        fits = ntr("{count} can fit", "{count} can fit", fitting) if fitting else ""
        self._sum.say(in_a_row(part for part in (waiting, fits) if part) if count else "")
        self.count_changed.emit(count)
