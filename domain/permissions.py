"""Who may see and do what: permissions, the roles they are grouped in, and the feed scopes they open (rows B18, B24).

Roles are given per location; the matrix of a location says what a role may do there. Owner is fixed and has everything.
"""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

Grants = Mapping[str, frozenset["Permission"]]
"""By location id: what a person may do there."""


class Permission(StrEnum):
    """One thing that a role may be allowed to do at a location."""

    MANAGE_WAITLIST = "manage_waitlist"
    VIEW_SCHEDULE = "view_schedule"
    BOOK_APPOINTMENTS = "book_appointments"
    VIEW_CLIENTS = "view_clients"
    MANAGE_CLIENTS = "manage_clients"
    MANAGE_AUTOMATIONS = "manage_automations"
    MANAGE_TEAM = "manage_team"
    MANAGE_CATALOGUE = "manage_catalogue"
    """Services, bundles, and who serves when."""


class Role(StrEnum):
    """The named rows of the matrix."""

    OWNER = "owner"
    ADMIN = "admin"
    RECEPTIONIST = "receptionist"
    TEAM_MEMBER = "team_member"


Matrix = Mapping[Role, frozenset[Permission]]

DEFAULT_MATRIX: Matrix = {
    Role.ADMIN: frozenset(Permission),
    Role.RECEPTIONIST: frozenset(
        {
            Permission.MANAGE_WAITLIST,
            Permission.VIEW_SCHEDULE,
            Permission.BOOK_APPOINTMENTS,
            Permission.VIEW_CLIENTS,
        },
    ),
    Role.TEAM_MEMBER: frozenset({Permission.VIEW_SCHEDULE}),
}


class ScopeKind(StrEnum):
    """What a scope holds; its key is a location, a business or a person."""

    FOLLOW_UPS = "followups"
    AVAILABILITY = "availability"
    SCHEDULE = "schedule"
    CLIENTS = "clients"
    BUSINESS = "business"
    SETTINGS = "settings"
    TEAM = "team"
    PERSON = "person"


SNAPSHOT_ORDER = (
    ScopeKind.PERSON,
    ScopeKind.FOLLOW_UPS,
    ScopeKind.BUSINESS,
    ScopeKind.AVAILABILITY,
    ScopeKind.SCHEDULE,
    ScopeKind.CLIENTS,
    ScopeKind.SETTINGS,
    ScopeKind.TEAM,
)
"""A first sync brings the cards first, after the little that says who is signed in."""


def scope(kind: ScopeKind, key: str) -> str:
    """The name of a scope on the wire, such as `followups:<location id>`."""
    return f"{kind}:{key}"


def scope_kind(name: str) -> ScopeKind:
    """The kind of a scope name. Raises ValueError when it is none."""
    return ScopeKind(name.partition(":")[0])


def permissions_of(roles: Iterable[Role], matrix: Matrix) -> frozenset[Permission]:
    """What a person with these roles at one location may do there."""
    held = set(roles)
    if Role.OWNER in held:
        return frozenset(Permission)
    return frozenset(p for role in held for p in matrix.get(role, frozenset()))


MAY_ADD_CLIENTS = (Permission.MANAGE_WAITLIST, Permission.BOOK_APPOINTMENTS)
"""Either at a location is enough to put somebody on file there: both come to a client who is not on file yet."""


def may_edit_clients(held: Collection[str]) -> bool:
    """Whether these permissions at one location let somebody correct and merge clients: whoever sees them and puts them
    on file at the desk may, and whoever manages them.
    """
    adds = Permission.MANAGE_WAITLIST in held or Permission.BOOK_APPOINTMENTS in held
    return Permission.MANAGE_CLIENTS in held or (Permission.VIEW_CLIENTS in held and adds)


_LOCATION_SCOPES = {
    Permission.MANAGE_WAITLIST: (ScopeKind.FOLLOW_UPS, ScopeKind.AVAILABILITY),
    Permission.BOOK_APPOINTMENTS: (ScopeKind.AVAILABILITY,),
    Permission.VIEW_SCHEDULE: (ScopeKind.SCHEDULE,),
    Permission.MANAGE_TEAM: (ScopeKind.TEAM,),
}

_NEED_CLIENTS = frozenset(
    {
        Permission.MANAGE_WAITLIST,
        Permission.BOOK_APPOINTMENTS,
        Permission.VIEW_CLIENTS,
        Permission.MANAGE_CLIENTS,
    }
)
"""Whoever may do any of these, at whatever location, looks for clients of the whole business."""


def granted_scopes(business_id: str, person_id: str, grants: Grants) -> tuple[str, ...]:
    """The scopes that a person's desk may hold, in snapshot order."""
    found = {scope(ScopeKind.PERSON, person_id), scope(ScopeKind.BUSINESS, business_id)}
    for location_id, held in grants.items():
        for permission in held:
            found.update(scope(kind, location_id) for kind in _LOCATION_SCOPES.get(permission, ()))
        if held & _NEED_CLIENTS:
            found.add(scope(ScopeKind.CLIENTS, business_id))
        if Permission.MANAGE_AUTOMATIONS in held:
            found.add(scope(ScopeKind.SETTINGS, business_id))
    return tuple(sorted(found, key=lambda name: (SNAPSHOT_ORDER.index(scope_kind(name)), name)))
