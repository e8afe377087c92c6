"""The screens of a signed-in person, put together: models over the desk's signals, views over the models."""

import datetime as dt
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.bar_lists import BarLists
from desktop.booking_ways import BookingWays
from desktop.clients_place import ClientsPlace
from desktop.desk_models import DeskModels
from desktop.locations import Locations
from desktop.models.ports import (
    Acts,
    ClientFiles,
    Colleagues,
    Connection,
    Feed,
    Office,
    Opener,
    Questions,
    Toasts,
)
from desktop.palette import Palette
from desktop.settings_pages import SettingsPages
from desktop.texts import language, tr
from desktop.views.followups.panel import FollowUpsPanel
from desktop.views.scheduler.screen import SchedulerScreen
from desktop.views.shell.rail import Place
from desktop.views.shell.window import Shell
from desktop.views.today.page import TodayPage
from desktop.views.today.screen import TodayScreen
from desktop.views.waitlist.page import WaitlistPage
from domain.clock import Clock
from domain.wire.rows import KINDS, AppointmentRow, DraftRow

TODAY, SCHEDULER, CLIENTS, SETTINGS = "today", "scheduler", "clients", "settings"
_TICK_MS = 10_000


class Whereabouts(NamedTuple):
    """Where the person is in her screens, to go on there when they are made anew."""

    screen: str | None
    in_followups: bool
    draft_id: str


