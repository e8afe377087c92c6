"""The plain page behind a link by which a person sets her password. No script, every text escaped (promise S6).

Opening it changes nothing, since previews open links too; the form does.
"""

from html import escape
from typing import NamedTuple
from urllib.parse import parse_qs

from backend.access import invitations, passwords
from backend.access.counters import address_of, counter_key, hit
from backend.access.queries import Account, business
from backend.web.pages import page
from backend.web.problems import Refused, problem
from backend.web.route import Before, Call, Response, Route, public
from domain.constants import HOUR

TRIES_OF_PEER = 30
"""How often an hour the form is taken from one place of the network: each costs a slow hash."""

_PATH = "/password/{token}"
_FIELDS = 4


class Chosen(NamedTuple):
    """What came of the form: a hash, or why there is none."""

    hashed: str = ""
    wrong: str = ""


def routes() -> tuple[Route, ...]:
    """What this page adds to the route table."""
    return (
        Route("GET", _PATH, public(), _opened, writes=False),
        Route("POST", _PATH, public(), _set, prepare=_choose),
    )


def _opened(call: Call[None, None]) -> Response:
    account = invitations.opened(call.unit, call.path["token"])
    if account is None:
        return _gone()
    return _form(call, account)


def _choose(before: Before[None]) -> Chosen:
    """Hashes the password, outside of any transaction because argon2 is slow on purpose."""
    with before.services.database.write() as unit:
        wait = hit(unit, counter_key("password_peer", address_of(before.request.peer)), TRIES_OF_PEER, HOUR)
        known = invitations.opened(unit, before.path["token"])
    if wait is not None:
        raise problem("too_many_tries", 429, "Too many tries.", retry_after=wait)
    if known is None:
        return Chosen(wrong="gone")
    first, again = _given(before.request.body)
    if first != again:
        return Chosen(wrong="The two passwords are not the same.")
    try:
        return Chosen(passwords.hash_password(first))
    except passwords.TooShort:
        return Chosen(wrong=f"Please take at least {passwords.SHORTEST} characters.")


def _set(call: Call[None, None]) -> Response:
    chosen: Chosen = call.prepared
    if chosen.wrong:
        account = invitations.opened(call.unit, call.path["token"])
        return _gone() if account is None else _form(call, account, chosen.wrong)
    try:
        account = invitations.set_password(call.unit, call.path["token"], chosen.hashed)
    except Refused:
        return _gone()
    said = f"Open Deskbell and sign in with {account.email} and your new password."
    return page(200, "Your password is set", f"<p>{escape(said)}</p>")


def _form(call: Call[None, None], account: Account, wrong: str = "") -> Response:
    salon = business(call.unit, account.business_id).name
    said = f'<p role="alert"><strong>{escape(wrong)}</strong></p>' if wrong else ""
    field = '<label>{} <input type="password" name="{}" autocomplete="new-password" minlength="{}" required></label>'
    fields = "".join(
        field.format(label, name, passwords.SHORTEST) for label, name in (("Password", "first"), ("Again", "again"))
    )
    about = f"You sign in to the front desk of {salon} with {account.email}."
    hint = f"At least {passwords.SHORTEST} characters."
    form = f'<form method="post">{fields}<p>{hint}</p><button>Set password</button></form>'
    return page(422 if wrong else 200, f"Welcome, {account.name}", f"<p>{escape(about)}</p>{said}{form}")


def _gone() -> Response:
    body = "<p>Links work once and for seven days. Please ask whoever sent it to you for a new one.</p>"
    return page(410, "This link does not work any more", body)


def _given(body: bytes) -> tuple[str, str]:
    """Both fields of the form; raises Refused (422) when it is none."""
    try:
        form = parse_qs(body.decode("ascii"), max_num_fields=_FIELDS)
        return form["first"][0], form["again"][0]
    except (ValueError, KeyError):
        raise problem("invalid", 422, "This is no form.") from None
