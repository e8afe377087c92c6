"""Settings' pages of messages: what goes by itself, by whom it goes, and the forms that open over them."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.catalogue_pages import Shown
from desktop.models.channels import Channels
from desktop.models.ports import Office, Opener, Toasts
from desktop.models.reminder_settings import ReminderSettings
from desktop.models.salon import Salon
from desktop.views.settings.page import SettingsPage
from desktop.views.settings.reminders import ReminderCard
from desktop.views.settings.sandbox import SandboxCard
from desktop.views.settings.screen import Scrolled
from domain.clock import Clock
from domain.wire.rows import Channel

_CHANNELS: tuple[Channel, ...] = ("email", "sms")


class MessagePages(QObject):
    """`show` opens a dialog over the window. What pages and forms are made of is read when one is opened."""

    def __init__(
        self,
        office: Office,
        salon: Salon,
        reminders: ReminderSettings,
        opener: Opener,
        toasts: Toasts,
        clock: Clock,
        window: QWidget,
        show: Shown,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._reminders, self._opener, self._toasts = reminders, opener, toasts
        self._clock, self._window, self._show = clock, window, show
        self.channels = Channels(office, salon, clock, self)

    def messages_page(self) -> QWidget:
        """What goes by itself."""
        sandbox = SandboxCard(self._reminders, self._opener, self._toasts, self._clock)
        return SettingsPage(ReminderCard(self._reminders), sandbox)

    def channels_page(self) -> QWidget:
        """By whom messages go."""
        from desktop.views.settings.channels import ChannelCard  # noqa: PLC0415 - see above

        cards = []
        for channel in _CHANNELS:
            card = ChannelCard(channel, self.channels)
            card.set_up_requested.connect(partial(self.set_up, channel))
            cards.append(card)
        return Scrolled(*cards)

    def set_up(self, channel: Channel) -> None:
        """Opens the form over the salon's own provider."""
        from desktop.models.channel_forms import MailForm, SmsForm  # noqa: PLC0415 - see above
        from desktop.views.settings.channels import MailDialog, SmsDialog  # noqa: PLC0415 - see above

        if channel == "email":
            self._show(MailDialog(MailForm(self.channels, self._toasts), self._window))
        else:
            self._show(SmsDialog(SmsForm(self.channels, self._toasts), self._window))
