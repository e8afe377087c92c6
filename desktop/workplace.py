"""The screens of a signed-in person, put together: models over the desk's signals, views over the models."""

import datetime as dt
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.bar_lists import BarLists
from desktop.clients_place import ClientsPlace
from desktop.forms import Forms
from desktop.models.appointments import Appointments
from desktop.models.attention import Act, Attention
from desktop.models.cards import Cards
from desktop.models.clients import Clients
from desktop.models.drafts import DraftsModel
from desktop.models.followups import FollowUps
from desktop.models.notices import Notices
from desktop.models.noting import Noting
from desktop.models.openings import Openings
from desktop.models.origin import Origin, of_draft, of_entry, of_time, with_member
from desktop.models.pending import Pending
from desktop.models.places import Places
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
    draft_entity,
    waitlist_entity,
)
from desktop.models.ranking import Ranking
from desktop.models.reminder_settings import ReminderSettings
from desktop.models.salon import Salon
from desktop.models.scheduler import Scheduler
from desktop.models.today import Today
from desktop.models.waitlist import WaitlistModel
from desktop.models.waitlist_cards import WaitCards
from desktop.models.waitlist_desk import WaitlistDesk
from desktop.models.wishes import Wishes
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
from domain.permissions import Permission
from domain.times import instant
from domain.wire.rows import KINDS, AppointmentRow, DraftRow, LocationRow, PersonRow

TODAY, SCHEDULER, CLIENTS, SETTINGS = "today", "scheduler", "clients", "settings"
_TICK_MS = 10_000


class Whereabouts(NamedTuple):
    """Where the person is in her screens, to go on there when they are made anew."""

    screen: str | None
    in_followups: bool
    draft_id: str


