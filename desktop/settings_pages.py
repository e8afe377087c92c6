"""The pages of Settings, each made when it is first opened and shown to whoever may use it."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.models.permission_grid import PermissionGrid
from desktop.models.ports import Office, Opener, Toasts
from desktop.models.reminder_settings import ReminderSettings
from desktop.models.salon import Salon
from desktop.texts import tr
from desktop.views.settings.page import SettingsPage
from desktop.views.settings.reminders import ReminderCard
from desktop.views.settings.sandbox import SandboxCard
from desktop.views.settings.screen import Page, Scrolled, SettingsScreen
from domain.clock import Clock
from domain.permissions import Permission

MESSAGES, PERMISSIONS = "messages", "permissions"


class SettingsPages(QObject):
    """Composes `screen` over the models of its pages."""

    def __init__(
        self,
        office: Office,
        salon: Salon,
        reminders: ReminderSettings,
        opener: Opener,
        toasts: Toasts,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._salon, self._reminders = salon, reminders
        self._opener, self._toasts, self._clock = opener, toasts, clock
        self.permissions = PermissionGrid(office, salon, self)
        self.screen = SettingsScreen(
            (
                Page(MESSAGES, tr("Automated messages"), self._messages),
                Page(PERMISSIONS, tr("Permissions"), self._permissions),
            )
        )

    def show_location(self, location_id: str | None) -> bool:
        """Show what may be seen at this location; whether there is anything."""
        self.permissions.show_location(location_id)
        names = [MESSAGES] if self._reminders.may_see() else []
        if location_id is not None and self._salon.may(Permission.MANAGE_TEAM, location_id):
            names += [PERMISSIONS]
        self.screen.allow(names)
        return bool(names)

    def _messages(self) -> QWidget:
        sandbox = SandboxCard(self._reminders, self._opener, self._toasts, self._clock)
        return SettingsPage(ReminderCard(self._reminders), sandbox)

    def _permissions(self) -> QWidget:
        from desktop.views.settings.permissions import PermissionsCard  # noqa: PLC0415 - read when it is opened

        return Scrolled(PermissionsCard(self.permissions))
