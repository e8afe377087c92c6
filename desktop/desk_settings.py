"""The settings of this computer, which everybody at it may change: the dialog and what it sets."""

from PySide6.QtCore import QObject

from desktop.services.idle import Idle
from desktop.services.preferences import PreferencesFile
from desktop.views.settings.this_computer import ThisComputer
from desktop.views.shell.window import Window


class DeskSettings(QObject):
    """Opens the dialog, keeps what is chosen, and puts it in force."""

    def __init__(self, window: Window, preferences: PreferencesFile, idle: Idle) -> None:
        super().__init__()
        self._window, self._preferences, self._idle = window, preferences, idle

    def open(self) -> ThisComputer:
        """Shows how everything stands."""
        kept = self._preferences.value
        dialog = ThisComputer(kept.idle_minutes, self._window)
        dialog.idle_chosen.connect(self._choose_idle)
        dialog.open()
        return dialog

    def _choose_idle(self, minutes: int) -> None:
        self._preferences.change(idle_minutes=minutes)
        self._idle.choose(minutes)