class Workplace(QObject):
    """Everything that is there between signing in and signing out. `shell` is its page of the window."""

    location_chosen = Signal(str)

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
        self._feed, self._acts, self._slots, self._toasts = feed, acts, slots, toasts
        self._clock, self._theme, self._window = clock, theme, window
        self.places = Places(location_id)
        self.location_id: str | None = None
        self._seen: tuple[str, ...] = ()
        self._follows_at: str | None = None
        self._return_to: Whereabouts | None = None
        self.salon, self.pending, self.drafts = Salon(feed, self), Pending(feed, self), DraftsModel(feed, parent=self)
        self.drafts.tick(clock.now())
        self.clients, self.openings = Clients(feed, self), Openings(self.salon, clock, self)
        self.waitlist = WaitlistModel(feed, self.openings, self)
        self.waiting = WaitlistDesk(feed, acts, opener, toasts, self.waitlist, self.salon, self)
        self.attention = Attention(colleagues, self.drafts, self.waitlist, self.salon, clock, self)
        self.notices = Notices(feed, self.salon, self.drafts, self.waitlist, self)
        wishes = Wishes(self.salon, self)
        self.ranking = Ranking(self.drafts, self.salon, wishes, clock, order, self)
        cards = self._cards = Cards(self.salon, self.pending, wishes)
        self.followups = FollowUps(feed, acts, opener, toasts, self.drafts, self.pending, self.salon, clock, self)
        self.noting = Noting(feed, acts, toasts, self.drafts, self.followups, self.salon, clock, slots, self)
        self.today = Today(self.drafts, self.waitlist, self.salon, clock, self)
        self.scheduler = Scheduler(self.drafts, self.pending, self.salon, clock, self)
        self.appointments = Appointments(feed, acts, toasts, self.pending, self.salon, clock, self)
        self.reminders = ReminderSettings(acts, self.pending, self.salon, self)
        self._forms = Forms(
            feed,
            acts,
            slots,
            toasts,
            self.salon,
            self.drafts,
            self.waitlist,
            self.clients,
            self.pending,
            clock,
            window,
            self,
        )
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
        wait_cards = self._wait_cards = WaitCards(self.salon, self.pending, self.openings)
        page = WaitlistPage(
            self.waitlist, wait_cards, self.waiting, self.attention, self.openings, self.pending, self.salon, clock
        )
        panel = FollowUpsPanel(
            self.drafts,
            cards,
            self.followups,
            self.noting,
            self.attention,
            self.ranking,
            self.pending,
            self.salon,
            clock,
            page,
        )
        self.screen = TodayScreen(TodayPage(self.today), panel)
        self.calendar = SchedulerScreen(self.scheduler, self.appointments, panel)
        self.settings = SettingsPages(office, acts, self.salon, self.reminders, opener, toasts, clock, window, self)
        places = (
            Place(TODAY, "today", tr("Today")),
            Place(SCHEDULER, "calendar", tr("Scheduler")),
            Place(CLIENTS, "clients", tr("Clients")),
            Place(SETTINGS, "settings", tr("Settings"), at_end=True),
        )
        screens = {TODAY: self.screen, SCHEDULER: self.calendar, CLIENTS: self.client_records.screen}
        self.shell = Shell(places, {**screens, SETTINGS: self.settings.screen})
        self.lists = BarLists(acts, self.notices, self.pending, self._client_of, clock, window, self)
        self.palette = Palette(feed, self.clients, self.salon, self.pending, cards, wait_cards, clock, self.shell, self)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._connect(panel)
        self._timer.start()

    def _connect(self, panel: FollowUpsPanel) -> None:
        bar = self.shell.bar
        bar.location_chosen.connect(self._choose_location)
        bar.bell_pressed.connect(self.open_bell)
        bar.refusals_pressed.connect(self.open_refusals)
        panel.book_requested.connect(self.book)
        panel.waitlist.book_requested.connect(self.book_waiting)
        panel.waitlist.add_requested.connect(self.add_waiting)
        panel.waitlist.edit_requested.connect(self.edit_waiting)
        self.screen.page.waitlist_requested.connect(self.open_waitlist)
        self.screen.followups_requested.connect(self.open_draft)
        self.calendar.free_time_chosen.connect(self.book_at)
        self.client_records.book_requested.connect(self.book_anew)
        self.client_records.wait_requested.connect(self.add_waiting)
        self.client_records.happening_requested.connect(self._open_happening)
        self.salon.changed.connect(self._salon_changed)
        self.drafts.summary_changed.connect(self._count)
        self.notices.changed.connect(self._ring)
        self.pending.connection_changed.connect(self._connected)
        self.lists.draft_opened.connect(self.open_draft)
        self.lists.entry_opened.connect(self.open_waitlist)
        self._connect_palette()
        self._timer.timeout.connect(self.tick)
        self._feed.rows_reset.connect(self._reset)

    def _connect_palette(self) -> None:
        palette = self.palette
        palette.draft_opened.connect(self.open_draft)
        palette.entry_opened.connect(self.open_waitlist)
        palette.appointment_opened.connect(self.open_appointment)
        palette.day_opened.connect(self.open_day)
        palette.booking_asked.connect(self.book_anew)
        palette.waiting_asked.connect(self.add_waiting)
        palette.client_opened.connect(self.client_requested)
        self.client_requested.connect(self.open_client)

    def tick(self) -> None:
        """Time has passed: what Today says in ages, and since when the desk is offline."""
        self.today.changed.emit()
        self._connected()

    def end(self) -> None:
        """Takes the page away and everything that is open over it, and hears no more."""
        self.followups.leave()
        self._timer.stop()
        self.attention.end()
        self.shell.deleteLater()
        self._forms.close()
        self.client_records.close()
        self.settings.close()
        self.lists.close()
        self.deleteLater()

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
        self._settle_in()

    def open_draft(self, draft_id: str = "") -> None:
        """Shows the Follow-ups panel, at a draft's card if one is named, beside the calendar or Today (row B11)."""
        row = self.drafts.get(draft_id)
        if row is not None and row.location_id != self.location_id:
            self._go_to(row.location_id)
        beside = self.calendar if self._sees_schedule() else self.screen
        self.shell.open(SCHEDULER if beside is self.calendar else TODAY)
        beside.open_followups(draft_id)

    def book(self, draft_id: str) -> None:
        """Opens the booking form over a draft (row B13)."""
        row = self.drafts.get(draft_id)
        if row is not None and self.followups.still_there(draft_id):
            self._book_from(draft_entity(draft_id), of_draft(row))

    def _book_from(self, card: str, origin: Origin) -> None:
        """While the form is open the others see that she is on the card (row N5)."""
        closed = self.attention.hold(card)
        self._forms.book(origin).finished.connect(lambda _result: closed())

    def book_at(self, member_id: str, start: dt.datetime) -> None:
        """Opens the booking form at a free time: over the current card if one is wanted, else for whoever is chosen."""
        at, row = instant(start, self.scheduler.zone), self.scheduler.wanting()
        if row is None:
            if self.location_id is not None:
                self._forms.book(of_time(self.location_id, start, at, member_id or None))
        elif self.followups.still_there(row.id) and self.attention.may(draft_entity(row.id), Act.BOOK):
            origin = of_draft(row)
            if member_id:
                origin = replace(origin, lines=with_member(origin.lines, member_id))
            self._book_from(draft_entity(row.id), replace(origin, start=start, start_at=at))

    def book_anew(self, client_id: str = "") -> None:
        """Opens the booking form with nothing in it but the client, if one is named."""
        client = self.clients.get(client_id)
        if self.location_id is not None:
            name = client.name if client else ""
            self._forms.book(Origin(self.location_id, client_id=client_id, client_name=name))

    def open_appointment(self, appointment_id: str) -> None:
        """Shows an appointment in the calendar of its location, on its day."""
        row = self.salon.get(AppointmentRow, appointment_id)
        if row is not None and self._show_in_calendar(row.location_id, row.start.date()):
            self.calendar.show_appointment(row)

    def open_day(self, day: dt.date) -> None:
        """Shows a day in the calendar."""
        if self.location_id is not None:
            self._show_in_calendar(self.location_id, day)

    def _show_in_calendar(self, location_id: str, day: dt.date) -> bool:
        if location_id != self.location_id:
            self._go_to(location_id)
        if self._sees_schedule():
            self.shell.open(SCHEDULER)
            self.scheduler.show_day(day)
        return self._sees_schedule()

    def open_waitlist(self, entry_id: str = "") -> None:
        """Shows the Follow-ups panel at Waitlist, at an entry if one is named, at its own location (row B11)."""
        row = self.waitlist.get(entry_id)
        if row is not None and row.location_id != self.location_id:
            self._go_to(row.location_id)
        beside = self.calendar if self._sees_schedule() else self.screen
        self.shell.open(SCHEDULER if beside is self.calendar else TODAY)
        beside.open_waitlist(entry_id)

    def book_waiting(self, entry_id: str) -> None:
        """Opens the booking form for somebody who waits, at the start that would do (row B21)."""
        row, opening = self.waitlist.get(entry_id), self.openings.of(entry_id)
        if row is not None:
            self._book_from(waitlist_entity(entry_id), of_entry(row, opening.slot if opening else None))

    def add_waiting(self, client_id: str = "") -> None:
        """Opens the waitlist form for a client, or for somebody new."""
        at = next((one for one in (self.location_id, *self.places.seen) if one and self._may_follow_up(one)), None)
        if at is not None:
            self._forms.wait(at, client_id=client_id)

    def open_client(self, client_id: str) -> None:
        """Shows a client's card; who may not see it books for her (row N23)."""
        if self.client_records.desk.may_see():
            self.shell.open(CLIENTS)
            self.client_records.screen.open(client_id)
        else:
            self.book_anew(client_id)

    def _open_happening(self, kind: str, row_id: str) -> None:
        if kind == "draft":
            self.open_draft(row_id)
        elif kind == "entry":
            self.open_waitlist(row_id)
        else:
            self.open_appointment(row_id)

    def edit_waiting(self, entry_id: str) -> None:
        """Opens the waitlist form over an entry."""
        row = self.waitlist.get(entry_id)
        if row is not None:
            self._forms.wait(row.location_id, row)

    def _may_follow_up(self, location_id: str) -> bool:
        return self.salon.may(Permission.MANAGE_WAITLIST, location_id)

    def _sees_schedule(self) -> bool:
        return self.location_id is not None and self.salon.may(Permission.VIEW_SCHEDULE, self.location_id)

    def open_bell(self) -> None:
        """Shows the bell's list (row B5)."""
        self.lists.open_bell(self.shell.bar.bell)

    def open_refusals(self) -> None:
        """Shows what could not be done, with reasons (row N3)."""
        self.lists.open_refusals(self.shell.bar.refusals, self._zone())

    def _client_of(self, entity: str) -> str:
        row_id = entity.partition(":")[2]
        client = self.clients.get(row_id)
        row = self.drafts.get(row_id) or self.waitlist.get(row_id) or self.salon.get(AppointmentRow, row_id)
        return client.name if client else row.client_name if row else ""

    def _zone(self) -> str:
        location = self.salon.get(LocationRow, self.location_id)
        return location.zone if location else "UTC"

    def _choose_location(self, location_id: str) -> None:
        self.places.choose(location_id)
        self.location_chosen.emit(location_id)
        self._settle_in()

    def _go_to(self, location_id: str) -> None:
        if self.places.go_to(location_id):
            self.location_chosen.emit(location_id)
        self._settle_in()

    def _salon_changed(self, kind: str) -> None:
        if kind in (KINDS[PersonRow], KINDS[LocationRow]):
            self._settle_in()

    def _settle_in(self) -> None:
        """Shows what the person may see, where she may see it."""
        person, places = self.salon.person(), self.places
        places.settle(person, self.salon.rows(LocationRow))
        mine = any(grant.permissions for grant in person.grants) if person else False
        chosen = places.at
        self.shell.bar.location.show_locations(places.offered, places.chosen)
        self.shell.bar.show_person(person.name if person else "", self._theme, language())
        if places.seen != self._seen:
            self._seen = places.seen
            self._cards.tell_place = self._wait_cards.tell_place = places.all
            self.scheduler.tell_place(on=places.all)
            self.drafts.show_locations(places.seen)
            self.waitlist.show_locations(places.seen)
            self.today.show_locations(places.seen)
        if chosen != self.location_id:
            self.location_id = chosen
            self.scheduler.show_location(chosen)
            self.palette.show_location(chosen)
        self.client_records.show_location(chosen)
        allowed = any(map(self._may_follow_up, places.seen))
        for beside in (self.screen, self.calendar):
            beside.allow_followups(allowed=allowed)
        if places.chosen is not None and self._follows_at == places.chosen and not allowed:
            # In the place of a toast that may name somebody whom she may not see any more.
            self._toasts.say(tr("You may not see incomplete bookings at this location any more."))
        self._follows_at = places.chosen if allowed else None
        if person is not None and (chosen is not None or not mine):
            settings = [SETTINGS] if self.settings.show_location(chosen) else []
            schedule = [SCHEDULER] if self._sees_schedule() else []
            clients = [CLIENTS] if self.client_records.desk.may_see() else []
            self.shell.allow([TODAY, *schedule, *clients, *settings] if chosen is not None else settings)
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
        rail.wait(TODAY, 0 if self._sees_schedule() else waiting)
        rail.wait(SCHEDULER, waiting)
        self.calendar.header.wait(waiting)

    def _ring(self) -> None:
        self.shell.bar.bell.show_fresh(self.notices.fresh())

    def _connected(self) -> None:
        connection: Connection = self.pending.connection
        self.shell.bar.show_connection(connection, self._clock.now(), self._zone())