class Workplace(QObject):
    """Everything that is there between signing in and signing out. `shell` is its page of the window."""

    client_requested = Signal(str)
    """Somebody on file is to be shown."""

    def __init__(
        self,
        feed: Feed,
        acts: Acts,
        slots: Questions,
        client_files: ClientFiles,
        opener: Opener,
        toasts: Toasts,
        clock: Clock,
        theme: str,
        location_id: str,
        window: QWidget,
        colleagues: Colleagues,
        office: Office,
        order: str = "",
    ) -> None:
        super().__init__()
        self._clock, self._theme = clock, theme
        self._return_to: Whereabouts | None = None
        models = self._models = DeskModels(
            feed, acts, slots, opener, toasts, clock, location_id, colleagues, order, self
        )
        self.places, self.salon, self.clients, self.drafts = models.places, models.salon, models.clients, models.drafts
        self.pending, self.followups, self.noting = models.pending, models.followups, models.noting
        self.waitlist, self.scheduler, self.today = models.waitlist, models.scheduler, models.today
        self.attention, self.notices, self.ranking = models.attention, models.notices, models.ranking
        self.ways = BookingWays(feed, acts, slots, toasts, models, clock, window, self)
        self.client_records = ClientsPlace(
            feed,
            acts,
            opener,
            toasts,
            client_files,
            self.clients,
            self.salon,
            self.drafts,
            self.waitlist,
            self.pending,
            clock,
            window,
            self,
        )
        panel = _followups_panel(models, clock)
        self.screen = TodayScreen(TodayPage(self.today), panel)
        self.calendar = SchedulerScreen(self.scheduler, models.appointments, panel)
        self.settings = SettingsPages(
            office, acts, self.salon, models.drafts, models.clients, opener, toasts, clock, window, self
        )
        screens = {TODAY: self.screen, SCHEDULER: self.calendar, CLIENTS: self.client_records.screen}
        self.shell = Shell(_rail_places(), {**screens, SETTINGS: self.settings.screen})
        self.lists = BarLists(acts, self.notices, self.pending, self._client_of, clock, window, self)
        self.palette = Palette(feed, models, clock, self.shell, self)
        self.locations = Locations(
            models, self.shell.bar, self.screen, self.calendar, self.client_records, self.palette, toasts, self
        )
        self._timer = QTimer(self, interval=_TICK_MS)
        self._connect(panel)
        feed.rows_reset.connect(self._reset)
        self._timer.start()

    def _connect(self, panel: FollowUpsPanel) -> None:
        bar, ways = self.shell.bar, self.ways
        bar.bell_pressed.connect(self.open_bell)
        bar.refusals_pressed.connect(self.open_refusals)
        panel.book_requested.connect(ways.book)
        for offers in (panel, panel.waitlist):
            offers.offer_requested.connect(self._models.offering.offer)
            offers.withdraw_requested.connect(self._models.offering.withdraw)
        panel.waitlist.book_requested.connect(ways.book_waiting)
        panel.waitlist.add_requested.connect(ways.add_waiting)
        panel.waitlist.edit_requested.connect(ways.edit_waiting)
        self.screen.page.waitlist_requested.connect(self.open_waitlist)
        self.screen.followups_requested.connect(self.open_draft)
        self.calendar.free_time_chosen.connect(ways.book_at)
        self.client_records.book_requested.connect(ways.book_anew)
        self.client_records.wait_requested.connect(ways.add_waiting)
        self.client_records.happening_requested.connect(self._open_happening)
        self.client_records.added.connect(self.open_client)
        self.settings.client_requested.connect(self.open_client)
        self.locations.settled.connect(self._settled)
        self.drafts.summary_changed.connect(self._count)
        self.notices.changed.connect(self._ring)
        self.pending.connection_changed.connect(self._connected)
        self.lists.draft_opened.connect(self.open_draft)
        self.lists.entry_opened.connect(self.open_waitlist)
        self.lists.client_opened.connect(self.open_client)
        self.lists.appointment_opened.connect(self.open_appointment)
        self._connect_palette()
        self._timer.timeout.connect(self.tick)

    def _connect_palette(self) -> None:
        palette = self.palette
        palette.draft_opened.connect(self.open_draft)
        palette.entry_opened.connect(self.open_waitlist)
        palette.appointment_opened.connect(self.open_appointment)
        palette.day_opened.connect(self.open_day)
        palette.booking_asked.connect(self.ways.book_anew)
        palette.waiting_asked.connect(self.ways.add_waiting)
        palette.client_asked.connect(self.client_records.add)
        palette.client_opened.connect(self.client_requested)
        self.client_requested.connect(self.open_client)

    def tick(self) -> None:
        """Time has passed: what Today says in ages, and since when the desk is offline."""
        self.today.changed.emit()
        self._connected()

    def end(self) -> None:
        """Takes the page away and everything that is open over it, and hears no more."""
        self.deleteLater()  # before its page, which what comes in between would still be shown on
        self.followups.leave()
        self._timer.stop()
        self.attention.end()
        self.shell.deleteLater()
        self.ways.close()
        self.client_records.close()
        self.settings.close()
        self.lists.close()

    def whereabouts(self) -> Whereabouts:
        """Where the person is."""
        screen = self.shell.current()
        beside = {TODAY: self.screen, SCHEDULER: self.calendar}.get(screen or "")
        shown = beside is not None and beside.has_followups()
        return Whereabouts(screen, shown, self.screen.panel.list.current_id())

    def go_back_to(self, place: Whereabouts) -> None:
        """Goes there as soon as it is known what may be shown."""
        self._return_to = place

    def show_theme(self, theme: str) -> None:
        """The person has chosen other colours."""
        self._theme = theme
        self.locations.settle()

    def open_draft(self, draft_id: str = "") -> None:
        """Shows the Follow-ups panel, at a draft's card if one is named, beside the calendar or Today (row B11)."""
        row = self.drafts.get(draft_id)
        if row is not None:
            self.locations.go_to(row.location_id)
        beside = self.calendar if self.locations.sees_schedule() else self.screen
        self.shell.open(SCHEDULER if beside is self.calendar else TODAY)
        beside.open_followups(draft_id)

    def open_appointment(self, appointment_id: str) -> None:
        """Shows an appointment in the calendar of its location, on its day."""
        row = self.salon.get(AppointmentRow, appointment_id)
        if row is not None and self._show_in_calendar(row.location_id, row.start.date()):
            self.calendar.show_appointment(row)

    def open_day(self, day: dt.date) -> None:
        """Shows a day in the calendar."""
        if self.places.at is not None:
            self._show_in_calendar(self.places.at, day)

    def _show_in_calendar(self, location_id: str, day: dt.date) -> bool:
        self.locations.go_to(location_id)
        if self.locations.sees_schedule():
            self.shell.open(SCHEDULER)
            self.scheduler.show_day(day)
        return self.locations.sees_schedule()

    def open_waitlist(self, entry_id: str = "") -> None:
        """Shows the Follow-ups panel at Waitlist, at an entry if one is named, at its own location (row B11)."""
        row = self.waitlist.get(entry_id)
        if row is not None:
            self.locations.go_to(row.location_id)
        beside = self.calendar if self.locations.sees_schedule() else self.screen
        self.shell.open(SCHEDULER if beside is self.calendar else TODAY)
        beside.open_waitlist(entry_id)

    def open_client(self, client_id: str) -> None:
        """Shows a client's card; who may not see it books for her (row N23)."""
        if self.client_records.desk.may_see():
            self.shell.open(CLIENTS)
            self.client_records.screen.open(client_id)
        else:
            self.ways.book_anew(client_id)

    def _open_happening(self, kind: str, row_id: str) -> None:
        if kind == "draft":
            self.open_draft(row_id)
        elif kind == "entry":
            self.open_waitlist(row_id)
        else:
            self.open_appointment(row_id)

    def open_bell(self) -> None:
        """Shows the bell's list (row B5)."""
        self.lists.open_bell(self.shell.bar.bell)

    def open_refusals(self) -> None:
        """Shows what could not be done, with reasons (row N3)."""
        self.lists.open_refusals(self.shell.bar.refusals, self.locations.zone())

    def _client_of(self, entity: str) -> str:
        row_id = entity.partition(":")[2]
        client = self.clients.get(row_id)
        row = self.drafts.get(row_id) or self.waitlist.get(row_id) or self.salon.get(AppointmentRow, row_id)
        return client.name if client else row.client_name if row else ""

    def _settled(self) -> None:
        person, at = self.salon.person(), self.places.at
        self.shell.bar.show_person(person.name if person else "", self._theme, language())
        mine = any(grant.permissions for grant in person.grants) if person else False
        if person is not None and (at is not None or not mine):
            settings = [SETTINGS] if self.settings.show_location(at) else []
            schedule = [SCHEDULER] if self.locations.sees_schedule() else []
            clients = [CLIENTS] if self.client_records.desk.may_see() else []
            self.shell.allow([TODAY, *schedule, *clients, *settings] if at is not None else settings)
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
            self.open_draft(place.draft_id)

    def _count(self) -> None:
        waiting, rail = self.drafts.rowCount(), self.shell.rail
        rail.wait(TODAY, 0 if self.locations.sees_schedule() else waiting)
        rail.wait(SCHEDULER, waiting)
        self.calendar.header.wait(waiting)

    def _ring(self) -> None:
        self.shell.bar.bell.show_fresh(self.notices.fresh())

    def _connected(self) -> None:
        connection: Connection = self.pending.connection
        self.shell.bar.show_connection(connection, self._clock.now(), self.locations.zone())


def _followups_panel(models: DeskModels, clock: Clock) -> FollowUpsPanel:
    waitlist = WaitlistPage(
        models.waitlist,
        models.wait_cards,
        models.waiting,
        models.attention,
        models.openings,
        models.pending,
        models.salon,
        clock,
    )
    return FollowUpsPanel(
        models.drafts,
        models.cards,
        models.followups,
        models.noting,
        models.attention,
        models.ranking,
        models.pending,
        models.salon,
        clock,
        waitlist,
    )


def _rail_places() -> tuple[Place, ...]:
    return (
        Place(TODAY, "today", tr("Today")),
        Place(SCHEDULER, "calendar", tr("Scheduler")),
        Place(CLIENTS, "clients", tr("Clients")),
        Place(SETTINGS, "settings", tr("Settings"), at_end=True),
    )
