"""Who is on which card: told to the desks that may see it, and to nobody else (row N5)."""

import threading
import time
from contextlib import ExitStack

import pytest

from backend.db.news import News
from backend.feed.hub import Stream
from domain.constants import MINUTE, REVIEW_SESSION, SECOND
from domain.wire.actions import Choice
from domain.wire.base import decode
from domain.wire.booking import EnterReview
from domain.wire.presence import LEASE_SECONDS, DeskOn, Presence
from tests.support.databases import Original
from tests.support.server import SALON, Seeded, World, open_world
from tests.support.waiting import SECONDS

pytestmark = pytest.mark.row("N5")


def abandoned(world: World, location: str = "") -> str:
    """A draft in the list."""
    _, token = world.client()
    wish = EnterReview(location or world.seeded.north, (Choice(world.seeded.services["beard"].id),))
    draft_id: str = world.call("POST", f"/v1/book/{SALON}/review", wish, token=token).json()["draft_id"]
    world.advance(REVIEW_SESSION)
    return f"draft:{draft_id}"


def listen(world: World, token: str) -> Stream:
    stream = world.call("GET", "/v1/stream", token=token).response.events
    assert isinstance(stream, Stream)
    return stream


def heard(stream: Stream) -> list[DeskOn]:
    found = []
    while (written := stream.take()) is not None:
        if written.startswith(b"event: presence\n"):
            found.append(decode(written.partition(b"data: ")[2], DeskOn))
    return found


def put(world: World, token: str, card: str | None) -> int:
    return world.call("PUT", "/v1/presence", Presence(card), token=token).status


def test_others_hear_of_her_at_once_and_when_she_moves_on(world: World) -> None:
    first, second = abandoned(world), abandoned(world)
    ana, ben = world.token("reception"), world.token("owner")
    hers, his = listen(world, ana), listen(world, ben)
    assert put(world, ana, first) == 204
    (on,) = heard(his)
    assert (on.card, on.name, on.since, on.seconds) == (first, "Reception", world.clock.at, LEASE_SECONDS)
    put(world, ana, second)
    put(world, ana, None)
    moved, left = heard(his)
    assert (moved.desk, moved.card) == (on.desk, second)
    assert left == DeskOn(on.desk)
    assert heard(hers) == []


def test_she_is_on_it_since_she_came_however_often_she_renews(world: World) -> None:
    card, ana = abandoned(world), world.token("reception")
    his = listen(world, world.token("owner"))
    came = world.clock.at
    for _ in range(5):
        put(world, ana, card)
        world.clock.at += 30 * SECOND
    assert {on.since for on in heard(his)} == {came}
    world.clock.at += MINUTE
    put(world, ana, card)
    assert heard(his)[0].since == world.clock.at


def test_a_desk_that_opens_its_stream_is_told_who_is_where_until_the_lease_is_over(world: World) -> None:
    card, ben = abandoned(world), world.token("owner")
    put(world, world.token("reception"), card)
    assert [on.card for on in heard(listen(world, ben))] == [card]
    world.clock.at += LEASE_SECONDS * SECOND
    assert heard(listen(world, ben)) == []


@pytest.mark.row("B18")
def test_no_name_reaches_who_may_not_see_the_card(world: World) -> None:
    north, south = abandoned(world), abandoned(world, world.seeded.south)
    admin = world.token("admin")
    away = {who: listen(world, world.token(who)) for who in ("south", "stylist", "stranger")}
    put(world, admin, north)
    assert {who: heard(stream) for who, stream in away.items()} == {"south": [], "stylist": [], "stranger": []}
    put(world, admin, south)
    assert [on.card for on in heard(away["south"])] == [south]
    put(world, admin, north)
    assert heard(away["south"]) == [DeskOn("desk-of-admin")]


def test_nothing_of_it_is_written_down(world: World) -> None:
    card, ana = abandoned(world), world.token("reception")
    before = world.call("GET", "/v1/sync", token=ana).json()["number"]
    put(world, ana, card)
    assert world.call("GET", "/v1/sync", token=ana).json()["number"] == before


@pytest.mark.row("S7")
@pytest.mark.parametrize(
    ("body", "status"),
    [(b'{"card":"client:1"}', 422), (b'{"card":"draft:nobody"}', 404), (b'{"card":5}', 422), (b'{"desk":"x"}', 422)],
)
def test_what_is_no_card_is_refused_with_its_field(world: World, body: bytes, status: int) -> None:
    reply = world.call("PUT", "/v1/presence", body, token=world.token("reception"))
    assert reply.status == status
    assert reply.problem.field


def test_it_crosses_processes(postgres_seeded_url: str, postgres_template: Original[Seeded]) -> None:
    with ExitStack() as stack:
        here, there = (open_world(postgres_seeded_url, postgres_template.seeded) for _ in range(2))
        for world in (here, there):
            stack.callback(world.app.close)
        there.database.process = "another"  # both worlds have the same seed
        listens = threading.Event()
        news = News(there.database, listens.set)
        news.start()
        stack.callback(news.close)
        card = abandoned(here)
        there.clock.at = here.clock.at
        his = listen(there, there.token("owner"))
        assert listens.wait(SECONDS)
        put(here, here.token("reception"), card)
        assert [on.card for on in until_heard(his)] == [card]


def until_heard(stream: Stream) -> list[DeskOn]:
    deadline = time.monotonic() + SECONDS
    while not (found := heard(stream)) and time.monotonic() < deadline:
        time.sleep(0.005)  # between two looks
    return found
