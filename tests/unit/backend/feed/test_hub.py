"""Pushing: every desk that listens gets what it may see, in one encoding, or is told to pull."""

import asyncio
from dataclasses import dataclass

import pytest

from backend.db.database import Unit
from backend.feed import hub as hub_module
from backend.feed.change import CHANNEL
from backend.feed.hub import Hub, Stream
from backend.web.problems import problem
from domain.wire.base import decode
from domain.wire.sync import Nudge, SyncPage
from tests.support.feed import BUSY, CARDS, OWN, SERVER, Bare, Desk, row


@dataclass
class Listener:
    """A desk with a stream; it applies what it is pushed as a replica does."""

    desk: Desk
    stream: Stream
    allowed: list[bool]

    def events(self) -> list[SyncPage | Nudge]:
        found: list[SyncPage | Nudge] = []
        while (written := self.stream.take()) is not None:
            name, _, data = written.removeprefix(b"event: ").partition(b"\ndata: ")
            assert data.endswith(b"\n\n")
            found.append(decode(data, SyncPage) if name == b"change" else decode(data, Nudge))
        return found


def listen(bare: Bare, hub: Hub, id_: str = "ana", granted: tuple[str, ...] = (CARDS, BUSY)) -> Listener:
    desk = Desk((f"person:{id_}", *granted), id_)
    allowed = [True]

    def again(_unit: Unit) -> Desk:
        if not allowed[0]:
            raise problem("account_disabled", 401)
        return Desk(desk.granted, id_)

    with bare.database.read() as unit:
        stream = hub.open(unit, Desk(desk.granted, id_), again)
    desk.pull_all(bare)
    hello = (stream.take() or b"").partition(b"data: ")[2]
    assert decode(hello, Nudge).number == bare.pull(desk, desk.cursor).number
    return Listener(desk, stream, allowed)


@pytest.fixture
def hub(bare: Bare) -> Hub:
    made = Hub(bare.database, SERVER)
    bare.database.listen(CHANNEL, made.heard)
    return made


@pytest.mark.row("N4")
def test_a_change_reaches_every_desk_that_may_see_it(bare: Bare, hub: Hub) -> None:
    ana, ben = listen(bare, hub), listen(bare, hub, "ben", (BUSY,))
    bare.publish("a")
    (pushed,) = ana.events()
    assert isinstance(pushed, SyncPage)
    assert [one.id for one in pushed.rows] == ["a"]
    assert [check.scope for check in pushed.checks] == [CARDS]
    assert ben.events() == []
    ana.desk.apply(pushed)
    assert ana.desk.ids() == ["a"]
    (page,) = ana.desk.pull_all(bare)
    assert (page.since, page.number, page.rows, page.snapshots) == (1, 1, (), ())


def test_a_desk_that_was_passed_over_catches_up_with_its_next_event(bare: Bare, hub: Hub) -> None:
    ben = listen(bare, hub, "ben", (BUSY,))
    bare.publish("a")
    bare.publish("b", scope=BUSY)
    (pushed,) = ben.events()
    assert isinstance(pushed, SyncPage)
    assert (pushed.since, pushed.number, [one.id for one in pushed.rows]) == (0, 2, ["b"])


def test_equal_desks_get_the_same_bytes_but_for_the_cursor(bare: Bare, hub: Hub) -> None:
    ana, ben = listen(bare, hub, "ana"), listen(bare, hub, "ben")
    bare.publish("a")
    (one,), (other,) = ana.events(), ben.events()
    assert isinstance(one, SyncPage)
    assert isinstance(other, SyncPage)
    assert one.cursor != other.cursor
    assert (one.rows, one.checks, one.number) == (other.rows, other.checks, other.number)
    ana.desk.apply(one)
    ben.desk.apply(other)
    assert not ana.desk.pull_all(bare)[0].snapshots
    assert not ben.desk.pull_all(bare)[0].snapshots


@pytest.mark.row("S4")
def test_a_change_of_the_person_is_a_nudge_and_new_grants_count_at_once(bare: Bare, hub: Hub) -> None:
    ana, ben = listen(bare, hub, "ana"), listen(bare, hub, "ben")
    ana.desk.granted = (OWN, BUSY)
    bare.publish("ana", scope=OWN)
    assert ana.events() == [Nudge(1)]
    assert ben.events() == []
    bare.publish("a")
    bare.publish("b", scope=BUSY)
    (pushed,) = ana.events()
    assert isinstance(pushed, SyncPage)
    assert [one.id for one in pushed.rows] == ["b"]


