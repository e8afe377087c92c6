"""The composition root: everything that a running desktop is made of, closed in the reverse order."""

import random
import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from PySide6.QtCore import QLoggingCategory, QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop.choices import Choices, theme_of
from desktop.demo import Demo
from desktop.desk.desk import Desk
from desktop.desk.means import Means, Network
from desktop.entrance import Entrance
from desktop.farewell import Farewell
from desktop.gate import Gate, Opened
from desktop.models.ports import Opener
from desktop.services.bugs import report, report_uncaught
from desktop.services.clock import SystemClock
from desktop.services.garbage import GuiCollector, forget_sources
from desktop.services.keychain import SystemKeychain
from desktop.services.login_start import LoginStart, login_start_of
from desktop.services.notifications import SystemNotifier
from desktop.services.opener import SystemOpener
from desktop.services.preferences import Preferences, PreferencesFile
from desktop.settings import Settings
from desktop.surroundings import Surroundings, SystemPort, house_icon
from desktop.texts import group_phones, tr
from desktop.views.shell.window import TellingPage, Window
from desktop.views.theme.fonts import base_font
from desktop.views.theme.palette import Theme, ThemeChoice
from desktop.workplace import Workplace
from domain.clock import Clock, Ids
from domain.uuid7 import RandomIds
from sync.http import RequestsHttp
from sync.keychain import Keychain
from sync.owner import Owner
from sync.session import Session

_FIRST_PAINT_MS = 250
"""After this the first cards of a desk that was here before have been painted."""

_SWITCH_WAIT = 0.2
"""So many seconds the next person waits for threads of the one before; they end by themselves."""

_SWITCH_SECONDS = 0.001
"""For how long one thread may keep the others from Python: a click must not wait while the window paints."""

_NOT_SAID = "qt.text.font.db=false"
"""A name in letters that the first font lacks is drawn with another one: nothing to warn of."""


class FolderUnusable(Exception):
    """The folder of the desk's files cannot be made; the text is the system's reason."""


