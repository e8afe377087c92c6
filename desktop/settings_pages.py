"""The pages of Settings, each made when it is first opened and shown to whoever may use it."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from desktop.catalogue_pages import CataloguePages
from desktop.message_pages import MessagePages
from desktop.models.accounts import AccountLine, Accounts
from desktop.models.clients import Clients
from desktop.models.drafts import DraftsModel
from desktop.models.invitation import Invitation
from desktop.models.location_form import LocationForm
from desktop.models.offer_settings import OfferSettings
from desktop.models.permission_grid import PermissionGrid
from desktop.models.ports import Acts, Office, Opener, Toasts
from desktop.models.salon import Salon
from desktop.texts import tr
from desktop.views.settings.screen import Page, Scrolled, SettingsScreen
from domain.clock import Clock
from domain.contacts import clean_text
from domain.permissions import Permission

MESSAGES, CHANNELS, OFFERS = "messages", "channels", "offers"
LOCATION, TEAM, PERMISSIONS = "location", "team", "permissions"
SERVING, SELLING = "serving", "selling"


class SettingsPages(QObject):
    """Composes `screen` over the models of its pages."""

    client_requested = Signal(str)
    """Somebody's card is to be shown."""

    def __init__(
        self,
        office: Office,
        acts: Acts,
        salon: Salon,
        drafts: DraftsModel,
        clients: Clients,
        opener: Opener,
        toasts: Toasts,
        clock: Clock,
        window: QWidget,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._salon = salon
        self._window = window
        self._open: list[QDialog] = []
        self.accounts = Accounts(office, salon, clock, self)
        self.offers = OfferSettings(office, salon, toasts, self)
        self.permissions = PermissionGrid(office, salon, self)
        self.location = LocationForm(office, salon, toasts, self)
        self.catalogue = CataloguePages(office, acts, salon, toasts, clock, window, self._show, self)
        self.messages = MessagePages(office, salon, drafts, clients, opener, toasts, clock, window, self._show, self)
        self.messages.client_requested.connect(self.client_requested)
        self.screen = SettingsScreen(
            (
                Page(MESSAGES, tr("Automated messages"), self.messages.messages_page),
                Page(CHANNELS, tr("Channels"), self.messages.channels_page),
                Page(OFFERS, tr("Waitlist offers"), self._offers),
                Page(LOCATION, tr("Location"), self._location),
                Page(TEAM, tr("Team"), self._team),
                Page(PERMISSIONS, tr("Permissions"), self._permissions),
                Page(SERVING, tr("Who serves"), self.catalogue.serving_page),
                Page(SELLING, tr("Services and bundles"), self.catalogue.selling_page),
            )
        )

    def show_location(self, location_id: str | None) -> bool:
        """Show what may be seen at this location; whether there is anything."""
        self.accounts.show_location(location_id)
        self.permissions.show_location(location_id)
        self.location.show_location(location_id)
        self.catalogue.serving.show_location(location_id)
        names = [MESSAGES, OFFERS] if self.messages.automations.may_change() else []
        names += [CHANNELS] if self.messages.channels.may_see() else []
        if location_id is not None and self._salon.may(Permission.MANAGE_TEAM, location_id):
            names += [LOCATION, TEAM, PERMISSIONS]
        if self.catalogue.serving.may_change():
            names += [SERVING, SELLING]
        self.screen.allow(names)
        return bool(names)

    def _location(self) -> QWidget:
        from desktop.views.settings.location import LocationCard  # noqa: PLC0415 - read when it is opened

        return Scrolled(LocationCard(self.location))

    def _offers(self) -> QWidget:
        from desktop.views.settings.offers import OffersCard  # noqa: PLC0415 - read when it is opened

        return Scrolled(OffersCard(self.offers))

    def close(self) -> None:
        """Nothing of it stays over the window."""
        for dialog in list(self._open):
            dialog.done(QDialog.DialogCode.Rejected)
            dialog.deleteLater()

    def _show(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._open.append(dialog)
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self, _result: int) -> None:
        self._open = [dialog for dialog in self._open if dialog.isVisible()]

    def _team(self) -> QWidget:
        from desktop.views.settings.team import TeamCard  # noqa: PLC0415 - read when it is opened

        card = TeamCard(self.accounts)
        card.invite_requested.connect(self.invite)
        card.link_requested.connect(self.make_link)
        card.handing_requested.connect(self.hand_over)
        return Scrolled(card)

    def invite(self) -> None:
        """Opens the form for somebody new."""
        from desktop.views.settings.invite import InviteDialog  # noqa: PLC0415 - read when it is opened

        self._show(InviteDialog(Invitation(self.accounts), self._window))

    def make_link(self, person_id: str) -> None:
        """Asks how another link gets to somebody."""
        from desktop.views.settings.invite import LinkDialog  # noqa: PLC0415 - read when it is opened

        line = next((line for line in self.accounts.lines() if line.person_id == person_id), None)
        if line is not None:
            self._show(LinkDialog(self.accounts, person_id, clean_text(line.name), self._window))

    def hand_over(self, line: AccountLine) -> None:
        """Asks whether somebody else shall be the Owner."""
        from desktop.views.settings.hand_over import HandOverDialog  # noqa: PLC0415 - read when it is opened

        if self.accounts.may_hand_over(line):
            self._show(HandOverDialog(self.accounts, line.person_id, clean_text(line.name), self._window))

    def _permissions(self) -> QWidget:
        from desktop.views.settings.permissions import PermissionsCard  # noqa: PLC0415 - read when it is opened

        return Scrolled(PermissionsCard(self.permissions))
