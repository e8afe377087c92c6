"""Settings' pages of who serves and what is sold: their lists, and the forms that open over them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from desktop.models.changing import Changing
from desktop.models.ports import Acts, Office, Outcome, Toasts
from desktop.models.salon import Salon
from desktop.models.saving import save_of
from desktop.models.selling import Selling
from desktop.models.serving import Serving
from desktop.texts import listed, tr
from desktop.views.settings.screen import Scrolled
from desktop.views.shell.question import Question
from domain.clock import Clock
from domain.contacts import clean_text
from domain.wire.rows import BundleRow, ServiceRow, TeamMemberRow

Shown = Callable[[QDialog], None]


class CataloguePages(QObject):
    """`show` opens a dialog over the window. What pages and forms are made of is read when one is opened."""

    def __init__(
        self,
        office: Office,
        acts: Acts,
        salon: Salon,
        toasts: Toasts,
        clock: Clock,
        window: QWidget,
        show: Shown,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._office, self._acts, self._salon = office, acts, salon
        self._toasts, self._clock, self._window, self._show = toasts, clock, window, show
        self.serving, self.selling = Serving(salon, self), Selling(salon, self)
        self.changing = Changing(office, self)

    def serving_page(self) -> QWidget:
        """Who serves at the location."""
        from desktop.views.settings.catalogue import ServingCard  # noqa: PLC0415 - see above

        card = ServingCard(self.serving, self.changing)
        card.add_requested.connect(self.add_member)
        card.edit_requested.connect(self.edit_member)
        card.archive_requested.connect(self._archive_member)
        return Scrolled(card)

    def selling_page(self) -> QWidget:
        """Services and bundles."""
        from desktop.views.settings.catalogue import BundlesCard, ServicesCard  # noqa: PLC0415 - see above

        services, bundles = ServicesCard(self.selling, self.changing), BundlesCard(self.selling, self.changing)
        services.add_requested.connect(self.add_service)
        services.edit_requested.connect(self.edit_service)
        services.archive_requested.connect(self._archive_service)
        bundles.add_requested.connect(self.add_bundle)
        bundles.edit_requested.connect(self.edit_bundle)
        bundles.archive_requested.connect(self._archive_bundle)
        return Scrolled(services, bundles)

    def add_member(self) -> None:
        """Opens the form for somebody new."""
        if self.serving.location_id is not None:
            self._member(self.serving.location_id, None)

    def edit_member(self, member_id: str) -> None:
        """Opens the form over somebody."""
        row = self.serving.get(member_id)
        if row is not None:
            self._member(row.location_id, row)

    def add_service(self) -> None:
        """Opens the form for a new service."""
        self._service(None)

    def edit_service(self, service_id: str) -> None:
        """Opens the form over a service."""
        self._service(self.selling.service(service_id))

    def add_bundle(self) -> None:
        """Opens the form for a new bundle."""
        self._bundle(None)

    def edit_bundle(self, bundle_id: str) -> None:
        """Opens the form over a bundle."""
        self._bundle(self.selling.bundle(bundle_id))

    def _member(self, location_id: str, row: TeamMemberRow | None) -> None:
        from desktop.models.member_form import MemberForm  # noqa: PLC0415 - see above
        from desktop.views.settings.member import MemberDialog  # noqa: PLC0415 - see above

        member_id = row.id if row else self._acts.new_id()
        form = MemberForm(location_id, row, member_id, self._office, self._toasts, self._salon, self._clock)
        self._show(MemberDialog(form, self._window))

    def _service(self, row: ServiceRow | None) -> None:
        from desktop.models.sold_forms import ServiceForm  # noqa: PLC0415 - see above
        from desktop.views.settings.sold import ServiceDialog  # noqa: PLC0415 - see above

        form = ServiceForm(row, self._acts.new_id, self._office, self._toasts, self._salon, self.selling)
        self._show(ServiceDialog(form, self._window))

    def _bundle(self, row: BundleRow | None) -> None:
        from desktop.models.sold_forms import BundleForm  # noqa: PLC0415 - see above
        from desktop.views.settings.sold import BundleDialog  # noqa: PLC0415 - see above

        form = BundleForm(row, self._acts.new_id, self._office, self._toasts, self._salon, self.selling)
        self._show(BundleDialog(form, self._window))

    # Archiving

    def _archive_member(self, member_id: str, archived: bool) -> None:
        row = self.serving.get(member_id)
        if row is not None:
            text = tr("{name} is not booked any more from now on. Appointments stay.", name=clean_text(row.name))
            self._archive(row, text, archived=archived)

    def _archive_service(self, service_id: str, archived: bool) -> None:
        row = self.selling.service(service_id)
        if row is not None:
            bundles = [clean_text(name) for name in self.selling.bundles_with(service_id)]
            text = tr("{name} is not offered any more from now on. Appointments keep it.", name=clean_text(row.name))
            if bundles:
                text += " " + tr("It is part of {bundles}, which cannot be booked without it.", bundles=listed(bundles))
            self._archive(row, text, archived=archived)

    def _archive_bundle(self, bundle_id: str, archived: bool) -> None:
        row = self.selling.bundle(bundle_id)
        if row is not None:
            text = tr("{name} is not offered any more from now on. Appointments keep it.", name=clean_text(row.name))
            self._archive(row, text, archived=archived)

    def _archive(self, row: ServiceRow | BundleRow | TeamMemberRow, text: str, *, archived: bool) -> None:
        """Asks before something is not offered any more; brings back at once."""
        ask = partial(self.changing.ask, save_of(row, archived=archived), self._archived)
        if not archived:
            ask()
            return
        question = Question(text, tr("Archive"), tr("Cancel"), self._window)
        question.accepted.connect(ask)
        question.open()

    def _archived(self, _outcome: Outcome) -> None:
        """The feed brings the row."""
