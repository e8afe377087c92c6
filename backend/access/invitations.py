"""Bringing somebody to a desk: an account without a password, and a link by which its person sets one (row B24)."""

from typing import NamedTuple, Protocol

from backend.access import links, queries, sessions
from backend.access.counters import clear, counter_key
from backend.access.people import Roles, add_person, folded, publish_account, require_over, require_to_give, set_roles
from backend.access.person import Person
from backend.access.queries import Account
from backend.db.database import Unit
from backend.events.log import record
from backend.feed.change import change_of
from backend.web.problems import Refused, problem
from domain.contacts import NotAnEmail, clean_text
from domain.permissions import Permission
from domain.wire.access import Invite, NewLink, PasswordLink


class Letter(NamedTuple):
    """A link on its way to its person."""

    business_id: str
    person_id: str
    name: str
    email: str
    link: str
    expires_at: int
    language: str
    invitation: bool
    forgotten: bool = False
    """She asked for it herself."""


class LetterSender(Protocol):
    """Brings letters to people."""

    def sends(self, unit: Unit) -> bool:
        """Whether there is a way to send mail, for any salon: asked before anybody knows for which."""

    def send_letter(self, unit: Unit, letter: Letter) -> bool:
        """Has it sent after the commit; False when this server has no way to send mail."""


def invite(unit: Unit, who: Person, wish: Invite, sender: LetterSender, public_url: str) -> PasswordLink:
    """Makes the account and its link, or gives the roles to the account that the address has here. Raises Refused."""
    who.require_anywhere(Permission.MANAGE_TEAM)
    roles = {place: names for place, names in wish.roles.items() if names}
    require_to_give(unit, who, roles)
    change_of(unit, who.business_id)
    address = _address(wish.email)
    known = queries.account_by_email(unit, address)
    if known is not None:
        return _add_roles(unit, who, known, roles)
    if not clean_text(wish.name):
        raise problem("name_needed", 422, "Who is it?", field="$.name")
    person_id = add_person(unit, who.business_id, wish.name, address, "", roles, f"person:{who.id}")
    made = _link(unit, who, person_id, NewLink(wish.hand_over, wish.language), sender, public_url)
    record(unit, who.business_id, "person.invited", f"person:{person_id}", f"person:{who.id}")
    return made


def new_link(
    unit: Unit, who: Person, person_id: str, wish: NewLink, sender: LetterSender, public_url: str
) -> PasswordLink:
    """Another link for somebody; her present password works until she uses it. Raises Refused."""
    require_over(unit, who, person_id)
    account = queries.account(unit, who.business_id, person_id)
    if account is None or account.disabled:
        raise problem("account_off", 409, "Switch the account on first.")
    change_of(unit, who.business_id)
    made = _link(unit, who, person_id, wish, sender, public_url)
    record(unit, who.business_id, "person.link_made", f"person:{person_id}", f"person:{who.id}")
    return made


def link_by_command(unit: Unit, email: str, by: str, public_url: str) -> str:
    """A link for somebody of whatever role, made on the server itself: the way back in for an Owner. Raises Refused."""
    account = queries.account_by_email(unit, _address(email))
    if account is None or account.disabled:
        raise problem("not_found", 404, "No account that is switched on has this address.", field="$.email")
    change_of(unit, account.business_id)
    secret, _expires_at = links.make(unit, account.business_id, account.id)
    publish_account(unit, account.business_id, account.id)
    record(unit, account.business_id, "person.link_made", f"person:{account.id}", by)
    return f"{public_url}/password/{secret}"


def opened(unit: Unit, secret: str) -> Account | None:
    """Whose link this is; None when it works no more."""
    of = links.holder(unit, secret)
    account = queries.account(unit, *of) if of else None
    return None if account is None or account.disabled else account


def set_password(unit: Unit, secret: str, password_hash: str) -> Account:
    """Uses the link up. The person's other sessions end: whoever knew the old password is out. Raises Refused (410)."""
    account = opened(unit, secret)
    if account is None:
        raise gone()
    change_of(unit, account.business_id)
    links.drop(unit, account.business_id, account.id)
    queries.write_password(unit, account.business_id, account.id, password_hash)
    sessions.end_all(unit, account.business_id, account.id)
    clear(unit, counter_key("sign_in", account.email))
    publish_account(unit, account.business_id, account.id)
    actor = f"person:{account.id}"
    record(unit, account.business_id, "person.password_set", actor, actor)
    return account


def gone() -> Refused:
    """The link was used, replaced, has expired, or never was one."""
    return problem("link_gone", 410, "This link does not work any more.")


def _add_roles(unit: Unit, who: Person, known: Account, roles: Roles) -> PasswordLink:
    if known.business_id != who.business_id:
        raise problem("email_taken", 409, "This address has an account.", field="$.email")
    held = queries.roles_of(unit, who.business_id, known.id)
    if known.disabled or any(held.get(place) for place in roles):
        raise problem("email_taken", 409, "This address has an account.", field="$.email")
    set_roles(unit, who, known.id, {**held, **roles})
    return PasswordLink(known.id)


def _link(
    unit: Unit, who: Person, person_id: str, wish: NewLink, sender: LetterSender, public_url: str
) -> PasswordLink:
    secret, expires_at = links.make(unit, who.business_id, person_id)
    account = queries.account(unit, who.business_id, person_id)
    if account is None:
        raise LookupError("no such person")
    publish_account(unit, who.business_id, person_id)
    link = f"{public_url}/password/{secret}"
    letter = Letter(
        who.business_id,
        person_id,
        account.name,
        account.email,
        link,
        expires_at,
        wish.language,
        not account.password_hash,
    )
    mailed = not wish.hand_over and sender.send_letter(unit, letter)
    return PasswordLink(person_id, expires_at, mailed, None if mailed else link)


def _address(email: str) -> str:
    try:
        return folded(email)
    except NotAnEmail:
        raise problem("email_wrong", 422, "This is no email address.", field="$.email") from None
