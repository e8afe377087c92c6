"""The scheduler's screen: header, calendar, and the Follow-ups panel beside them (row B11)."""

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models.appointments import Appointments
from desktop.models.scheduler import Scheduler
from desktop.views.followups.beside import BesideFollowUps
from desktop.views.followups.panel import FollowUpsPanel
from desktop.views.scheduler.grid import CalendarGrid
from desktop.views.scheduler.header import Header
from desktop.views.scheduler.popover import AppointmentPopover
from domain.wire.rows import AppointmentRow

LEAST_WIDTH = 400
_BEFORE_NOW = 60
_REST_MS = 40
"""Who goes through the list sees its cards move first, and the calendar when she stops."""


class SchedulerPage(QWidget):
    """Header over calendar."""

    def __init__(self, scheduler: Scheduler) -> None:
        super().__init__()
        self.header, self.grid = Header(scheduler), CalendarGrid(scheduler)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.grid, 1)


class SchedulerScreen(BesideFollowUps):
    """The calendar of one location. The wanted time of the panel's current card is outlined on it."""

    free_time_chosen = Signal(str, object)
    """Free time was clicked while a card is current: the column's team member, empty for any, and the local start."""

    def __init__(
        self, scheduler: Scheduler, appointments: Appointments, panel: FollowUpsPanel, parent: QWidget | None = None
    ) -> None:
        self._page_of = SchedulerPage(scheduler)
        super().__init__(self._page_of, panel, LEAST_WIDTH, parent)
        self._scheduler = scheduler
        self.header, self.grid = self._page_of.header, self._page_of.grid
        self.popover = AppointmentPopover(scheduler, appointments, self)
        self._scrolled = False
        grid, header = self.grid, self.header
        self.popover.move_requested.connect(self.grid.lift)
        grid.opened.connect(self.open_appointment)
        grid.dropped.connect(appointments.move)
        grid.day_stepped.connect(scheduler.step)
        grid.today_requested.connect(scheduler.show_today)
        grid.free_time_chosen.connect(self.free_time_chosen)
        header.followups_requested.connect(self._toggle)
        self._rested = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rested.timeout.connect(self._want)
        panel.current_changed.connect(self._rested.start)
        self.followups_shown.connect(self._shown)

    def open_appointment(self, appointment_id: str, beside: QRect) -> None:
        """Opens the popover on an appointment."""
        row = self._scheduler.appointment(appointment_id)
        if row is not None:
            self.popover.open_on(row, beside)

    def show_appointment(self, row: AppointmentRow) -> None:
        """Brings an appointment of the day that is shown into sight and opens it; one that is not drawn just opens."""
        self.grid.refresh()
        block = self.grid.block_of(row.id)
        if block is not None:
            self.grid.go_to(block)
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
            self.grid.open_block(block)
        else:
            self.popover.open_on(row, QRect(self.grid.mapToGlobal(self.grid.rect().center()), QSize(1, 1)))

    def allow_followups(self, *, allowed: bool) -> None:
        super().allow_followups(allowed=allowed)
        self.header.followups.setVisible(allowed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._scrolled:
            self._scrolled = True
            _, minutes = self._scheduler.now_line()
            self.grid.scroll_to(minutes - _BEFORE_NOW)

    def _toggle(self) -> None:
        if self.has_followups():
            self.close_followups()
        else:
            self.open_waitlist()

    def _shown(self, shown: bool) -> None:
        if not shown and self.isVisible():
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self._want()

    def _want(self, *_: object) -> None:
        """Outlines the current card's time while the panel is beside the calendar, and follows who goes through it."""
        cards = self.panel.list
        draft_id = cards.current_id() if self.has_followups() and cards.isVisible() else ""
        focused = self.panel.isAncestorOf(self.window().focusWidget())
        self._scheduler.want(draft_id, follow=focused and self.grid.carry is None)
        self.grid.offer_free_time(offers=self._scheduler.may_book())
