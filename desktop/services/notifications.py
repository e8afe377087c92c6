"""The system's own notifications, and the number on the program's icon (row N15). Where there is neither, nothing."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QSystemTrayIcon


class SystemNotifier(QObject):
    """Fills desktop.models.ports.Notifier. The icon beside the clock is there from the first notification on."""

    clicked = Signal()

    def __init__(self, icon: QIcon) -> None:
        super().__init__()
        self._icon = icon
        self._tray: QSystemTrayIcon | None = None

    def tell(self, title: str, text: str) -> None:
        """Shows a notification where the system can."""
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._icon, self)
            self._tray.setToolTip("Deskbell")
            self._tray.messageClicked.connect(self.clicked)
            self._tray.activated.connect(self._activated)
        self._tray.show()
        self._tray.showMessage(title, text, self._icon)

    def count(self, number: int) -> None:
        """The number on the icon in dock or taskbar; none for 0."""
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.setBadgeNumber(number)

    def close(self) -> None:
        """Takes away what would outlive the window."""
        self.count(0)
        if self._tray is not None:
            self._tray.hide()
        self.deleteLater()

    def _activated(self, _reason: QSystemTrayIcon.ActivationReason) -> None:
        self.clicked.emit()
