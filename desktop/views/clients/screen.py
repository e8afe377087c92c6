"""Clients: the list with its search at the left, the card of one at the right (row N23)."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.models.client_card import ClientCards
from desktop.models.client_desk import ClientDesk
from desktop.models.client_list import MOST_FOUND, ClientList
from desktop.models.client_twins import ClientTwins
from desktop.models.clients import Clients
from desktop.models.pending import Pending
from desktop.models.salon import Salon
from desktop.texts import ntr, tr
from desktop.views.clients.card import ClientCardView
from desktop.views.clients.list import ClientsView
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import TITLE, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.scroller import Scroller
from desktop.views.theme.surfaces import Field, Ground
from domain.wire.base import LONGEST_LINE

_LIST_WIDTH = 360
_CARD_WIDTH = 820
_TYPING_MS = 60
"""The list follows the typing this much later, so that it is narrowed once for several quick letters."""


class ClientsScreen(Ground):
    """Shows one card at a time; what is asked of it goes out by the card's signals."""

    import_requested = Signal()
    new_requested = Signal(str)
    """Somebody is to be put on file; what was looked for is her name or number."""

    twins_requested = Signal()
    """The list of those who may be on file twice."""

    def __init__(
        self,
        clients: Clients,
        listed: ClientList,
        cards: ClientCards,
        twins: ClientTwins,
        desk: ClientDesk,
        pending: Pending,
        salon: Salon,
    ) -> None:
        super().__init__("window")
        self._listed, self._cards, self._desk = listed, cards, desk
        self._twins, self._shown = twins, ""
        self._why_not_book = self._why_not_add = ""
        self.search = Field(name=tr("Find a client"), hint=tr("Name, phone or email"), longest=LONGEST_LINE)
        self.list, self.card = ClientsView(listed), ClientCardView()
        self.twins = Button("", "flat")
        self.add, self.bring = Button(tr("New client"), "primary"), Button(tr("Import…"))
        self._count = Label(role="quiet")
        self._soon = QTimer(listed, singleShot=True, interval=_TYPING_MS)  # which is gone before the screen is
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left())
        row.addWidget(self._right(), 1)
        self.search.installEventFilter(self)
        self.search.textChanged.connect(lambda _text: self._soon.start())
        self._soon.timeout.connect(lambda: listed.narrow(self.search.text()))
        self.list.opened.connect(self.open)
        self.bring.clicked.connect(self.import_requested)
        self.add.clicked.connect(self._ask_for_new)
        self.twins.clicked.connect(self.twins_requested)
        twins.changed.connect(self.refresh)
        listed.narrowed.connect(self._listed_anew)
        clients.changed.connect(self.refresh)
        salon.changed.connect(lambda _kind: self.refresh())
        pending.changed.connect(self.refresh)
        self._listed_anew()
        self.refresh()

    def open(self, client_id: str) -> None:
        """Shows a client's card, and leaves a trace of it (promise S10)."""
        if client_id != self._shown:
            self._shown = client_id
            self._desk.look(client_id)
        self.list.go_to(client_id)
        self.refresh()
        self._area.verticalScrollBar().setValue(0)

    def shown_id(self) -> str:
        """Whose card is shown; empty when none is."""
        return self._shown

    def allow(self, *, why_not_book: str, why_not_add: str) -> None:
        """Whether the person may book, and put somebody on file, at the chosen location."""
        self._why_not_book, self._why_not_add = why_not_book, why_not_add
        self.refresh()

    def refresh(self) -> None:
        """Show the card as of now; a client who is gone leaves the page."""
        if not self.isVisible():
            return
        card = self._cards.card(self._shown) if self._shown else None
        self.bring.refuse(self._desk.why_not_manage())
        self.add.refuse(self._why_not_add)
        self._tell_twins()
        if card is None:
            self._shown = ""
            self._stack.setCurrentWidget(self._nothing)
            return
        self.card.bind(card, self._desk.why_not_edit(), self._desk.why_not_manage(), self._why_not_book)
        self._stack.setCurrentWidget(self._area)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._listed.open()
        self._twins.watch(on=True)
        self.refresh()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._twins.watch(on=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search straight into what it found: Down goes into the list, Enter opens the first."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down:
                self._into_list()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                if self._into_list():
                    self.open(self.list.current_id())
                return True
        return super().eventFilter(watched, event)

    def _into_list(self) -> bool:
        self._soon.stop()
        self._listed.narrow(self.search.text())
        if not self._listed.rowCount():
            return False
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.setCurrentIndex(self._listed.index(0))
        return True

    def _left(self) -> QWidget:
        side = Ground("surface", "end")
        side.setFixedWidth(_LIST_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 16, 1, 0)
        column.setSpacing(8)
        head, found = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(16, 0, 12, 0)
        head.addWidget(Label(tr("Clients"), pixels=TITLE, weight=Weight.Bold))
        head.addStretch(1)
        head.addWidget(self.add)
        found.setContentsMargins(12, 0, 12, 0)
        found.addWidget(self.search)
        told = QHBoxLayout()
        told.setContentsMargins(16, 0, 12, 0)
        told.addWidget(self._count, 1)
        told.addWidget(self.bring)
        same = QHBoxLayout()
        same.setContentsMargins(4, 0, 12, 0)  # its words begin where those above it do
        same.addWidget(self.twins)
        same.addStretch(1)
        for part in (head, found, told, same):
            column.addLayout(part)
        column.addWidget(self.list, 1)
        return side

    def _ask_for_new(self) -> None:
        """Whoever was looked for and is not on file is the new one."""
        self.new_requested.emit("" if self._listed.rowCount() else self.search.text())

    def _tell_twins(self) -> None:
        count = len({client_id for pair in self._twins.pairs for client_id in pair[:2]})
        self.twins.setVisible(count > 0 and not self._desk.why_not_edit())
        self.twins.setText(ntr("{count} client may be the same…", "{count} clients may be the same…", count))

    def _right(self) -> QWidget:
        held = Ground("window")
        middle = QHBoxLayout(held)
        middle.setContentsMargins(0, 0, 0, 0)
        self.card.setMaximumWidth(_CARD_WIDTH)
        middle.addWidget(self.card, 1)
        middle.addStretch(0)
        self._area = Scroller(held, tr("Clients"))
        self._nothing = Ground("window")
        column = QVBoxLayout(self._nothing)
        said = tr("Choose a client to see how to reach them, what they wish, and their appointments.")
        self._told = Label(said, role="quiet", wrap=True)
        self._told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        column.addWidget(self._told)
        column.addStretch(2)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._area)
        return self._stack

    def _listed_anew(self) -> None:
        count = self._listed.rowCount()
        if self._listed.typed:
            said = ntr("{count} found", "{count} found", count) if count else tr("Nobody like this is on file.")
            said = tr("The first {count}: type more to find others", count=count) if count == MOST_FOUND else said
        else:
            said = ntr("{count} client", "{count} clients", count)
        self._count.say(tr("Putting names in order…") if self._listed.ordering else said)
        self.list.go_to(self._shown)
