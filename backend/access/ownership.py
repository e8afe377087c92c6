"""Handing a salon over: somebody else becomes its Owner, and whoever was becomes an Admin (row B24).

The one change that cannot be taken back by who made it, so it asks for the password once more.
"""

from typing import NamedTuple

from backend.access import passwords, queries
from backend.access.counters import clear, counter_key, hit
from backend.access.guards import staff
from backend.access.people import own_account, publish_account, publish_person
from backend.access.person import Person, not_permitted
from backend.access.sign_in import FAILURES, WINDOW
from backend.db.database import Unit
from backend.events.log import record
from backend.feed.change import change_of
from backend.web.problems import Refused, problem
from backend.web.route import Before, Call
from domain.permissions import Permission, Role
from domain.wire.access import HandOver


class Proved(NamedTuple):
    """Who gave the right password, with the hash that it was compared with."""

    person_id: str
    password_hash: str


def prove(before: Before[HandOver]) -> Proved:
    """Compares the password, outside of any transaction because argon2 is slow on purpose. Raises Refused.

    Tries are counted like those of signing in, so that a desk left open is no place to guess at.
    """
    with before.services.database.write() as unit:
        who = staff().check(unit, before.request, before.path)
        account = queries.account(unit, who.business_id, who.id)
        if account is None or not _owned(unit, who):
            raise not_permitted(Permission.MANAGE_TEAM)
        wait = hit(unit, _counted(who.id), FAILURES, WINDOW)
    if wait is not None:
        raise problem("too_many_tries", 429, "Too many wrong passwords.", retry_after=wait)
    if not passwords.matches(account.password_hash, before.body.password):
        raise problem("wrong_password", 403, "The password is wrong.", field="$.password")
    return Proved(account.id, account.password_hash)


def hand_over(call: Call[HandOver, Person]) -> None:
    """Changes the two roles wherever the salon has a location. Raises Refused."""
    unit, who, other_id, proved = call.unit, call.who, call.path["id"], call.prepared
    change_of(unit, who.business_id)
    own = queries.account(unit, who.business_id, who.id)
    if own is None or Proved(own.id, own.password_hash) != proved:
        raise problem("wrong_password", 403, "The password is wrong.", field="$.password")
    places = _owned(unit, who)
    if not places:
        raise not_permitted(Permission.MANAGE_TEAM)
    if other_id == who.id:
        raise own_account()
    other = queries.account(unit, who.business_id, other_id)
    if other is None:
        raise problem("not_found", 404)
    if other.disabled or not other.password_hash:
        raise _not_in()
    clear(unit, _counted(who.id))
    for person_id, role in ((other_id, Role.OWNER), (who.id, Role.ADMIN)):
        held = queries.roles_of(unit, who.business_id, person_id)
        _write(unit, who.business_id, person_id, {**held, **dict.fromkeys(places, frozenset((role,)))})
    record(unit, who.business_id, "ownership.handed_over", f"person:{other_id}", f"person:{who.id}")


def _owned(unit: Unit, who: Person) -> list[str]:
    """The locations that the person owns: all of the salon's, or none."""
    held = queries.roles_of(unit, who.business_id, who.id)
    return [place for place, roles in held.items() if Role.OWNER in roles]


def _write(unit: Unit, business_id: str, person_id: str, roles: dict[str, frozenset[Role]]) -> None:
    queries.write_roles(unit, business_id, person_id, [(place, one) for place, held in roles.items() for one in held])
    publish_person(unit, business_id, person_id)
    publish_account(unit, business_id, person_id)


def _counted(person_id: str) -> bytes:
    return counter_key("hand_over", person_id)


def _not_in() -> Refused:
    return problem("not_signed_in_yet", 409, "This person has no account that she can sign in with.")
