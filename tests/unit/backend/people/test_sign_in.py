"""Signing in at a desk: one answer for every wrong try, and an end to guessing."""

import msgspec
import pytest
from argon2.exceptions import VerifyMismatchError

from backend.access import passwords
from backend.access.sign_in import FAILURES, FAILURES_OF_PEER, WINDOW
from domain.constants import API_VERSION, DAY, PRODUCT, SECOND
from domain.wire.access import ServerInfo, SignIn, Tokens
from tests.support.server import PASSWORD, Reply, World


def sign_in(world: World, email: str = "admin@example.org", password: str = PASSWORD, peer: str = "192.0.2.7") -> Reply:
    return world.call("POST", "/v1/sessions", SignIn(email, password, "desk-1"), peer=peer)


def fail(world: World, times: int, email: str = "admin@example.org") -> None:
    for _ in range(times):
        assert sign_in(world, email, "wrong").problem.type == "wrong_credentials"


def test_a_person_signs_in_and_may_ask(world: World) -> None:
    tokens = sign_in(world, " Admin@Example.ORG ").read(Tokens)
    assert (tokens.business_id, tokens.person_name) == (world.business_id, "Admin")
    assert tokens.server == world.app.services.server
    assert world.call("GET", "/v1/sync", token=tokens.access_token).status == 200


def test_a_server_says_what_it_is(sqlite_world: World) -> None:
    info = sqlite_world.call("GET", "/v1/server").read(ServerInfo)
    assert (info.product, info.api, info.demo) == (PRODUCT, API_VERSION, False)


def test_unknown_address_and_wrong_password_get_the_same_answer(sqlite_world: World) -> None:
    unknown = sign_in(sqlite_world, "nobody@example.org", "wrong")
    wrong = sign_in(sqlite_world, password="wrong")
    strange = sign_in(sqlite_world, "no address at all", "wrong")
    assert (unknown.status, unknown.body) == (wrong.status, wrong.body) == (strange.status, strange.body)
    assert unknown.status == 401


def test_no_account_costs_the_same_comparison() -> None:
    # The hash for nobody has the parameters of everybody's, and is really compared: a mismatch, not a broken hash.
    with pytest.raises(VerifyMismatchError):
        passwords.HASHER.verify(passwords._NOBODY, "anything")
    assert not passwords.HASHER.check_needs_rehash(passwords._NOBODY)
    assert not passwords.matches(None, "anything")


def test_accents_may_be_composed_either_way() -> None:
    assert passwords.matches(passwords.hash_password("mein Schlüsselbund"), "mein Schlu\u0308sselbund")


def test_a_password_has_a_least_length() -> None:
    with pytest.raises(passwords.TooShort):
        passwords.hash_password("short")


def test_a_clock_that_was_a_day_fast_locks_nobody_out_for_a_day(world: World) -> None:
    world.clock.advance(DAY)
    fail(world, FAILURES)
    world.clock.advance(-DAY)
    assert sign_in(world).status == 429
    world.clock.advance(WINDOW)
    assert sign_in(world).status == 200


def test_after_five_failures_even_the_right_password_waits(world: World) -> None:
    fail(world, FAILURES)
    refused = sign_in(world)
    assert (refused.status, refused.problem.type, refused.problem.retry_after) == (429, "too_many_tries", 900)
    assert refused.headers["retry-after"] == "900"


def test_the_lock_is_the_same_for_an_address_without_account(sqlite_world: World) -> None:
    fail(sqlite_world, FAILURES, "nobody@example.org")
    assert sign_in(sqlite_world, "nobody@example.org").status == 429


def test_the_lock_ends_with_its_window_and_is_of_one_account(world: World) -> None:
    fail(world, FAILURES)
    assert sign_in(world, "reception@example.org").status == 200
    world.clock.advance(WINDOW - SECOND)
    assert sign_in(world).problem.retry_after == 1
    world.clock.advance(SECOND)
    assert sign_in(world).status == 200


def test_a_success_forgets_the_failures(sqlite_world: World) -> None:
    for _ in range(3):
        fail(sqlite_world, FAILURES - 1)
        assert sign_in(sqlite_world).status == 200


def test_one_place_cannot_try_many_accounts(sqlite_world: World) -> None:
    for number in range(FAILURES_OF_PEER):
        assert sign_in(sqlite_world, f"guess{number}@example.org", "wrong").status == 401
    assert sign_in(sqlite_world).status == 429
    assert sign_in(sqlite_world, peer="198.51.100.1").status == 200


def test_signing_in_often_is_no_failure(sqlite_world: World) -> None:
    for _ in range(FAILURES_OF_PEER + 1):
        assert sign_in(sqlite_world, "reception@example.org").status == 200


def test_addresses_of_one_household_count_as_one(sqlite_world: World) -> None:
    for number in range(FAILURES_OF_PEER):
        sign_in(sqlite_world, f"guess{number}@example.org", "wrong", peer=f"2001:db8:1:2::{number:x}")
    assert sign_in(sqlite_world, peer="2001:db8:1:2:ffff::1").status == 429
    assert sign_in(sqlite_world, peer="2001:db8:1:3::1").status == 200


@pytest.mark.parametrize("field", ["email", "password", "device_id"])
def test_a_missing_value_is_named(sqlite_world: World, field: str) -> None:
    whole = msgspec.to_builtins(SignIn("admin@example.org", PASSWORD, "desk-1"))
    refused = sqlite_world.call("POST", "/v1/sessions", {name: text for name, text in whole.items() if name != field})
    assert (refused.status, refused.problem.field) == (422, f"$.{field}")
