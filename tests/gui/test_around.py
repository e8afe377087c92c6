"""The program and the computer around it: one instance, its place on the screen, its start, and what a crash leaves."""

import logging
import plistlib
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.aftermath import Aftermath
from desktop.services.crashes import Crashes, Trouble, without_places
from desktop.services.instance import Doorbell
from desktop.services.lanes import Lane
from desktop.services.login_start import (
    CannotSwitch,
    LoginStart,
    RunKey,
    autostart,
    launch_agent,
    login_start_of,
)
from desktop.views.shell.placing import can_be_reached, place_of, put_back
from desktop.views.shell.trouble_bar import TroubleBar
from desktop.views.shell.window import Window

# One instance


def test_who_rings_brings_the_first_one_to_the_front(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = Doorbell(tmp_path), Doorbell(tmp_path)
    assert not second.ring()
    first.listen()
    with qtbot.waitSignal(first.rung):
        assert second.ring()
    assert not Doorbell(tmp_path / "another").ring()
    first.close()
    assert not second.ring()


def test_a_name_that_a_crash_left_over_is_taken_over(qtbot: QtBot, tmp_path: Path) -> None:
    crashed, next_one = Doorbell(tmp_path), Doorbell(tmp_path)
    crashed.listen()
    next_one.listen()
    with qtbot.waitSignal(next_one.rung):
        assert Doorbell(tmp_path).ring()


# Place


def test_a_window_is_put_back_where_it_was(qtbot: QtBot) -> None:
    before, after = QWidget(), QWidget()
    for one in (before, after):
        qtbot.addWidget(one)
    before.setGeometry(40, 60, 500, 400)
    before.show()
    put_back(after, place_of(before))
    assert after.geometry() == before.geometry()


def test_a_window_from_a_screen_that_is_gone_can_be_reached(qtbot: QtBot) -> None:
    before, after = QWidget(), QWidget()
    for one in (before, after):
        qtbot.addWidget(one)
    before.setGeometry(5000, 4000, 500, 400)
    before.show()
    put_back(after, place_of(before))
    after.show()
    assert can_be_reached(after.frameGeometry(), [after.screen().availableGeometry()])


@pytest.mark.parametrize("place", ["", "nonsense", "ä", "AAAA" * 40])
def test_nonsense_leaves_the_window_where_it_is(qtbot: QtBot, place: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(10, 20, 300, 200)
    put_back(window, place)
    assert window.geometry() == QRect(10, 20, 300, 200)


def test_a_corner_is_not_enough_to_get_hold_of_a_window() -> None:
    screens = [QRect(0, 0, 1920, 1080), QRect(1920, 0, 1280, 1024)]
    assert can_be_reached(QRect(1800, 100, 800, 600), screens)
    assert not can_be_reached(QRect(-760, 100, 800, 600), screens)
    assert not can_be_reached(QRect(100, -30, 800, 600), screens)
    assert not can_be_reached(QRect(3300, 100, 800, 600), screens)


# Start with the computer


class FakeRegistry:
    """The Run key in a dictionary; `denied` is what a policy does."""

    def __init__(self) -> None:
        self.held: dict[str, str] = {}
        self.denied = False

    def get(self, name: str) -> str | None:
        return self.held.get(name)

    def set(self, name: str, value: str) -> None:
        if self.denied:
            raise PermissionError(13, "Access is denied")
        self.held[name] = value

    def delete(self, name: str) -> None:
        del self.held[name]


COMMAND = ("/opt/Desk bell/deskbell", "--data", "/home/ana/100% desk")


def switched(start: LoginStart) -> None:
    assert not start.is_on()
    start.switch(on=False)
    start.switch(on=True)
    assert start.is_on()
    start.switch(on=True)
    assert start.is_on()


def test_on_windows_it_is_a_line_in_the_run_key() -> None:
    registry = FakeRegistry()
    start = RunKey(registry, COMMAND)
    switched(start)
    assert registry.held == {"Deskbell": '"/opt/Desk bell/deskbell" "--data" "/home/ana/100% desk"'}
    start.switch(on=False)
    assert not start.is_on()
    registry.denied = True
    with pytest.raises(CannotSwitch, match="Access is denied"):
        start.switch(on=True)


def test_on_macos_it_is_a_launch_agent(tmp_path: Path) -> None:
    start = launch_agent(tmp_path / "LaunchAgents", COMMAND)
    switched(start)
    (file,) = (tmp_path / "LaunchAgents").glob("*.plist")
    said = plistlib.loads(file.read_bytes())
    assert (said["ProgramArguments"], said["RunAtLoad"]) == (list(COMMAND), True)
    start.switch(on=False)
    assert not file.exists()


def test_on_linux_it_is_an_autostart_file(tmp_path: Path) -> None:
    start = autostart(tmp_path / "autostart", COMMAND)
    switched(start)
    text = (tmp_path / "autostart" / "deskbell.desktop").read_text(encoding="utf-8")
    assert 'Exec="/opt/Desk bell/deskbell" "--data" "/home/ana/100%% desk"\n' in text
    start.switch(on=False)
    assert not start.is_on()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_bytes(b"")
    with pytest.raises(CannotSwitch, match=r"exists|directory"):
        autostart(tmp_path / "autostart", COMMAND).switch(on=True)


def test_every_system_has_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    login_start_of("linux", ("--data", "x")).switch(on=True)
    assert (tmp_path / "autostart" / "deskbell.desktop").exists()
    assert not login_start_of("darwin", ()).is_on()
    assert not login_start_of("win32", ()).is_on()


# Crashes

DIES = """
import sys
from pathlib import Path
from desktop.services.crashes import Crashes

def dismiss_the_card(client):
    import ctypes
    ctypes.string_at(0)

crashes = Crashes(Path(sys.argv[1]))
crashes.begin()
dismiss_the_card("Nora Nowak +49 151 1234567")
"""


@pytest.mark.row("S3")
def test_a_crash_leaves_where_it_was_and_nothing_of_whom(tmp_path: Path) -> None:
    script = tmp_path / "dies.py"
    script.write_text(DIES, encoding="utf-8")
    ended = subprocess.run([sys.executable, str(script), str(tmp_path)], check=False, capture_output=True, timeout=60)
    assert ended.returncode != 0
    trouble = Crashes(tmp_path).last()
    assert trouble is not None
    assert trouble.died
    assert "dismiss_the_card" in trouble.report
    assert "Python 3" in trouble.report
    for private in ("Nora", "151", str(tmp_path)):
        assert private not in trouble.report
    assert Crashes(tmp_path).last() is None


def _refuse(client: str) -> None:
    raise ValueError(f"{client} cannot be booked")


@pytest.mark.row("S3")
def test_a_fault_that_the_program_outlived_is_noted_without_its_text(tmp_path: Path) -> None:
    crashes = Crashes(tmp_path)
    crashes.begin()
    with pytest.raises(ValueError, match="Nora") as caught:
        _refuse("Nora Nowak")
    crashes.note(caught.value)
    crashes.end()
    crashes.note(caught.value)
    trouble = Crashes(tmp_path).last()
    assert trouble is not None
    assert not trouble.died
    assert "ValueError" in trouble.report
    assert "_refuse" in trouble.report
    assert "Nora" not in trouble.report


def test_a_run_that_ended_as_it_should_leaves_nothing_to_say(tmp_path: Path) -> None:
    crashes = Crashes(tmp_path)
    crashes.begin()
    crashes.end()
    assert Crashes(tmp_path).last() is None


def test_a_folder_that_cannot_be_written_to_costs_the_report(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    crashes = Crashes(tmp_path / "nowhere")
    with caplog.at_level(logging.WARNING):
        crashes.begin()
    crashes.note(ValueError())
    crashes.end()
    assert "no report" in caplog.text


@pytest.mark.row("S3")
def test_a_report_does_not_say_whose_computer_it_is() -> None:
    said = without_places(
        'File "C:\\Users\\Ana\\AppData\\deskbell\\desktop\\app.py", line 3 in x\n'
        'File "/home/ana/lib/python3.11/site-packages/sync/api.py", line 4 in y\n'
        'File "C:\\Users\\Ana\\start.py", line 5 in z'
    )
    assert "na" not in said.lower().replace("name", "")
    assert 'File "desktop\\app.py", line 3 in x' in said
    assert 'File "start.py", line 5 in z' in said


def test_the_next_start_offers_the_report_and_saves_it(qtbot: QtBot, tmp_path: Path) -> None:
    window, lane = Window(), Lane("test", _reraise)
    qtbot.addWidget(window)
    aftermath = Aftermath(window, lane, _reraise)
    trouble = Trouble(True, "Fatal Python error")
    aftermath.offer(trouble)
    window.show()
    bar = window.findChild(TroubleBar)
    assert bar is not None
    assert bar.label.text() == "Deskbell ended unexpectedly."
    aftermath.save(trouble, str(tmp_path / "nowhere" / "report.txt"))
    qtbot.waitUntil(lambda: "could not be saved" in _said(window))
    assert bar.isVisible()
    bar.save.click()
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "report.txt"))
    dialog.reject()
    qtbot.waitUntil(lambda: "report.txt" in _said(window))
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == "Fatal Python error"
    aftermath.close()
    lane.close()


def test_a_report_that_nobody_wants_goes(qtbot: QtBot) -> None:
    window, lane = Window(), Lane("test", _reraise)
    qtbot.addWidget(window)
    aftermath = Aftermath(window, lane, _reraise)
    aftermath.offer(Trouble(False, ""))
    window.show()
    assert aftermath.bar is not None
    assert "failed" in aftermath.bar.label.text()
    aftermath.bar.dismiss.click()
    qtbot.waitUntil(lambda: window.findChild(TroubleBar) is None)
    lane.close()


def _said(window: Window) -> str:
    toast = window.toasts.current()
    return toast.label.text() if toast else ""


def _reraise(bug: BaseException) -> None:
    raise bug
