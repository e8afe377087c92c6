"""The booking page's session: in a cookie that scripts cannot read and other sites cannot use."""

import re
from http.cookies import SimpleCookie

import pytest

from backend.web.dispatch import dispatch
from backend.web.route import Request, Response
from domain.wire.base import encode
from domain.wire.booking import CodeRequest, CodeVerification, SignedIn
from tests.support.server import SALON, World

PHONE = "+491713920005"
SESSION = f"/v1/book/{SALON}/session"


def ask(world: World, method: str, headers: dict[str, str], body: bytes = b"") -> Response:
    return dispatch(world.app.routes, world.app.services, Request(method, SESSION, {}, headers, body, "192.0.2.7"))


def signed_in(world: World) -> str:
    """The cookie as it was set."""
    world.call("POST", f"/v1/book/{SALON}/codes", CodeRequest(PHONE))
    world.run_due()
    code = re.search(r"\b\d{6}\b", world.sms.sent[-1].text)
    assert code is not None
    answer = world.call("POST", SESSION, CodeVerification(PHONE, code.group(), "Eva"))
    assert (answer.status, answer.read(SignedIn)) == (201, SignedIn("Eva"))
    return answer.headers["set-cookie"]


@pytest.mark.row("S2")
def test_the_token_is_in_the_cookie_alone(sqlite_world: World) -> None:
    kept = SimpleCookie(signed_in(sqlite_world))["deskbell_client"]
    assert (kept["httponly"], kept["samesite"], kept["secure"]) == (True, "Strict", True)
    assert (kept["path"], kept["max-age"]) == (f"/v1/book/{SALON}", str(30 * 24 * 3600))
    known = ask(sqlite_world, "GET", {"cookie": f"a=b; deskbell_client={kept.value}"})
    assert known.body == encode(SignedIn("Eva"))


@pytest.mark.row("S2")
@pytest.mark.parametrize(
    ("site", "name"), [("same-origin", "Eva"), ("none", "Eva"), ("same-site", None), ("cross-site", None)]
)
def test_no_other_site_can_act_with_it(sqlite_world: World, site: str, name: str | None) -> None:
    token = SimpleCookie(signed_in(sqlite_world))["deskbell_client"].value
    headers = {"cookie": f"deskbell_client={token}", "sec-fetch-site": site}
    assert ask(sqlite_world, "GET", headers).body == encode(SignedIn(name))
    assert ask(sqlite_world, "DELETE", headers).status == (204 if name else 401)


@pytest.mark.row("S2")
def test_a_form_of_another_page_is_not_understood(sqlite_world: World) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        assert ask(sqlite_world, "POST", {"content-type": kind}, b'{"phone": "+491713920005"}').status == 415


def test_signing_out_ends_it_on_the_server_too(sqlite_world: World) -> None:
    token = SimpleCookie(signed_in(sqlite_world))["deskbell_client"].value
    headers = {"cookie": f"deskbell_client={token}"}
    assert "Max-Age=0" in ask(sqlite_world, "DELETE", headers).headers["set-cookie"]
    assert ask(sqlite_world, "GET", headers).body == encode(SignedIn(None))
    assert ask(sqlite_world, "DELETE", headers).status == 401


@pytest.mark.parametrize(
    "cookie", ["", "deskbell_client", "deskbell_client=", 'deskbell_client="x', "\x00=;;", "=;" * 2000]
)
def test_a_broken_cookie_is_nobody(sqlite_world: World, cookie: str) -> None:
    assert ask(sqlite_world, "GET", {"cookie": cookie}).body == encode(SignedIn(None))
