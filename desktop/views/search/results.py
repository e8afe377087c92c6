"""What was found, under the field: groups with headings, one line each, and how many there are."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.models.search_hits import Group, Hit
from desktop.texts import ntr, tr
from desktop.views.search.hit_row import HitRow
from desktop.views.theme.fonts import SMALL, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.scroll_bar import ThinScrollBar
from desktop.views.theme.surfaces import Rule, Surface


class SearchResults(Surface):
    """Lines are kept and filled anew with each letter. Nothing in it takes the focus."""

    chosen = Signal(object)
    """A Hit was clicked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__()
        self.setParent(parent)
        self.setAccessibleName(tr("Search results"))
        self._rows: list[HitRow] = []
        self._heads: list[Label] = []
        self._hits: tuple[Hit, ...] = ()
        self._current = -1
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 4, 0, 4)
        self._column.setSpacing(0)
        self.count = Label(role="quiet", pixels=SMALL)
        self._hint = Label(role="quiet", pixels=SMALL, elide=True)
        self._area = _scrolling(self._list)
        column = self._whole = QVBoxLayout(self)
        column.setContentsMargins(1, 2, 1, 8)
        column.setSpacing(4)
        self._rule = Rule()
        column.addWidget(self._area)
        column.addWidget(self._rule)
        for label in (self.count, self._hint):
            label.setContentsMargins(16, 0, 16, 0)
            column.addWidget(label)
        self._hint.say(tr("Arrows choose, Enter opens, Escape closes"))
        self.hide()

    def show_groups(self, groups: Sequence[Group], keep: Hit | None) -> None:
        """Show these; what was chosen before stays so if it is still among them."""
        self._hits = tuple(hit for group in groups for hit in group.hits)
        self._lay_out(groups)
        place = next((n for n, hit in enumerate(self._hits) if hit.same_as(keep)), 0) if self._hits else -1
        self._go_to(place)

    def said(self) -> str:
        """How many there are."""
        return self.count.text()

    def current(self) -> Hit | None:
        """What Enter takes."""
        return self._hits[self._current] if 0 <= self._current < len(self._hits) else None

    def step(self, by: int) -> None:
        """Another one is chosen; round the end for one step, to the end for more."""
        if not self._hits:
            return
        wanted = self._current + by
        last = len(self._hits) - 1
        self._go_to(wanted % len(self._hits) if abs(by) == 1 else max(0, min(last, wanted)))

    def rows(self) -> list[HitRow]:
        """The lines that are shown, from the top."""
        return self._rows[: len(self._hits)]

    def wanted_height(self) -> int:
        """How high it would be with everything in sight."""
        if not self._hits:
            return self.count.sizeHint().height() + 24
        margins = self._whole.contentsMargins()
        foot = self.count.sizeHint().height() + self._hint.sizeHint().height() + 3 * self._whole.spacing() + 1
        return self._list.sizeHint().height() + foot + margins.top() + margins.bottom()

    def _lay_out(self, groups: Sequence[Group]) -> None:
        while self._column.count():
            self._column.takeAt(0)
        while len(self._rows) < len(self._hits):
            self._add_row()
        while len(self._heads) < len(groups):
            head = Label(role="quiet", pixels=SMALL, weight=Weight.DemiBold)
            head.setParent(self._list)
            head.setContentsMargins(12, 8, 12, 2)
            self._heads.append(head)
        place = 0
        for head, group in zip(self._heads, groups, strict=False):
            head.say(group.title)
            self._column.addWidget(head)
            for hit in group.hits:
                self._rows[place].bind(hit)
                self._column.addWidget(self._rows[place])
                place += 1
        for number, row in enumerate(self._rows):
            row.setVisible(number < place)
        for number, head in enumerate(self._heads):
            head.setVisible(number < len(groups))
        none = tr("Nothing found. Try a part of the name, the last digits of the number, or the email address.")
        found = ntr("{count} result", "{count} results", place)
        if any(group.more for group in groups):
            found = tr("The first {results}. Type on to find others.", results=found)
        self.count.say(found if place else none)
        for part in (self._area, self._rule, self._hint):
            part.setVisible(place > 0)

    def _add_row(self) -> None:
        row, place = HitRow(), len(self._rows)
        row.setParent(self._list)
        row.clicked.connect(lambda: self.chosen.emit(row.hit))
        row.pointed_at.connect(lambda: self._go_to(place))
        self._rows.append(row)

    def _go_to(self, place: int) -> None:
        self._current = place
        for number, row in enumerate(self._rows):
            row.mark(number == place)
        if 0 <= place < len(self._hits):
            self._column.activate()
            self._area.ensureWidgetVisible(self._rows[place], 0, 24 if place else 40)


def _scrolling(held: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setVerticalScrollBar(ThinScrollBar())
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(held)
    held.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area
