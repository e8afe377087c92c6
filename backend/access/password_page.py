"""The plain page behind a link by which a person sets her password. No script, every text escaped (promise S6).

Opening it changes nothing, since previews open links too; the form does.
"""

from enum import Enum
from html import escape
from typing import NamedTuple
from urllib.parse import parse_qs

from backend.access import invitations, passwords
from backend.access.counters import address_of, counter_key, hit
from backend.access.queries import Account, business
from backend.web.pages import Page, answer, button
from backend.web.problems import Refused, problem
from backend.web.route import Before, Call, Request, Response, Route, public
from backend.web.texts import Texts, texts_of
from domain.constants import HOUR

TRIES_OF_PEER = 30
"""How often an hour the form is taken from one place of the network: each costs a slow hash."""

_PATH = "/password/{token}"
_FIELDS = 4


class Wrong(Enum):
    """Why there is no hash."""

    GONE = "gone"
    NOT_THE_SAME = "not_the_same"
    TOO_SHORT = "too_short"


class Chosen(NamedTuple):
    """What came of the form: a hash, or why there is none."""

    hashed: str = ""
    wrong: Wrong | None = None


def routes() -> tuple[Route, ...]:
    """What this page adds to the route table."""
    return (
        Route("GET", _PATH, public(), _opened, writes=False, any_query=True),
        Route("POST", _PATH, public(), _set, prepare=_choose, any_query=True),
    )


def _opened(call: Call[None, None]) -> Response:
    account = invitations.opened(call.unit, call.path["token"])
    return _gone(call.request) if account is None else _form(call, account)


def _choose(before: Before[None]) -> Chosen:
    """Hashes the password, outside of any transaction because argon2 is slow on purpose."""
    with before.services.database.write() as unit:
        wait = hit(unit, counter_key("password_peer", address_of(before.request.peer)), TRIES_OF_PEER, HOUR)
        known = invitations.opened(unit, before.path["token"])
    if wait is not None:
        raise problem("too_many_tries", 429, "Too many tries.", retry_after=wait)
    if known is None:
        return Chosen(wrong=Wrong.GONE)
    first, again = _given(before.request.body)
    if first != again:
        return Chosen(wrong=Wrong.NOT_THE_SAME)
    try:
        return Chosen(passwords.hash_password(first))
    except passwords.TooShort:
        return Chosen(wrong=Wrong.TOO_SHORT)


def _set(call: Call[None, None]) -> Response:
    chosen: Chosen = call.prepared
    if chosen.wrong:
        account = invitations.opened(call.unit, call.path["token"])
        return _gone(call.request) if account is None else _form(call, account, chosen.wrong)
    try:
        account = invitations.set_password(call.unit, call.path["token"], chosen.hashed)
    except Refused:
        return _gone(call.request)
    texts = texts_of(call.request)
    said = texts.tr("Open Deskbell and sign in with {email} and your new password.", email=account.email)
    return answer(call.request, 200, Page(texts.tr("Your password is set"), f"<p>{escape(said)}</p>"))


def _form(call: Call[None, None], account: Account, wrong: Wrong | None = None) -> Response:
    texts, salon = texts_of(call.request), business(call.unit, account.business_id).name
    about = texts.tr("You sign in to the front desk of {salon} with {email}.", salon=salon, email=account.email)
    body = (
        f"<p>{escape(about)}</p>{_said(texts, wrong)}"
        f'<form method="post">{_field("first", texts.tr("Password"))}{_field("again", texts.tr("Password again"))}'
        f'<p class="hint" id="shortest">{escape(_shortest(texts))}</p>'
        f'<p class="buttons">{button(texts.tr("Set password"))}</p></form>'
    )
    title = texts.tr("Welcome, {name}", name=account.name)
    return answer(call.request, 422 if wrong else 200, Page(title, body, over=salon))


def _said(texts: Texts, wrong: Wrong | None) -> str:
    if wrong is None:
        return ""
    said = texts.tr("The two passwords are not the same.") if wrong is Wrong.NOT_THE_SAME else _shortest(texts)
    return f'<p class="notice wrong" role="alert">{escape(said)}</p>'


def _shortest(texts: Texts) -> str:
    at_least = passwords.SHORTEST
    return texts.ntr("Take at least {count} character.", "Take at least {count} characters.", at_least)


def _field(name: str, label: str) -> str:
    given = f'type="password" autocomplete="new-password" minlength="{passwords.SHORTEST}" required'
    entry = f'<input id="{name}" name="{name}" {given} aria-describedby="shortest">'
    return f'<div class="field"><label for="{name}">{escape(label)}</label>{entry}</div>'


def _gone(request: Request) -> Response:
    texts = texts_of(request)
    said = texts.tr("Links work once and only for a while. Please ask for a new one.")
    return answer(request, 410, Page(texts.tr("This link does not work any more"), f"<p>{escape(said)}</p>"))


def _given(body: bytes) -> tuple[str, str]:
    """Both fields of the form; raises Refused (422) when it is none."""
    try:
        form = parse_qs(body.decode("ascii"), max_num_fields=_FIELDS)
        return form["first"][0], form["again"][0]
    except (ValueError, KeyError):
        raise problem("invalid", 422, "This is no form.") from None
