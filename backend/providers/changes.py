"""Setting a business's own channels, and what desks see of them (decision 0013).

Whoever manages automations at every location may. But links that set passwords, the Owner's among them, go only by a
mail server that the Owner named herself: whoever names it could read them, and a link is as good as the account.
"""

import ipaddress
import re

from msgspec.structs import asdict, replace

from backend.access.person import Person
from backend.access.queries import business, business_ids, locations_of, people_with
from backend.db.database import Unit
from backend.events.log import record
from backend.feed.change import change_of, published
from backend.messages.answerable import texts_address
from backend.messages.post import Post
from backend.providers import queries
from backend.providers.own import MailServer, OwnAccount, OwnChannels, purpose
from backend.providers.queries import Kept
from backend.providers.vault import NoKey, Unreadable
from backend.web.problems import Refused, problem
from domain.contacts import NotAnEmail, NotAPhone, clean_text, parse_email, parse_phone
from domain.permissions import Permission, Role, ScopeKind, scope
from domain.wire.base import decode, encode
from domain.wire.channels import ChannelRow, SaveMail, SaveSms
from domain.wire.rows import CHANNELS, KINDS, Channel

_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*\.?", re.IGNORECASE)


def require_may(unit: Unit, person: Person) -> None:
    """Raises Refused (403): all of the business sends by it."""
    person.require_at_all(Permission.MANAGE_AUTOMATIONS, [place.id for place in locations_of(unit, person.business_id)])


def save_mail(unit: Unit, person: Person, own: OwnChannels, wish: SaveMail) -> None:
    """The mail server from now on. Raises Refused."""
    change_of(unit, person.business_id)
    wish, password = mail_of(unit, person.business_id, own, wish)
    settings = MailServer(
        wish.host, wish.port, wish.security, wish.from_address, wish.user, _by_owner(unit, person, wish)
    )
    _keep(unit, person, own, "email", encode(settings), password, fresh=wish.password is not None)


def save_sms(unit: Unit, person: Person, own: OwnChannels, wish: SaveSms) -> None:
    """The SMS account from now on. Raises Refused."""
    change_of(unit, person.business_id)
    wish, token = sms_of(unit, person.business_id, own, wish)
    settings = OwnAccount(wish.account, wish.from_number)
    _keep(unit, person, own, "sms", encode(settings), token, fresh=wish.token is not None)


def remove(unit: Unit, person: Person, channel: Channel) -> None:
    """Nothing of its own any more, and nothing kept of it. Nothing happens when there was nothing."""
    change_of(unit, person.business_id)
    if queries.remove(unit, person.business_id, channel):
        _record(unit, person, "channel.removed", channel)


def mail_of(unit: Unit, business_id: str, own: OwnChannels, wish: SaveMail) -> tuple[SaveMail, str | None]:
    """The wish as it is kept, with its password: the new one, or the one on file if it goes to the same place. Raises
    Refused with the field at fault.
    """
    user = clean_text(wish.user)
    _encrypted(wish)
    checked = SaveMail(_host(wish.host), wish.port, wish.security, _address(wish.from_address), user, wish.password)
    if not user:
        if wish.password is not None:
            raise _wrong("user", "A password needs a user name.")
        return checked, None
    if wish.password is not None:
        return checked, wish.password
    kept = queries.find(unit, business_id, "email")
    if kept is None or kept.secret is None:
        raise problem("secret_missing", 422, "The user name needs a password.", field="$.password")
    was = decode(kept.settings, MailServer)
    if _place(was) != _place(checked):
        raise _again("password")
    return checked, _known(own, business_id, "email", kept, "password")


def sms_of(unit: Unit, business_id: str, own: OwnChannels, wish: SaveSms) -> tuple[SaveSms, str]:
    """The same of an account and its token."""
    checked = SaveSms(wish.account, _number(unit, business_id, wish.from_number), wish.token)
    if wish.token is not None:
        return checked, wish.token
    kept = queries.find(unit, business_id, "sms")
    if kept is None or kept.secret is None:
        raise problem("secret_missing", 422, "The account needs its token.", field="$.token")
    if decode(kept.settings, OwnAccount).account != wish.account:
        raise _again("token")
    return checked, _known(own, business_id, "sms", kept, "token")