class App(QObject):
    """One window and, while somebody is signed in, her desk."""

    def __init__(
        self, settings: Settings, means: Means, opener: Opener, theme: Theme, notifier: SystemPort, starts: LoginStart
    ) -> None:
        super().__init__()
        self.settings, self.means, self.theme = settings, means, theme
        self.preferences = PreferencesFile(settings.data / "preferences.json")
        self.choices = Choices(self.preferences, settings, theme)
        self.window = Window()
        self.desk: Desk | None = None
        self.workplace: Workplace | None = None
        self.demo = Demo(means, settings.data)
        self.entrance = Entrance(self.window, means, self.demo, self.preferences, settings.server, report)
        self.gate = Gate(self.window, self.entrance, self.preferences, means, report)
        self._opener = opener
        self.around = Surroundings(
            self.window, settings, self.preferences, means.clock, notifier, starts, self.entrance.lane, report
        )
        self._stack = ExitStack()
        self._stack.callback(GuiCollector(self).end)
        self._stack.callback(self.around.close)
        self._stack.callback(self._end_desk)
        self._stack.callback(self.entrance.close)
        self._stack.callback(self.gate.close)
        self._stack.callback(self.demo.end)
        self.choices.speak()
        self._farewell = Farewell(self.window, means, self._mine_waiting)
        self._over = ""
        self.window.closing.connect(self.close)
        self.window.sync_requested.connect(self._sync_now)
        self.entrance.signed_in.connect(self._signed_in)
        self.entrance.signed_in_again.connect(self._signed_in_again)
        self.entrance.demo_opened.connect(self._demo_opened)
        self.entrance.demo_back.connect(self._demo_back)
        self.entrance.demo_lost.connect(self._leave_desk)
        self.window.lock_requested.connect(self.gate.ask_to_lock)
        self.around.idle.idle.connect(self.gate.lock_when_idle)
        self.around.notified.connect(self._look_at_news)
        self.gate.opened.connect(self._take_over)
        self.gate.unlocked.connect(self._unlocked)
        self.gate.nobody.connect(self._begin)

    def start(self) -> bool:
        """Shows the window with what there is: the demo, the remembered session, or the sign-in page.

        False when another one of the same folder is open, and has come to the front instead.
        """
        if not self.around.enter():
            if self.around.rings():
                return False
            page = _open_already_page()
            page.pressed.connect(self.start)
            self.window.show_page(page)
        elif self.settings.demo:
            self.entrance.open_demo()
        elif self.preferences.value.shared:
            self.gate.start(self.means)
        else:
            self._begin()
        self.window.show()
        return True

    def _begin(self) -> None:
        """With who was at the desk last, if she is remembered and has no PIN."""
        remembered = self.choices.remembered()
        if remembered is None:
            self.entrance.ask()
        else:
            # The keychain is asked, and the network, behind the desk.
            self._open_desk(self.means.session(remembered[0]), remembered[1])

    def close(self) -> None:
        """Ends everything, the last made first. Closing twice does nothing."""
        self._stack.close()

    def _signed_in(self, session: Session) -> None:
        self.choices.remember(session)
        self._open_desk(session, session.owner, by_password=True)

    def _take_over(self, opened: Opened) -> None:
        """Somebody goes on by her PIN; who was there before has left, and what is to be sent goes on being sent."""
        if self.demo.backend is None:
            self.choices.remember(opened.session)
        means = self.means if self.demo.backend is None else self.demo.means
        self._open_desk(opened.session, opened.owner, means, let_in=True)
        if opened.discarded:
            self.window.toasts.say(tr("What {name} was typing in a form was not kept.", name=opened.discarded))

    def _unlocked(self, anew: bool) -> None:
        over, self._over = self._over, ""
        if anew and self.desk is not None:
            self._signed_in_again(self.desk.session)
        elif over:
            self._ask_again(over)

    def _demo_opened(self, session: Session) -> None:
        self._open_desk(session, session.owner, self.demo.means, by_password=True)

    def _demo_back(self, address: str) -> None:
        """The demo's backend had died and runs again at the same data: the desk goes on with it."""
        if self.desk is not None:
            self.desk.session.base_url = address
            self.desk.sync_now()

    def _signed_in_again(self, session: Session) -> None:
        """The same person goes on where she was; another one gets her own desk."""
        desk = self.desk
        if desk is None or desk.session is not session:
            return
        if self.demo.backend is None:
            self.choices.remember(session)
        if session.owner == desk.owner:
            desk.go_on()
        else:
            self._open_desk(session, session.owner, by_password=True)

    # At work

    def _open_desk(
        self,
        session: Session,
        owner: Owner,
        means: Means | None = None,
        *,
        by_password: bool = False,
        let_in: bool = False,
    ) -> None:
        self._end_desk(_SWITCH_WAIT)
        fresh = session.tokens is not None
        group_phones(now=fresh)
        desk = Desk(means or self.means, session, owner, on_bug=report)
        desk.signals.session_ended.connect(self._ask_again)
        desk.signals.account_disabled.connect(self._leave_desk)
        desk.signals.trouble.connect(self.window.toasts.say)
        desk.signals.must_be_read.connect(self.window.toasts.insist)
        desk.signals.locked_changed.connect(self._lock)
        desk.signals.others_wait.connect(self._farewell.others_wait)
        self.desk = desk
        self._show_workplace()
        start = partial(self._start, desk, by_password=by_password, let_in=by_password or let_in)
        if fresh:
            start()
        else:
            # Loading what the network takes would cost the first cards, which are here already, a tenth of a second.
            QTimer.singleShot(_FIRST_PAINT_MS, desk.signals, start)

    def _start(self, desk: Desk, *, by_password: bool, let_in: bool) -> None:
        if desk is self.desk:
            desk.start()
            means = self.means if self.demo.backend is None else self.demo.means
            self.gate.at_work(desk, means, by_password=by_password, let_in=let_in)

    def _show_workplace(self) -> None:
        desk = self.desk
        if desk is None:
            return
        kept = self.preferences.value
        workplace = _workplace(desk, self._opener, self.window, self.means.clock, self.theme.choice, kept)
        bar = workplace.shell.bar
        bar.theme_chosen.connect(self._show_theme)
        bar.language_chosen.connect(self._speak_another)
        bar.sign_out_requested.connect(self._sign_out)
        bar.sign_in_pressed.connect(self._ask_again)
        bar.lock_requested.connect(self.gate.ask_to_lock)
        bar.pin_requested.connect(self.gate.choose_pin)
        bar.desk_requested.connect(self.around.settings.open)
        bar.sync_requested.connect(self._sync_now)
        desk.signals.others_wait.connect(bar.show_others)
        workplace.locations.chosen.connect(self.choices.choose_location)
        workplace.ranking.chosen.connect(partial(self.choices.choose_order, desk.owner.person_id))
        before, self.workplace = self.workplace, workplace
        if before is not None:
            workplace.go_back_to(before.whereabouts())
            before.end()
        self.window.show_page(workplace.shell)
        self.around.watch(workplace, lambda: self.gate.locked)
        desk.signals.announce()

    def _lock(self, locked: bool) -> None:
        if locked:
            page = _locked_page()
            page.pressed.connect(self._sync_now)
            self._end_workplace()
            self.window.show_page(page)
        elif self.workplace is None:
            self._show_workplace()

    def _ask_again(self, why: str = "") -> None:
        if self.gate.locked:
            self._over = why or tr("Your session has ended. Please sign in again.")
        elif self.desk is not None:
            self.entrance.ask_again(self.desk.session, why)

    def _sign_out(self) -> None:
        if self.desk is not None:
            self._end_workplace()
            self.window.show_page(TellingPage(tr("Signing out")))
            self.desk.leave(lambda waiting: self._leave_desk(self._farewell.left(waiting)))

    def _leave_desk(self, why: str) -> None:
        if self.desk is not None:
            self.gate.leaves(self.desk.owner)
        self._end_desk()
        if self.demo.backend is None:
            self.preferences.change(owner=None)
        self.entrance.lane.post(self.demo.close)
        self.gate.give_up()
        if self.gate.offers() and self.demo.backend is None:
            self.gate.ask(why)
        else:
            self.entrance.ask(why)

    def _end_desk(self, seconds: float | None = None) -> None:
        desk, self.desk = self.desk, None
        self._over = ""
        self._end_workplace()
        self.gate.nobody_at_work(self.means)
        if desk is not None:
            desk.close(*(() if seconds is None else (seconds,)))

    def _end_workplace(self) -> None:
        workplace, self.workplace = self.workplace, None
        if workplace is not None:
            workplace.end()
            self.window.toasts.close()

    def _mine_waiting(self) -> int:
        return self.workplace.pending.connection.waiting if self.workplace else 0

    def _look_at_news(self) -> None:
        """Somebody has clicked on a notification (row N15)."""
        self.window.come_to_front()
        if self.workplace is not None and not self.gate.locked:
            self.workplace.open_draft()

    def _sync_now(self) -> None:
        if self.desk is not None:
            self.desk.sync_now()

    def _show_theme(self, name: str) -> None:
        choice = self.choices.choose_theme(name)
        if self.workplace is not None:
            self.workplace.show_theme(choice)

    def _speak_another(self, name: str) -> None:
        self.choices.choose_language(name)
        self._show_workplace()


