"""The Follow-ups side panel: Waitlist and Incomplete, each with its count (row B11).

Incomplete has its worth and its cards, or says what will appear here.
"""

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.models.attention import Attention
from desktop.models.cards import Card, Cards
from desktop.models.drafts import DraftsModel
from desktop.models.followups import FollowUps
from desktop.models.noting import Noting
from desktop.models.pending import Pending
from desktop.models.ports import draft_entity
from desktop.models.ranking import Ranking
from desktop.models.salon import Salon
from desktop.texts import amounts, in_a_row, ntr, tr
from desktop.views.followups.card import CARD_HEIGHT, CardWidget
from desktop.views.followups.card_list import CardList
from desktop.views.followups.card_work import CardWork
from desktop.views.followups.doings import Doings
from desktop.views.followups.empty import EmptyPage
from desktop.views.followups.order import OrderButton
from desktop.views.followups.quiet import Quiet
from desktop.views.followups.tab import Tab, Tabs
from desktop.views.shell.announcements import announce
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import STRONG, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Ground
from desktop.views.waitlist.page import WaitlistPage
from domain.clock import Clock
from domain.wire.rows import DraftRow

WIDTH = 464
_TICK = 20_000
"""Milliseconds between two looks at the clock: an age is never more than that behind."""


class FollowUpsPanel(Ground):
    """Beside the scheduler, or wherever the shell puts it; keeps its width."""

    book_requested = Signal(str)
    """Book for client was asked for on a draft that is still there."""

    close_requested = Signal()

    offer_requested = Signal(str)
    withdraw_requested = Signal(str)
    """About which card, as `waitlist:<id>` or `draft:<id>`."""

    current_changed = Signal()
    """Another card is current, or other cards are shown."""

    def __init__(
        self,
        drafts: DraftsModel,
        cards: Cards,
        followups: FollowUps,
        noting: Noting,
        attention: Attention,
        ranking: Ranking,
        pending: Pending,
        salon: Salon,
        clock: Clock,
        waitlist: WaitlistPage,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("window", "start")
        self.setParent(parent)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(tr("Follow-ups"))
        self._drafts, self._words, self._followups, self._clock = drafts, cards, followups, clock
        self._attention, self._ranking, self._pending, self.waitlist = attention, ranking, pending, waitlist
        self._noting, self.work = noting, CardWork(noting, drafts, salon, clock, self)
        self.list = CardList(drafts, self._card, CardWidget, CARD_HEIGHT, tr("Incomplete bookings"))
        self.list.setObjectName("incomplete")
        self._quiet = Quiet(self.list, clock)
        self._make_parts()
        self._lay_out()
        self.doings = Doings(self.list, self.work, followups, noting, attention)
        self._hear_of_work()
        self.list.made.connect(self._made)
        self.list.current_changed.connect(self.current_changed)
        self.list.chosen.connect(self._chosen)
        attention.asked.connect(self._read_out)
        drafts.summary_changed.connect(self._summary)
        for signal in (pending.link_changed, salon.changed):
            signal.connect(self._refresh)
        for about_one in (pending.changed, attention.changed):
            about_one.connect(self._differs)
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self._let_go = QTimer(self, singleShot=True)
        self._let_go.timeout.connect(self._summary)
        drafts.destroyed.connect(self._timer.stop)  # signing out takes the models first
        self._summary()

    def _hear_of_work(self) -> None:
        self.doings.book_requested.connect(self.book_requested)
        self.doings.offer_requested.connect(self.offer_requested)
        self.doings.withdraw_requested.connect(self.withdraw_requested)
        self.work.focus_freed.connect(self.list.setFocus)
        self.work.story_requested.connect(self._tell)
        self.work.drawer.closed.connect(self._story_over)
        self.tab.clicked.connect(self._story_over)
        self._noting.changed.connect(self._refresh)
        self._followups.why_requested.connect(self.work.ask_why)

    def tick(self) -> None:
        """Let ages and reminders read as of now."""
        self._drafts.tick(self._clock.now(), heard=self._pending.online)
        if self._quiet.is_now():
            self._ranking.when_quiet()
        self.list.place()
        self.waitlist.tick()

    def open_waitlist(self, entry_id: str = "") -> None:
        """Open at Waitlist, at an entry if one is named."""
        self.waitlist_tab.setChecked(True)
        self.waitlist.open_at(entry_id)

    def open_at(self, draft_id: str = "") -> None:
        """Open at Incomplete with the focus in the list, at a draft if one is named."""
        self.tab.setChecked(True)
        self._noting.story.close()
        self._pages.setCurrentIndex(1)
        self._quiet.touch()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if draft_id:
            self.list.make_current(draft_id)
            if any(row.id == draft_id for row in self._drafts.resting()):
                self.work.folds.open_resting()

    def _make_parts(self) -> None:
        self._title = Label(tr("Follow-ups"), pixels=STRONG + 1, weight=Weight.Bold)
        self._close = Button(kind="flat", icon="close", name=tr("Close follow-ups"))
        self._close.clicked.connect(self.close_requested)
        self.waitlist_tab, self.tab = Tab(tr("Waitlist")), Tab(tr("Incomplete"))
        self._tabs = Tabs((self.waitlist_tab, self.tab))
        self._pages = QStackedWidget()
        self._tabs.group.idToggled.connect(self._turn)
        self.waitlist.count_changed.connect(self.waitlist_tab.count)
        self._order = OrderButton(self._ranking)
        self._sum = Label(role="quiet", pixels=12)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        text = tr(
            "When clients choose services online and leave before confirming, the booking appears here "
            "ten minutes later, with what they wanted and how to reach them."
        )
        self._stack.addWidget(EmptyPage(tr("No incomplete bookings"), text))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 8, 0, 0)
        column.setSpacing(0)
        column.addLayout(_row(self._title, self._close, margins=(16, 0, 8, 0), height=32))
        column.addWidget(self._tabs)
        incomplete = QWidget()
        below = QVBoxLayout(incomplete)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addLayout(_row(self._order, self._sum, margins=(8, 6, 16, 2), height=24))
        below.addWidget(self._stack, 1)
        below.addWidget(self.work.folds)
        for page in (self.waitlist, incomplete, self.work.drawer):
            self._pages.addWidget(page)
        column.addWidget(self._pages, 1)
        self.tab.setChecked(True)
        self.setTabOrder(self._close, self.list)

    def _turn(self, number: int, opened: bool) -> None:
        if opened:
            self._noting.story.close()
            self._attention.away()
            self._pages.setCurrentIndex(number)
            self.current_changed.emit()

    def _card(self, row: DraftRow) -> Card:
        others = self._attention.others(draft_entity(row.id), row.location_id)
        why, after_call = self._ranking.reason(row), self._noting.after_call(row.id)
        card = self._words.card(row, self._clock.now())
        return replace(card, others=others, why_here=why, after_call=after_call)

    def _chosen(self, draft_id: str) -> None:
        self._attention.look_at(draft_entity(draft_id))

    def _read_out(self, card: str) -> None:
        row = self._drafts.get(card.partition(":")[2])
        if row is not None:
            announce(self, self._attention.others(card, row.location_id).text)

    def _made(self, card: CardWidget) -> None:
        self.work.made(card)
        card.released.connect(self._let_go.start)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.list.current_id()
        if event.key() == Qt.Key.Key_Escape and self._noting.after_call(current):
            self._noting.close(current)
        else:
            super().keyPressEvent(event)

    def _tell(self, draft_id: str) -> None:
        if self.work.open_story(draft_id):
            self._pages.setCurrentWidget(self.work.drawer)
            self.work.drawer.focus_list()

    def _story_over(self, *_: object) -> None:
        self._noting.story.close()
        self._pages.setCurrentIndex(1)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        if not event.spontaneous():
            self._ranking.when_quiet()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._attention.away()
            self.work.put_away()
            if self._pages.currentWidget() is self.work.drawer:
                self._pages.setCurrentIndex(1)

    def _refresh(self, *_: object) -> None:
        self.list.refresh()

    def _differs(self, card: str) -> None:
        """What is said of one card; one that is not in sight says it when it comes."""
        if self.list.card_of(card.partition(":")[2]) is not None:
            self.list.refresh()

    def _summary(self) -> None:
        count = self._drafts.rowCount()
        self.tab.count(count)
        self._order.setVisible(count > 0)
        # The last card stays while it is pressed, so that letting go says what has become of it.
        pressed = any(card.is_pressed() for card in self.list.cards())
        self._stack.setCurrentIndex(0 if count or pressed else 1)
        self._sum.say(_sum_words(count, amounts(self._drafts.worth())) if count else "")


def _sum_words(count: int, worth: str) -> str:
    drafts = ntr("{count} draft", "{count} drafts", count)
    return in_a_row(part for part in (drafts, worth) if part)


def _row(left: QWidget, right: QWidget, *, margins: tuple[int, int, int, int], height: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(*margins)
    row.addStrut(height)
    row.addWidget(left)
    row.addStretch(1)
    row.addWidget(right)
    return row
