"""What is told outside of the window, and what is set for this computer (row N15)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from pytestqt.qtbot import QtBot

from desktop.desk_settings import DeskSettings
from desktop.models.alerts import Alerts
from desktop.models.pending import Pending
from desktop.models.ports import Link
from desktop.services.idle import Idle
from desktop.services.lanes import Lane
from desktop.services.login_start import CannotSwitch
from desktop.services.notifications import SystemNotifier
from desktop.services.preferences import PreferencesFile
from desktop.views.shell.window import Window
from domain.constants import MINUTE
from tests.gui.support.fakes import FakeClock
from tests.gui.support.house import House
from tests.gui.support.program import Program
from tests.gui.support.rows import NOW, draft, person
from tests.gui.test_bell import Desk, notice

Start = Callable[..., Program]
pytestmark = pytest.mark.row("N15")


class FakeNotifier(QObject):
    """Keeps what it was told."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, str]] = []
        self.number = 0

    def tell(self, title: str, text: str) -> None:
        self.told.append((title, text))

    def count(self, number: int) -> None:
        self.number = number


class Told:
    """The bell of a desk that is live, behind other windows, with names allowed."""

    def __init__(self) -> None:
        self.desk, self.notifier = Desk(), FakeNotifier()
        self.in_front, self.may_tell, self.may_name = False, True, True
        self.pending = Pending(self.desk.feed)
        self.alerts = Alerts(
            self.desk.notices,
            self.pending,
            self.notifier,
            lambda: self.in_front,
            lambda: self.may_tell,
            lambda: self.may_name,
        )
        self.desk.feed.put(notice(1, NOW - 5 * MINUTE), notice(2, NOW - MINUTE))
        self.desk.feed.connect_as(Link.LIVE)


def test_what_was_there_before_is_counted_and_not_told() -> None:
    told = Told()
    assert told.notifier.told == []
    assert told.notifier.number == 2
    told.desk.feed.put(replace(person(), notices_read_at=NOW))
    assert told.notifier.number == 0


def test_news_is_told_with_the_client_where_that_is_wanted() -> None:
    told = Told()
    told.desk.feed.put(draft(3, client_name="Nora Nowak"))
    told.desk.feed.put(notice(3, NOW))
    assert told.notifier.told == [("Nora Nowak", "A booking was left unfinished.\nStudio Linden")]
    told.desk.feed.put(notice(3, NOW))
    assert len(told.notifier.told) == 1


@pytest.mark.row("S3")
def test_no_name_is_told_without_that() -> None:
    told = Told()
    told.may_name = False
    told.desk.feed.put(draft(3, client_name="Nora Nowak"))
    told.desk.feed.put(notice(3, NOW))
    assert told.notifier.told == [("Deskbell", "A booking was left unfinished.\nStudio Linden")]


def test_several_at_once_are_one_notification() -> None:
    told = Told()
    told.desk.feed.connect_as(Link.OFFLINE)
    told.desk.feed.put(notice(3, NOW), notice(4, NOW + 1))
    assert told.notifier.told == [("Deskbell", "2 new notifications")]


@pytest.mark.parametrize("why", ["in front", "switched off"])
def test_nobody_is_told_what_she_sees_or_does_not_want(why: str) -> None:
    told = Told()
    told.in_front, told.may_tell = why == "in front", why != "switched off"
    told.desk.feed.put(notice(3, NOW))
    assert told.notifier.told == []
    assert told.notifier.number == (3 if why == "in front" else 0)
    told.in_front, told.may_tell = False, True
    told.desk.feed.put(notice(4, NOW + 1))
    assert len(told.notifier.told) == 1


def test_a_system_without_notifications_is_none_the_worse(qtbot: QtBot) -> None:
    notifier = SystemNotifier(QIcon())
    notifier.tell("Deskbell", "A booking was left unfinished.")
    notifier.count(3)
    notifier.close()


def test_a_click_opens_the_follow_ups_but_not_on_a_locked_desk(desk: Start, house: House) -> None:
    program = desk()
    program.sign_in()
    program.app.around.notified.emit()
    program.until(lambda: program.work.screen.has_followups() or program.work.calendar.has_followups())


class FakeStart:
    """Starting with the computer; `refuses` is what a company's rules do."""

    def __init__(self) -> None:
        self.on, self.refuses = False, False

    def is_on(self) -> bool:
        return self.on

    def switch(self, *, on: bool) -> None:
        if self.refuses:
            raise CannotSwitch("Access is denied")
        self.on = on


def test_what_is_set_for_this_computer_is_kept_and_what_cannot_be_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    window, start, lane = Window(), FakeStart(), Lane("test", _reraise)
    qtbot.addWidget(window)
    kept = PreferencesFile(tmp_path / "preferences.json")
    settings = DeskSettings(window, kept, Idle(FakeClock(), 10), start, lane, _reraise)
    dialog = settings.open()
    qtbot.waitUntil(dialog.start.isEnabled)
    assert not dialog.names.isChecked()
    dialog.names.click()
    dialog.notify.click()
    assert (kept.value.notify, kept.value.notify_names) == (False, True)
    assert not dialog.names.isEnabled()
    dialog.start.click()
    qtbot.waitUntil(lambda: start.on)
    start.refuses = True
    dialog.start.click()
    qtbot.waitUntil(lambda: "Access is denied" in dialog.notice.text())
    assert dialog.start.isChecked()
    dialog.reject()
    settings.close()
    lane.close()


def _reraise(bug: BaseException) -> None:
    raise bug
