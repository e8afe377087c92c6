"""Those who may be on file twice, two by two, each with the way into merging them (row N23)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.cards import shown_name
from desktop.models.client_twins import MOST, ClientTwins, Pair, Why
from desktop.models.clients import Clients
from desktop.texts import in_a_row, mark, ntr, phone, tr
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL, TITLE, Weight
from desktop.views.theme.forms import foot
from desktop.views.theme.labels import Label
from desktop.views.theme.rows import reused
from desktop.views.theme.scroller import Scroller
from desktop.views.theme.surfaces import Ground, Surface
from domain.wire.rows import ClientRow

_WHY: dict[Why, str] = {
    "phone": mark("The same number, but for the country"),
    "email": mark("The same email address"),
    "name": mark("The same name, and a number is missing"),
}


class TwinsDialog(QDialog):
    """Shows ClientTwins; a pair that was merged leaves it."""

    merge_requested = Signal(str, str)

    def __init__(self, twins: ClientTwins, clients: Clients, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._twins, self._clients = twins, clients
        self.setWindowTitle(tr("Clients who may be the same"))
        self.resize(640, 520)
        self.rows: list[_PairRow] = []
        self._told = Label(role="quiet", wrap=True)
        self.close_button = Button(tr("Close"))
        self._lay_out()
        self.close_button.clicked.connect(self.reject)
        twins.changed.connect(self.refresh)
        clients.changed.connect(self.refresh)
        self.refresh()
        first = self.rows[0].merge if self.rows else self.close_button
        first.setFocus()

    def refresh(self) -> None:
        """Show the pairs as of now: those of whom both are still there."""
        held = [(pair, self._clients.get(pair.first), self._clients.get(pair.second)) for pair in self._twins.pairs]
        pairs = [(pair, one, other) for pair, one, other in held if one is not None and other is not None]
        for row, (pair, one, other) in zip(reused(self.rows, len(pairs), self._make), pairs, strict=True):
            row.bind(pair, one, other)
        if not pairs:
            self._told.say(tr("Nobody seems to be on file twice."))
            self.close_button.setFocus()
        elif len(pairs) >= MOST:
            self._told.say(tr("The first {count}: when these are merged, more may follow.", count=len(pairs)))
        else:
            self._told.say(
                ntr("{count} pair. Look before you merge.", "{count} pairs. Look before you merge.", len(pairs))
            )

    def _make(self, place: int) -> "_PairRow":
        row = _PairRow()
        row.merge_requested.connect(self.merge_requested)
        self._column.insertWidget(place, row)
        return row

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        head, held = Ground("window"), Ground("window")
        told = QVBoxLayout(head)
        told.setContentsMargins(24, 20, 24, 8)
        told.addWidget(Label(self.windowTitle(), pixels=TITLE, weight=Weight.Bold))
        told.addWidget(self._told)
        self._column = QVBoxLayout(held)
        self._column.setContentsMargins(24, 8, 24, 20)
        self._column.setSpacing(8)
        self._column.addStretch(1)
        outer.addWidget(head)
        outer.addWidget(Scroller(held, self.windowTitle()), 1)
        outer.addWidget(foot(self.close_button))


class _PairRow(Surface):
    """Two clients one below the other, what they share, and the button."""

    merge_requested = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._pair: Pair | None = None
        self._names = [Label(weight=Weight.DemiBold, elide=True) for _ in range(2)]
        self._about = [Label(role="quiet", pixels=SMALL, elide=True) for _ in range(2)]
        self._why = Label(role="quiet", pixels=SMALL, wrap=True)
        self.merge = Button(tr("Merge…"))
        self.merge.clicked.connect(self._ask)
        column, row = QVBoxLayout(), QHBoxLayout(self)
        column.setSpacing(2)
        for name, about in zip(self._names, self._about, strict=True):
            column.addWidget(name)
            column.addWidget(about)
            column.addSpacing(4)
        column.addWidget(self._why)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addLayout(column, 1)
        row.addWidget(self.merge)

    def bind(self, pair: Pair, one: ClientRow, other: ClientRow) -> None:
        """Show these two."""
        self._pair = pair
        for name, about, row in zip(self._names, self._about, (one, other), strict=True):
            name.say(shown_name(row.name))
            about.say(_about(row))
        self._why.say(tr(_WHY[pair.why]))
        both = tr("Merge {client} and {other}", client=shown_name(one.name), other=shown_name(other.name))
        self.merge.setAccessibleName(both)

    def _ask(self) -> None:
        if self._pair is not None:
            self.merge_requested.emit(self._pair.first, self._pair.second)


def _about(row: ClientRow) -> str:
    visits = ntr("{count} visit", "{count} visits", row.visits) if row.visits else tr("new client")
    number = phone(row.phone) if row.phone else tr("No phone number on file")
    return in_a_row(part for part in (number, row.email, visits) if part)
