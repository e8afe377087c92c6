"""A person at the sign-in page has forgotten her password: a mail with a link goes to her address if it has an account.

Nothing tells who has one (promise S2): for every address the request writes the same and is answered the same, and
only the work that follows looks for the account.
"""

from collections.abc import Mapping

import msgspec

from backend.access import links, queries
from backend.access.counters import address_of, counter_key, hit
from backend.access.invitations import Letter, LetterSender
from backend.access.people import folded, publish_account
from backend.db.database import Unit
from backend.due.queue import Due, DueHandler, schedule
from backend.events.log import record
from backend.feed.change import change_of
from backend.web.problems import problem
from backend.web.route import Call
from domain.constants import HOUR
from domain.contacts import NotAnEmail
from domain.wire.access import ForgottenPassword
from domain.wire.base import decode, encode

LIFE = HOUR
"""How long such a link works: whoever asked is sitting there and waits for it."""

OF_ADDRESS, OF_PEER = 5, 30
"""How often an hour an address may be asked for, and how often one place of the network may ask."""

TASK = "forgotten_password"


class _Wish(msgspec.Struct, frozen=True):
    """What waits in the due work, for the moment that it takes to come to it. Addresses of nobody are dropped there."""

    email: str
    language: str


def ask(call: Call[ForgottenPassword, None], sender: LetterSender) -> None:
    """Takes the wish. Raises Refused when there is no mail here, when this is no address, or asked too often."""
    if not sender.sends(call.unit):
        raise problem("no_mail", 409, "This server sends no mail.")
    unit, email = call.unit, _address(call.body.email)
    _limit(unit, email, call.request.peer)
    known, salons = queries.account_by_email(unit, email), queries.business_ids(unit)
    if salons:
        salon = known.business_id if known else salons[0]
        wish = encode(_Wish(email, call.body.language))
        schedule(unit, salon, TASK, counter_key(TASK, email).hex(), unit.now, wish)


def send(unit: Unit, due: Due, sender: LetterSender, public_url: str) -> None:
    """Makes the link and has it sent; nothing for an address without an account, or with one that is switched off."""
    wish = decode(due.payload, _Wish)
    account = queries.account_by_email(unit, wish.email)
    if account is None or account.disabled or account.business_id != due.business_id:
        return
    change_of(unit, account.business_id)
    invited = not account.password_hash
    life = links.LIFE if invited else LIFE
    secret, expires_at = links.make(unit, account.business_id, account.id, life)
    publish_account(unit, account.business_id, account.id)
    letter = Letter(
        account.business_id,
        account.id,
        account.name,
        account.email,
        f"{public_url}/password/{secret}",
        expires_at,
        wish.language,
        invitation=invited,
        forgotten=not invited,
    )
    sender.send_letter(unit, letter)
    record(unit, account.business_id, "person.link_asked", f"person:{account.id}", "server")


def due_handlers(sender: LetterSender, public_url: str) -> Mapping[str, DueHandler]:
    """By task."""
    return {TASK: lambda unit, due: send(unit, due, sender, public_url)}


def _limit(unit: Unit, email: str, peer: str) -> None:
    waits = (
        hit(unit, counter_key("forgotten_peer", address_of(peer)), OF_PEER, HOUR),
        hit(unit, counter_key("forgotten", email), OF_ADDRESS, HOUR),
    )
    over = [wait for wait in waits if wait is not None]
    if over:
        raise problem("too_many_tries", 429, "Asked for too often.", retry_after=max(over))


def _address(email: str) -> str:
    try:
        return folded(email)
    except NotAnEmail:
        raise problem("email_wrong", 422, "This is no email address.", field="$.email") from None