@pytest.mark.row("S4", "B18")
def test_a_disabled_account_hears_no_more(bare: Bare, hub: Hub) -> None:
    ana = listen(bare, hub)
    ana.allowed[0] = False
    bare.publish("ana", scope=OWN)
    assert (ana.events(), ana.stream.ended) == ([], True)
    bare.publish("a")
    assert ana.events() == []


@pytest.mark.row("S4", "B18")
def test_a_disabled_account_hears_no_more_when_much_else_changed_with_it(
    bare: Bare, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "MOST_ROWS", 2)
    ana = listen(bare, hub)
    ana.allowed[0] = False
    hub.wake = lambda: None
    bare.publish("a", "b", "c")
    bare.publish("ana", scope=OWN)
    hub.deliver()
    assert (ana.events(), ana.stream.ended) == ([], True)


def test_the_heartbeat_ends_a_stream_whose_session_is_over(bare: Bare, hub: Hub) -> None:
    ana = listen(bare, hub)
    hub.check(ana.stream)
    assert (ana.events(), ana.stream.ended) == ([], False)
    ana.desk.granted = (OWN, BUSY)
    hub.check(ana.stream)
    assert ana.events() == [Nudge(0)]
    ana.allowed[0] = False
    hub.check(ana.stream)
    assert ana.stream.ended


def test_a_desk_that_comes_back_while_the_server_ends_does_not_hold_it(bare: Bare, hub: Hub) -> None:
    early = listen(bare, hub)
    hub.close()
    late = listen(bare, hub, "ben")

    async def ended() -> list[bytes | None]:
        return [await asyncio.wait_for(one.stream.next(), 10) for one in (early, late)]

    assert asyncio.run(ended()) == [None, None]


def test_what_is_large_is_a_nudge(bare: Bare, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = listen(bare, hub)
    monkeypatch.setattr(hub_module, "LARGEST", 300)
    bare.publish("a", "b", "c")
    assert ana.events() == [Nudge(1, (CARDS,))]
    monkeypatch.setattr(hub_module, "MOST_ROWS", 2)
    bare.publish("d", "e", "f")
    assert [type(one) for one in ana.events()] == [Nudge]


def test_a_desk_that_does_not_take_its_events_gets_one_nudge(bare: Bare, hub: Hub) -> None:
    ana = listen(bare, hub)
    for at in range(hub_module.WAITING + 3):
        bare.publish("a", at=at)
    waiting = ana.events()
    assert isinstance(waiting[0], Nudge)
    assert len(waiting) == 3
    assert waiting[0].number == hub_module.WAITING + 1


def test_what_was_announced_elsewhere_is_found_by_looking(bare: Bare, hub: Hub) -> None:
    ana = listen(bare, hub)
    hub.wake = lambda: None
    bare.publish("a")
    assert ana.events() == []
    hub.wake = hub.deliver
    hub.missed()
    assert len(ana.events()) == 1


def test_an_event_wakes_whoever_waits_for_it_and_the_end_does_too(bare: Bare, hub: Hub) -> None:
    ana = listen(bare, hub)

    async def follow() -> tuple[bytes | None, bytes | None]:
        waiting = asyncio.create_task(ana.stream.next())
        await asyncio.sleep(0)
        await asyncio.to_thread(bare.publish, "a")
        written = await waiting
        waiting = asyncio.create_task(ana.stream.next())
        await asyncio.sleep(0)
        hub.close()
        return written, await waiting

    written, end = asyncio.run(follow())
    assert written is not None
    assert written.startswith(b"event: change\n")
    assert end is None


def test_a_cursor_like_text_in_a_row_stays_as_it_is(bare: Bare, hub: Hub) -> None:
    ana = listen(bare, hub)
    bare.publish("cursor")
    (pushed,) = ana.events()
    assert isinstance(pushed, SyncPage)
    assert pushed.cursor != "@"
    assert decode(pushed.rows[0].body, type(row("x"))).id == "cursor"
