"""Signing in with a phone: codes that are hard to guess, and nothing kept of whoever does not come back."""

import re

import pytest
import sqlalchemy as sa

from backend.clients.codes import LIFE, OF_PEER, OF_PHONE, TRIES
from backend.clients.sessions import LIFE as SESSION_LIFE
from backend.db.tables import metadata
from backend.db.tables.clients import clients, codes
from domain.constants import HOUR, MINUTE
from domain.contacts import shown_phone
from domain.wire.booking import ClientSession, CodeRequest, CodeSent, CodeVerification
from tests.support.server import OTHER_SALON, SALON, Reply, World

PHONE, WRITTEN = "+491713920001", "0171 3920001"
OTHER_PHONE = "+491713920002"


def ask(world: World, phone: str = WRITTEN, peer: str = "192.0.2.7", salon: str = SALON) -> Reply:
    return world.call("POST", f"/v1/book/{salon}/codes", CodeRequest(phone), peer=peer)


def code_of(world: World, phone: str = WRITTEN) -> str:
    """Asks for a code and reads it off the phone."""
    assert ask(world, phone).status == 200
    world.run_due()
    found = re.search(r"[0-9]{6}", world.sms.sent[-1].text)
    assert found is not None
    return found.group()


def verify(world: World, code: str, phone: str = WRITTEN, salon: str = SALON, **more: str) -> Reply:
    return world.call("POST", f"/v1/book/{salon}/sessions", CodeVerification(phone, code, **more))


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def rows(world: World, table: sa.Table) -> list[sa.Row[tuple[object, ...]]]:
    with world.database.read() as unit:
        return list(unit.conn.execute(sa.select(table)))


@pytest.mark.row("B1", "S2")
def test_a_client_proves_her_number_and_only_then_has_a_row(world: World) -> None:
    code = code_of(world)
    assert rows(world, clients) == []
    session = verify(world, code, name="  Zoë\n King ", email="zoe@example.org").read(ClientSession)
    assert session.name == "Zoë King"
    (client,) = rows(world, clients)
    assert (client.phone, client.email) == (PHONE, "zoe@example.org")
    assert world.sms.sent[-1].to == PHONE


@pytest.mark.row("S2")
def test_known_and_unknown_numbers_get_the_same_answer(world: World) -> None:
    world.client(phone=PHONE)
    known, unknown = ask(world, PHONE), ask(world, OTHER_PHONE)
    assert known.status == unknown.status
    assert known.read(CodeSent) == CodeSent(world.clock.at + LIFE, shown_phone(PHONE))
    assert unknown.read(CodeSent) == CodeSent(world.clock.at + LIFE, shown_phone(OTHER_PHONE))
    world.run_due()
    assert {message.to for message in world.sms.sent} == {PHONE, OTHER_PHONE}


@pytest.mark.row("S2")
def test_wrong_expired_used_and_never_sent_look_alike(world: World) -> None:
    never = verify(world, "123456", OTHER_PHONE, name="Eva")
    code = code_of(world)
    mistyped = verify(world, wrong(code), name="Eva")
    assert verify(world, code, name="Eva").status == 200
    used = verify(world, code, name="Eva")
    late = code_of(world)
    world.clock.advance(LIFE)
    expired = verify(world, late, name="Eva")
    answers = {(reply.status, reply.body) for reply in (never, mistyped, used, expired)}
    assert len(answers) == 1
    assert never.problem.type == "code_wrong"


@pytest.mark.row("S2")
def test_five_tries_use_a_code_up(world: World) -> None:
    code = code_of(world)
    for _ in range(TRIES):
        assert verify(world, wrong(code), name="Eva").status == 422
    assert verify(world, code, name="Eva").problem.type == "code_wrong"
    assert verify(world, code_of(world), name="Eva").status == 200


@pytest.mark.row("S2")
def test_a_newer_code_takes_the_place_of_the_older(sqlite_world: World) -> None:
    older, newer = code_of(sqlite_world), code_of(sqlite_world)
    assert verify(sqlite_world, older, name="Eva").status == (200 if older == newer else 422)
    assert verify(sqlite_world, newer, name="Eva").status == 200


@pytest.mark.row("S2")
def test_a_number_gets_only_so_many_codes(world: World) -> None:
    for place in range(OF_PHONE[0].tries):
        assert ask(world, peer=f"192.0.2.{place}").status == 200
    refused = ask(world)
    assert (refused.status, refused.problem.type, refused.problem.retry_after) == (429, "too_many_codes", 3600)
    assert ask(world, OTHER_PHONE).status == 200
    world.clock.advance(HOUR)
    assert ask(world).status == 200


