"""What a pull makes of the feed's pages: paging, dropped scopes, restored backups, doubts."""

import pytest
from msgspec import Raw
from msgspec.structs import replace

from domain.permissions import Permission
from domain.wire.base import decode, encode
from domain.wire.rows import DraftRow
from domain.wire.sync import FeedRow, Snapshot, SyncPage, Tombstone
from sync.desk import Desk
from sync.errors import AccountDisabled, WrongServer
from sync.http import HttpRequest, HttpResponse
from sync.store.changed import Changed
from tests.support.fake_server import FOLLOW_UPS, Answer, FakeServer, instead, json, meanwhile
from tests.support.sample import draft


def held(desk: Desk) -> dict[str, DraftRow]:
    return {row.id: row for row in desk.replica.rows("draft") if isinstance(row, DraftRow)}


def equal(desk: Desk, server: FakeServer) -> bool:
    """Whether the desk has exactly what the server lets it see."""
    desk.replica.check()
    granted = {key: row for key, row in server.feed.state.rows.items() if row.scope in server.scopes()}
    mine = {(kind, row.id): encode(row) for kind, _ in granted for row in desk.replica.rows(kind)}
    return mine == {key: bytes(row.body) for key, row in granted.items()}


def test_the_first_pull_brings_everything_in_pages_and_says_what_came(desk: Desk, server: FakeServer) -> None:
    for number in range(10):
        server.draft(draft(f"d{number}"))
    steps: list[Changed] = []
    total = desk.engine.pull(steps.append)
    assert set(held(desk)) == total.ids["draft"] == {f"d{number}" for number in range(10)}
    assert len(steps) > 3
    assert equal(desk, server)


def test_a_second_pull_changes_nothing(desk: Desk, server: FakeServer) -> None:
    server.draft(draft("d1"))
    desk.engine.pull()
    assert not desk.engine.pull()


def test_only_what_changed_is_said_and_removals_are_among_it(desk: Desk, server: FakeServer) -> None:
    for name in ("d1", "d2", "d3"):
        server.draft(draft(name))
    desk.engine.pull()
    server.draft(draft("d1", notes="rather later"))
    server.withdraw("d2")
    assert desk.engine.pull().ids == {"draft": {"d1", "d2"}}
    assert held(desk)["d1"].notes == "rather later"
    assert set(held(desk)) == {"d1", "d3"}
    assert equal(desk, server)


@pytest.mark.row("S4", "B18", "N16")
def test_a_lost_permission_takes_its_rows_at_the_next_contact(desk: Desk, server: FakeServer) -> None:
    server.draft(draft("d1"))
    desk.engine.pull()
    server.grant(frozenset({Permission.VIEW_SCHEDULE}))
    assert desk.engine.pull().everything
    assert not held(desk)
    assert FOLLOW_UPS not in desk.replica.scopes()
    assert equal(desk, server)
    server.grant(frozenset(Permission))
    desk.engine.pull()
    assert set(held(desk)) == {"d1"}
    assert equal(desk, server)


@pytest.mark.row("S4")
def test_a_permission_lost_while_its_scope_was_still_being_fetched(desk: Desk, server: FakeServer) -> None:
    for number in range(8):
        server.draft(draft(f"d{number}"))
    server.faults.append(meanwhile("/v1/sync", lambda: server.grant(frozenset()), skip=2))
    desk.engine.pull()
    assert not held(desk)
    assert equal(desk, server)


@pytest.mark.row("B18")
def test_a_disabled_account_keeps_nothing_of_what_it_saw(desk: Desk, server: FakeServer) -> None:
    server.draft(draft("d1"))
    desk.engine.pull()
    server.account.disabled = True
    with pytest.raises(AccountDisabled):
        desk.engine.pull()
    assert "POST /v1/sessions/refresh" not in server.requests
    assert not desk.replica.rows("draft")
    assert not desk.replica.rows("person")


@pytest.mark.row("R2")
def test_a_restored_backup_is_noticed_and_everything_is_fetched_again(desk: Desk, server: FakeServer) -> None:
    server.draft(draft("d1"))
    saved = server.backup()
    server.draft(draft("d2"))
    desk.engine.pull()
    server.restore(saved)
    server.draft(draft("d3"))
    assert desk.engine.pull().everything
    assert set(held(desk)) == {"d1", "d3"}
    assert equal(desk, server)


def test_changes_while_a_scope_is_being_fetched_are_not_lost(desk: Desk, server: FakeServer) -> None:
    for number in range(8):
        server.draft(draft(f"d{number}"))

    def change() -> None:
        server.draft(draft("d0", notes="changed"))
        server.withdraw("d7")
        server.draft(draft("d9"))

    server.faults.append(meanwhile("/v1/sync", change, skip=2))
    desk.engine.pull()
    assert equal(desk, server)


@pytest.mark.row("R2")
def test_rows_that_do_not_add_up_are_fetched_again_while_they_stay_on_the_screen(
    desk: Desk, server: FakeServer
) -> None:
    server.draft(draft("d1"))
    server.draft(draft("d2"))
    desk.engine.pull()
    desk.replica._database.run("DELETE FROM row WHERE id = 'd1'")
    server.draft(draft("d2", notes="changed"))
    server.faults.append(meanwhile("/v1/sync", lambda: seen.append(len(held(desk))), skip=1))
    seen: list[int] = []
    desk.replica._database.run("UPDATE scope SET hash = '0'")
    assert desk.engine.pull().everything
    assert seen == [1]
    assert equal(desk, server)
    assert desk.replica.verified()


