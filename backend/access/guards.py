"""Who asks, for routes of desks. What she may do is asked inside, where the location is known."""

from collections.abc import Mapping

from backend.access import queries, sessions
from backend.access.person import Person
from backend.db.database import Unit
from backend.web.problems import Refused, problem
from backend.web.route import Guard


def staff() -> Guard[Person]:
    """A signed-in person of any role."""
    return Guard("staff", lambda unit, request, _path: _person(unit, request.headers))


def bearer_token(headers: Mapping[str, str]) -> str:
    """The token of an Authorization header (RFC 6750), empty when there is none."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _person(unit: Unit, headers: Mapping[str, str]) -> Person:
    of = sessions.bearer(unit, bearer_token(headers))
    if of is None or (of.ended and not of.disabled):
        raise sign_in_again()
    if of.disabled:
        raise account_disabled()
    grants = queries.grants_of(unit, of.business_id, of.person_id)
    return Person(of.person_id, of.business_id, of.name, of.device_id, grants, of.family_id)


def sign_in_again() -> Refused:
    """The session is over or was none."""
    return problem("sign_in_again", 401)


def account_disabled() -> Refused:
    """Somebody switched this account off."""
    return problem("account_disabled", 401)
