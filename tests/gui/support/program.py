"""The real desktop in the test's process, and what its person does: typing, clicking, reading."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import App, build_app
from desktop.models.ports import Connection, Link
from desktop.settings import Settings
from desktop.views.followups.card import CardWidget
from desktop.views.followups.card_list import CardList
from desktop.views.sign_in.page import SignInPage
from desktop.workplace import SETTINGS, Workplace
from domain.clock import Clock
from domain.uuid7 import RandomIds
from sync.keychain import Keychain, MemoryKeychain
from tests.gui.support import clicks
from tests.gui.support.fakes import FakeOpener
from tests.gui.support.house import House
from tests.gui.support.wire import Wire
from tests.support.server import PASSWORD

W = TypeVar("W", bound=QWidget)
WAIT_MS = 30_000


class Program:
    """One desk. What it is given at first it keeps when it is started again."""

    def __init__(
        self,
        qtbot: QtBot,
        house: House,
        folder: Path,
        *,
        keychain: Keychain | None = None,
        wire: Wire | None = None,
        clock: Clock | None = None,
        demo: bool = False,
        language: str = "en",
        theme: str = "light",
    ) -> None:
        self._qtbot, self._house, self.folder = qtbot, house, folder
        self.keychain, self.wire, self.opener = keychain or MemoryKeychain(), wire or Wire(), FakeOpener()
        self._clock = clock or house.clock
        self._settings = Settings(folder, demo=demo, language=language, theme=theme)
        self.app = self._build()

    def _build(self) -> App:
        return build_app(
            self._settings,
            keychain=self.keychain,
            opener=self.opener,
            clock=self._clock,
            ids=RandomIds(),
            chance=lambda: 0.02,  # what is tried again is tried soon
            http=self.wire,
        )

    def start(self) -> None:
        """Opens the window."""
        self.app.start()

    def close(self) -> None:
        """Closes the window, as its person does."""
        self.app.window.close()
        self.app.close()

    def start_again(self) -> None:
        """The program is ended and started later, with the same files and keychain."""
        self.close()
        self.app = self._build()
        self.app.start()

    # Signing in

    @property
    def page(self) -> SignInPage:
        """The sign-in page; fails when it is not shown."""
        page = self.app.window.page()
        assert isinstance(page, SignInPage), page
        return page

    def type_in(self, address: str, email: str, password: str = PASSWORD) -> None:
        """Fills the page in and presses its button."""
        for field, text in ((self.page.server, address), (self.page.email, email), (self.page.password, password)):
            write(field, text)
        clicks.click(self.page.button)

    def sign_in(self, name: str = "reception") -> None:
        """Somebody of the house signs in and sees her screens."""
        self.type_in(self._house.address, f"{name}@example.org")
        self.until_live()

    def until_live(self) -> None:
        self.until(lambda: self.has_work() and self.link is Link.LIVE and self.work.salon.person() is not None)

    # What is on the screen

    def has_work(self) -> bool:
        return self.app.workplace is not None

    @property
    def work(self) -> Workplace:
        """The screens of who is signed in."""
        assert self.app.workplace is not None
        return self.app.workplace

    @property
    def connection(self) -> Connection:
        return self.work.pending.connection

    @property
    def link(self) -> Link:
        return self.connection.link

    @property
    def bar_says(self) -> str:
        """How the desk stands to its server, in the bar's words."""
        return self.work.shell.bar.connection.text()

    def open_followups(self) -> None:
        """Opens the panel with the cards."""
        self.work.open_draft()

    def open_settings(self, page: str) -> None:
        """Opens a page of Settings, once she may see it."""
        self.until(lambda: self.work.settings.show_location(self.work.places.at))
        self.work.shell.open(SETTINGS)
        self.work.settings.screen.open(page)

    def card(self, draft_id: str) -> CardWidget:
        """The card of a draft, once it can be seen; the panel is open."""
        found: list[CardWidget] = []

        def seen() -> bool:
            cards = self.app.window.findChild(CardList, "incomplete")
            card = cards.card_of(draft_id) if cards is not None else None
            found[:] = [card] if isinstance(card, CardWidget) and card.isVisible() else []
            return bool(found)

        self.until(seen)
        return found[0]

    def has_card(self, draft_id: str) -> bool:
        """Whether a draft is in the list."""
        return self.work.drafts.position(draft_id) is not None

    def press(self, text: str, inside: QWidget | None = None) -> None:
        """A click on a button, by its text or accessible name, once it can be seen."""
        place = inside or self.app.window
        self.until(lambda: clicks.sees(place, text))
        clicks.press(place, text)

    def toast(self) -> str:
        """What the corner says now."""
        shown = self.app.window.toasts.current()
        return shown.label.text() if shown else ""

    def one(self, of: type[W]) -> W:
        """The widget of a kind, once the window has it."""
        self.until(lambda: self.app.window.findChild(of) is not None)
        found = self.app.window.findChild(of)
        assert found is not None, of
        return found

    def until(self, condition: Callable[[], bool], milliseconds: int = WAIT_MS) -> None:
        """Lets the program work until a condition holds."""
        self._qtbot.waitUntil(condition, timeout=milliseconds)

    def until_said(self, words: str) -> None:
        """Lets the program work until the corner says something with these words in it."""
        self.until(lambda: words in self.toast())


def write(field: QLineEdit, text: str) -> None:
    """Types over what is in a field."""
    field.selectAll()
    QTest.keyClicks(field, text)