def test_a_server_that_never_adds_up_is_not_asked_for_everything_for_ever(desk: Desk, server: FakeServer) -> None:
    server.draft(draft("d1"))
    server.faults.extend([_wrong_at_the_end, _wrong_at_the_end])
    desk.engine.pull()
    assert set(held(desk)) == {"d1"}
    assert not desk.replica.verified()
    asked = len(server.requests)
    desk.engine.pull()
    assert len(server.requests) == asked + 1
    assert desk.replica.verified()


def _wrong_at_the_end(request: HttpRequest, answer: Answer) -> HttpResponse | None:
    if "/v1/sync" not in request.url:
        return None
    page = decode(answer(request).body, SyncPage)
    wrong = tuple(replace(check, hash="0" * 16) for check in page.checks)
    return None if page.more else json(replace(page, checks=wrong))


def test_another_server_at_the_address_is_said_and_nothing_of_it_is_kept(desk: Desk, server: FakeServer) -> None:
    server.draft(draft("d1"))
    desk.engine.pull()
    server.feed.server = "server-2"
    with pytest.raises(WrongServer):
        desk.engine.pull()
    assert set(held(desk)) == {"d1"}


def test_a_feed_that_does_not_move_is_left(desk: Desk, server: FakeServer) -> None:
    desk.engine.pull()
    page = server.feed.pull(desk.replica.cursor(), server.scopes(), 0)
    server.faults.append(instead("/v1/sync", json(replace(page, more=True, cursor=desk.replica.cursor() or ""))))
    with pytest.raises(WrongServer):
        desk.engine.pull()


def test_a_page_that_a_pushed_one_has_overtaken_is_not_taken(desk: Desk, server: FakeServer) -> None:
    server.draft(draft("d1"))
    desk.engine.pull()
    number = desk.replica.number()

    def overtaken(request: HttpRequest, answer: Answer) -> HttpResponse:
        late = answer(request)
        server.draft(draft("d2"))
        desk.engine.apply_event(server.pushed(number))
        return late

    server.faults.append(overtaken)
    assert not desk.engine.pull().everything
    assert desk.replica.number() == server.feed.state.number
    assert set(held(desk)) == {"d1", "d2"}
    assert equal(desk, server)


@pytest.mark.row("R9")
def test_what_a_newer_server_adds_is_kept_and_passed_over(desk: Desk, server: FakeServer) -> None:
    server.draft(draft("d1"))
    server.feed.change()
    server.feed.publish_raw(FOLLOW_UPS, "weather", "w1", b'{"kind":"weather","id":"w1","sky":"grey"}')
    newer = encode(draft("d2")).replace(b'"id":"d2"', b'"id":"d2","mood":"fine"')
    server.feed.publish_raw(FOLLOW_UPS, "draft", "d2", newer)
    server.feed.publish_raw(FOLLOW_UPS, "draft", "d3", encode(draft("d3")).replace(b'"incomplete"', b'"pondering"'))
    desk.engine.pull()
    assert set(held(desk)) == {"d1", "d2"}
    assert desk.replica.verified()
    assert desk.replica.get("weather", ["w1"]) == {}
    desk.replica.check()


@pytest.mark.row("R9")
def test_a_page_with_fields_of_a_newer_server_is_read(desk: Desk, server: FakeServer) -> None:
    server.draft(draft("d1"))

    def newer(request: HttpRequest, answer: Answer) -> HttpResponse:
        whole = answer(request)
        return HttpResponse(200, whole.headers, whole.body.replace(b'{"server"', b'{"tide":"high","server"', 1))

    server.faults.append(newer)
    desk.engine.pull()
    assert set(held(desk)) == {"d1"}


@pytest.mark.row("S4")
def test_a_scope_that_was_lost_while_the_copy_was_in_doubt_goes_with_the_doubt(desk: Desk, server: FakeServer) -> None:
    server.draft(draft("d1"))
    desk.engine.pull()
    server.faults.append(_wrong_at_the_end)
    server.faults.append(meanwhile("/v1/sync", lambda: server.grant(frozenset()), skip=1))
    desk.engine.pull()
    assert not held(desk)
    assert FOLLOW_UPS not in desk.replica.scopes()
    assert equal(desk, server)


def page_of(server: FakeServer, number: int, *snapshots: Snapshot) -> SyncPage:
    feed = server.feed
    return SyncPage(feed.server, feed.business_id, 0, number, number, f"c{number}", more=True, snapshots=snapshots)


def row_of(name: str, number: int) -> FeedRow:
    return FeedRow(FOLLOW_UPS, "draft", name, number, Raw(encode(draft(name))))


def test_a_snapshot_that_begins_anew_leaves_nothing_of_its_first_try(desk: Desk, server: FakeServer) -> None:
    first = Snapshot(FOLLOW_UPS, (row_of("d1", 1), row_of("d2", 2)), first=True, done=False)
    again = Snapshot(FOLLOW_UPS, (row_of("d2", 2), row_of("d3", 3)), first=True, done=True)
    desk.replica.apply(page_of(server, 3, first), 0)
    assert desk.replica.apply(page_of(server, 4, again), 0).everything
    assert set(held(desk)) == {"d2", "d3"}
    desk.replica.check()


def test_a_row_that_came_back_is_not_taken_by_the_tombstone_of_its_leaving(desk: Desk, server: FakeServer) -> None:
    whole = Snapshot(FOLLOW_UPS, (row_of("d1", 1),), first=True, done=True)
    desk.replica.apply(page_of(server, 3, whole), 0)
    back = replace(page_of(server, 6), rows=(row_of("d1", 6),), tombstones=(Tombstone(FOLLOW_UPS, "draft", "d1", 5),))
    desk.replica.apply(back, 0)
    assert set(held(desk)) == {"d1"}
    desk.replica.check()
