"""The scheduler's screen over fakes, and the mouse on it."""

import datetime as dt

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.models.appointments import Appointments
from desktop.models.schedule import Block
from desktop.models.scheduler import Scheduler
from desktop.views.scheduler.grid import CalendarGrid
from desktop.views.scheduler.screen import SchedulerScreen
from tests.gui.support.desk import Desk
from tests.gui.support.rows import LINDEN, TODAY


def at(time: str, day: dt.date = TODAY) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(time))


class Calendar:
    """The screen at Studio Linden on the tests' Friday."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.desk, self.qtbot = desk, qtbot
        self.scheduler = Scheduler(desk.drafts, desk.pending, desk.salon, desk.clock)
        self.appointments = Appointments(desk.feed, desk.acts, desk.toasts, desk.pending, desk.salon, desk.clock)
        self.scheduler.show_location(LINDEN)
        self.screen = SchedulerScreen(self.scheduler, self.appointments, desk.panel())
        self.screen.allow_followups(allowed=True)
        qtbot.addWidget(self.screen)
        self.screen.resize(1192, 760)
        self.screen.show()
        self.grid.refresh()

    @property
    def grid(self) -> CalendarGrid:
        return self.screen.grid

    def block(self, client: str) -> Block:
        """The first block of a client."""
        return next(one for one in self.scheduler.picture().blocks if one.row.client_name == client)

    def middle(self, client: str) -> QPointF:
        box = self.grid.geometry_now().block(self.block(client))
        return box.center()

    def place(self, member: str, time: str) -> QPointF:
        """A place in a column, by its title, at a time."""
        geometry = self.grid.geometry_now()
        column = next(n for n, one in enumerate(geometry.picture.columns) if one.title == member)
        wall = dt.time.fromisoformat(time)
        middle = geometry.side(geometry.x(column) + geometry.column_width / 2)
        return QPointF(middle, geometry.y(wall.hour * 60 + wall.minute))

    def why_not(self) -> str | None:
        """Why what is being moved cannot be put down where it is, empty if it can; None when nothing is moved."""
        carry = self.grid.carry
        return carry.drop.why_not if carry else None

    def press(self, at: QPointF) -> None:
        QTest.mousePress(self.grid.viewport(), Qt.MouseButton.LeftButton, pos=_point(at))

    def pull(self, *ways: QPointF) -> None:
        for way in ways:
            QTest.mouseMove(self.grid.viewport(), _point(way))

    def let_go(self, at: QPointF) -> None:
        QTest.mouseRelease(self.grid.viewport(), Qt.MouseButton.LeftButton, pos=_point(at))

    def drag(self, begin: QPointF, end: QPointF) -> None:
        self.press(begin)
        self.pull(begin + (end - begin) / 2, end)
        self.let_go(end)

    def click(self, at: QPointF) -> None:
        self.press(at)
        self.let_go(at)

    def key(self, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for one in keys:
            QTest.keyClick(self.grid.focus, one, held)


def _point(at: QPointF) -> QPoint:
    return at.toPoint()