def _workplace(
    desk: Desk, opener: Opener, window: Window, clock: Clock, theme: ThemeChoice, kept: Preferences
) -> Workplace:
    return Workplace(
        desk.signals,
        desk.acts,
        desk,
        desk.client_files,
        opener,
        window.toasts,
        clock,
        theme,
        kept.location_id,
        window,
        desk.colleagues,
        desk,
        kept.orders.get(desk.owner.person_id, ""),
    )


def _open_already_page() -> TellingPage:
    text = tr("Deskbell is open already on this computer. Please go on in its other window, or close that first.")
    return TellingPage(text, tr("Try again"))


def _locked_page() -> TellingPage:
    text = tr("The server was not reached for three days. Your data is locked until it answers again.")
    return TellingPage(text, tr("Try again"))


def build_app(
    settings: Settings,
    *,
    keychain: Keychain | None = None,
    opener: Opener | None = None,
    clock: Clock | None = None,
    ids: Ids | None = None,
    chance: Callable[[], float] | None = None,
    http: Network | None = None,
    listens: bool = True,
    notifier: SystemPort | None = None,
    login_start: LoginStart | None = None,
) -> App:
    """Composes the desktop in this process; `close` it. A QApplication is made when there is none.

    Raises FolderUnusable.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError("there is an application without windows")
    application.setApplicationName("Deskbell")
    sys.setswitchinterval(_SWITCH_SECONDS)
    application.setFont(base_font())
    QLoggingCategory.setFilterRules(_NOT_SAID)
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderUnusable(error.strerror) from error
    means = Means(
        folder=settings.data,
        keychain=keychain or SystemKeychain(),
        http=http or RequestsHttp(),
        clock=clock or SystemClock(),
        ids=ids or RandomIds(),
        chance=chance or random.SystemRandom().random,
        listens=listens,
    )
    kept = PreferencesFile(settings.data / "preferences.json").value
    theme = Theme(application, theme_of(settings.theme or kept.theme))
    icon = house_icon()
    application.setWindowIcon(icon)
    starts = login_start or login_start_of(sys.platform, settings.started_with())
    forget_sources()
    return App(settings, means, opener or SystemOpener(), theme, notifier or SystemNotifier(icon), starts)


def run_app(settings: Settings) -> int:
    """Runs until the window is closed; the exit code."""
    app = build_app(settings)
    if not app.start():
        app.close()
        return 0
    app.around.crashes.begin()
    report_uncaught(app.around.crashes.note)
    try:
        return QApplication.exec()
    finally:
        app.close()
