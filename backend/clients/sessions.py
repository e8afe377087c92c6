"""Who asks on the booking page: a client who proved her number, for thirty days.

Her token is in the Authorization header, or, from the booking page, in a cookie that no script can read. The cookie
goes with requests of our own pages only: it is SameSite=Strict, and a browser says where a request comes from.
"""

from http.cookies import CookieError, SimpleCookie

import sqlalchemy as sa

from backend.access import tokens
from backend.access.guards import bearer_token, sign_in_again
from backend.clients.queries import Client
from backend.db.database import Unit
from backend.db.tables.clients import client_sessions, clients
from backend.db.tables.core import businesses
from backend.events.log import record
from backend.web.route import Guard, Request
from domain.constants import DAY

LIFE = 30 * DAY
COOKIE = "deskbell_client"
_OURS = frozenset({"", "same-origin", "none"})
"""What Sec-Fetch-Site says of our own pages; programs and old browsers say nothing."""

_BY_TOKEN = (
    sa.select(*(clients.c[name] for name in Client._fields))
    .join(
        client_sessions,
        (client_sessions.c.business_id == clients.c.business_id) & (client_sessions.c.client_id == clients.c.id),
    )
    .join(businesses, businesses.c.id == clients.c.business_id)
    .where(
        client_sessions.c.business_id == sa.bindparam("business"),
        client_sessions.c.hash == sa.bindparam("hash"),
        client_sessions.c.expires_at > sa.bindparam("now"),
        businesses.c.slug == sa.bindparam("slug"),
    )
)


def client_session() -> Guard[Client]:
    """A client of the salon that the path names as `{salon}`."""
    return Guard("client", lambda unit, request, path: _client(unit, request, path["salon"]))


def start(unit: Unit, client: Client) -> str:
    """A session for whoever proved the client's number; its token, of which only a hash is kept."""
    old = (client_sessions.c.business_id == client.business_id, client_sessions.c.client_id == client.id)
    unit.conn.execute(client_sessions.delete().where(*old, client_sessions.c.expires_at <= unit.now))
    token = tokens.fresh(unit.ids, client.business_id)
    unit.conn.execute(
        client_sessions.insert().values(
            business_id=client.business_id,
            hash=tokens.digest(token),
            client_id=client.id,
            expires_at=unit.now + LIFE,
        ),
    )
    return token


def end(unit: Unit, client: Client, token: str) -> None:
    """Has a session of the client's work no more."""
    of = (client_sessions.c.business_id == client.business_id, client_sessions.c.hash == tokens.digest(token))
    unit.conn.execute(client_sessions.delete().where(*of))
    actor = f"client:{client.id}"
    record(unit, client.business_id, "client.signed_out", actor, actor)


def token_in(request: Request) -> str:
    """The token that a request carries; empty when it has none, or when another site has it sent."""
    return bearer_token(request.headers) or _in_cookie(request)


def _in_cookie(request: Request) -> str:
    if request.headers.get("sec-fetch-site", "") not in _OURS:
        return ""
    try:
        kept = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return kept.value if kept else ""


def find(unit: Unit, request: Request, slug: str) -> Client | None:
    """Whose session a request carries at the salon; None when it is nobody's."""
    token = token_in(request)
    of = {"business": tokens.business_of(token), "hash": tokens.digest(token), "now": unit.now, "slug": slug}
    row = unit.conn.execute(_BY_TOKEN, of).first()
    return None if row is None else Client(*row)


def _client(unit: Unit, request: Request, slug: str) -> Client:
    found = find(unit, request, slug)
    if found is None:
        raise sign_in_again()
    return found
