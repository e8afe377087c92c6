"""Every screen in every language: nothing is left in English, and everything has the room that it takes (row N20)."""

import datetime as dt

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import texts
from desktop.views.shell.speech import speak
from domain.times import instant, local
from tests.gui.support.pseudo import forgotten, in_greek, speak_pseudo
from tests.gui.support.rows import ZONE
from tests.gui.support.screens import walk
from tests.gui.support.seen import cut, words

NIGHTS = {
    "clocks go forward": (dt.datetime(2026, 3, 29, 1, 30), dt.datetime(2026, 3, 29, 3, 30)),
    "clocks go back": (dt.datetime(2026, 10, 25, 2, 30), dt.datetime(2026, 10, 25, 2, 30)),
}
"""Local times an hour apart on the two nights of Berlin."""


@pytest.mark.row("N20", "N14")
def test_every_word_on_every_screen_has_been_to_a_translator(qtbot: QtBot, qapp: QApplication) -> None:
    speak_pseudo(qapp)
    left = {
        (screen.name, text): forgotten(text)
        for screen in walk(qtbot, in_greek)
        for text in words(screen.root)
        if forgotten(text)
    }
    assert not left


@pytest.mark.row("N20", "N14")
def test_words_that_are_two_fifths_longer_have_room(qtbot: QtBot, qapp: QApplication) -> None:
    speak_pseudo(qapp)
    lacking = {screen.name: cut(screen.root) for screen in walk(qtbot, in_greek)}
    assert not {name: found for name, found in lacking.items() if found}


@pytest.mark.row("N20")
@pytest.mark.parametrize("language", [code for code in texts.LANGUAGES if code != "en"])
def test_every_language_has_room(qtbot: QtBot, qapp: QApplication, language: str) -> None:
    speak(qapp, [language])
    lacking = {screen.name: cut(screen.root) for screen in walk(qtbot, in_greek)}
    assert not {name: found for name, found in lacking.items() if found}


@pytest.mark.row("N20")
@pytest.mark.parametrize("night", NIGHTS.values(), ids=NIGHTS.keys())
@pytest.mark.parametrize(
    ("language", "early", "late"),
    [
        ("en", "1:30", "3:30"),
        ("de", "1:30", "3:30"),
        ("es", "1:30", "3:30"),
        ("fr", "1:30", "3:30"),
        ("ar", "1:30 ص", "3:30 ص"),
    ],
)
def test_times_on_the_nights_when_clocks_change(
    night: tuple[dt.datetime, dt.datetime], language: str, early: str, late: str
) -> None:
    texts.use_language([language])
    first, second = night
    begin = instant(first, ZONE)
    assert local(begin + 3_600_000_000, ZONE) == second
    said = [texts.clock(local(at, ZONE)) for at in (begin, begin + 3_600_000_000)]
    wall = [early, late] if first != second else [early.replace("1:", "2:")] * 2
    assert [one.removeprefix("0") for one in said] == wall
