"""Dispatch: bad input names its field, refusals roll back, nothing unexpected gets out."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from backend.db.database import Database, Unit
from backend.db.tables.core import events
from backend.events.log import record
from backend.web.dispatch import BODY_LIMIT, dispatch
from backend.web.problems import Refused, problem
from backend.web.route import Before, Call, Guard, Request, Response, Route, RouteTable, Services, Values, public
from domain.uuid7 import SeededIds
from domain.wire.base import decode
from domain.wire.booking import CodeSent, SlotQuery
from domain.wire.problems import MEDIA_TYPE, Problem
from tests.support.feed import BUSINESS, Bare

JSON = {"content-type": "application/json"}


def ask(bare: Bare, route: Route, method: str = "", path: str = "/x", **more: Any) -> Response:
    services = Services(bare.database, "server-1", "https://book.example.org", "1")
    request = Request(method or route.method, path, **more)
    return dispatch(RouteTable([route]), services, request)


def wrong(response: Response) -> Problem:
    assert response.content_type == MEDIA_TYPE
    found = decode(response.body, Problem)
    assert found.status == response.status
    return found


def answering(value: object) -> Callable[[Call[Any, Any]], object]:
    return lambda _call: value


SLOTS = Route("POST", "/x", public(), answering(None), SlotQuery)
GOOD = b'{"location_id":"l","choices":[{"service_id":"s"}],"date":"2026-03-10"}'


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ((b'"l"', b"7"), "$.location_id"),
        ((b'"l"', b'""'), "$.location_id"),
        ((b'"l"', b'"a b"'), "$.location_id"),
        ((b'[{"service_id":"s"}]', b"[]"), "$.choices"),
        ((b'"service_id"', b'"service"'), "$.choices[0].service"),
        ((b'{"service_id":"s"}', b"{}"), "$.choices[0].service_id"),
        ((b'"2026-03-10"', b'"2026-02-30"'), "$.date"),
        ((b'"2026-03-10"', b"0"), "$.date"),
        ((b'"date"', b'"colour"'), "$.colour"),
        ((b"}", b',"days":0}'), "$.days"),
        ((b'"l"', b'"l\\u0000"'), "$"),
        ((GOOD, b"[]"), "$"),
        ((GOOD, b"null"), "$"),
    ],
)
def test_a_body_that_is_wrong_names_its_field(bare: Bare, change: tuple[bytes, bytes], field: str) -> None:
    body = b"}".join(GOOD.replace(*change).rsplit(b"}", 1)) if change[0] != b"}" else GOOD[:-1] + change[1]
    found = wrong(ask(bare, SLOTS, headers=JSON, body=body))
    assert (found.type, found.status, found.field) == ("invalid", 422, field)


def test_a_good_body_is_answered(bare: Bare) -> None:
    assert ask(bare, SLOTS, headers=JSON, body=GOOD).status == 204
    utf8 = {"content-type": "application/json; charset=utf-8"}
    assert ask(bare, SLOTS, headers=utf8, body=GOOD).status == 204


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"headers": JSON, "body": b""}, 400, "malformed"),
        ({"headers": JSON, "body": b"{"}, 400, "malformed"),
        ({"headers": JSON, "body": b'{"location_id":"\xff"}'}, 400, "malformed"),
        ({"headers": {}, "body": GOOD}, 415, "unsupported_media_type"),
        ({"headers": {"content-type": "text/plain"}, "body": GOOD}, 415, "unsupported_media_type"),
        ({"headers": JSON, "body": b" " * (BODY_LIMIT + 1)}, 413, "too_large"),
        ({"headers": JSON, "body": GOOD, "query": {"debug": "1"}}, 422, "invalid"),
        ({"headers": JSON, "body": GOOD, "path": "/y"}, 404, "not_found"),
        ({"headers": JSON, "body": GOOD, "method": "GET"}, 405, "method_not_allowed"),
    ],
)
def test_what_is_no_request_of_ours(bare: Bare, more: dict[str, Any], status: int, code: str) -> None:
    found = wrong(ask(bare, SLOTS, **more))
    assert (found.status, found.type) == (status, code)


def test_endless_nesting_is_malformed(bare: Bare) -> None:
    route = Route("POST", "/x", public(), answering(None), object)
    assert wrong(ask(bare, route, headers=JSON, body=b"[" * 100_000)).type == "malformed"


@pytest.mark.parametrize(
    ("query", "field"),
    [({}, "?day"), ({"day": "x"}, "?day"), ({"day": "1.5"}, "?day"), ({"day": "1", "ever": "1"}, "?ever")],
)
def test_query_values_are_checked(bare: Bare, query: dict[str, str], field: str) -> None:
    route = Route("GET", "/x", public(), answering(None), query={"day": int, "name": str | None})
    assert wrong(ask(bare, route, query=query)).field == field
    seen: list[object] = []
    good = Route("GET", "/x", public(), lambda call: seen.append(call.query), query={"day": int, "name": str | None})
    assert ask(bare, good, query={"day": "4"}).status == 204
    assert seen == [{"day": 4, "name": None}]


def test_who_is_not_let_in_is_told_before_what_is_wrong_with_the_body(bare: Bare) -> None:
    def nobody(_unit: Unit, _request: Request, _path: Values) -> None:
        raise problem("sign_in_again", 401)

    route = Route("POST", "/x", Guard("staff", nobody), answering(None), SlotQuery)
    refused = ask(bare, route, headers=JSON, body=b"{}")
    assert wrong(refused).type == "sign_in_again"
    assert refused.headers["www-authenticate"] == "Bearer"


def written(bare: Bare) -> list[str]:
    with bare.database.read() as unit:
        return list(unit.conn.execute(sa.select(events.c.event)).scalars())


def writing(end: Callable[[], object]) -> Callable[[Call[Any, Any]], object]:
    def run(call: Call[Any, Any]) -> object:
        record(call.unit, BUSINESS, "tried", "x:1", "y:1")
        return end()

    return run


def test_a_refusal_that_is_raised_undoes_and_one_that_is_returned_keeps(bare: Bare) -> None:
    def refuse() -> object:
        raise problem("slot_taken", 409, retry_after=3)

    raised = ask(bare, Route("POST", "/x", public(), writing(refuse)))
    assert (wrong(raised).type, raised.headers["retry-after"], written(bare)) == ("slot_taken", "3", [])
    returned = ask(bare, Route("POST", "/x", public(), writing(lambda: problem("too_many", 429).problem)))
    assert (wrong(returned).type, written(bare)) == ("too_many", ["tried"])


@pytest.mark.row("S3")
def test_what_nobody_expected_is_500_and_logged_without_what_people_wrote(
    bare: Bare, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> object:
        raise RuntimeError("Nora Nowak +49 151 1234567")

    with caplog.at_level(logging.DEBUG):
        response = ask(bare, Route("POST", "/x", public(), writing(fail)), body=b"hunter2", query={})
    assert (wrong(response).type, wrong(response).detail, written(bare)) == ("internal", "", [])
    assert "RuntimeError" in caplog.text
    assert "test_dispatch.py" in caplog.text
    assert "Nora" not in caplog.text
    assert "hunter2" not in caplog.text


@pytest.mark.row("S3")
def test_an_error_of_the_database_is_logged_without_its_values(bare: Bare, caplog: pytest.LogCaptureFixture) -> None:
    def run(call: Call[Any, Any]) -> object:
        return call.unit.conn.execute(sa.text("INSERT INTO nowhere VALUES (:name)"), {"name": "Nora Nowak"})

    with caplog.at_level(logging.DEBUG):
        assert ask(bare, Route("POST", "/x", public(), run)).status == 500
    assert "Nora" not in caplog.text


def test_slow_work_is_done_before_the_transaction(bare: Bare) -> None:
    steps: list[str] = []

    def prepare(before: Before[SlotQuery]) -> str:
        with before.services.database.write():  # would wait for itself inside a transaction
            steps.append(f"prepared {before.body.location_id}")
        return "ready"

    route = Route("POST", "/x", public(), lambda call: steps.append(call.prepared), SlotQuery, prepare=prepare)
    assert ask(bare, route, headers=JSON, body=GOOD).status == 204
    assert steps == ["prepared l", "ready"]
    assert ask(bare, route, headers=JSON, body=b"{}").status == 422
    assert len(steps) == 2


def test_a_failure_in_slow_work_is_answered(bare: Bare) -> None:
    def prepare(_before: Before[Any]) -> object:
        raise problem("busy", 503)

    assert wrong(ask(bare, Route("POST", "/x", public(), answering(None), prepare=prepare))).type == "busy"


def test_answers_are_encoded_and_responses_passed_on(bare: Bare) -> None:
    made = ask(bare, Route("POST", "/x", public(), answering(CodeSent(5)), answers=CodeSent, status=202))
    assert (made.status, made.body) == (202, b'{"expires_at":5}')
    page = Response(200, b"<p>", "text/html")
    assert ask(bare, Route("GET", "/x", public(), answering(page))) is page


def test_paths_have_values_and_plain_ones_win() -> None:
    plain = Route("GET", "/v1/{a}/fixed", public(), answering(None))
    table = RouteTable([plain, Route("GET", "/v1/all", public(), answering(None))])
    assert table.find("GET", "/v1/x%20/fixed").path == {"a": "x%20"}
    assert table.find("GET", "/v1/all").path == {}
    with pytest.raises(Refused):
        table.find("GET", "/v1//fixed")
    with pytest.raises(ValueError, match="two routes"):
        RouteTable([plain, plain])


def test_a_collision_with_another_transaction_is_run_again(postgres_bare: Bare) -> None:
    tries: list[int] = []

    class Collided(Exception):
        sqlstate = "40P01"

    def run(_call: Call[Any, Any]) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise sa.exc.OperationalError("", None, Collided())

    assert ask(postgres_bare, Route("POST", "/x", public(), run)).status == 204
    assert len(tries) == 3


def test_encoding_failures_are_ours_and_not_the_senders(bare: Bare) -> None:
    assert ask(bare, Route("GET", "/x", public(), answering(object()))).status == 500


def test_a_database_that_is_gone_is_told_as_that_and_logged_once(
    sqlite_bare: Bare, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = Path(sa.make_url(sqlite_bare.url).database or "")
    route = Route("GET", "/x", public(), lambda call: call.unit.conn.execute(sa.text("SELECT 1")).one() and None)
    sqlite_bare.database.close()
    aside = file.rename(tmp_path / "aside.db")
    file.mkdir()
    for _ in range(3):
        answer = ask(sqlite_bare, route)
        assert (wrong(answer).type, answer.status, answer.headers["retry-after"]) == ("not_ready", 503, "5")
    file.rmdir()
    aside.rename(file)
    assert ask(sqlite_bare, route).status == 204
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "the database failed",
        "the database works again",
    ]


@pytest.mark.parametrize("statement", ["SELECT * FROM no_such_table", "SELEC 1"])
def test_a_fault_of_ours_is_no_database_that_is_gone(bare: Bare, statement: str) -> None:
    route = Route("GET", "/x", public(), lambda call: call.unit.conn.execute(sa.text(statement)))
    assert wrong(ask(bare, route)).status == 500


def test_a_postgresql_that_is_gone_is_told_as_that(caplog: pytest.LogCaptureFixture, bare: Bare) -> None:
    database = Database.open("postgresql+psycopg://nobody@127.0.0.1:1/none", bare.clock, SeededIds(1))
    gone = Bare(database, bare.clock, "")
    for method in ("GET", "POST"):
        answer = ask(gone, Route(method, "/x", public(), answering(None), writes=method == "POST"))
        assert (wrong(answer).status, answer.headers["retry-after"]) == (503, "5")
    assert len(caplog.records) == 1
    database.close()
