"""Choices that a person makes about her window, in the whole program: they hold at once and at the next start."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from desktop.views.bell.panel import BellPanel
from desktop.views.booking.dialog import BookingDialog
from desktop.views.theme.colours import DARK
from tests.gui.support.clicks import texts
from tests.gui.support.house import House
from tests.gui.support.program import Program

Start = Callable[..., Program]


@pytest.mark.row("N20")
def test_another_language_keeps_the_place_and_leaves_nothing_of_the_first(desk: Start, house: House) -> None:
    draft_id = house.abandon("Nora Nowak")
    program = desk()
    program.sign_in()
    program.until(lambda: program.has_card(draft_id))
    program.open_followups()
    program.card(draft_id)
    program.work.open_bell()
    program.work.shell.bar.language_chosen.emit("de")
    program.until(lambda: "Verwerfen" in texts(program.card(draft_id)))
    assert program.work.screen.panel.isVisible()
    program.until(lambda: program.work.screen.panel.list.current_id() == draft_id)
    program.until(lambda: program.app.window.findChild(BellPanel) is None)
    program.until(lambda: program.bar_says == "Live")


@pytest.mark.row("N20")
def test_another_theme_holds_at_once_is_ticked_and_is_remembered(desk: Start, house: House, qapp: QApplication) -> None:
    program = desk(theme="")
    program.sign_in()
    program.work.shell.bar.theme_chosen.emit("dark")

    def is_dark() -> bool:
        return qapp.palette().color(QPalette.ColorRole.Base).name().upper() == DARK.surface

    assert is_dark()
    assert program.work._theme == "dark"
    program.work.shell.bar.theme_chosen.emit("light")
    assert not is_dark()
    program.work.shell.bar.theme_chosen.emit("dark")
    program.start_again()
    assert is_dark()


@pytest.mark.row("N25")
def test_the_location_is_remembered(desk: Start, house: House) -> None:
    program = desk()
    program.sign_in("admin")
    assert program.work.shell.bar.location.text() == "North"
    program.work.shell.bar.location.menu().actions()[1].trigger()
    assert program.work.shell.bar.location.text() == "South"
    program.start_again()
    program.until_live()
    assert program.work.shell.bar.location.text() == "South"


@pytest.mark.row("N16")
def test_signing_out_takes_everything_away_that_is_open(desk: Start, house: House) -> None:
    draft_id = house.abandon()
    program = desk()
    program.sign_in()
    program.until(lambda: program.has_card(draft_id))
    program.work.ways.book(draft_id)
    assert program.app.window.findChild(BookingDialog) is not None
    program.work.shell.bar.sign_out_requested.emit()
    program.until(lambda: not program.has_work())
    program.until(lambda: program.app.window.findChild(BookingDialog) is None)
