"""The forms that open over the window: booking, from wherever it begins, and the waitlist."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from desktop.models.clients import Clients
from desktop.models.drafts import DraftsModel
from desktop.models.origin import Origin
from desktop.models.pending import Pending
from desktop.models.ports import Acts, Feed, SlotSearch, Toasts
from desktop.models.salon import Salon
from desktop.models.waitlist import WaitlistModel
from domain.clock import Clock
from domain.wire.rows import WaitlistEntryRow

if TYPE_CHECKING:
    from desktop.models.booking import BookingForm
    from desktop.models.waitlist_form import WaitlistForm
    from desktop.views.booking.dialog import BookingDialog
    from desktop.views.waitlist.dialog import WaitlistDialog


class Forms(QObject):
    """Opens dialogs over `window`. Their modules are read with the first of them: the first paint goes without."""

    def __init__(
        self,
        feed: Feed,
        acts: Acts,
        slots: SlotSearch,
        toasts: Toasts,
        salon: Salon,
        drafts: DraftsModel,
        waitlist: WaitlistModel,
        clients: Clients,
        pending: Pending,
        clock: Clock,
        window: QWidget | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._feed, self._acts, self._slots, self._toasts = feed, acts, slots, toasts
        self._salon, self._drafts, self._waitlist, self._clients = salon, drafts, waitlist, clients
        self._pending, self._clock, self._window = pending, clock, window
        self._open: list[QDialog] = []

    def close(self) -> None:
        """Nothing of it stays over the window."""
        for dialog in list(self._open):
            dialog.done(QDialog.DialogCode.Rejected)
            dialog.deleteLater()

    def book(self, origin: Origin) -> "BookingDialog":
        """The booking form (row B13)."""
        from desktop.views.booking.dialog import BookingDialog  # noqa: PLC0415 - see above

        dialog = BookingDialog(self.booking(origin), self._window)
        self._show(dialog)
        return dialog

    def wait(self, location_id: str, row: WaitlistEntryRow | None = None, client_id: str = "") -> "WaitlistDialog":
        """The waitlist form, for somebody new, for a client, or over an entry (row B21)."""
        from desktop.views.waitlist.dialog import WaitlistDialog  # noqa: PLC0415 - see above

        dialog = WaitlistDialog(self.waiting(location_id, row, client_id), self._window)
        self._show(dialog)
        return dialog

    def _show(self, dialog: QDialog) -> None:
        self._open.append(dialog)
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self, _result: int) -> None:
        self._open = [dialog for dialog in self._open if dialog.isVisible()]

    def booking(self, origin: Origin) -> "BookingForm":
        """What a booking dialog holds."""
        from desktop.models.booking import BookingForm  # noqa: PLC0415 - see above

        return BookingForm(
            origin,
            self._feed,
            self._acts,
            self._slots,
            self._toasts,
            self._salon,
            self._drafts,
            self._waitlist,
            self._clients,
            self._pending,
            self._clock,
        )

    def waiting(self, location_id: str, row: WaitlistEntryRow | None = None, client_id: str = "") -> "WaitlistForm":
        """What a waitlist dialog holds."""
        from desktop.models.waitlist_form import WaitlistForm  # noqa: PLC0415 - see above

        form = WaitlistForm(
            location_id,
            row,
            self._feed,
            self._acts,
            self._toasts,
            self._salon,
            self._clients,
            self._pending,
            self._clock,
        )
        if client_id:
            form.choice.choose(client_id)
        return form
