"""The screens put together: who has the scheduler, and where the ways to the follow-ups lead."""

import datetime as dt

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.models.ports import Link
from desktop.views.booking.dialog import BookingDialog
from desktop.workplace import SCHEDULER, TODAY, Workplace
from domain.permissions import Permission
from tests.gui.support.clicks import press
from tests.gui.support.fakes import (
    FakeActs,
    FakeClientFiles,
    FakeClock,
    FakeColleagues,
    FakeFeed,
    FakeOffice,
    FakeOpener,
    FakeSlots,
    FakeToasts,
)
from tests.gui.support.rows import LINDEN, draft, person


class Work:
    """A receptionist's screens over fakes."""

    def __init__(self, qtbot: QtBot, *permissions: Permission) -> None:
        self.feed, self.window = FakeFeed(), QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.acts, self.toasts, self.office = FakeActs(self.feed), FakeToasts(), FakeOffice()
        self.slots, self.files, self.opener = FakeSlots(), FakeClientFiles(), FakeOpener()
        self.place = Workplace(
            self.feed,
            self.acts,
            self.slots,
            self.files,
            self.opener,
            self.toasts,
            FakeClock(),
            "light",
            LINDEN,
            self.window,
            FakeColleagues(),
            self.office,
        )
        self.place.shell.setParent(self.window)
        self.place.shell.resize(1280, 800)
        self.feed.salon(person(*permissions))
        self.feed.reset(draft(1), draft(2, client_name="Lena"))
        self.window.show()


@pytest.mark.row("B11")
def test_review_opens_the_scheduler_at_incomplete(qtbot: QtBot) -> None:
    work = Work(qtbot)
    shell, calendar = work.place.shell, work.place.calendar
    assert shell.current() == TODAY
    assert shell.rail.entry(SCHEDULER).waiting() == 2
    press(shell, "Review incomplete bookings")
    assert shell.current() == SCHEDULER
    assert calendar.has_followups()
    assert calendar.panel.list.isVisible()
    qtbot.waitUntil(lambda: work.place.scheduler.wanting() is not None)
    work.place.open_draft(draft(2).id)
    assert calendar.panel.list.current_id() == draft(2).id
    qtbot.waitUntil(lambda: work.place.scheduler.wanting() == draft(2, client_name="Lena"))


@pytest.mark.row("B11", "B18")
def test_without_the_schedule_there_is_no_scheduler_and_review_opens_beside_today(qtbot: QtBot) -> None:
    work = Work(qtbot, Permission.MANAGE_WAITLIST)
    shell = work.place.shell
    assert not shell.rail.entry(SCHEDULER).isVisible()
    assert shell.rail.entry(TODAY).waiting() == 2
    press(shell, "Review incomplete bookings")
    assert shell.current() == TODAY
    assert work.place.screen.has_followups()


@pytest.mark.row("B18")
def test_the_scheduler_goes_with_its_permission_and_its_button_with_the_other(qtbot: QtBot) -> None:
    work = Work(qtbot)
    shell = work.place.shell
    work.place.open_draft()
    work.feed.salon(person(Permission.VIEW_SCHEDULE))
    assert shell.current() == SCHEDULER
    assert not work.place.calendar.has_followups()
    assert not work.place.calendar.header.followups.isVisible()
    work.feed.salon(person(Permission.MANAGE_WAITLIST))
    assert shell.current() == TODAY


@pytest.mark.row("B11", "B13")
def test_free_time_is_booked_for_the_current_card_with_that_member_and_start(qtbot: QtBot) -> None:
    work = Work(qtbot)
    work.place.open_draft(draft(1).id)
    qtbot.waitUntil(lambda: work.place.scheduler.wanting() is not None)
    start = dt.datetime.fromisoformat("2026-11-20T16:15")
    work.place.calendar.free_time_chosen.emit("tm-ben", start)
    dialog = work.window.findChild(BookingDialog)
    assert dialog is not None
    assert (dialog.form.start, dialog.form.basket.member_id()) == (start, "tm-ben")
    dialog.close()


@pytest.mark.row("N20")
def test_a_workplace_hears_no_more_once_its_page_is_gone(qtbot: QtBot) -> None:
    work, gone = Work(qtbot), list[str]()
    work.place.destroyed.connect(lambda: gone.append("workplace"))
    work.place.shell.destroyed.connect(lambda: gone.append("page"))
    work.place.end()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone == ["workplace", "page"]
    work.feed.connect_as(Link.OFFLINE)
    work.feed.salon(person())
    work.feed.reset(draft(3))
