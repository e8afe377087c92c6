"""The screens of a signed-in person, put together: models over the desk's signals, views over the models."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog, QWidget

from desktop.models.cards import Cards
from desktop.models.drafts import DraftsModel
from desktop.models.followups import FollowUps
from desktop.models.notices import Notices
from desktop.models.pending import Pending
from desktop.models.ports import Acts, Connection, Feed, Opener, SlotSearch, Toasts
from desktop.models.reminder_settings import ReminderSettings
from desktop.models.salon import Salon
from desktop.models.today import Today
from desktop.models.wishes import Wishes
from desktop.texts import language, tr
from desktop.views.bell.panel import BellPanel
from desktop.views.could_not_be_done.panel import CouldNotBeDone
from desktop.views.followups.panel import FollowUpsPanel
from desktop.views.settings.page import SettingsPage
from desktop.views.settings.reminders import ReminderCard
from desktop.views.settings.sandbox import SandboxCard
from desktop.views.shell.popover import Popover
from desktop.views.shell.rail import Place
from desktop.views.shell.window import Shell
from desktop.views.today.page import TodayPage
from desktop.views.today.screen import TodayScreen
from domain.clock import Clock
from domain.permissions import Permission
from domain.wire.rows import KINDS, DraftRow, LocationRow, PersonRow

if TYPE_CHECKING:
    from desktop.models.booking import BookingForm

TODAY, SETTINGS = "today", "settings"
_TICK_MS = 10_000


class Whereabouts(NamedTuple):
    """Where the person is in her screens, to go on there when they are made anew."""

    screen: str | None
    in_followups: bool
    draft_id: str


class Workplace(QObject):
    """Everything that is there between signing in and signing out. `shell` is its page of the window."""

    location_chosen = Signal(str)

    def __init__(
        self,
        feed: Feed,
        acts: Acts,
        slots: SlotSearch,
        opener: Opener,
        toasts: Toasts,
        clock: Clock,
        theme: str,
        location_id: str,
        window: QWidget,
    ) -> None:
        super().__init__()
        self._feed, self._acts, self._slots, self._toasts = feed, acts, slots, toasts
        self._clock, self._theme, self._window = clock, theme, window
        self._wanted = location_id
        self.location_id: str | None = None
        self._forms: list[QDialog] = []
        self._follows_at: str | None = None
        self._return_to: Whereabouts | None = None
        self.salon, self.pending, self.drafts = Salon(feed, self), Pending(feed, self), DraftsModel(feed, parent=self)
        self.notices = Notices(feed, self.salon, self.drafts, self)
        cards = Cards(self.salon, self.pending, Wishes(self.salon, self))
        self.followups = FollowUps(feed, acts, opener, toasts, self.drafts, self.pending, self.salon, clock, self)
        self.today = Today(self.drafts, self.salon, clock, self)
        self.reminders = ReminderSettings(acts, self.pending, self.salon, self)
        panel = FollowUpsPanel(self.drafts, cards, self.followups, self.pending, self.salon, clock)
        self.screen = TodayScreen(TodayPage(self.today), panel)
        settings = SettingsPage(ReminderCard(self.reminders), SandboxCard(self.reminders, opener, toasts, clock))
        places = (Place(TODAY, "today", tr("Today")), Place(SETTINGS, "settings", tr("Settings"), at_end=True))
        self.shell = Shell(places, {TODAY: self.screen, SETTINGS: settings})
        self._bell: BellPanel | None = None
        self._refusals: CouldNotBeDone | None = None
        self._timer = QTimer(self, interval=_TICK_MS)
        self._connect(panel)
        self._timer.start()

    def _connect(self, panel: FollowUpsPanel) -> None:
        bar = self.shell.bar
        bar.location_chosen.connect(self._choose_location)
        bar.bell_pressed.connect(self.open_bell)
        bar.refusals_pressed.connect(self.open_refusals)
        panel.book_requested.connect(self.book)
        self.salon.changed.connect(self._salon_changed)
        self.drafts.summary_changed.connect(self._count)
        self.notices.changed.connect(self._ring)
        self.pending.connection_changed.connect(self._connected)
        self.pending.changed.connect(self._list_refusals)
        self._timer.timeout.connect(self.tick)
        self._feed.rows_reset.connect(self._reset)

    def tick(self) -> None:
        """Time has passed: what Today says in ages, and since when the desk is offline."""
        self.today.changed.emit()
        self._connected()

    def end(self) -> None:
        """Takes the page away and everything that is open over it, and hears no more."""
        self._timer.stop()
        self.shell.deleteLater()
        for form in tuple(self._forms):
            form.done(QDialog.DialogCode.Rejected)
            form.deleteLater()
        for over in self._window.findChildren(Popover):
            over.close()
            over.deleteLater()
        self.deleteLater()

    def whereabouts(self) -> Whereabouts:
        """Where the person is."""
        shown = self.screen.panel.isVisibleTo(self.screen)
        return Whereabouts(self.shell.current(), shown, self.screen.panel.list.current_id())

    def go_back_to(self, place: Whereabouts) -> None:
        """Goes there as soon as it is known what may be shown."""
        self._return_to = place

    def show_theme(self, theme: str) -> None:
        """The person has chosen other colours."""
        self._theme = theme
        self._settle_in()

    def open_draft(self, draft_id: str = "") -> None:
        """Shows the Follow-ups panel, at a draft's card if one is named, at its own location."""
        row = self.drafts.get(draft_id)
        if row is not None and row.location_id != self.location_id:
            self._choose_location(row.location_id)
        self.shell.open(TODAY)
        self.screen.open_followups(draft_id)

    def book(self, draft_id: str) -> None:
        """Opens the booking form over a draft (row B13)."""
        from desktop.views.booking.dialog import BookingDialog  # noqa: PLC0415 - the first paint goes without it

        row = self.drafts.get(draft_id)
        if row is not None and self.followups.still_there(draft_id):
            form = BookingDialog(self._form(row), self._window)
            form.finished.connect(self._form_closed)
            self._forms.append(form)
            form.open()

    def _form_closed(self, _result: int) -> None:
        self._forms.clear()

    def _form(self, row: DraftRow) -> "BookingForm":
        from desktop.models.booking import BookingForm  # noqa: PLC0415 - see above

        return BookingForm(
            row,
            self._feed,
            self._acts,
            self._slots,
            self._toasts,
            self.salon,
            self.drafts,
            self.pending,
            self._clock,
        )

    def open_bell(self) -> None:
        """Shows the bell's list; what is in it counts as read (row B5)."""
        self._bell = self._bell or self._new_bell()
        self._bell.show_notices(self.notices.newest(), self._clock.now())
        self._bell.hang_under(self.shell.bar.bell)
        read = self.notices.mark_read()
        if read is not None:
            self._acts.submit(read, "notices")

    def _new_bell(self) -> BellPanel:
        bell = BellPanel(self._window)
        bell.opened.connect(self.open_draft)
        return bell

    def open_refusals(self) -> None:
        """Shows what could not be done, with reasons (row N3)."""
        if self._refusals is None:
            self._refusals = CouldNotBeDone(self._window)
            self._refusals.dismissed.connect(self._acts.forget)
        self._list_refusals()
        self._refusals.hang_under(self.shell.bar.refusals)

    def _list_refusals(self) -> None:
        if self._refusals is not None:
            refused = self.pending.refused()
            self._refusals.show_refused(refused, self._client_of, self._clock.now(), self._zone())

    def _client_of(self, entity: str) -> str:
        row = self.drafts.get(entity.partition(":")[2])
        return row.client_name if row else ""

    def _zone(self) -> str:
        location = self.salon.get(LocationRow, self.location_id)
        return location.zone if location else "UTC"

    def _choose_location(self, location_id: str) -> None:
        self._wanted = location_id
        self.location_chosen.emit(location_id)
        self._settle_in()

    def _salon_changed(self, kind: str) -> None:
        if kind in (KINDS[PersonRow], KINDS[LocationRow]):
            self._settle_in()

    def _settle_in(self) -> None:
        """Shows what the person may see, where she may see it."""
        person = self.salon.person()
        mine = [grant.location_id for grant in person.grants if grant.permissions] if person else []
        held = self.salon.rows(LocationRow)
        offered = [held[location_id] for location_id in mine if location_id in held]
        ids = [row.id for row in offered]
        chosen = self._wanted if self._wanted in ids else next(iter(ids), None)
        self.shell.bar.location.show_locations(offered, chosen)
        self.shell.bar.show_person(person.name if person else "", self._theme, language())
        if chosen != self.location_id:
            self.location_id = chosen
            self.drafts.show_location(chosen)
            self.today.show_location(chosen)
        allowed = chosen is not None and self.salon.may(Permission.MANAGE_WAITLIST, chosen)
        self.screen.allow_followups(allowed=allowed)
        if chosen is not None and self._follows_at == chosen and not allowed:
            # In the place of a toast that may name somebody whom she may not see any more.
            self._toasts.say(tr("You may not see incomplete bookings at this location any more."))
        self._follows_at = chosen if allowed else None
        if person is not None and (chosen is not None or not mine):
            settings = [SETTINGS] if self.reminders.may_see() else []
            self.shell.allow([TODAY, *settings] if chosen is not None else settings)
        self._connected()
        self._count()

    def _reset(self, kind: str, _rows: object) -> None:
        """Drafts come after person and location, so then it is known where she may be."""
        place = self._return_to
        if kind != KINDS[DraftRow]:
            return
        self._return_to = None
        if place is None or place.screen is None or not self.shell.rail.entry(place.screen).isVisibleTo(self.shell):
            return
        self.shell.open(place.screen)
        if place.in_followups:
            self.screen.open_followups(place.draft_id)

    def _count(self) -> None:
        self.shell.rail.wait(TODAY, self.drafts.rowCount())

    def _ring(self) -> None:
        self.shell.bar.bell.show_fresh(self.notices.fresh())

    def _connected(self) -> None:
        connection: Connection = self.pending.connection
        self.shell.bar.show_connection(connection, self._clock.now(), self._zone())
