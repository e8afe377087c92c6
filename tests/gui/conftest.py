"""What tests of the desktop share: a dressed application, a guard on the GUI thread, and Qt's warnings as errors."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop.texts import use_language
from desktop.views.theme.fonts import base_font
from desktop.views.theme.palette import Theme
from tests.gui.support.guard import nothing_slow_in_the_gui_thread

__all__ = ["nothing_slow_in_the_gui_thread"]


OFFSCREEN_CANNOT = "This plugin does not support"
"""What Qt says of windows on a screen that is not there: raising, grabbing the keyboard, size hints."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every other warning of Qt fails the test (pyproject.toml)."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN_CANNOT))


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[Theme]:
    """Fonts, light colours and English, whatever the test before chose."""
    use_language(["en"])
    qapp.setFont(base_font())
    theme = Theme(qapp, "light")
    yield theme
    theme.deleteLater()
    use_language(["en"])
