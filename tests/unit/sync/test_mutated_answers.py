"""Answers that are damaged on the way: the desk never crashes, and is right again with the next good one (S7, R2)."""

import random
from contextlib import suppress

import pytest
from msgspec.structs import replace

from domain.wire.actions import ActionAnswers, DismissDraft, Done, SendReminder
from domain.wire.base import decode, encode
from domain.wire.sync import SyncPage
from sync.desk import Desk
from sync.errors import SyncError, WrongServer
from sync.http import HttpRequest, HttpResponse
from tests.support.fake_server import Answer, FakeServer, cut, instead, json
from tests.support.sample import draft

ROUNDS = 400
_WORDS = (b'"', b"{", b"}", b"[", b"]", b":", b",", b"null", b"-1", b"1e999", b"\x00", b"\xff", b"9" * 40, b'"\\ud800"')


def mutated(body: bytes, pick: random.Random) -> bytes:
    """One to four small changes: cut, doubled, replaced, swapped."""
    for _ in range(pick.randint(1, 4)):
        start = pick.randrange(len(body) + 1)
        end = min(len(body), start + pick.randint(0, 12))
        middle = pick.choice([b"", body[start:end] * 2, pick.choice(_WORDS), pick.randbytes(2)])
        body = body[:start] + middle + body[end:]
    return body


@pytest.mark.row("S7")
def test_no_mutated_answer_crashes_a_desk(desk: Desk, server: FakeServer) -> None:
    pick = random.Random(20)
    damaged: list[bytes] = []

    def mutate(request: HttpRequest, answer: Answer) -> HttpResponse:
        whole = answer(request)
        damaged.append(mutated(whole.body, pick))
        return HttpResponse(whole.status, whole.headers, damaged[-1])

    for number in range(ROUNDS):
        server.draft(draft(f"d{number % 9}", notes=f"round {number}"))
        name = f"d{number % 9}"
        desk.do(DismissDraft(name) if pick.random() < 0.5 else SendReminder(name))
        server.faults.append(mutate)
        with suppress(SyncError):
            desk.sync()
        desk.rows("draft")
    server.faults.clear()
    assert len(damaged) == ROUNDS
    desk.replica.renew()
    desk.sync()
    desk.sync()
    assert {row.id: row for row in desk.replica.rows("draft")} == server.drafts()
    assert not desk.outbox.to_send(desk.owner)


@pytest.mark.row("S7")
def test_no_mutated_event_crashes_a_desk(desk: Desk, server: FakeServer) -> None:
    pick = random.Random(21)
    desk.engine.pull()
    for number in range(ROUNDS):
        since = desk.replica.number()
        server.draft(draft(f"d{number % 9}", notes=f"round {number}"))
        with suppress(SyncError):
            desk.engine.apply_event(mutated(server.pushed(since), pick))
        if number % 10 == 0:
            desk.replica.renew()
            desk.engine.pull()
    desk.replica.renew()
    desk.engine.pull()
    assert {row.id: row for row in desk.replica.rows("draft")} == server.drafts()


@pytest.mark.row("R2")
@pytest.mark.parametrize("path", ["/v1/sync", "/v1/actions"])
def test_wherever_an_answer_is_cut_the_desk_says_so_and_goes_on(desk: Desk, server: FakeServer, path: str) -> None:
    for number in range(40):
        server.draft(draft(f"d{number}"))
        desk.engine.pull()
        desk.do(DismissDraft(f"d{number}"))
        server.faults.append(cut(path, share=number / 40))
        with pytest.raises(SyncError):
            desk.sync()
    desk.sync()
    desk.sync()
    assert {row.id: row for row in desk.replica.rows("draft")} == server.drafts()
    assert not desk.outbox.waiting()


@pytest.mark.row("S7")
def test_numbers_that_no_database_holds_are_the_servers_fault(desk: Desk, server: FakeServer) -> None:
    desk.engine.pull()
    since = desk.replica.number()
    server.draft(draft("d1"))
    page = decode(server.pushed(since), SyncPage)
    row = replace(page.rows[0], number=10**30)
    for wrong in (replace(page, number=10**30), replace(page, rows=(row,)), replace(page, done=("a",), now=10**30)):
        with pytest.raises(WrongServer):
            desk.engine.apply_event(encode(wrong))
        server.faults.append(instead("/v1/sync", json(wrong)))
        with pytest.raises(WrongServer):
            desk.engine.pull()
    action = desk.do(DismissDraft("d1"))
    server.faults.append(instead("/v1/actions", json(ActionAnswers((Done(action, 10**30),)))))
    with pytest.raises(WrongServer):
        desk.engine.push()
    desk.sync()
    desk.replica.check()
    assert {row.id: row for row in desk.replica.rows("draft")} == server.drafts()
