"""The routes by which a client signs in."""

from backend.clients import browser
from backend.clients.ports import CodeSender, ContactAdded
from backend.clients.sessions import client_session
from backend.clients.sign_in import request_code, verify
from backend.web.route import Route, public
from domain.wire.booking import ClientSession, CodeRequest, CodeSent, CodeVerification, SignedIn


def routes(sender: CodeSender, added: ContactAdded) -> tuple[Route, ...]:
    """What this slice adds to the route table; `sender` brings the codes out, `added` hears of new addresses."""
    book, anyone = "/v1/book/{salon}", public()
    here = f"{book}/session"
    return (
        Route("POST", f"{book}/codes", anyone, lambda call: request_code(call, sender), CodeRequest, CodeSent),
        Route("POST", f"{book}/sessions", anyone, lambda call: verify(call, added), CodeVerification, ClientSession),
        Route("POST", here, anyone, lambda call: browser.sign_in(call, added), CodeVerification, SignedIn, status=201),
        Route("GET", here, anyone, browser.signed_in, answers=SignedIn, writes=False),
        Route("DELETE", here, client_session(), browser.sign_out, status=204),
    )
