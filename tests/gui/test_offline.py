"""A desk whose server is gone and comes back: a real process that is killed."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desktop.models.ports import Link
from tests.gui.support.house import House, open_house
from tests.gui.support.program import Program
from tests.support.server import Template

Start = Callable[..., Program]


@pytest.fixture
def house(sqlite_template: Template, tmp_path: Path) -> Iterator[House]:
    """A server of the test's own."""
    path = tmp_path / "house.db"
    shutil.copyfile(sqlite_template.source, path)
    opened = open_house(path, sqlite_template.seeded)
    yield opened
    opened.backend.close()


def back(house: House) -> None:
    """The server is started again, at the same address and on the same data."""
    port = urlsplit(house.address).port or 0
    again = open_house(Path(house.url.removeprefix("sqlite:///")), house.seeded, port)
    house.backend = again.backend
    house.backend.set(house.clock.at)


@pytest.mark.row("N3", "R4", "N16")
def test_everything_is_there_without_the_server_and_what_was_done_is_sent_once(desk: Start, house: House) -> None:
    dismissed, reminded = house.abandon("Nora Nowak"), house.abandon("Ben Berg")
    program = desk()
    program.sign_in()
    program.until(lambda: program.work.drafts.rowCount() == 2)
    house.backend.kill()
    program.until(lambda: program.bar_says.startswith("Offline since"))
    program.start_again()
    program.until(lambda: program.has_work() and program.work.drafts.rowCount() == 2)
    program.open_followups()
    assert "Nora Nowak" in program.card(dismissed).accessibleName()
    program.press("Dismiss", program.card(dismissed))
    program.until(lambda: not program.has_card(dismissed))
    program.press("Send reminder", program.card(reminded))
    program.until(lambda: program.bar_says.endswith("2 actions waiting"))
    program.start_again()
    program.until(lambda: program.has_work() and program.has_card(reminded))
    assert not program.has_card(dismissed)
    back(house)
    program.until(lambda: program.link is Link.LIVE and program.connection.waiting == 0)
    assert house.happened("draft.dismissed", dismissed) == 1
    program.until(lambda: program.connection.refused == 1)
    assert program.work.shell.bar.refusals.text() == "1 could not be done"
    later = house.abandon("Cem Celik")
    program.until(lambda: program.has_card(later))
