"""Where the provider brings what clients write and what became of our texts. Only a request that the business's own
account signed is let in.
"""

from collections.abc import Mapping
from typing import NamedTuple

from backend.access.queries import find_business
from backend.channels.twilio_hooks import SIGNATURE, NotAForm, SmsAccount, form_of, incoming_text, is_signed, report
from backend.db.database import Unit
from backend.inbound.reports import heard
from backend.inbound.texts import AccountOf, Inbox
from backend.messages.answerable import REPORTS, TEXTS
from backend.messages.sending import Sender
from backend.web.problems import problem
from backend.web.route import Call, Guard, Request, Response, Route

BODY_LIMIT = 65_536
"""Bytes. A text of 1,600 letters has 20,000 when every letter is written as its bytes."""

_NOTHING_TO_SAY = b'<?xml version="1.0" encoding="UTF-8"?><Response/>'


class Told(NamedTuple):
    """What the provider brought, and for whom."""

    business_id: str
    account: SmsAccount
    form: Mapping[str, str]


def routes(account_of: AccountOf, public_url: str, sender: Sender) -> tuple[Route, ...]:
    """What this slice adds to the route table."""
    guard, inbox = _provider(account_of, public_url.rstrip("/")), Inbox(account_of, sender)

    def texts(call: Call[None, Told]) -> Response:
        told = call.who
        try:
            text = incoming_text(told.account, told.form)
        except NotAForm:
            raise problem("invalid", 422, "This is no text to this number.") from None
        inbox.receive(call.unit, told.business_id, told.account, text)
        return Response(200, _NOTHING_TO_SAY, "text/xml")

    def reports(call: Call[None, Told]) -> Response:
        told = call.who
        try:
            heard(call.unit, told.business_id, call.path["message"], sender, report(told.account, told.form))
        except NotAForm:
            raise problem("invalid", 422, "This is no report of a text.") from None
        return Response(200, _NOTHING_TO_SAY, "text/xml")

    return Route("POST", TEXTS, guard, texts), Route("POST", REPORTS, guard, reports)


def _provider(account_of: AccountOf, public_url: str) -> Guard[Told]:
    """Whoever holds the token of the business's account. All others get the same answer, whatever is wrong."""

    def check(unit: Unit, request: Request, path: Mapping[str, str]) -> Told:
        if len(request.body) > BODY_LIMIT:
            raise problem("too_large", 413, f"A body may have {BODY_LIMIT} bytes.")
        salon = find_business(unit, path["salon"])
        account = account_of(unit, salon.id) if salon else None
        given = request.headers.get(SIGNATURE, "")
        if salon is None or account is None or not given:
            raise problem("not_signed", 403)
        try:
            form = form_of(request.body)
        except NotAForm:
            raise problem("not_signed", 403) from None
        if not is_signed(account, public_url + request.path, form, given):
            raise problem("not_signed", 403)
        return Told(salon.id, account, form)

    return Guard("provider", check)