@pytest.mark.row("S2")
def test_a_place_gets_only_so_many_codes(sqlite_world: World) -> None:
    for number in range(OF_PEER.tries):
        assert ask(sqlite_world, f"+4917139200{number:02d}").status == 200
    assert ask(sqlite_world, "+491713920099").status == 429
    assert ask(sqlite_world, "+491713920099", peer="198.51.100.1").status == 200


@pytest.mark.row("S2", "S3")
def test_the_database_holds_neither_code_nor_number(world: World) -> None:
    code = code_of(world)
    for table in metadata.sorted_tables:
        text = repr([tuple(row) for row in rows(world, table)])
        assert PHONE not in text, table.name
        assert PHONE[3:] not in text, table.name
        assert f"'{code}'" not in text, table.name


@pytest.mark.row("B1", "S3")
def test_whoever_does_not_come_back_leaves_no_row(world: World) -> None:
    def count() -> dict[str, int]:
        return {table.name: len(rows(world, table)) for table in metadata.sorted_tables}

    before = count()
    ask(world)
    world.run_due()
    verify(world, "000000")
    world.advance(HOUR + MINUTE)
    assert rows(world, codes) == []
    ask(world, OTHER_PHONE, salon=OTHER_SALON)  # counters are swept by whoever comes next
    world.advance(LIFE)
    after = {name: number for name, number in count().items() if name not in {"counters", "client_keys"}}
    assert after == {name: before[name] for name in after}
    kept = repr(rows(world, metadata.tables["counters"]))
    assert PHONE not in kept


def test_a_new_client_says_her_name_and_keeps_her_code(world: World) -> None:
    code = code_of(world)
    refused = verify(world, code, name=" \u200b ")
    assert (refused.status, refused.problem.type, refused.problem.field) == (422, "name_needed", "$.name")
    assert verify(world, code, name="Eva").status == 200


def test_a_known_client_is_found_by_any_writing_of_her_number(world: World) -> None:
    client, _ = world.client("Eva Gold", phone=PHONE)
    session = verify(world, code_of(world, "+49 171 / 392-0001"), PHONE, name="Somebody Else").read(ClientSession)
    assert (session.client_id, session.name) == (client.id, "Eva Gold")


def test_an_address_is_added_where_none_was_and_never_replaced(sqlite_world: World) -> None:
    sqlite_world.client(phone=PHONE)
    for email in ("first@example.org", "second@example.org"):
        assert verify(sqlite_world, code_of(sqlite_world), email=email).status == 200
    (client,) = rows(sqlite_world, clients)
    assert client.email == "first@example.org"


def test_each_salon_has_its_own_clients(sqlite_world: World) -> None:
    session = verify(sqlite_world, code_of(sqlite_world), name="Eva").read(ClientSession)
    path = "/v1/book/{}/review"
    assert sqlite_world.call("GET", path.format(SALON), token=session.token).status == 404
    assert sqlite_world.call("GET", path.format(OTHER_SALON), token=session.token).status == 401
    assert verify(sqlite_world, code_of(sqlite_world), name="Eva", salon=OTHER_SALON).status == 422


def test_a_session_lasts_thirty_days(sqlite_world: World) -> None:
    session = verify(sqlite_world, code_of(sqlite_world), name="Eva").read(ClientSession)
    sqlite_world.clock.advance(SESSION_LIFE - 1)
    assert sqlite_world.call("GET", f"/v1/book/{SALON}/review", token=session.token).status == 404
    sqlite_world.clock.advance(1)
    assert sqlite_world.call("GET", f"/v1/book/{SALON}/review", token=session.token).status == 401


@pytest.mark.parametrize("phone", ["123", "call me", "+49 30", "030 12345678 ext. 5", "0800 3301000", "0900 1234567"])
def test_a_number_that_is_none_is_named(sqlite_world: World, phone: str) -> None:
    refused = ask(sqlite_world, phone)
    assert (refused.status, refused.problem.type, refused.problem.field) == (422, "not_a_phone", "$.phone")


@pytest.mark.parametrize(
    ("more", "field"),
    [({"name": "x" * 201}, "$.name"), ({"name": "Eva", "email": "not an address"}, "$.email")],
)
def test_a_wrong_value_is_named(sqlite_world: World, more: dict[str, str], field: str) -> None:
    refused = verify(sqlite_world, code_of(sqlite_world), **more)
    assert (refused.status, refused.problem.field) == (422, field)


@pytest.mark.parametrize("name", ["<b>Eva</b>", "محمد الأحمد", "E" * 200, "👩‍👩‍👧 Eva"])
def test_names_of_all_kinds_are_kept(sqlite_world: World, name: str) -> None:
    assert verify(sqlite_world, code_of(sqlite_world), name=name).read(ClientSession).name == name


def test_there_is_no_such_salon(sqlite_world: World) -> None:
    assert ask(sqlite_world, salon="nowhere").problem.type == "salon_unknown"
