"""The whole path on the server: a client abandons, the session expires at its moment, a desk is told, and acts."""

import pytest

from domain.constants import REVIEW_SESSION
from domain.wire.actions import Action, ActionAnswers, ActionBatch, Choice, DismissDraft, Done
from domain.wire.base import decode
from domain.wire.booking import EnterReview, Review
from domain.wire.rows import DraftRow
from domain.wire.sync import SyncPage
from tests.support.server import SALON, World


def enter_review(world: World, token: str, service: str = "beard") -> Review:
    choices = (Choice(world.seeded.services[service].id),)
    reply = world.call("POST", f"/v1/book/{SALON}/review", EnterReview(world.seeded.north, choices), token)
    assert reply.status == 200, reply.body
    return reply.read(Review)


def drafts_in(page: SyncPage) -> list[DraftRow]:
    rows = [*page.rows, *(row for snapshot in page.snapshots for row in snapshot.rows)]
    return [decode(row.body, DraftRow) for row in rows if row.kind == "draft"]


def sync(world: World, token: str, cursor: str = "") -> SyncPage:
    reply = world.call("GET", "/v1/sync", token=token, query={"cursor": cursor} if cursor else {})
    assert reply.status == 200, reply.body
    return reply.read(SyncPage)


@pytest.mark.row("B5", "B4", "N4")
def test_an_abandoned_booking_is_pushed_at_its_moment_and_dismissed(world: World) -> None:
    desk = world.token("reception")
    _, phone = world.client()
    stream = world.call("GET", "/v1/stream", token=desk).response.events
    assert stream is not None
    assert (stream.take() or b"").startswith(b"event: hello\n")
    page = sync(world, desk)
    assert not page.more
    assert not drafts_in(page)

    review = enter_review(world, phone)
    world.advance(REVIEW_SESSION - 1)
    assert stream.take() is None
    assert not drafts_in(sync(world, desk, page.cursor))

    world.advance(1)
    written = stream.take()
    assert written is not None
    assert written.startswith(b"event: change\ndata: ")
    pushed = decode(written.partition(b"data: ")[2], SyncPage)
    assert [row.id for row in drafts_in(pushed)] == [review.draft_id]
    assert drafts_in(sync(world, desk, page.cursor)) == drafts_in(pushed)

    action = Action("a1", f"draft:{review.draft_id}", world.clock.now(), DismissDraft(review.draft_id))
    reply = world.call("POST", "/v1/actions", ActionBatch((action,)), desk)
    answer = reply.read(ActionAnswers).answers[0]
    assert isinstance(answer, Done)
    after = sync(world, desk, pushed.cursor)
    assert after.done == ("a1",)
    assert answer.number == after.number
    assert world.call("POST", "/v1/actions", ActionBatch((action,)), desk).body == reply.body


@pytest.mark.row("S7")
@pytest.mark.parametrize("salon", [f"{SALON}\0", "\ud800", "💇", "%00", "' OR 1=1"])
def test_odd_characters_in_an_address_are_not_found(world: World, salon: str) -> None:
    assert world.call("GET", f"/v1/book/{salon}/catalogue").status == 404
    assert world.call("GET", "/v1/sync", token=world.token("owner"), query={"cursor": "a\0"}).status == 422
