"""The box in the bar: what is searched, what can be done from it, and where a choice leads (rows N14, N17)."""

import datetime as dt
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.desk_models import DeskModels
from desktop.models.cards import shown_name
from desktop.models.ports import Feed, Link
from desktop.models.search import Command, Search
from desktop.models.search_hits import Hit, HitWords, Kind
from desktop.texts import LANGUAGES, language, tr
from desktop.views.search.box import SearchBox
from desktop.views.search.field import SHORTCUT
from desktop.views.search.keys import KeysSheet
from desktop.views.shell.bar import THEMES
from desktop.views.shell.window import Shell
from desktop.views.theme.key_names import LOCK_KEYS, key_name
from desktop.views.theme.palette import CHOICES
from domain.clock import Clock
from domain.permissions import MAY_ADD_CLIENTS, Permission
from domain.wire.rows import ClientRow

_KEYS = "?"
_HERE = ":"
_BOOK_FOR = "book for:"


class Palette(QObject):
    """Does itself what the bar can do; what needs a screen or a form leaves by signals."""

    client_opened = Signal(str)
    draft_opened = Signal(str)
    """A draft's card, or with an empty id the list."""

    entry_opened = Signal(str)
    appointment_opened = Signal(str)
    day_opened = Signal(dt.date)
    booking_asked = Signal(str)
    """For a client by her id, or for nobody yet."""

    waiting_asked = Signal()
    client_asked = Signal()
    """Somebody is to be put on file."""

    def __init__(
        self,
        feed: Feed,
        models: DeskModels,
        clock: Clock,
        shell: Shell,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        salon = self._salon = models.salon
        self._pending, self._shell, self._places = models.pending, shell, models.places
        words = HitWords(salon, models.cards, models.wait_cards)
        self.search = Search(feed, models.clients, salon, words, self.commands, self._about, clock, self)
        self.box = SearchBox(self.search, shell.bar.search, shell)
        self.box.chosen.connect(self._open)
        QShortcut(QKeySequence(SHORTCUT), shell, self.box.open)
        QShortcut(QKeySequence(_KEYS), shell, self.show_keys)

    def relocate(self) -> None:
        """The person may have gone to another place, and so find it said elsewhere where things are."""
        self.search.show_location(self._places.at, together=self._places.all)

    def show_keys(self) -> None:
        """The sheet of keys over the window."""
        KeysSheet(self._shell.window()).open()

    def commands(self) -> tuple[Command, ...]:
        """Everything that the person may do from here now."""
        return (*self._bookings(), *self._screens(), *self._desk())

    def _about(self, client: ClientRow) -> tuple[Command, ...]:
        if not self._may(Permission.BOOK_APPOINTMENTS):
            return ()
        return (Command(f"{_BOOK_FOR}{client.id}", tr("Book for {client}", client=shown_name(client.name))),)

    def _bookings(self) -> Iterator[Command]:
        if self._may(Permission.BOOK_APPOINTMENTS):
            yield Command("book", tr("Book appointment"), tr("new booking create"))
        if any(self._may(one) for one in MAY_ADD_CLIENTS):
            yield Command("client", tr("New client"), tr("add create client"))
        if self._may(Permission.MANAGE_WAITLIST):
            yield Command("wait", tr("Add to the waitlist"), tr("new waiting"))
            yield Command("incomplete", tr("Open incomplete bookings"), tr("follow-ups drafts abandoned review"))
            yield Command("waitlist", tr("Open the waitlist"), tr("follow-ups waiting"))

    def _screens(self) -> Iterator[Command]:
        for name, title in self._shell.rail.offered():
            yield Command(f"open{_HERE}{name}", title, tr("open go to screen"))
        for row in self._shell.bar.location.others():
            yield Command(f"location{_HERE}{row.id}", tr("Go to {location}", location=row.name), tr("location branch"))
        yield Command("bell", tr("Open notifications"), tr("bell news"))
        if self._pending.connection.refused:
            yield Command("refusals", tr("What could not be done"), tr("refused errors"))

    def _desk(self) -> Iterator[Command]:
        yield Command("sync", tr("Sync now"), tr("refresh update fetch"), "F5")
        yield Command("lock", tr("Lock the desk"), tr("pin change person leave"), key_name(LOCK_KEYS))
        yield Command("pin", tr("My PIN…"), tr("lock code"))
        yield Command("keys", tr("Show the keys"), tr("shortcuts keyboard help"), _KEYS)
        for theme in CHOICES:
            yield Command(f"theme{_HERE}{theme}", tr("Theme: {theme}", theme=tr(THEMES[theme])), tr("colours mode"))
        for code, title in LANGUAGES.items():
            if code != language():
                yield Command(f"language{_HERE}{code}", tr("Language: {language}", language=title), code)
        if self._pending.connection.link is Link.SIGNED_OUT:
            yield Command("sign in", tr("Sign in again"))
        yield Command("computer", tr("This computer…"), tr("settings notifications start idle lock minutes"))
        yield Command("sign out", tr("Sign out"), tr("log off leave"))

    def _may(self, permission: Permission) -> bool:
        """At the place where she is; with all seen together, at any of them."""
        return self._places.where(lambda place: self._salon.may(permission, place)) is not None

    def _open(self, hit: Hit) -> None:
        match hit.kind:
            case Kind.CLIENT:
                self.client_opened.emit(hit.id)
            case Kind.DRAFT:
                self.draft_opened.emit(hit.id)
            case Kind.WAITING:
                self.entry_opened.emit(hit.id)
            case Kind.APPOINTMENT:
                self.appointment_opened.emit(hit.id)
            case Kind.DAY:
                self.day_opened.emit(dt.date.fromisoformat(hit.id))
            case Kind.COMMAND:
                self._do(hit.id)

    def _do(self, name: str) -> None:
        """Permissions may have gone between seeing a command and choosing it."""
        if name.startswith(_BOOK_FOR) and self._may(Permission.BOOK_APPOINTMENTS):
            self.booking_asked.emit(name.removeprefix(_BOOK_FOR))
        if name not in {command.name for command in self.commands()}:
            return
        what, _, which = name.partition(_HERE)
        bar = self._shell.bar
        chosen: dict[str, Callable[[], None]] = {
            "book": lambda: self.booking_asked.emit(""),
            "wait": self.waiting_asked.emit,
            "client": self.client_asked.emit,
            "incomplete": lambda: self.draft_opened.emit(""),
            "waitlist": lambda: self.entry_opened.emit(""),
            "open": lambda: self._shell.open(which),
            "location": lambda: bar.location_chosen.emit(which),
            "bell": bar.bell_pressed.emit,
            "refusals": bar.refusals_pressed.emit,
            "sync": bar.sync_requested.emit,
            "lock": bar.lock_requested.emit,
            "pin": bar.pin_requested.emit,
            "keys": self.show_keys,
            "theme": lambda: bar.theme_chosen.emit(which),
            "language": lambda: bar.language_chosen.emit(which),
            "sign in": bar.sign_in_pressed.emit,
            "computer": bar.desk_requested.emit,
            "sign out": bar.sign_out_requested.emit,
        }
        chosen[what]()
