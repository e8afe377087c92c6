"""The booking page's own session: that of any client, but only its cookie knows the token.

What it may do is asked for with JSON, which no form of another page can send.
"""

from typing import Any

from backend.clients import sessions
from backend.clients.ports import ContactAdded
from backend.clients.queries import Client
from backend.clients.sign_in import verify
from backend.web.route import Call, Problem, Response
from domain.constants import SECOND
from domain.wire.base import encode
from domain.wire.booking import CodeVerification, SignedIn


def sign_in(call: Call[CodeVerification, None], added: ContactAdded) -> Response | Problem:
    """As `verify`, but the token is in the cookie alone."""
    proved = verify(call, added)
    if isinstance(proved, Problem):
        return proved
    cookie = _cookie(call, proved.token, sessions.LIFE // SECOND)
    return Response(201, encode(SignedIn(proved.name)), headers={"set-cookie": cookie})


def signed_in(call: Call[None, None]) -> SignedIn:
    """Who is signed in here, if anybody is."""
    client = sessions.find(call.unit, call.request, call.path["salon"])
    return SignedIn(client.name if client else None)


def sign_out(call: Call[None, Client]) -> Response:
    """Ends this browser's session."""
    sessions.end(call.unit, call.who, sessions.token_in(call.request))
    return Response(204, headers={"set-cookie": _cookie(call, "", 0)})


def _cookie(call: Call[Any, Any], token: str, seconds: int) -> str:
    secure = "; Secure" if call.services.public_url.startswith("https:") else ""
    path = f"/v1/book/{call.path['salon']}"
    return f"{sessions.COOKIE}={token}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
