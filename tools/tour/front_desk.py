"""The tour's steps at the front desk: search, the calendar, and the waitlist."""

import datetime as dt

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from desktop.models.search_hits import Kind
from desktop.views.booking.dialog import BookingDialog
from desktop.views.followups.tab import Tab
from desktop.views.scheduler.grid import CalendarGrid
from desktop.views.scheduler.popover import AppointmentPopover
from desktop.views.search.field import SearchField
from desktop.views.search.hit_row import HitRow
from domain.appointments import Status
from domain.wire.actions import AddWaitlistEntry, Choice, WishedWindow
from domain.wire.rows import AppointmentRow, WaitlistEntryRow
from tests.bench.until import settle
from tools.tour.hands import click, click_on, says, top_window
from tools.tour.people import Person
from tools.tour.stage import Stage, found

TYPED = "lea march"
_ENTRY = "tour-entry"
_HALF_AN_HOUR = dt.timedelta(minutes=30)


class FrontDesk:
    """What its steps leave for each other: the appointment of the client whom the tour follows, and who waits."""

    def __init__(self, stage: Stage, who: Person) -> None:
        self._stage, self._who = stage, who
        self._appointment: AppointmentRow | None = None
        self._waits = ""

    @property
    def appointment(self) -> AppointmentRow:
        """Her appointment as it was when she was found."""
        return found(self._appointment, "her appointment was found")

    def search(self) -> str:
        """One box over everything, without accents too (row N17)."""
        stage = self._stage
        field = found(stage.window.findChild(SearchField), "there is a search box")
        stage.window.activateWindow()
        stage.until(stage.window.isActiveWindow, "the window is in front")
        QTest.keyClick(stage.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        stage.until(field.hasFocus, "Ctrl+K leads to the search box")
        QTest.keyClicks(field, TYPED)
        stage.until(lambda: self._hit() is not None, "the box found her appointment")
        self._appointment = self._booked()
        return f"Ctrl+K and {TYPED!r} found {self._who.name} and what she has here"

    def open_found(self) -> str:
        """What was found opens (rows N17, N24)."""
        click_on(found(self._hit(), "the box found her appointment"))
        self._stage.until(lambda: top_window(AppointmentPopover) is not None, "her appointment opened in the calendar")
        return "a click on it opened her appointment in the calendar"

    def move(self) -> str:
        """An appointment is dragged to a later time (row N24)."""
        found(top_window(AppointmentPopover), "her appointment is open").close()
        settle()
        was = self.appointment.start
        middle, hour = self._block()
        self._drag(middle, QPointF(middle.x(), middle.y() + hour / 2))
        wanted = was + _HALF_AN_HOUR
        self._stage.until(lambda: self._booked().start == wanted, "the server moved the appointment")
        return f"her appointment was dragged from {was:%H:%M} to {wanted:%H:%M}"

    def cancel(self) -> str:
        """A cancelled appointment is compared with who waits (rows B22, N24)."""
        stage, row = self._stage, self._booked()
        self._waits = self._somebody_waits(row)
        middle, _ = self._block()
        QTest.mouseClick(self._grid().viewport(), Qt.MouseButton.LeftButton, pos=middle.toPoint())
        stage.until(lambda: top_window(AppointmentPopover) is not None, "her appointment opened")
        click(found(top_window(AppointmentPopover), "her appointment is open"), "Cancel…")
        click(found(top_window(AppointmentPopover), "a reason is asked for"), "The client cannot come")
        stage.until(lambda: self._booked().status is Status.CANCELLED, "the server cancelled it")
        stage.until(lambda: bool(self._entry().fits), "the server found who could have the time")
        self._open_tab("Waitlist")
        stage.until(lambda: says(stage.window, "can fit"), "the waitlist says who could have it")
        return f"her appointment was cancelled; the waitlist says that {self._entry().client_name} can have the time"

    def book_waiting(self) -> str:
        """Whoever waits gets the time (rows B21, B22)."""
        stage, name = self._stage, self._entry().client_name
        click(stage.window, f"Book for {name}")
        stage.until(lambda: top_window(BookingDialog) is not None, "the booking form opened")
        form = found(top_window(BookingDialog), "the booking form is open")
        stage.until(lambda: says(form, "Free on"), "the form shows free times")
        click(form, "Book")
        stage.until(lambda: top_window(BookingDialog) is None, "the form closed")
        stage.until(lambda: self._stage.owner.find(WaitlistEntryRow, self._waits) is None, "she waits no more")
        self._open_tab("Incomplete")
        return f"{name} was booked from the waitlist and waits no more"

    # What is on the stage

    def _open_tab(self, name: str) -> None:
        tabs = (tab for tab in self._stage.window.findChildren(Tab) if tab.accessibleName().startswith(name))
        click_on(found(next(tabs, None), f"there is a tab {name}"))

    def _booked(self) -> AppointmentRow:
        rows = self._stage.owner.rows(AppointmentRow)
        mine = [row for row in rows if row.client_name == self._who.name]
        return found(max(mine, key=lambda row: row.start_at, default=None), "she has an appointment")

    def _hit(self) -> HitRow | None:
        rows = self._stage.window.findChildren(HitRow)
        return next((row for row in rows if row.isVisible() and row.hit.kind is Kind.APPOINTMENT), None)

    def _grid(self) -> CalendarGrid:
        return found(self._stage.window.findChild(CalendarGrid), "there is a calendar")

    def _block(self) -> tuple[QPointF, float]:
        """The middle of her appointment in the calendar, and how high an hour is there."""
        grid = self._grid()
        self._stage.until(lambda: self._shown() is not None, "her appointment is in the calendar")
        box = found(self._shown(), "her appointment is in the calendar")
        geometry = grid.geometry_now()
        return box, geometry.y(60) - geometry.y(0)

    def _shown(self) -> QPointF | None:
        geometry = self._grid().geometry_now()
        mine = (block for block in geometry.picture.blocks if block.row.id == self.appointment.id)
        return next((geometry.block(block).center() for block in mine), None)

    def _drag(self, begin: QPointF, end: QPointF) -> None:
        place = self._grid().viewport()
        ways: list[QPoint] = [(begin + (end - begin) / 2).toPoint(), end.toPoint()]
        QTest.mousePress(place, Qt.MouseButton.LeftButton, pos=begin.toPoint())
        for way in ways:
            QTest.mouseMove(place, way)
        QTest.mouseRelease(place, Qt.MouseButton.LeftButton, pos=end.toPoint())

    # Who waits

    def _somebody_waits(self, row: AppointmentRow) -> str:
        """Another desk puts somebody on the waitlist who could come just then, and the id of that entry."""
        desk, line = self._stage.owner.desk, row.lines[0]
        busy = {row.client_id, *(one.client_id for one in self._stage.owner.rows(WaitlistEntryRow))}
        other = next(one for one in self._stage.owner.rows(AppointmentRow) if one.client_id not in busy)
        window = WishedWindow(row.start.date(), dt.time(9), dt.time(19))
        choice = Choice(line.service_id, line.variant_id, team_member_id=line.team_member_id)
        desk.do(AddWaitlistEntry(_ENTRY, row.location_id, other.client_id, (choice,), (window,)))
        desk.sync()
        return _ENTRY

    def _entry(self) -> WaitlistEntryRow:
        return found(self._stage.owner.find(WaitlistEntryRow, self._waits), "somebody waits")
