"""Several processes on one PostgreSQL: requests in one, due work in another, and desks hear of both."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from backend.cli import main
from domain.constants import REVIEW_SESSION
from domain.wire.access import SignIn, Tokens
from domain.wire.actions import Choice
from domain.wire.base import decode
from domain.wire.booking import EnterReview
from domain.wire.rows import DraftRow
from domain.wire.sync import SyncPage
from tests.support.backend import Backend
from tests.support.server import PASSWORD, PUBLIC_URL, SALON, Template, World, open_world


@pytest.fixture
def world_beside(seeded_url: str, postgres_template: Template) -> Iterator[World]:
    """Hands in a third process, for what has no route: a client who has proved her phone."""
    found = open_world(seeded_url, postgres_template.seeded)
    yield found
    found.app.close()


@pytest.mark.row("N4", "B5")
def test_what_a_worker_does_is_pushed_by_another_process(seeded_url: str, world_beside: World) -> None:
    with ExitStack() as stack:
        arguments = ["--database", seeded_url, "--public-url", PUBLIC_URL]
        api = Backend(["api", "--port", "0", *arguments])
        stack.callback(api.close)
        worker = Backend(["worker", *arguments])
        stack.callback(worker.close)
        now = worker.now()
        api.set(now)
        world_beside.clock.at = now
        answer = api.call("POST", "/v1/sessions", SignIn("reception@example.org", PASSWORD, "desk-1"))
        desk = decode(answer.content, Tokens).access_token
        stream = api.call("GET", "/v1/stream", token=desk, stream=True)
        stack.callback(stream.close)
        lines = stream.iter_lines()
        assert next(lines) == b"event: hello"
        _, phone = world_beside.client("Zoë")
        wish = EnterReview(world_beside.seeded.north, (Choice(world_beside.seeded.services["beard"].id),))
        assert api.call("POST", f"/v1/book/{SALON}/review", wish, phone).status_code == 200
        worker.advance(REVIEW_SESSION)
        assert b"event: change" in lines
        page = decode(next(lines).removeprefix(b"data: "), SyncPage)
        assert [decode(row.body, DraftRow).client_name for row in page.rows if row.kind == "draft"] == ["Zoë"]
        assert (api.terminate(), worker.terminate()) == (0, 0)


def test_a_database_without_tables_is_told(postgres_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--port", "0", "--database", postgres_url]) == 1
    said = capsys.readouterr().err
    assert said == "deskbell-server: the database is not of this version; run deskbell-server migrate\n"
    assert main(["migrate", "--database", postgres_url]) == 0


def test_a_database_that_cannot_be_reached_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = "postgresql+psycopg://nobody:secret@127.0.0.1:1/none"
    assert main(["serve", "--port", "0", "--database", nowhere]) == 1
    said = capsys.readouterr().err
    assert said == "deskbell-server: the database cannot be reached: OperationalError\n"
    assert main(["migrate", "--database", nowhere]) == 1


def test_several_processes_need_postgresql(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["worker", "--database", "sqlite:///x.db"]) == 2
    assert capsys.readouterr().err == "deskbell-server: database: several processes need one on PostgreSQL\n"