def row_of(unit: Unit, business_id: str, channel: Channel, post: Post, *, sandbox: bool) -> ChannelRow:
    """What desks see; `post` has the channels that the server itself has."""
    kept = queries.find(unit, business_id, channel)
    to = texts_address(post.public_url, business(unit, business_id).slug) if channel == "sms" else ""
    if kept is None:
        return ChannelRow(channel, "server" if channel in post.ports else "none", sandbox, answers_to=to)
    row = ChannelRow(channel, "own", sandbox, kept.set_at, kept.secret_set_at, answers_to=to)
    of = decode(kept.settings, MailServer if channel == "email" else OwnAccount)
    return replace(row, **{name: value for name, value in asdict(of).items() if name != "by_owner"})


def publish(unit: Unit, business_id: str, post: Post, *, sandbox: bool) -> None:
    """Tells desks what differs from what they were told."""
    told = published(unit, business_id, KINDS[ChannelRow])
    for channel in CHANNELS:
        row = row_of(unit, business_id, channel, post, sandbox=sandbox)
        if told.get(channel) != encode(row):
            change_of(unit, business_id).publish(scope(ScopeKind.SETTINGS, business_id), row)


def publish_everywhere(unit: Unit, post: Post, *, sandbox: bool) -> None:
    """At each start, since the server's own channels may be others now."""
    for business_id in business_ids(unit):
        publish(unit, business_id, post, sandbox=sandbox)


def _by_owner(unit: Unit, person: Person, wish: SaveMail) -> bool:
    """Whether the Owner named this server, now or before."""
    if person.id in people_with(unit, person.business_id, Role.OWNER):
        return True
    kept = queries.find(unit, person.business_id, "email")
    was = decode(kept.settings, MailServer) if kept else None
    return was is not None and was.by_owner and _place(was) == _place(wish)


def _place(of: MailServer | SaveMail) -> tuple[str, int, str, str]:
    """Where a password goes, and mail."""
    return of.host, of.port, of.security, of.user


def _keep(
    unit: Unit, person: Person, own: OwnChannels, channel: Channel, settings: bytes, secret: str | None, *, fresh: bool
) -> None:
    before = queries.find(unit, person.business_id, channel)
    sealed, sealed_at = (before.secret, before.secret_set_at) if before else (None, None)
    if secret is None:
        sealed, sealed_at = None, None
    elif fresh:
        try:
            sealed, sealed_at = own.vault.seal(secret, purpose(person.business_id, channel), unit.ids), unit.now
        except NoKey:
            raise problem("secrets_not_kept", 409, "This server has no key to keep secrets with.") from None
    queries.keep(unit, person.business_id, channel, Kept(settings, sealed, unit.now, sealed_at))
    _record(unit, person, "channel.set", channel)


def _record(unit: Unit, person: Person, event: str, channel: Channel) -> None:
    record(unit, person.business_id, event, f"business:{person.business_id}", f"person:{person.id}", channel=channel)


def _known(own: OwnChannels, business_id: str, channel: Channel, kept: Kept, field: str) -> str:
    try:
        return own.secret(business_id, channel, kept) or ""
    except Unreadable:
        raise problem("secret_unreadable", 422, "The secret on file cannot be read any more.", f"$.{field}") from None


def _again(field: str) -> Refused:
    """What is on file is sent to no other place than the one it was given for."""
    return problem("secret_again", 422, "Another server or account needs its secret again.", field=f"$.{field}")


def _wrong(field: str, detail: str) -> Refused:
    return problem("invalid", 422, detail, field=f"$.{field}")


def _host(text: str) -> str:
    host = text.strip().rstrip(".")
    try:
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        pass
    try:
        named = host.encode("idna").decode()
    except UnicodeError:
        named = ""
    if not _HOST.fullmatch(named):
        raise _wrong("host", "This is no name of a server.")
    return named.lower()


def _encrypted(wish: SaveMail) -> None:
    """Mail and its password cross no network in the open. Raises Refused."""
    host = _host(wish.host)
    if wish.security == "none" and host != "localhost" and not _is_loopback(host):
        raise problem("encryption_needed", 422, "Without encryption only this computer is reached.", "$.security")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _address(text: str) -> str:
    try:
        return parse_email(text)
    except NotAnEmail:
        raise _wrong("from_address", "This is no mail address.") from None


def _number(unit: Unit, business_id: str, text: str) -> str:
    places = locations_of(unit, business_id)
    try:
        return parse_phone(text, places[0].region if places else "ZZ")
    except NotAPhone:
        raise _wrong("from_number", "This is no phone number.") from None
