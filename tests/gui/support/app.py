"""The real desktop in this process, over a fake network and a keychain in memory."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import App, build_app
from desktop.desk.desk import Desk
from desktop.models.ports import Link
from desktop.settings import Settings
from desktop.views.sign_in.page import SignInPage
from desktop.workplace import Workplace
from sync.keychain import Keychain, MemoryKeychain
from tests.gui.support.fakes import FakeClock, FakeOpener
from tests.gui.support.network import a_salon
from tests.support.fake_server import EMAIL, PASSWORD, URL

_CHANCE = 0.02
"""Failures are waited out for a few hundredths of a second instead of many seconds."""


class Window:
    """One start of the program after the other, on one computer, with what a person does there."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.network, self.clock, self.opener = a_salon(), FakeClock(), FakeOpener()
        self.keychain: Keychain = MemoryKeychain()
        self.running: App | None = None

    @property
    def app(self) -> App:
        assert self.running is not None
        return self.running

    @property
    def desk(self) -> Desk:
        desk = self.app.desk
        assert desk is not None
        return desk

    @property
    def work(self) -> Workplace:
        workplace = self.app.workplace
        assert workplace is not None
        return workplace

    def start(self, **settings: str) -> App:
        """Starts the program; what ran before is ended."""
        self.end()
        self.running = build_app(
            Settings(self.folder, language=settings.get("language", "en"), theme="light"),
            keychain=self.keychain,
            opener=self.opener,
            clock=self.clock,
            http=self.network,
            chance=lambda: _CHANCE,
        )
        self.running.start()
        return self.running

    def end(self) -> None:
        if self.running is not None:
            self.running.close()
            self.running.window.deleteLater()
            self.running = None

    def page(self) -> SignInPage:
        """The sign-in page, which has to be there."""
        page = self.app.window.page()
        assert isinstance(page, SignInPage)
        return page

    def sign_in(self, email: str = EMAIL, password: str = PASSWORD) -> None:
        """Types and presses, and waits for the desk to be live."""
        page = self.page()
        page.server.setText(URL)
        page.email.setText(email)
        page.password.setText(password)
        page.button.click()
        self.until(lambda: self.app.workplace is not None and self.link() is Link.LIVE and bool(self.bar_name()))

    def until(self, happened: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(happened()), timeout=10_000)

    def link(self) -> Link:
        return self.work.pending.connection.link

    def words(self) -> str:
        """What the bar says of the connection."""
        return self.work.shell.bar.connection.text()

    def bar_name(self) -> str:
        return self.work.shell.bar.location.text()

    def cards(self) -> list[str]:
        """Whose cards are shown, from the top."""
        return [self.work.drafts.at(row).client_name for row in range(self.work.drafts.rowCount())]

    def toast(self) -> str:
        toast = self.app.window.toasts.current()
        return toast.label.text() if toast else ""


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    """A desktop that has never been started."""
    made = Window(qtbot, tmp_path / "desk")
    yield made
    made.end()
