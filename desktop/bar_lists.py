"""The two lists that hang under the bar: what happened, and what could not be done."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.models.notices import Notices
from desktop.models.pending import Pending
from desktop.models.ports import Acts
from desktop.views.bell.panel import BellPanel
from desktop.views.could_not_be_done.panel import CouldNotBeDone
from desktop.views.shell.popover import Popover
from domain.clock import Clock


class BarLists(QObject):
    """Opens them when they are asked for. `client_of` tells whom an entity is about, or nothing."""

    draft_opened = Signal(str)
    entry_opened = Signal(str)
    client_opened = Signal(str)
    appointment_opened = Signal(str)

    def __init__(
        self,
        acts: Acts,
        notices: Notices,
        pending: Pending,
        client_of: Callable[[str], str],
        clock: Clock,
        window: QWidget,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._acts, self._notices, self._pending = acts, notices, pending
        self._client_of, self._clock, self._window = client_of, clock, window
        self._zone = "UTC"
        self.bell: BellPanel | None = None
        self.refusals: CouldNotBeDone | None = None
        pending.changed.connect(self._list_refusals)

    def open_bell(self, under: QWidget) -> None:
        """Shows the bell's list; what is in it counts as read (row B5)."""
        self.bell = self.bell or self._new_bell()
        self.bell.show_notices(self._notices.newest(), self._clock.now())
        self.bell.hang_under(under)
        read = self._notices.mark_read()
        if read is not None:
            self._acts.submit(read, "notices")

    def _new_bell(self) -> BellPanel:
        bell = BellPanel(self._window)
        bell.opened.connect(self.draft_opened)
        bell.entry_opened.connect(self.entry_opened)
        bell.client_opened.connect(self.client_opened)
        bell.appointment_opened.connect(self.appointment_opened)
        return bell

    def open_refusals(self, under: QWidget, zone: str) -> None:
        """Shows what could not be done, with reasons (row N3); times are those of `zone`."""
        self._zone = zone
        if self.refusals is None:
            self.refusals = CouldNotBeDone(self._window)
            self.refusals.dismissed.connect(self._acts.forget)
        self._list_refusals()
        self.refusals.hang_under(under)

    def _list_refusals(self) -> None:
        if self.refusals is not None:
            refused = self._pending.refused()
            self.refusals.show_refused(refused, self._client_of, self._clock.now(), self._zone)

    def close(self) -> None:
        """Takes away what hangs over the window."""
        for over in self._window.findChildren(Popover):
            over.close()
            over.deleteLater()
