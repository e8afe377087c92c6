"""Accounts and their roles: each change reaches the desks of those whom it concerns (rows B18, B24)."""

from collections.abc import Iterable, Mapping

from backend.access import links, queries, sessions
from backend.access.person import Person, more_than_yours
from backend.db.database import Unit
from backend.db.tables.access import people
from backend.events.log import record
from backend.feed.change import change_of
from backend.web.problems import Refused, problem
from domain.contacts import clean_text, parse_email
from domain.permissions import Permission, Role, ScopeKind, permissions_of, scope
from domain.wire.rows import KINDS, Grant, PersonRow
from domain.wire.team import AccountRow, account_id

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
    publish_account(unit, business_id, person_id)
    record(unit, business_id, "person.added", f"person:{person_id}", by)
    return person_id


def set_roles(unit: Unit, who: Person, person_id: str, roles: Roles) -> None:
    """Replaces a person's roles at all locations. Raises Refused; an Owner stays one and nobody becomes one."""
    held = _roles_of_other(unit, who, person_id)
    wanted = {place: frozenset(names) for place, names in roles.items() if names}
    if any(Role.OWNER in names for names in wanted.values()):
        raise owner_fixed()
    changed = [place for place in {*held, *wanted} if held.get(place) != wanted.get(place)]
    if not changed:
        who.require_anywhere(Permission.MANAGE_TEAM)
        return
    who.require_at_all(Permission.MANAGE_TEAM, changed)
    if person_id == who.id:
        raise own_account()
    for place in changed:
        _require_more(unit, who, place, held.get(place, frozenset()) | wanted.get(place, frozenset()))
    change_of(unit, who.business_id)
    queries.write_roles(unit, who.business_id, person_id, _pairs(wanted))
    publish_person(unit, who.business_id, person_id)
    publish_account(unit, who.business_id, person_id)
    record(unit, who.business_id, "person.roles_changed", f"person:{person_id}", f"person:{who.id}")


def set_roles_at(unit: Unit, who: Person, person_id: str, location_id: str, roles: Iterable[Role]) -> None:
    """Replaces a person's roles at one location. Raises Refused."""
    held = _roles_of_other(unit, who, person_id)
    set_roles(unit, who, person_id, {**held, location_id: frozenset(roles)})


def disable(unit: Unit, who: Person, person_id: str) -> None:
    """Ends all of the person's sessions; her desk loses everything at its next contact. Raises Refused."""
    require_over(unit, who, person_id)
    if person_id == who.id:
        raise own_account()
    change_of(unit, who.business_id)
    if queries.write_disabled(unit, who.business_id, person_id, disabled=True):
        sessions.end_all(unit, who.business_id, person_id)
        links.drop(unit, who.business_id, person_id)
        publish_person(unit, who.business_id, person_id)
        publish_account(unit, who.business_id, person_id)
        record(unit, who.business_id, "person.disabled", f"person:{person_id}", f"person:{who.id}")


def enable(unit: Unit, who: Person, person_id: str) -> None:
    """Lets the person sign in again. Raises Refused."""
    require_over(unit, who, person_id)
    change_of(unit, who.business_id)
    if queries.write_disabled(unit, who.business_id, person_id, disabled=False):
        publish_person(unit, who.business_id, person_id)
        publish_account(unit, who.business_id, person_id)
        record(unit, who.business_id, "person.enabled", f"person:{person_id}", f"person:{who.id}")


def read_notices(unit: Unit, who: Person, until: int) -> None:
    """The person has seen the bell's lines up to an instant, at whichever desk (row B5). Later than now means now."""
    change_of(unit, who.business_id)
    if queries.write_notices_read(unit, who.business_id, who.id, min(until, unit.now)):
        publish_person(unit, who.business_id, who.id)
        record(unit, who.business_id, "notices.read", f"person:{who.id}", f"person:{who.id}")


def publish_person(unit: Unit, business_id: str, person_id: str) -> None:
    """Brings the person's row, with what she may do now, to her desks. A disabled account may do nothing."""
    row = person_row(unit, business_id, person_id)
    change_of(unit, business_id).publish(scope(ScopeKind.PERSON, person_id), row)


def person_row(unit: Unit, business_id: str, person_id: str) -> PersonRow:
    """The person with what she may do now."""
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


def publish_account(unit: Unit, business_id: str, person_id: str) -> None:
    """Brings a person, as she stands at each location, to the desks of those who manage the team there."""
    account = queries.account(unit, business_id, person_id)
    if account is None:
        raise LookupError("no such person")
    roles, change = queries.roles_of(unit, business_id, person_id), change_of(unit, business_id)
    invited = None if account.password_hash else links.expiry(unit, business_id, person_id)
    for place in queries.locations_of(unit, business_id):
        row_id, held = account_id(person_id, place.id), tuple(sorted(roles.get(place.id, ())))
        if held:
            row = AccountRow(row_id, place.id, person_id, account.name, account.email, held, account.disabled, invited)
            change.publish(scope(ScopeKind.TEAM, place.id), row)
        else:
            change.withdraw(KINDS[AccountRow], row_id)


def require_over(unit: Unit, who: Person, person_id: str) -> None:
    """For what is done to a whole account: the person manages the team wherever its holder is, and may do there all
    that its holder may. Raises Refused before telling whether the account exists.
    """
    roles = _roles_of_other(unit, who, person_id)
    if roles:
        who.require_at_all(Permission.MANAGE_TEAM, roles)
    for place, held in roles.items():
        _require_more(unit, who, place, held)


def _roles_of_other(unit: Unit, who: Person, person_id: str) -> dict[str, frozenset[Role]]:
    """The roles of someone whom `who` wants to change. Raises Refused before telling whether she exists."""
    who.require_anywhere(Permission.MANAGE_TEAM)
    if queries.account(unit, who.business_id, person_id) is None:
        raise problem("not_found", 404)
    roles = queries.roles_of(unit, who.business_id, person_id)
    if any(Role.OWNER in held for held in roles.values()):
        raise owner_fixed()
    return roles


def _require_more(unit: Unit, who: Person, location_id: str, roles: Iterable[Role]) -> None:
    """Raises Refused when these roles may do at the location what `who` may not."""
    if not who.has_all(permissions_of(roles, queries.matrix_of(unit, who.business_id, location_id)), location_id):
        raise more_than_yours()


def require_to_give(unit: Unit, who: Person, roles: Roles) -> None:
    """For a new account with these roles. Raises Refused."""
    if any(Role.OWNER in names for names in roles.values()):
        raise owner_fixed()
    who.require_at_all(Permission.MANAGE_TEAM, roles)
    for place, names in roles.items():
        _require_more(unit, who, place, names)


def owner_fixed() -> Refused:
    """The refusal of whatever would touch the Owner."""
    return problem("owner_fixed", 403, "The Owner role cannot be given, taken or changed.")


def own_account() -> Refused:
    """Nobody locks herself out, or gives herself more."""
    return problem("own_account", 409, "Somebody else must change your own account.")


def _pairs(roles: Roles) -> list[tuple[str, Role]]:
    return [(place, role) for place, names in roles.items() for role in names]
