"""What a pushed page does to a desk, and when it asks for a pull instead."""

import pytest

from domain.drafts import Phase
from domain.wire.actions import DismissDraft
from domain.wire.rows import DraftRow
from sync.desk import Desk
from sync.errors import Unreachable, WrongServer
from sync.store.changed import Changed
from tests.support.fake_server import FakeServer, lose_answer
from tests.support.sample import draft


@pytest.mark.row("N4")
def test_a_pushed_draft_is_in_the_copy_and_named(desk: Desk, server: FakeServer) -> None:
    desk.engine.pull()
    since = desk.replica.number()
    server.draft(draft("d1"))
    changed = desk.engine.apply_event(server.pushed(since))
    assert changed is not None
    assert changed.ids == {"draft": {"d1"}}
    assert set(desk.replica.get("draft", ["d1"])) == {"d1"}
    asked = len(server.requests)
    assert not desk.engine.pull()
    assert len(server.requests) == asked + 1


def test_a_page_that_leaves_a_gap_asks_for_a_pull(desk: Desk, server: FakeServer) -> None:
    desk.engine.pull()
    since = desk.replica.number()
    server.draft(draft("d1"))
    server.draft(draft("d2"))
    assert desk.engine.apply_event(server.pushed(since + 1)) is None
    desk.engine.pull()
    assert len(desk.replica.rows("draft")) == 2


def test_a_page_that_comes_twice_or_late_changes_nothing(desk: Desk, server: FakeServer) -> None:
    desk.engine.pull()
    since = desk.replica.number()
    server.draft(draft("d1"))
    page = server.pushed(since)
    desk.engine.apply_event(page)
    assert desk.engine.apply_event(page) == Changed(number=desk.replica.number())
    server.draft(draft("d2"))
    overlapping = desk.engine.apply_event(server.pushed(since))
    assert overlapping is not None
    assert overlapping.ids == {"draft": {"d2"}}
    desk.replica.check()
    assert desk.replica.verified()


def test_nothing_is_taken_while_the_first_pull_is_on_its_way(desk: Desk, server: FakeServer) -> None:
    server.draft(draft("d1"))
    assert desk.engine.apply_event(server.pushed(0)) is None
    assert not desk.replica.rows("draft")


def test_a_nudge_and_anything_else_asks_for_a_pull(desk: Desk, server: FakeServer) -> None:
    desk.engine.pull()
    for data in (server.nudge(), b"", b"{}", b"\xff", b'{"number":' + b"9" * 400 + b"}"):
        assert desk.engine.apply_event(data) is None


def test_an_event_of_another_server_is_not_taken(desk: Desk, server: FakeServer) -> None:
    desk.engine.pull()
    since = desk.replica.number()
    server.draft(draft("d1"))
    server.feed.server = "server-2"
    with pytest.raises(WrongServer):
        desk.engine.apply_event(server.pushed(since))
    assert not desk.replica.rows("draft")


def test_an_action_whose_answer_was_lost_is_not_laid_over_rows_that_have_its_effect(
    desk: Desk, server: FakeServer
) -> None:
    server.draft(draft("d1"))
    desk.engine.pull()
    since = desk.replica.number()
    desk.do(DismissDraft("d1"))
    server.faults.append(lose_answer("/v1/actions"))
    with pytest.raises(Unreachable):
        desk.engine.push()
    server.draft(draft("d1", notes="abandoned once more"))
    desk.engine.apply_event(server.pushed(since))
    (row,) = desk.rows("draft")
    assert isinstance(row, DraftRow)
    assert row.phase is Phase.INCOMPLETE
    assert len(desk.outbox.to_send(desk.owner)) == 1
