"""Signing in with address and password: the same answer and the same work whether the account exists or not."""

from typing import NamedTuple

from backend.access import passwords, queries, sessions
from backend.access.counters import address_of, clear, counter_key, hit, take_back
from backend.access.guards import account_disabled
from backend.access.people import folded
from backend.access.queries import Account
from backend.db.database import Unit
from backend.web.problems import problem
from backend.web.route import Before, Call
from domain.constants import MINUTE
from domain.contacts import NotAnEmail
from domain.wire.access import SignIn, Tokens

WINDOW = 15 * MINUTE
FAILURES = 5
"""Wrong passwords for one address in a window, before it is locked until the window's end."""
FAILURES_OF_PEER = 50
"""The same for one place of the network, where several people sit behind one address."""


class Proved(NamedTuple):
    """An account whose password was right, and what its tries are counted under."""

    account: Account
    of_account: bytes
    of_peer: bytes


def prove(before: Before[SignIn]) -> Proved:
    """Compares the password, outside of any transaction because argon2 is slow on purpose. Raises Refused.

    The try is counted before it is made, so that many at once are no way around the limit.
    """
    email = _key_of(before.body.email)
    of_account = counter_key("sign_in", email)
    of_peer = counter_key("sign_in_peer", address_of(before.request.peer))
    with before.services.database.write() as unit:
        wait = _count(unit, of_account, of_peer)
        account = queries.account_by_email(unit, email)
    if wait is not None:
        raise problem("too_many_tries", 429, "Too many wrong passwords.", retry_after=wait)
    if not passwords.matches(account.password_hash if account else None, before.body.password) or account is None:
        raise problem("wrong_credentials", 401, "Email or password is wrong.")
    return Proved(account, of_account, of_peer)


def sign_in(call: Call[SignIn, None]) -> Tokens:
    """Starts the session of whoever was proved. Raises Refused when the account is switched off."""
    proved: Proved = call.prepared
    clear(call.unit, proved.of_account)
    take_back(call.unit, proved.of_peer)
    account = queries.account(call.unit, proved.account.business_id, proved.account.id)
    if account is None or account.password_hash != proved.account.password_hash:
        raise problem("wrong_credentials", 401, "Email or password is wrong.")
    if account.disabled:
        raise account_disabled()
    pair = sessions.start(call.unit, account.business_id, account.id, call.body.device_id)
    return tokens_answer(pair, call.services.server, account.business_id, account.id, account.name)


def tokens_answer(pair: sessions.Pair, server: str, business_id: str, person_id: str, name: str) -> Tokens:
    """A pair as it travels."""
    return Tokens(pair.access, pair.refresh, pair.expires_at, server, business_id, person_id, name)


def _count(unit: Unit, of_account: bytes, of_peer: bytes) -> int | None:
    waits = (hit(unit, of_account, FAILURES, WINDOW), hit(unit, of_peer, FAILURES_OF_PEER, WINDOW))
    return max((wait for wait in waits if wait is not None), default=None)


def _key_of(email: str) -> str:
    try:
        return folded(email)
    except NotAnEmail:
        return email.strip().lower()
