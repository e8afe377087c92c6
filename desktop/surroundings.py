"""What the program has of the computer around it: its folder, its place on the screen, what is told outside of its
window, and what a run that went wrong has left.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, SignalInstance
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QWidget

from desktop.desk_settings import DeskSettings
from desktop.models.alerts import Alerts
from desktop.models.ports import Notifier
from desktop.services.crashes import Crashes, Trouble
from desktop.services.idle import Idle
from desktop.services.instance import Doorbell, FolderLock
from desktop.services.lanes import Lane
from desktop.services.login_start import LoginStart
from desktop.services.preferences import PreferencesFile
from desktop.settings import Settings
from desktop.views.shell.placing import place_of, put_back
from desktop.views.shell.rail import Logo
from desktop.views.shell.window import Window
from desktop.workplace import Workplace
from domain.clock import Clock

if TYPE_CHECKING:
    from desktop.aftermath import Aftermath

_ICON = 128
_FIRST_PAINT_MS = 250


class SystemPort(Notifier, Protocol):
    """A Notifier that says when somebody clicked on what it told."""

    @property
    def clicked(self) -> SignalInstance:
        """Somebody wants to see what it was about."""

    def close(self) -> None:
        """Take away what would outlive the window."""


class Surroundings(QObject):
    """`idle` and `settings` are for the window; `enter` first, `close` last."""

    def __init__(
        self,
        window: Window,
        given: Settings,
        preferences: PreferencesFile,
        clock: Clock,
        notifier: SystemPort,
        login_start: LoginStart,
        lane: Lane,
        on_bug: Callable[[BaseException], None],
    ) -> None:
        super().__init__()
        self._window, self._preferences, self._notifier = window, preferences, notifier
        self._folder, self.doorbell = FolderLock(given.data), Doorbell(given.data)
        self.crashes = Crashes(given.data)
        self._lane, self._on_bug = lane, on_bug
        self.aftermath: Aftermath | None = None
        self.idle = Idle(clock, preferences.value.idle_minutes)
        self.settings = DeskSettings(window, preferences, self.idle, login_start, lane, on_bug)
        self.notified = notifier.clicked
        self.doorbell.rung.connect(window.come_to_front)
        window.closing.connect(self._keep_place)

    def enter(self) -> bool:
        """Whether the folder is ours. What the last run has left of it is offered."""
        if not self._folder.take():
            return False
        QTimer.singleShot(_FIRST_PAINT_MS, self.doorbell, self.doorbell.listen)
        put_back(self._window, self._preferences.value.place)
        trouble = self.crashes.last()
        if trouble is not None:
            self._offer(trouble)
        return True

    def _offer(self, trouble: Trouble) -> None:
        from desktop.aftermath import Aftermath  # noqa: PLC0415 - needed after a crash only

        self.aftermath = Aftermath(self._window, self._lane, self._on_bug)
        self.aftermath.offer(trouble)

    def rings(self) -> bool:
        """Whether the program that has the folder has come to the front instead."""
        return self.doorbell.ring()

    def watch(self, workplace: Workplace, is_locked: Callable[[], bool]) -> Alerts:
        """Tells outside of the window what comes to the bell, for as long as the workplace is there."""

        def may_name() -> bool:
            return self._preferences.value.notify_names and not is_locked()

        return Alerts(
            workplace.notices,
            workplace.pending,
            self._notifier,
            self._window.isActiveWindow,
            lambda: self._preferences.value.notify,
            may_name,
            workplace,
        )

    def close(self) -> None:
        """Leaves no trace of it on the computer, and lets the next one have the folder."""
        self.idle.close()
        self.settings.close()
        if self.aftermath is not None:
            self.aftermath.close()
        self._notifier.close()
        self.doorbell.close()
        self.crashes.end()
        self._folder.release()

    def _keep_place(self) -> None:
        self._preferences.change(place=place_of(self._window))


def house_icon() -> QIcon:
    """The house mark as an icon."""
    mark: QWidget = Logo(_ICON)
    picture = QPixmap(_ICON, _ICON)
    picture.fill(Qt.GlobalColor.transparent)
    mark.render(picture, renderFlags=QWidget.RenderFlag.DrawChildren)
    mark.deleteLater()
    return QIcon(picture)
