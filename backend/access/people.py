"""Accounts, their roles and the matrix: each change reaches the desks of those whom it concerns (rows B18, B24)."""

from collections.abc import Iterable, Mapping

from backend.access import queries, sessions
from backend.access.locations import require_for_business
from backend.access.person import Person
from backend.db.database import Unit
from backend.db.tables.access import people
from backend.events.log import record
from backend.feed.change import change_of, published
from backend.web.problems import Refused, problem
from domain.contacts import clean_text, parse_email
from domain.permissions import Permission, Role, ScopeKind, scope
from domain.wire.base import encode
from domain.wire.rows import KINDS, Grant, PersonRow

Roles = Mapping[str, Iterable[Role]]


def folded(email: str) -> str:
    """The form in which an address names an account. Raises NotAnEmail."""
    return parse_email(email).lower()


def add_person(unit: Unit, business_id: str, name: str, email: str, password_hash: str, roles: Roles, by: str) -> str:
    """Makes an account with its roles by location; its id. Raises Refused when the address has one."""
    address = folded(email)
    if queries.account_by_email(unit, address):
        raise problem("email_taken", 409, "This address has an account.", field="$.email")
    person_id = unit.ids.new(unit.now)
    unit.conn.execute(
        people.insert().values(
            business_id=business_id,
            id=person_id,
            email=address,
            name=clean_text(name),
            password_hash=password_hash,
            disabled=False,
            notices_read_at=0,
            created_at=unit.now,
        ),
    )
    queries.write_roles(unit, business_id, person_id, _pairs(roles))
    publish_person(unit, business_id, person_id)
    record(unit, business_id, "person.added", f"person:{person_id}", by)
    return person_id


def set_permissions(unit: Unit, who: Person, role: Role, permissions: Iterable[Permission]) -> None:
    """Replaces a row of the matrix, which holds at every location. Raises Refused; Owner is fixed."""
    require_for_business(unit, who, Permission.MANAGE_TEAM)
    if role is Role.OWNER:
        raise _owner_fixed()
    wanted = frozenset(permissions)
    if wanted == queries.permissions_of_role(unit, who.business_id, role):
        return
    change_of(unit, who.business_id)
    queries.write_permissions(unit, who.business_id, role, wanted)
    for person_id in queries.people_with(unit, who.business_id, role):
        publish_person(unit, who.business_id, person_id)
    facts = {"permissions": " ".join(sorted(wanted))}
    record(unit, who.business_id, "matrix.changed", f"role:{role}", f"person:{who.id}", **facts)


def set_roles(unit: Unit, who: Person, person_id: str, roles: Roles) -> None:
    """Replaces a person's roles at all locations. Raises Refused; an Owner stays one and nobody becomes one."""
    held = _roles_of_other(unit, who, person_id)
    wanted = {place: frozenset(names) for place, names in roles.items() if names}
    if any(Role.OWNER in names for names in wanted.values()):
        raise _owner_fixed()
    changed = [place for place in {*held, *wanted} if held.get(place) != wanted.get(place)]
    if not changed:
        who.require_anywhere(Permission.MANAGE_TEAM)
        return
    who.require_at_all(Permission.MANAGE_TEAM, changed)
    change_of(unit, who.business_id)
    queries.write_roles(unit, who.business_id, person_id, _pairs(wanted))
    publish_person(unit, who.business_id, person_id)
    record(unit, who.business_id, "person.roles_changed", f"person:{person_id}", f"person:{who.id}")


def disable(unit: Unit, who: Person, person_id: str) -> None:
    """Ends all of the person's sessions; her desk loses everything at its next contact. Raises Refused."""
    _require_over(unit, who, person_id)
    if person_id == who.id:
        raise problem("own_account", 409, "Somebody else must switch this account off.")
    change_of(unit, who.business_id)
    if queries.write_disabled(unit, who.business_id, person_id, disabled=True):
        sessions.end_all(unit, who.business_id, person_id)
        publish_person(unit, who.business_id, person_id)
        record(unit, who.business_id, "person.disabled", f"person:{person_id}", f"person:{who.id}")


def enable(unit: Unit, who: Person, person_id: str) -> None:
    """Lets the person sign in again. Raises Refused."""
    _require_over(unit, who, person_id)
    change_of(unit, who.business_id)
    if queries.write_disabled(unit, who.business_id, person_id, disabled=False):
        publish_person(unit, who.business_id, person_id)
        record(unit, who.business_id, "person.enabled", f"person:{person_id}", f"person:{who.id}")


def read_notices(unit: Unit, who: Person, until: int) -> None:
    """The person has seen the bell's lines up to an instant, at whichever desk (row B5). Later than now means now."""
    change_of(unit, who.business_id)
    if queries.write_notices_read(unit, who.business_id, who.id, min(until, unit.now)):
        publish_person(unit, who.business_id, who.id)
        record(unit, who.business_id, "notices.read", f"person:{who.id}", f"person:{who.id}")


def publish_person(unit: Unit, business_id: str, person_id: str) -> None:
    """Brings the person's row, with what she may do now, to her desks. A disabled account may do nothing."""
    change_of(unit, business_id).publish(scope(ScopeKind.PERSON, person_id), _row_of(unit, business_id, person_id))


def publish_whoever_differs(unit: Unit) -> None:
    """Brings people whom a newer version lets do more, or less, what they may do now."""
    for business_id in queries.business_ids(unit):
        for person_id, body in published(unit, business_id, KINDS[PersonRow]).items():
            if body != encode(_row_of(unit, business_id, person_id)):
                publish_person(unit, business_id, person_id)


def _row_of(unit: Unit, business_id: str, person_id: str) -> PersonRow:
    account = queries.account(unit, business_id, person_id)
    if account is None:
        raise LookupError("no such person")
    grants = {} if account.disabled else queries.grants_of(unit, business_id, person_id)
    places = [place.id for place in queries.locations_of(unit, business_id) if place.id in grants]
    return PersonRow(
        person_id,
        business_id,
        queries.business(unit, business_id).name,
        account.name,
        tuple(Grant(place, tuple(sorted(grants[place]))) for place in places),
        account.notices_read_at,
    )


def _roles_of_other(unit: Unit, who: Person, person_id: str) -> dict[str, frozenset[Role]]:
    """The roles of someone whom `who` wants to change. Raises Refused before telling whether she exists."""
    who.require_anywhere(Permission.MANAGE_TEAM)
    if queries.account(unit, who.business_id, person_id) is None:
        raise problem("not_found", 404)
    roles = queries.roles_of(unit, who.business_id, person_id)
    if any(Role.OWNER in held for held in roles.values()):
        raise _owner_fixed()
    return roles


def _require_over(unit: Unit, who: Person, person_id: str) -> None:
    roles = _roles_of_other(unit, who, person_id)
    if roles:
        who.require_at_all(Permission.MANAGE_TEAM, roles)


def _owner_fixed() -> Refused:
    return problem("owner_fixed", 403, "The Owner role cannot be given, taken or changed.")


def _pairs(roles: Roles) -> list[tuple[str, Role]]:
    return [(place, role) for place, names in roles.items() for role in names]
