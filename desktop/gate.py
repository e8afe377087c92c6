"""The desk's lock: who may go on here, by PIN in two seconds, or by password (row N21)."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop.desk.desk import Desk
from desktop.desk.means import Means
from desktop.desk.people import Guess, Known
from desktop.desk.troubles import sentence
from desktop.entrance import Entrance
from desktop.pins import Pins, wrong_pin
from desktop.seats import Seats
from desktop.services.bridge import Bridge, run
from desktop.services.preferences import PreferencesFile
from desktop.texts import tr
from desktop.views.shell.curtain import Curtain
from desktop.views.shell.window import Window
from sync.errors import KeychainUnavailable
from sync.owner import Owner
from sync.session import Session

if TYPE_CHECKING:
    from desktop.views.lock.page import LockPage


class Opened(NamedTuple):
    """Who goes on, and what she left open behind the lock if it is not she who had locked the desk."""

    session: Session
    owner: Owner
    discarded: str = ""


class Gate(QObject):
    """Locks the window and opens it again. `mine` is the desk behind the lock, if there is one."""

    opened = Signal(object)
    """Somebody goes on at her own desk, which is to be opened: an Opened."""

    unlocked = Signal(bool)
    """Who had locked it goes on where she was; whether she has signed in anew."""

    nobody = Signal()
    """There is nobody who could come in by PIN."""

    def __init__(
        self,
        window: Window,
        entrance: Entrance,
        preferences: PreferencesFile,
        means: Means,
        on_bug: Callable[[BaseException], None],
    ) -> None:
        super().__init__()
        self._window, self._entrance, self._preferences, self._on_bug = window, entrance, preferences, on_bug
        self._bridge, self._curtain = Bridge(self), Curtain(window)
        self._pins = Pins(window, self._bridge, entrance.lane, on_bug)
        self._people: tuple[Known, ...] = ()
        self._mine: Desk | None = None
        self._seats = Seats(means)
        self.page: LockPage | None = None
        entrance.signed_in_aside.connect(self._came_by_password)
        self._pins.known.connect(self._know)
        self._pins.shut_out.connect(self.lock)

    @property
    def locked(self) -> bool:
        return self.page is not None

    def close(self) -> None:
        self._bridge.close()

    def at_work(self, desk: Desk, means: Means, *, by_password: bool, let_in: bool) -> None:
        """Whose desk is open, and by what means. Who was not let in, by PIN or password, is asked if she has a PIN."""
        self._use(desk, means)
        seated = partial(self._seats.seated, desk.session, desk.owner, by_password=by_password)
        self._run(seated, self._know if let_in else self._look)

    def nobody_at_work(self, means: Means) -> None:
        """Nobody's desk is open."""
        self._use(None, means)

    def _use(self, desk: Desk | None, means: Means) -> None:
        self._mine = desk
        if means is not self._seats.means:
            self._seats, self._people = Seats(means), ()

    def leaves(self, owner: Owner) -> None:
        """She has signed out, or may not come back: her PIN goes."""
        self._people = tuple(one for one in self._people if one.owner != owner)
        self._run(partial(self._seats.removed, owner), self._know)

    def offers(self) -> bool:
        """Whether somebody may come in by PIN."""
        return any(one.opens_by_pin for one in self._people)

    # Locking

    def ask_to_lock(self) -> None:
        """She wants to leave the desk for a moment. Without a PIN she could not come back, so she chooses one first."""
        if self.locked or self._mine is None:
            return
        if self._has_pin(self._mine.owner):
            self.lock()
        else:
            self.choose_pin(self.lock)

    def choose_pin(self, then: Callable[[], None] | None = None) -> None:
        """Asks who is at the desk for a PIN of her own; `then` is what she wanted it for."""
        if self._mine is not None and not self.locked:
            self._pins.ask(self._seats, self._mine, then, has_one=self._has_pin(self._mine.owner))

    def lock_when_idle(self) -> None:
        """Nobody has touched the desk for a while."""
        if not self.locked and self._mine is not None and self._has_pin(self._mine.owner):
            self.lock()

    def lock(self) -> None:
        """Shows nothing but names of who works here. What is typed stays behind it."""
        if self.locked or self._mine is None:
            return
        self._entrance.close_dialog()
        self._curtain.draw()
        self._ask()
        self._run(self._seats.means.people.read, self._know)

    def ask(self, why: str = "") -> None:
        """Nobody is at the desk: asks who goes on. `why` says what brought the person there."""
        if not self.locked:
            self._ask()
        if why and self.page is not None:
            self.page.fail(why)

    def start(self, means: Means) -> None:
        """At the start of the program, when somebody had a PIN here: the keychain knows whether that is still so."""
        self._use(None, means)
        self._ask()
        self._run(means.people.all, self._looked_at_start)

    def _ask(self) -> None:
        from desktop.views.lock.page import LockPage  # noqa: PLC0415 - the first paint goes without

        page = self.page = LockPage(discards=bool(self._curtain))
        page.pin_entered.connect(self._try_pin)
        page.password_requested.connect(self._ask_password)
        self._show_people()
        self._window.toasts.hold(on=True)
        self._window.cover(page)
        page.begin()

    def _show_people(self) -> None:
        from desktop.views.lock.people import Sitter  # noqa: PLC0415 - as the page

        if self.page is not None:
            here = self._mine.owner if self._mine else None
            sitters = [Sitter(_key(one.owner), one.name, one.owner == here, one.opens_by_pin) for one in self._people]
            self.page.show_people(sitters)

    # Opening

    def _try_pin(self, key: str, pin: str) -> None:
        page, known = self.page, next((one for one in self._people if _key(one.owner) == key), None)
        if page is None or known is None:
            return
        page.work(on=True)
        mine = self._mine.session if self._mine else None
        own = self._mine is not None and self._mine.owner == known.owner
        trying = partial(self._seats.by_pin, known, pin, mine, own=own)
        run(self._bridge, self._entrance.lane, trying, partial(self._tried, known), self._failed)

    def _tried(self, known: Known, tried: tuple[Guess, Session | None]) -> None:
        guess, session = tried
        if not guess.right:
            self._wrong(known, guess)
        elif self._mine is not None and self._mine.owner == known.owner:
            self._lift()
            self.unlocked.emit(False)
        elif session is None:
            self._ask_password(tr("Your session has ended. Please sign in again."))
        else:
            self._open(session, known.owner)

    def _wrong(self, known: Known, guess: Guess) -> None:
        if self.page is None:
            return
        if guess.left:
            said = wrong_pin(guess.left)
        else:
            said = tr("The PIN was wrong five times. Please sign in with your password.")
            mine = self._mine.session if self._mine is not None and self._mine.owner == known.owner else None
            self._run(partial(self._seats.shut_out, known, mine), self._know)
        self.page.fail(said)

    def _ask_password(self, why: str = "") -> None:
        if self.page is None:
            return
        self.page.work(on=False)
        here = self._mine.session.base_url if self._mine else ""
        sitter = self.page.people.current()
        chosen = next((one.base_url for one in self._people if sitter and _key(one.owner) == sitter.key), "")
        address = here or chosen or self._preferences.value.server
        self._entrance.ask_over_lock(self._seats.means, address, why)

    def _came_by_password(self, session: Session) -> None:
        if self.page is None:
            return
        self.page.work(on=True)
        mine = self._mine.session if self._mine else None
        own = self._mine is not None and self._mine.owner == session.owner
        seating = partial(self._seats.by_password, session, mine, own=own)
        run(self._bridge, self._entrance.lane, seating, partial(self._seated, session, own), self._failed)

    def _seated(self, session: Session, own: bool, people: tuple[Known, ...]) -> None:
        self._know(people)
        if own:
            self._lift()
            self.unlocked.emit(True)
        else:
            self._open(session, session.owner)

    def _open(self, session: Session, owner: Owner) -> None:
        left = self._mine is not None and bool(self._curtain)
        name = next((one.name for one in self._people if self._mine and one.owner == self._mine.owner), "")
        self._curtain.discard()
        self._uncover()
        self.opened.emit(Opened(session, owner, (name or tr("Someone else")) if left else ""))

    def _lift(self) -> None:
        self._uncover()
        self._curtain.lift()

    def _uncover(self) -> None:
        self.page = None
        self._entrance.close_dialog()
        self._window.uncover()
        self._window.toasts.hold(on=False)

    def give_up(self) -> None:
        """Nobody can be let in by PIN: what was behind the lock has gone."""
        self._curtain.discard()
        if self.locked:
            self._uncover()

    def _failed(self, trouble: Exception) -> None:
        said = _said(trouble)
        if said is None:
            self._on_bug(trouble)
        if self.page is not None:
            self.page.fail(said or tr("Something went wrong. Please try again."))

    # Who is known

    def _has_pin(self, owner: Owner) -> bool:
        return any(one.pin for one in self._people if one.owner == owner)

    def _run(self, work: Callable[[], tuple[Known, ...]], done: Callable[[tuple[Known, ...]], None]) -> None:
        """`done` hears of it unless the desk of another salon is open by then, such as the demo's."""
        seats = self._seats

        def told(people: tuple[Known, ...]) -> None:
            if seats is self._seats:
                done(people)

        run(self._bridge, self._entrance.lane, work, told, self._failed)

    def _know(self, people: tuple[Known, ...]) -> None:
        self._people = people
        if self._seats.means.folder == self._preferences.folder:
            self._preferences.change(shared=any(one.pin for one in people))
        self._show_people()

    def _look(self, people: tuple[Known, ...]) -> None:
        self._know(people)
        if self._mine is not None and self._has_pin(self._mine.owner):
            self.lock()

    def _looked_at_start(self, people: tuple[Known, ...]) -> None:
        if people:  # a keychain that is locked forgets nobody
            self._know(people)
        if not _is_shared(people, self._preferences.value.owner):
            self._uncover()
            self.nobody.emit()


def _key(owner: Owner) -> str:
    return " ".join(owner)


def _said(trouble: Exception) -> str | None:
    said = sentence(trouble)
    if said is not None and isinstance(trouble, KeychainUnavailable):
        said = tr("The keychain of this computer is not available. Please sign in with your password.")
    return said


def _is_shared(people: tuple[Known, ...], last: tuple[str, str, str] | None) -> bool:
    """Whether the desk starts locked: somebody has a PIN, and so has who was there last."""
    mine = next((one for one in people if last is not None and one.owner == Owner(*last)), None)
    return any(one.pin for one in people) and (last is None or (mine is not None and bool(mine.pin)))
