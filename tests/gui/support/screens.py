"""Every screen of the desktop with something on it, one after the other: the one way to walk over all of them.

A screen that joins the rail is walked over by itself; what opens over the window is named in `screens_of_work`,
`screens_of_settings` and `screens_outside`.
"""

from collections.abc import Iterator

from pytestqt.qtbot import QtBot

from desktop.views.shell.window import SMALLEST
from tests.gui.support import screens_of_settings, screens_of_work, screens_outside
from tests.gui.support.full_desk import FullDesk, Screen, Words, as_they_are

WALKS = (
    screens_of_work.rail,
    screens_of_work.scheduler,
    screens_of_work.panel,
    screens_of_work.lists,
    screens_of_work.forms,
    screens_of_settings.settings,
    screens_of_settings.client_forms,
    screens_of_work.card_work,
    screens_of_work.search,
    screens_of_work.menus,
    screens_outside.outside,
)


def walk(qtbot: QtBot, words: Words = as_they_are, size: tuple[int, int] = SMALLEST) -> Iterator[Screen]:
    """Each screen in turn; what opened over the window is closed again, at the end all of it."""
    desk = FullDesk(qtbot, words, size)
    try:
        for screens in WALKS:
            yield from screens(desk)
    finally:
        desk.close()
