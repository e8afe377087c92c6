"""What a client wants to hear, by the link in every automatic mail: a form, and the one click of mail programs (S5).

Opening the link changes nothing: previews and scanners of mail open it too. The one click is a POST (RFC 8058).
"""

from html import escape
from urllib.parse import parse_qs

from backend.access.queries import Business
from backend.clients import rows
from backend.clients.queries import Client, find_client, write_wants
from backend.db.database import Unit
from backend.events.log import record
from backend.feed.change import change_of, is_published
from backend.messages import links
from backend.messages.opting import opt_in
from backend.messages.sending import Sender
from backend.web.pages import Page, answer, button
from backend.web.problems import problem
from backend.web.route import Request, Response
from backend.web.texts import Texts, texts_of
from domain.contacts import shown_phone
from domain.wire.rows import CHANNELS, Channel

_ONE_CLICK = (b"List-Unsubscribe", b"One-Click")
_FIELDS = 10


def client_of_link(unit: Unit, business_id: str, token: str) -> Client:
    """Whom the token was made for, whoever she was merged into. Raises Refused (404) `link_unknown`."""
    subject = links.linked(unit, business_id, "preferences", token)
    client = find_client(unit, business_id, subject.removeprefix("client:")) if subject else None
    if client is None:
        raise problem("link_unknown", 404, "This link is not known, or what it led to is gone.")
    return client


def choose(unit: Unit, sender: Sender, business_id: str, token: str, body: bytes) -> Client:
    """Does what was asked for; the client as she is now. Raises Refused."""
    change_of(unit, business_id)
    client = client_of_link(unit, business_id, token)
    if all(word in body for word in _ONE_CLICK):
        sender.opt_out(unit, client, "email")
    else:
        wanted = _wanted(body)
        for channel in CHANNELS:
            if client.reach(channel).address is not None:
                _set(unit, sender, client, channel, wants=channel in wanted)
    return client_of_link(unit, business_id, token)


def preferences_page(request: Request, salon: Business, client: Client, *, saved: bool) -> Response:
    """The form, with what holds now."""
    texts = texts_of(request)
    said = f'<p class="notice" role="status">{texts.html("Saved. It holds from now on.")}</p>' if saved else ""
    boxes = "".join(_box(texts, client, channel) for channel in CHANNELS if client.reach(channel).address is not None)
    about = texts.html("What may {salon} write to you by?", salon=salon.name)
    hint = texts.html("Codes to sign in, and what you ask for yourself, still come.")
    form = (
        f'<form method="post"><fieldset><legend>{about}</legend>{boxes}</fieldset><p class="hint">{hint}</p>'
        f'<p class="buttons">{button(texts.tr("Save"))}</p></form>'
    )
    return answer(request, 200, Page(texts.tr("Messages to you"), said + form, over=salon.name))


def _wanted(body: bytes) -> set[str]:
    try:
        return set(parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=_FIELDS))
    except ValueError:
        raise problem("invalid", 422, "This is no form.") from None


def _set(unit: Unit, sender: Sender, client: Client, channel: Channel, *, wants: bool) -> None:
    if not wants:
        sender.opt_out(unit, client, channel)
        return
    opt_in(unit, client, channel)
    if not client.reach(channel).wants:
        write_wants(unit, client.business_id, client.id, channel, True)
        who = f"client:{client.id}"
        record(unit, client.business_id, "client.wants", who, who, channel=channel)
        if is_published(unit, client.business_id, "client", client.id):
            rows.publish(unit, client.business_id, (client.id,))


def _box(texts: Texts, client: Client, channel: Channel) -> str:
    reach = client.reach(channel)
    label = texts.html("Email") if channel == "email" else texts.html("Text messages")
    checked = " checked" if reach.wants and not reach.opted_out else ""
    address = reach.address or ""
    shown = shown_phone(address) if channel == "sms" else address
    return (
        f'<label class="choice"><input type="checkbox" name="{channel}"{checked}>'
        f'<span>{label}<br><bdi class="quiet-text" dir="ltr">{escape(_hidden(shown))}</bdi></span></label>'
    )


def _hidden(address: str) -> str:
    """Enough to know it by: whoever holds the link need not be its owner."""
    name, at, domain = address.partition("@")
    if at:
        return f"{name[:2]}…@{domain}"
    return f"{address[:3]} … {address[-3:]}"
