"""Signing in with a phone number: only now, with the number proved, does a client get a row (rows B1, S2)."""

from backend.access.business import salon_of
from backend.access.queries import locations_of
from backend.clients import codes, queries, sessions
from backend.clients.ports import CodeSender, ContactAdded
from backend.clients.queries import LANGUAGE, Client
from backend.db.database import Unit
from backend.events.log import record
from backend.web.problems import problem
from backend.web.route import Call, Problem
from backend.web.texts import spoken
from domain.contacts import NotAnEmail, NotAPhone, clean_text, parse_email, parse_phone, shown_phone, takes_texts
from domain.times import is_zone
from domain.wire.booking import ClientSession, CodeRequest, CodeSent, CodeVerification


def request_code(call: Call[CodeRequest, None], sender: CodeSender) -> CodeSent:
    """Sends a code. The number may be anyone's or nobody's. Raises Refused when it is none, or over the limits."""
    business = salon_of(call.unit, call.path["salon"])
    phone = _phone(call.unit, business.id, call.body.phone)
    if not takes_texts(phone):
        raise problem("not_a_phone", 422, "This number takes no text messages.", field="$.phone")
    expires_at = codes.send(call.unit, business.id, phone, call.request.peer, sender, spoken(call.request))
    return CodeSent(expires_at, shown_phone(phone))


def verify(call: Call[CodeVerification, None], added: ContactAdded) -> ClientSession | Problem:
    """Starts the session of the number's owner. Raises Refused, also when a new client has not said her name."""
    business = salon_of(call.unit, call.path["salon"])
    phone = _phone(call.unit, business.id, call.body.phone)
    wrong = codes.check(call.unit, business.id, phone, call.body.code, call.request.peer)
    if wrong is not None:
        return wrong.problem
    held = queries.client_by_phone(call.unit, business.id, phone)
    client = _known(call, held, added) if held else _new(call, business.id, phone)
    codes.use(call.unit, business.id, phone)
    actor = f"client:{client.id}"
    if call.body.zone is not None and is_zone(call.body.zone):
        queries.write_zone(call.unit, business.id, client.id, call.body.zone)
    record(call.unit, business.id, "client.signed_in", actor, actor)
    return ClientSession(sessions.start(call.unit, client), client.id, client.name)


def _known(call: Call[CodeVerification, None], client: Client, added: ContactAdded) -> Client:
    email = _email(call.body.email)
    if client.email is None and email is not None:
        queries.write_email(call.unit, client.business_id, client.id, email)
        actor = f"client:{client.id}"
        record(call.unit, client.business_id, "client.email_added", actor, actor)
        added(call.unit, client.business_id, client.id)
    return client


def _new(call: Call[CodeVerification, None], business_id: str, phone: str) -> Client:
    name = clean_text(call.body.name)
    if not name:
        raise problem("name_needed", 422, "The salon does not know this number yet.", field="$.name")
    language = call.request.headers.get("accept-language", "")
    return add_client(call.unit, business_id, name, phone, _email(call.body.email), _language(language))


def add_client(
    unit: Unit,
    business_id: str,
    name: str,
    phone: str | None,
    email: str | None,
    language: str = LANGUAGE,
) -> Client:
    """Puts a client on file. Values are already parsed."""
    client = Client(business_id, unit.ids.new(unit.now), name, phone, email, language)
    queries.write_client(unit, client)
    actor = f"client:{client.id}"
    record(unit, business_id, "client.added", actor, actor)
    return client


def _phone(unit: Unit, business_id: str, text: str) -> str:
    region = locations_of(unit, business_id)[0].region
    try:
        return parse_phone(text, region)
    except NotAPhone:
        raise problem("not_a_phone", 422, "This is not a phone number.", field="$.phone") from None


def _email(text: str | None) -> str | None:
    if text is None or not text.strip():
        return None
    try:
        return parse_email(text)
    except NotAnEmail:
        raise problem("not_an_email", 422, "This is not an email address.", field="$.email") from None


def _language(header: str) -> str:
    """The first language of an Accept-Language header (RFC 9110), without its region."""
    tag = header.partition(",")[0].partition(";")[0].partition("-")[0].strip().lower()
    return tag if tag.isascii() and tag.isalpha() and len(tag) in {2, 3} else LANGUAGE
