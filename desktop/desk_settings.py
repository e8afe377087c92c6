"""The settings of this computer, which everybody at it may change: the dialog and what it sets."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from desktop.services.bridge import Bridge, run
from desktop.services.idle import Idle
from desktop.services.lanes import Lane
from desktop.services.login_start import CannotSwitch, LoginStart
from desktop.services.preferences import PreferencesFile
from desktop.texts import tr
from desktop.views.shell.window import Window

if TYPE_CHECKING:
    from desktop.views.settings.this_computer import ThisComputer


class DeskSettings(QObject):
    """Opens the dialog, keeps what is chosen, and puts it in force."""

    def __init__(
        self,
        window: Window,
        preferences: PreferencesFile,
        idle: Idle,
        login_start: LoginStart,
        lane: Lane,
        on_bug: Callable[[BaseException], None],
    ) -> None:
        super().__init__()
        self._window, self._preferences, self._idle = window, preferences, idle
        self._login_start, self._lane, self._on_bug = login_start, lane, on_bug
        self._bridge = Bridge(self)

    def open(self) -> "ThisComputer":
        """Shows how everything stands."""
        from desktop.views.settings.this_computer import ThisComputer  # noqa: PLC0415 - the first paint goes without

        kept = self._preferences.value
        dialog = ThisComputer(kept.idle_minutes, notify=kept.notify, names=kept.notify_names, parent=self._window)
        dialog.idle_chosen.connect(self._choose_idle)
        dialog.notify_chosen.connect(lambda on: self._preferences.change(notify=on))
        dialog.names_chosen.connect(lambda on: self._preferences.change(notify_names=on))
        dialog.start_chosen.connect(partial(self._choose_start, dialog))
        dialog.open()
        self._run(self._login_start.is_on, dialog)
        return dialog

    def close(self) -> None:
        """Nothing is heard any more."""
        self._bridge.close()

    def _choose_idle(self, minutes: int) -> None:
        self._preferences.change(idle_minutes=minutes)
        self._idle.choose(minutes)

    def _choose_start(self, dialog: "ThisComputer", on: bool) -> None:
        def switch() -> bool:
            self._login_start.switch(on=on)
            return self._login_start.is_on()

        self._run(switch, dialog, before=not on)

    def _run(self, work: Callable[[], bool], dialog: "ThisComputer", *, before: bool = False) -> None:
        def done(on: bool) -> None:
            if isValid(dialog):
                dialog.show_start(on=on)

        def failed(trouble: Exception) -> None:
            if not isinstance(trouble, CannotSwitch):
                self._on_bug(trouble)
            if isValid(dialog):
                said = tr("This computer did not let Deskbell change that: {reason}", reason=str(trouble))
                dialog.show_start(on=before, sentence=said)

        run(self._bridge, self._lane, work, done, failed)
