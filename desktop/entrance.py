"""How somebody comes in: by the sign-in page, by signing in again over open work, or into the demo salon."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desktop.demo import Demo
from desktop.desk.means import Means
from desktop.desk.troubles import sentence, sign_in_sentence
from desktop.services.bridge import Bridge, run
from desktop.services.lanes import Lane
from desktop.services.preferences import PreferencesFile
from desktop.settings import server_address
from desktop.texts import language, mark, tr
from desktop.views.shell.window import TellingPage, Window
from desktop.views.sign_in.dialog import SignInDialog
from desktop.views.sign_in.forgotten import ForgottenDialog
from desktop.views.sign_in.page import SignInPage, Typed
from sync.errors import ProblemAnswer
from sync.session import Session


class Entrance(QObject):
    """Asks, and says by its signals who came in, each with a Session."""

    signed_in = Signal(object)
    signed_in_again = Signal(object)
    signed_in_aside = Signal(object)
    """At a locked desk: beside whoever is at it, who keeps it until it is known that the other may."""

    demo_opened = Signal(object)

    demo_back = Signal(str)
    """The demo's backend had died and was started again, at this address."""

    demo_lost = Signal(str)
    """The demo cannot go on; why, in words."""

    def __init__(
        self,
        window: Window,
        means: Means,
        demo: Demo,
        preferences: PreferencesFile,
        server: str,
        on_bug: Callable[[BaseException], None],
    ) -> None:
        """`server` wins over the address that was used last."""
        super().__init__()
        self._window, self._means, self._demo, self._preferences = window, means, demo, preferences
        self._server, self._on_bug = server, on_bug
        self._bridge, self.lane = Bridge(self), Lane("sign-in", on_bug)
        self.dialog: SignInDialog | None = None

    def close(self) -> None:
        """Nobody comes in any more."""
        self._bridge.close()
        self.lane.close()

    def ask(self, why: str = "") -> SignInPage:
        """Shows the sign-in page; `why` says what brought the person there."""
        page = SignInPage(self._server or self._preferences.value.server)
        page.sign_in_requested.connect(partial(self._sign_in, page))
        page.demo_requested.connect(self.open_demo)
        page.forgotten.connect(partial(self._forgot, page, self._means))
        self._window.show_page(page)
        if why:
            page.fail(why)
        page.begin()
        return page

    def ask_again(self, session: Session, why: str = "") -> None:
        """The session has ended: asks over the open work, of which nothing is lost."""
        if self.dialog is not None:
            return
        page = SignInPage(session.base_url, again=True)
        dialog = self.dialog = SignInDialog(page, self._window)
        dialog.finished.connect(self._put_away)
        page.sign_in_requested.connect(partial(self._sign_in_again, session, page))
        page.forgotten.connect(partial(self._forgot, page, self._means))
        page.fail(why or tr("Your session has ended. Please sign in again."))
        dialog.open()
        page.begin()

    def ask_over_lock(self, means: Means, base_url: str, why: str = "") -> None:
        """Asks anybody for a password over a locked desk."""
        if self.dialog is not None:
            return
        page = SignInPage(base_url, again=True)
        dialog = self.dialog = SignInDialog(page, self._window)
        dialog.finished.connect(self._put_away)
        page.sign_in_requested.connect(partial(self._sign_in_aside, means, page))
        page.forgotten.connect(partial(self._forgot, page, means))
        page.fail(why)
        dialog.open()
        page.begin()

    def close_dialog(self) -> None:
        """Nobody is asked any more."""
        if self.dialog is not None:
            self.dialog.reject()

    def open_demo(self) -> None:
        """Starts the demo salon on this computer and signs in to it."""
        self._window.show_page(TellingPage(tr("The demo salon is being opened")))
        opening = partial(self._demo.open, self._device_id(), partial(self._bridge.post, self._demo_died))
        run(self._bridge, self.lane, opening, self.demo_opened.emit, self._no_demo)

    def _sign_in(self, page: SignInPage, typed: Typed) -> None:
        address = server_address(typed.server)
        if address is None:
            page.fail(tr("This is not an address such as https://salon.example.com."), "server")
            return
        session = self._means.session(address)
        self._try(page, session, typed, self.signed_in.emit)

    def _sign_in_again(self, session: Session, page: SignInPage, typed: Typed) -> None:
        self._try(page, session, typed, self._again)

    def _sign_in_aside(self, means: Means, page: SignInPage, typed: Typed) -> None:
        self._try(page, means.session(page.typed().server), typed, self._aside, aside=True)

    def _try(
        self,
        page: SignInPage,
        session: Session,
        typed: Typed,
        entered: Callable[[Session], None],
        *,
        aside: bool = False,
    ) -> None:
        page.work(tr("Signing in"))
        signing = partial(session.sign_in, typed.email, typed.password, self._device_id(), aside=aside)
        done = partial(_hand_on, entered, session)
        run(self._bridge, self.lane, signing, done, partial(self._failed, page))

    def _forgot(self, page: SignInPage, means: Means) -> None:
        typed = page.typed()
        address = server_address(typed.server)
        if address is None:
            page.fail(tr("This is not an address such as https://salon.example.com."), "server")
            return
        dialog = ForgottenDialog(typed.email, page)
        dialog.asked.connect(partial(self._ask_for_link, dialog, means.session(address)))
        dialog.open()

    def _ask_for_link(self, dialog: ForgottenDialog, session: Session, email: str) -> None:
        dialog.work()
        asking = partial(session.ask_password_link, email, language())
        done = partial(_tell_open, dialog, lambda _none: dialog.done_asking())
        run(self._bridge, self.lane, asking, done, partial(_tell_open, dialog, partial(self._no_link, dialog)))

    def _no_link(self, dialog: ForgottenDialog, trouble: Exception) -> None:
        code = trouble.problem.type if isinstance(trouble, ProblemAnswer) else ""
        said = _NO_LINK.get(code)
        if said is None:
            dialog.fail(self._sentence(trouble))
        else:
            dialog.fail(tr(said), at_email=code == "email_wrong")

    def _again(self, session: Session) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self.signed_in_again.emit(session)

    def _aside(self, session: Session) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self.signed_in_aside.emit(session)

    def _failed(self, page: SignInPage, trouble: Exception) -> None:
        said = self._sentence(trouble)
        wrong = isinstance(trouble, ProblemAnswer) and trouble.problem.type == "wrong_credentials"
        if isValid(page):
            page.fail(said, "password" if wrong else None)

    def _sentence(self, trouble: Exception) -> str:
        said = sign_in_sentence(trouble)
        if said is None:
            self._on_bug(trouble)
        return said or tr("Something went wrong. Please try again.")

    def _no_demo(self, trouble: Exception) -> None:
        self.ask(self._why_no_demo(trouble))

    def _demo_died(self) -> None:
        run(self._bridge, self.lane, self._demo.start_again, self.demo_back.emit, self._demo_ends)

    def _demo_ends(self, trouble: Exception) -> None:
        self.demo_lost.emit(self._why_no_demo(trouble))

    def _why_no_demo(self, trouble: Exception) -> str:
        said = sentence(trouble)
        if said is None:
            self._on_bug(trouble)
        return said or tr("The demo salon could not be started.")

    def _put_away(self) -> None:
        self.dialog = None

    def _device_id(self) -> str:
        """Made once and kept, so that the server knows the desk again."""
        if not self._preferences.value.device_id:
            self._preferences.change(device_id=self._means.ids.new(self._means.clock.now()))
        return self._preferences.value.device_id


_NO_LINK = {
    "no_mail": mark("This server sends no mail. Ask whoever manages your team for a link."),
    "email_wrong": mark("This is not an email address."),
}


def _tell_open(dialog: ForgottenDialog, tell: Callable[[Any], None], what: object) -> None:
    """One that was closed meanwhile hears nothing."""
    if isValid(dialog):
        tell(what)


def _hand_on(entered: Callable[[Session], None], session: Session, _tokens: object) -> None:
    entered(session)
