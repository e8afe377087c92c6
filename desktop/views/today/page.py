"""The first page of the day: greeting, tiles, next up."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.today import Overview, Today
from desktop.texts import tr
from desktop.views.theme.fonts import TITLE, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Ground
from desktop.views.today.lists import NextUp, RecentFollowUps
from desktop.views.today.tiles import AmberTile, PressedTile, Tile

LEAST_WIDTH = 712
"""What the tiles need side by side."""

_WIDEST_AMBER, _WIDEST_TILE = 440, 340
_TICK = 20_000

_AFTER = 40
"""Milliseconds by which the page lets the list of cards go first: that is what was clicked, or has just come in."""


class TodayPage(Ground):
    """Shows an Overview. Parts that are not allowed or have nothing in them leave no gap."""

    review_requested = Signal()
    waitlist_requested = Signal()
    draft_opened = Signal(str)
    """A line about a draft was clicked: show its card."""

    def __init__(self, today: Today, parent: QWidget | None = None) -> None:
        super().__init__("window")
        self.setParent(parent)
        self._today = today
        self._greeting = Label(pixels=TITLE + 2, weight=Weight.Bold, elide=True)
        self._day = Label(role="quiet", elide=True)
        self.amber, self.appointments = AmberTile(), Tile(tr("Appointments"))
        self.waitlist = PressedTile(tr("Waitlist"))
        self.next_up, self.recent = NextUp(), RecentFollowUps()
        self._lay_out()
        self.amber.hide()
        self.recent.hide()
        self.amber.review_requested.connect(self.review_requested)
        self.waitlist.clicked.connect(self.waitlist_requested)
        self.recent.opened.connect(self.draft_opened)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.refresh)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK)
        self._tick.timeout.connect(self._later)
        self._tick.start()
        today.changed.connect(self._later)

    def refresh(self) -> None:
        """Show the day as of now; a page that is not looked at does nothing."""
        if self.isVisible():
            self.bind(self._today.overview())

    def bind(self, overview: Overview) -> None:
        """Show this."""
        self._greeting.say(overview.greeting)
        self._day.say(overview.day)
        self.amber.setVisible(overview.waiting is not None)
        if overview.waiting is not None:
            self.amber.show_figure(overview.waiting.count, overview.waiting.detail)
        self.waitlist.setVisible(overview.waitlist is not None)
        if overview.waitlist is not None:
            self.waitlist.show_figure(overview.waitlist.count, overview.waitlist.detail)
        self.appointments.setVisible(overview.sees_schedule)
        self.appointments.show_figure(overview.appointments, overview.appointments_detail)
        self.next_up.setVisible(overview.sees_schedule)
        self.next_up.bind(overview.coming)
        self.recent.bind(overview.recent)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _later(self) -> None:
        if self.isVisible():
            self._soon.start(_AFTER)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 28)
        column.setSpacing(0)
        column.addWidget(self._greeting)
        column.addSpacing(4)
        column.addWidget(self._day)
        column.addSpacing(20)
        self.amber.setMaximumWidth(_WIDEST_AMBER)
        for tile in (self.appointments, self.waitlist):
            tile.setMaximumWidth(_WIDEST_TILE)
        tiles = _side_by_side((self.amber, 7), (self.appointments, 5), (self.waitlist, 5))
        tiles.addStretch(0)
        column.addLayout(tiles)
        column.addSpacing(20)
        column.addLayout(_side_by_side((self.next_up, 5), (self.recent, 4)), 1)


def _side_by_side(*parts: tuple[QWidget, int]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(16)
    for widget, share in parts:
        row.addWidget(widget, share)
    return row
