"""Tokens of a desk: short, rotating, and ended when somebody else has them."""

import pytest
import sqlalchemy as sa

from backend.access.sessions import ACCESS_LIFE, GRACE, REFRESH_LIFE
from backend.db.tables.access import access_tokens, families, refresh_tokens
from domain.constants import DAY, SECOND
from domain.wire.access import Refresh, SignIn, Tokens
from tests.support.server import PASSWORD, Reply, World

pytestmark = pytest.mark.row("S9")


def sign_in(world: World, who: str = "admin", device: str = "desk-1") -> Tokens:
    body = SignIn(f"{who}@example.org", PASSWORD, device)
    return world.call("POST", "/v1/sessions", body).read(Tokens)


def refresh(world: World, token: str) -> Reply:
    return world.call("POST", "/v1/sessions/refresh", Refresh(token))


def works(world: World, access_token: str) -> bool:
    return world.call("GET", "/v1/sync", token=access_token).status == 200


def test_an_access_token_lives_a_quarter_of_an_hour(world: World) -> None:
    tokens = sign_in(world)
    assert tokens.expires_at == world.clock.at + ACCESS_LIFE
    world.clock.advance(ACCESS_LIFE - 1)
    assert works(world, tokens.access_token)
    world.clock.advance(1)
    assert world.call("GET", "/v1/sync", token=tokens.access_token).problem.type == "sign_in_again"


def test_a_refresh_brings_a_new_pair_and_leaves_the_old_access_token_its_time(world: World) -> None:
    first = sign_in(world)
    world.clock.advance(SECOND)
    second = refresh(world, first.refresh_token).read(Tokens)
    assert {first.access_token, first.refresh_token}.isdisjoint({second.access_token, second.refresh_token})
    assert (second.person_id, second.person_name) == (first.person_id, first.person_name)
    assert works(world, first.access_token)
    assert works(world, second.access_token)


def test_a_lost_answer_can_be_had_again_for_a_minute(world: World) -> None:
    first = sign_in(world)
    lost = refresh(world, first.refresh_token)
    world.clock.advance(GRACE)
    again = refresh(world, first.refresh_token)
    assert again.body == lost.body
    assert works(world, again.read(Tokens).access_token)
    assert refresh(world, again.read(Tokens).refresh_token).status == 200


def test_the_answer_is_the_same_when_its_tokens_were_already_used(world: World) -> None:
    first = sign_in(world)
    second = refresh(world, first.refresh_token)
    refresh(world, second.read(Tokens).refresh_token)
    assert refresh(world, first.refresh_token).body == second.body


def test_a_replay_after_the_grace_ends_the_family(world: World) -> None:
    first = sign_in(world)
    second = refresh(world, first.refresh_token).read(Tokens)
    world.clock.advance(GRACE + 1)
    assert refresh(world, first.refresh_token).problem.type == "sign_in_again"
    assert not works(world, second.access_token)
    assert refresh(world, second.refresh_token).problem.type == "sign_in_again"


def test_another_desk_of_the_same_person_goes_on(sqlite_world: World) -> None:
    first, other = sign_in(sqlite_world), sign_in(sqlite_world, device="desk-2")
    refresh(sqlite_world, first.refresh_token)
    sqlite_world.clock.advance(GRACE + 1)
    refresh(sqlite_world, first.refresh_token)
    assert works(sqlite_world, other.access_token)


def test_a_desk_that_is_used_stays_signed_in_and_one_that_is_not_does_not(sqlite_world: World) -> None:
    token = sign_in(sqlite_world).refresh_token
    for _ in range(3):
        sqlite_world.clock.advance(20 * DAY)
        token = refresh(sqlite_world, token).read(Tokens).refresh_token
    sqlite_world.clock.advance(REFRESH_LIFE)
    assert refresh(sqlite_world, token).problem.type == "sign_in_again"


@pytest.mark.parametrize("token", ["x", "no.such", "é.ü", "." * 200])
def test_nonsense_is_no_token(sqlite_world: World, token: str) -> None:
    assert refresh(sqlite_world, token).status == 401
    assert sqlite_world.call("GET", "/v1/sync", token=token).status == 401


def test_an_access_token_is_no_refresh_token_and_the_reverse(sqlite_world: World) -> None:
    tokens = sign_in(sqlite_world)
    assert refresh(sqlite_world, tokens.access_token).status == 401
    assert not works(sqlite_world, tokens.refresh_token)


def test_signing_out_ends_this_desk_only(world: World) -> None:
    here, there = sign_in(world), sign_in(world, device="desk-2")
    assert world.call("DELETE", "/v1/sessions", token=here.access_token).status == 204
    assert not works(world, here.access_token)
    assert refresh(world, here.refresh_token).status == 401
    assert works(world, there.access_token)


def test_the_database_holds_no_token_that_works(sqlite_world: World) -> None:
    tokens = sign_in(sqlite_world)
    secrets = [token.partition(".")[2].encode() for token in (tokens.access_token, tokens.refresh_token)]
    with sqlite_world.database.read() as unit:
        for table in (access_tokens, refresh_tokens, families):
            for row in unit.conn.execute(sa.select(table)):
                assert not any(secret in repr(tuple(row)).encode() for secret in secrets)


def test_what_has_expired_is_forgotten(sqlite_world: World) -> None:
    token = sign_in(sqlite_world).refresh_token
    for _ in range(4):
        sqlite_world.clock.advance(16 * DAY)
        token = refresh(sqlite_world, token).read(Tokens).refresh_token
    sqlite_world.clock.advance(REFRESH_LIFE)
    sign_in(sqlite_world)
    with sqlite_world.database.read() as unit:
        for table in (access_tokens, refresh_tokens, families):
            assert unit.conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() == 1
