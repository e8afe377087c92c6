"""Where the tour takes place: backend process, window, clock, and the people around them."""

import datetime as dt
import re
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from PySide6.QtCore import QObject, QPoint, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import build_app
from desktop.settings import Settings
from desktop.views.followups.card_list import CardList
from desktop.views.theme.palette import ThemeChoice
from desktop.workplace import Workplace
from domain.times import instant, local
from sync.clock import MachineClock
from sync.keychain import MemoryKeychain
from tests.bench.server import Server
from tests.bench.until import NotHappened, settle, until
from tools.tour.hands import PATIENCE
from tools.tour.people import BookingPage, Staff

T = TypeVar("T")
ZONE = "Europe/Berlin"
SALON, OWNER, RECEPTION, PASSWORD = "studio-linden", "owner@example.org", "ana@example.org", "demo-salon"
SIZE = (1280, 800)
_PICTURE = re.compile(r"\d\d-[a-z-]+-(light|dark)\.png")
_MOMENT_MS = 100
_THEMES: tuple[ThemeChoice, ...] = ("light", "dark")


class StageClock:
    """Stands where the tour puts it, like the server's."""

    def __init__(self, now: int) -> None:
        self.at = now

    def now(self) -> int:
        return self.at


class Dialer(QObject):
    """Takes the place of the machine's telephone program."""

    def __init__(self) -> None:
        super().__init__()
        self.dialled: list[str] = []

    @Slot(QUrl)
    def dial(self, url: QUrl) -> None:
        self.dialled.append(url.path())


class Stage:
    """Use as a context; what was made last ends first. `listens` is whether the desk hears the server's pushes."""

    def __init__(self, out: Path, work: Path, *, listens: bool) -> None:
        self.out, self._work = out, work
        self._stack = ExitStack()
        self.clock = StageClock(_after_lunch())
        self.app = build_app(
            Settings(work / "desk", language="en", theme="light"),
            keychain=MemoryKeychain(),
            clock=self.clock,
            chance=lambda: 0.1,
            listens=listens,
        )
        self._stack.callback(self.app.close)
        self._stack.callback(self.app.window.close)
        self.window: QWidget = self.app.window
        self.window.resize(*SIZE)
        self.dialer = Dialer()
        QDesktopServices.setUrlHandler("tel", self.dialer, "dial")  # type: ignore[arg-type]  # its stub lacks the text
        self._stack.callback(QDesktopServices.unsetUrlHandler, "tel")
        self.server = self.start_server()
        self._stack.callback(self._end_server)
        self.visitor = BookingPage(self.server.address, SALON)
        self.owner = self._stack.enter_context(Staff(self.server.address, OWNER, PASSWORD, work / "owner"))
        out.mkdir(parents=True, exist_ok=True)
        for old in out.iterdir():
            if _PICTURE.fullmatch(old.name):
                old.unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    # Time and the server

    def start_server(self) -> Server:
        """The demo's backend as a process, at the time of the stage; a second start goes on with what it has kept."""
        self.server = Server(
            ["demo", "--data", str(self._work / "demo"), "--port", "0", "--control", str(self.clock.at)]
        )
        self.server.wait_ready()
        return self.server

    def _end_server(self) -> None:
        self.server.close()

    def go(self, at: int) -> None:
        """Moves the clocks of both sides."""
        self.clock.at = at
        self.server.move(at)

    def today(self) -> dt.date:
        """The date in the salon."""
        return local(self.clock.at, ZONE).date()

    # What is on the stage

    @property
    def work(self) -> Workplace:
        """The signed-in person's screens. Raises NotHappened when nobody is signed in."""
        return found(self.app.workplace, "somebody is signed in")

    @property
    def cards(self) -> CardList:
        """The list of cards."""
        return self.work.calendar.panel.list

    def until(self, condition: Callable[[], bool], what: str, deadline: float = PATIENCE) -> None:
        """Waits for something that a person would see or the server would say. Raises NotHappened."""
        until(condition, what, deadline)

    def picture(self, number: int, name: str) -> None:
        """The window as it is, with what hangs over it, in light and in dark."""
        before = self.app.theme.choice
        for theme in _THEMES:
            self.app.theme.choose(theme)
            until(self._is_at_rest, "the window is at rest", PATIENCE)
            settle()
            self._grab().save(str(self.out / f"{number:02}-{name}-{theme}.png"))
        self.app.theme.choose(before)

    def _is_at_rest(self) -> bool:
        """Whether nothing comes in a moment, such as a toast after what it is about."""
        timers = self.app.window.findChildren(QTimer)
        return not any(one.isActive() and one.isSingleShot() and one.interval() <= _MOMENT_MS for one in timers)

    def _grab(self) -> QPixmap:
        picture = self.window.grab()
        painter = QPainter(picture)
        for over in QApplication.topLevelWidgets():
            if over is not self.window and over.isVisible():
                painter.drawPixmap(over.mapToGlobal(QPoint()) - self.window.mapToGlobal(QPoint()), over.grab())
        painter.end()
        return picture


def found(value: T | None, what: str) -> T:
    """The value. Raises NotHappened when there is none."""
    if value is None:
        raise NotHappened(what)
    return value


def _after_lunch() -> int:
    """Today at 13:14 in the salon, so that the tour shows the same at any hour."""
    today = local(MachineClock().now(), ZONE).date()
    return instant(dt.datetime.combine(today, dt.time(13, 14)), ZONE)
