"""Which locations a person sees: the screens follow when she chooses, goes elsewhere, or may no longer be there."""

from PySide6.QtCore import QObject, Signal

from desktop.clients_place import ClientsPlace
from desktop.desk_models import DeskModels
from desktop.models.ports import Toasts
from desktop.palette import Palette
from desktop.texts import tr
from desktop.views.scheduler.screen import SchedulerScreen
from desktop.views.shell.bar import Bar
from desktop.views.today.screen import TodayScreen
from domain.permissions import MAY_ADD_CLIENTS, Permission
from domain.wire.rows import KINDS, LocationRow, PersonRow


class Locations(QObject):
    """Tells lists, calendar and box where she is, and asks her grants what she may see there (row N25)."""

    chosen = Signal(str)
    """A location or ALL, to be remembered."""

    settled = Signal()
    """The lists show what she may see, where she may see it."""

    def __init__(
        self,
        models: DeskModels,
        bar: Bar,
        screen: TodayScreen,
        calendar: SchedulerScreen,
        client_records: ClientsPlace,
        palette: Palette,
        toasts: Toasts,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._models, self._bar, self._toasts = models, bar, toasts
        self._screen, self._calendar = screen, calendar
        self._client_records, self._palette = client_records, palette
        self._shown_at: str | None = None
        self._seen: tuple[str, ...] = ()
        self._follows_at: str | None = None
        bar.location_chosen.connect(self._choose)
        models.salon.changed.connect(self._salon_changed)

    def zone(self) -> str:
        """The time zone of the place where she is."""
        return self._models.salon.zone(self._models.places.at)

    def sees_schedule(self) -> bool:
        """Whether she may see the calendar where she is."""
        at = self._models.places.at
        return at is not None and self._models.salon.may(Permission.VIEW_SCHEDULE, at)

    def go_to(self, location_id: str) -> None:
        """Something at this location is to be shown."""
        places = self._models.places
        if location_id == places.at:
            return
        if places.go_to(location_id):
            self.chosen.emit(location_id)
        self.settle()

    def _choose(self, location_id: str) -> None:
        self._models.places.choose(location_id)
        self.chosen.emit(location_id)
        self.settle()

    def _salon_changed(self, kind: str) -> None:
        if kind in (KINDS[PersonRow], KINDS[LocationRow]):
            self.settle()

    def settle(self) -> None:
        """Shows what the person may see, where she may see it."""
        salon, places = self._models.salon, self._models.places
        places.settle(salon.person(), salon.rows(LocationRow))
        self._bar.location.show_locations(places.offered, places.chosen)
        if places.seen != self._seen:
            self._show_seen()
        if places.at != self._shown_at:
            self._shown_at = places.at
            self._models.scheduler.show_location(places.at)
        self._palette.relocate()
        adds = places.where(lambda place: any(salon.may(one, place) for one in MAY_ADD_CLIENTS))
        self._client_records.show_location(adds or places.at, together=places.all)
        self._allow_followups()
        self.settled.emit()

    def _show_seen(self) -> None:
        models, places = self._models, self._models.places
        self._seen = places.seen
        models.cards.tell_place = models.wait_cards.tell_place = places.all
        models.scheduler.tell_place(on=places.all)
        models.drafts.show_locations(places.seen)
        models.waitlist.show_locations(places.seen)
        models.today.show_locations(places.seen)

    def _allow_followups(self) -> None:
        salon, places = self._models.salon, self._models.places
        allowed = any(salon.may(Permission.MANAGE_WAITLIST, one) for one in places.seen)
        self._screen.allow_followups(allowed=allowed)
        self._calendar.allow_followups(allowed=allowed)
        if places.chosen is not None and self._follows_at == places.chosen and not allowed:
            # In the place of a toast that may name somebody whom she may not see any more.
            self._toasts.say(tr("You may not see incomplete bookings at this location any more."))
        self._follows_at = places.chosen if allowed else None
