"""What tests of the desktop share: a dressed application, a guard on the GUI thread, and Qt's warnings as errors."""

import gc
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.views.shell.speech import speak
from desktop.views.theme.fonts import base_font
from desktop.views.theme.palette import Theme
from tests.gui.support.guard import nothing_slow_in_the_gui_thread
from tests.gui.support.house import House, open_house
from tests.gui.support.program import Program
from tests.support.databases import Original
from tests.support.offscreen import OFFSCREEN_CANNOT
from tests.support.server import Seeded

__all__ = ["nothing_slow_in_the_gui_thread"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every other warning of Qt fails the test (pyproject.toml)."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN_CANNOT))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Python takes widgets apart in whatever thread makes it collect: here only in the one that made them.

    What was there before the first test is not looked at again, which keeps a collection to a few milliseconds.
    """
    if gc.get_freeze_count() == 0:
        gc.freeze()
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.enable()


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[Theme]:
    """Fonts, light colours and English, whatever the test before chose."""
    speak(qapp, ["en"])
    qapp.setFont(base_font())
    theme = Theme(qapp, "light")
    yield theme
    theme.deleteLater()
    speak(qapp, ["en"])


@pytest.fixture(scope="session")
def standing_house(sqlite_template: Original[Seeded], tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One server for all tests of the whole program: starting one takes longer than most of them."""
    house = open_house(sqlite_template.fresh(tmp_path_factory.mktemp("house")), sqlite_template.seeded)
    yield house
    house.backend.close()


@pytest.fixture
def house(standing_house: House, request: pytest.FixtureRequest) -> House:
    """The server on a new day, without anything of the tests before."""
    standing_house.new_day()
    request.node.add_report_section("setup", "backend", standing_house.backend.output())
    return standing_house


Start = Callable[..., Program]


@pytest.fixture
def desk(house: House, qtbot: QtBot, tmp_path: Path) -> Iterator[Start]:
    """Starts desks, each with a folder of its own unless one is named; they are closed at the end."""
    running: list[Program] = []

    def start(name: str = "desk", **values: Any) -> Program:
        program = Program(qtbot, house, tmp_path / name, **values)
        running.append(program)
        program.start()
        return program

    yield start
    for program in reversed(running):
        program.close()
