"""The demo with its own backend process, and starting the program where it cannot simply start."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend.db.database import Database
from backend.db.tables.core import server
from desktop.services.backend_process import BackendProcess
from desktop.views.shell.window import TellingPage
from desktop.views.sign_in.page import SignInPage
from domain.constants import DAY
from domain.uuid7 import RandomIds
from sync.clock import MachineClock
from tests.gui.support.house import House
from tests.gui.support.program import Program

Start = Callable[..., Program]


@pytest.fixture
def demo(desk: Start) -> Program:
    """The demo salon, open and live."""
    program = desk(demo=True, clock=MachineClock())
    program.until_live()
    return program


def backend_of(program: Program) -> BackendProcess:
    backend = program.app.demo.backend
    assert backend is not None
    return backend


def kill(backend: BackendProcess) -> None:
    """Without a word, as the system does when it runs out of memory."""
    backend._child.kill()


def said(program: Program) -> str:
    page = program.app.window.page()
    return page.label.text() if isinstance(page, TellingPage) else ""


def dismiss_first(program: Program) -> str:
    draft_id = program.work.drafts.at(0).id
    program.work.followups.dismiss(draft_id)
    program.until(lambda: not program.has_card(draft_id))
    return draft_id


@pytest.mark.row("R4", "N3")
def test_a_demo_whose_backend_is_killed_goes_on_at_the_same_data(demo: Program) -> None:
    before, count = backend_of(demo), demo.work.drafts.rowCount()
    gone = dismiss_first(demo)
    demo.until(lambda: demo.connection.waiting == 0)
    kill(before)
    demo.until(lambda: backend_of(demo) is not before)
    another = dismiss_first(demo)
    demo.until(lambda: demo.bar_says == "Live" and demo.connection.waiting == 0)
    assert demo.work.drafts.rowCount() == count - 2
    assert not demo.has_card(gone)
    assert not demo.has_card(another)


def test_a_demo_whose_backend_keeps_dying_says_so_at_the_door(demo: Program) -> None:
    died: list[BackendProcess] = []
    for _ in range(3):
        died.append(backend_of(demo))
        kill(died[-1])
        demo.until(lambda: backend_of(demo) not in died and bool(backend_of(demo).address))
    kill(backend_of(demo))
    demo.until(lambda: isinstance(demo.app.window.page(), SignInPage))
    assert "could not be started" in demo.page.fault.text()


def test_a_demo_that_is_opened_again_after_days_is_as_fresh_as_at_first(demo: Program) -> None:
    count, gone = demo.work.drafts.rowCount(), dismiss_first(demo)
    demo.until(lambda: demo.connection.waiting == 0)
    demo.close()
    age(demo.folder / "demo" / "deskbell.db", 3 * DAY)
    demo.start_again()
    demo.until_live()
    demo.until(lambda: demo.work.drafts.rowCount() == count)
    assert not demo.has_card(gone)
    assert demo.toast() == ""


def age(file: Path, by: int) -> None:
    """The demo was built so long ago."""
    database = Database.open(f"sqlite:///{file}", MachineClock(), RandomIds())
    with database.write() as unit:
        unit.conn.execute(sa.update(server).values(created_at=server.c.created_at - by))
    database.close()


def test_the_window_can_be_closed_while_the_demo_is_being_opened(desk: Start) -> None:
    program = desk(demo=True, clock=MachineClock())
    program.until(lambda: program.app.demo.backend is not None)
    backend = backend_of(program)
    program.close()
    assert backend._child.poll() is not None


@pytest.mark.row("N16")
def test_leaving_the_demo_forgets_nobody_who_is_remembered(desk: Start, house: House) -> None:
    program = desk("both")
    program.sign_in()
    program.close()
    again = desk("both", demo=True, clock=MachineClock(), keychain=program.keychain)
    again.until_live()
    again.work.shell.bar.sign_out_requested.emit()
    again.until(lambda: isinstance(again.app.window.page(), SignInPage))
    again.close()
    program.start_again()
    program.until_live()


def test_a_second_start_on_the_same_files_brings_the_first_to_the_front(desk: Start) -> None:
    first = desk("same")
    first.until(first.app.around.doorbell.listens)
    first.app.window.showMinimized()
    second = desk("same")
    assert not second.app.window.isVisible()
    first.until(lambda: not first.app.window.isMinimized())


def test_a_second_window_on_the_same_files_that_nobody_answers_says_so_and_opens_when_the_first_is_closed(
    desk: Start,
) -> None:
    first = desk("same")
    assert isinstance(first.app.window.page(), SignInPage)
    first.until(first.app.around.doorbell.listens)
    first.app.around.doorbell.close()
    second = desk("same")
    assert "open already" in said(second)
    second.press("Try again")
    assert "open already" in said(second)
    first.close()
    second.press("Try again")
    assert isinstance(second.app.window.page(), SignInPage)
