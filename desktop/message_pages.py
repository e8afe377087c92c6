"""Settings' pages of messages: what goes by itself, by whom it goes, and the forms that open over them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.catalogue_pages import Shown
from desktop.models.automations import Automations, Record
from desktop.models.channels import Channels
from desktop.models.clients import Clients
from desktop.models.drafts import DraftsModel
from desktop.models.ports import Office, Opener, Toasts
from desktop.models.salon import Salon
from desktop.models.sandbox import Sandbox
from desktop.texts import in_a_row, local_moment, moment_inside
from desktop.views.settings.sandbox import SandboxCard
from desktop.views.settings.screen import Scrolled
from domain.clock import Clock
from domain.contacts import clean_text
from domain.times import local
from domain.wire.rows import CHANNELS, AppointmentRow, Channel

_GROUPS = ("reminders", "appointment_updates")
RECORDS = 20
"""How many of each kind a message can be looked at with."""


class MessagePages(QObject):
    """`show` opens a dialog over the window. What pages and forms are made of is read when one is opened."""

    client_requested = Signal(str)
    """Somebody's card is to be shown."""

    def __init__(
        self,
        office: Office,
        salon: Salon,
        drafts: DraftsModel,
        clients: Clients,
        opener: Opener,
        toasts: Toasts,
        clock: Clock,
        window: QWidget,
        show: Shown,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._salon, self._drafts, self._clients = salon, drafts, clients
        self._opener, self._toasts, self._clock = opener, toasts, clock
        self._window, self._show = window, show
        self.automations, self.channels = Automations(office, salon, self), Channels(office, salon, clock, self)
        self.sandbox = Sandbox(salon, self)

    def messages_page(self) -> QWidget:
        """What goes by itself, and what a demo kept of it."""
        from desktop.views.settings.automations import AutomationsCard, FailuresLine  # noqa: PLC0415 - see above

        cards: list[QWidget] = [FailuresLine(self.automations.failures)]
        for group in _GROUPS:
            card = AutomationsCard(group, self.automations)
            card.edit_requested.connect(self.edit)
            card.log_requested.connect(partial(self.edit, at_log=True))
            cards.append(card)
        page = Scrolled(*cards, SandboxCard(self.sandbox, self._opener, self._toasts, self._clock))
        page.shown.connect(self.automations.failures.look)
        return page

    def edit(self, automation: str, *, at_log: bool = False) -> None:
        """Opens the form over an automated message, or what became of it."""
        from desktop.models.automation_form import AutomationForm  # noqa: PLC0415 - see above
        from desktop.models.automation_runs import Known, RunLog  # noqa: PLC0415 - see above
        from desktop.views.settings.automation import AutomationDialog  # noqa: PLC0415 - see above

        row = self.automations.get(automation)
        if row is None:
            return
        zone = self._salon.home_zone()
        form = AutomationForm(row, self.automations, self.records, self._toasts, self._clock, zone)
        log = RunLog(automation, self.automations.office, Known(self._knows, self._start_of), self._clock, zone)
        dialog = AutomationDialog(form, log, self._window)
        dialog.client_requested.connect(self.client_requested)
        dialog.finished.connect(self.automations.failures.look)
        self._show(dialog)
        if at_log:
            dialog.open_log()

    def channels_page(self) -> QWidget:
        """By whom messages go."""
        from desktop.views.settings.channels import ChannelCard  # noqa: PLC0415 - see above

        cards = []
        for channel in CHANNELS:
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

    def records(self, kind: str) -> Sequence[Record]:
        """What this desk has of a kind that a message can be looked at with: what is nearest in time first."""
        if kind == "draft":
            drafts = list(self._drafts.shown())[:RECORDS]
            return [Record(f"draft:{row.id}", clean_text(row.client_name)) for row in drafts]
        now, held = self._clock.now(), self._salon.rows(AppointmentRow).values()
        if kind == "client":
            past = sorted((row for row in held if row.end_at <= now), key=lambda row: -row.end_at)
            seen = list(dict.fromkeys(row.client_id for row in past))[:RECORDS]
            found = [client for client in map(self._clients.get, seen) if client is not None]
            return [Record(f"client:{client.id}", clean_text(client.name)) for client in found]
        coming = sorted((row for row in held if row.start_at > now), key=lambda row: row.start_at)[:RECORDS]
        return [Record(f"appointment:{row.id}", self._words(row)) for row in coming]

    def _knows(self, client_id: str) -> bool:
        return self._clients.get(client_id) is not None

    def _start_of(self, subject: str) -> str:
        row = self._salon.get(AppointmentRow, subject.removeprefix("appointment:"))
        return moment_inside(row.start, local(self._clock.now(), row.zone).date()) if row else ""

    def _words(self, row: AppointmentRow) -> str:
        today = local(self._clock.now(), row.zone).date()
        return in_a_row((clean_text(row.client_name), local_moment(row.start, today)))
