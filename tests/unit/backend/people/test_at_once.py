"""Several processes at once count together and give one answer; what SQLite does one by one shows on PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from backend.access.sign_in import FAILURES
from backend.clients.codes import OF_PHONE
from domain.wire.access import Refresh, SignIn
from domain.wire.booking import CodeRequest
from tests.support.server import PASSWORD, SALON, Reply, World

HANDS = 12


def at_once(ask: Callable[[int], Reply]) -> list[Reply]:
    with ThreadPoolExecutor(HANDS) as hands:
        return list(hands.map(ask, range(HANDS)))


def test_many_wrong_passwords_at_once_are_no_way_around_the_limit(postgres_world: World) -> None:
    wrong = SignIn("admin@example.org", "wrong", "desk")
    replies = at_once(lambda _: postgres_world.call("POST", "/v1/sessions", wrong))
    assert sorted(reply.status for reply in replies) == [401] * FAILURES + [429] * (HANDS - FAILURES)


@pytest.mark.row("S2")
def test_many_requests_at_once_bring_only_so_many_codes(postgres_world: World) -> None:
    path, asked = f"/v1/book/{SALON}/codes", CodeRequest("+491713920001")
    replies = at_once(lambda number: postgres_world.call("POST", path, asked, peer=f"192.0.2.{number}"))
    assert [reply.status for reply in replies].count(200) == OF_PHONE[0].tries
    assert {reply.status for reply in replies} == {200, 429}


@pytest.mark.row("S9")
def test_a_refresh_asked_for_many_times_at_once_has_one_answer(postgres_world: World) -> None:
    body = SignIn("admin@example.org", PASSWORD, "desk")
    token = postgres_world.call("POST", "/v1/sessions", body).json()["refresh_token"]
    replies = at_once(lambda _: postgres_world.call("POST", "/v1/sessions/refresh", Refresh(token)))
    assert {(reply.status, reply.body) for reply in replies} == {(200, replies[0].body)}
