"""Rows about those who sign in: the accounts of a location, and its matrix of permissions (row B24)."""

from domain.wire.base import Answer


class AccountRow(Answer, frozen=True, tag_field="kind", tag="account"):
    """Somebody who signs in, as she stands at one location: whoever may manage the team there sees no more of her.

    Scope: team of that location. `roles` are names of domain.permissions.Role; an older desk passes over those that it
    does not know. With `invited_until` she has not set a password yet; 0 is one whose link has run out.
    """

    id: str
    location_id: str
    person_id: str
    name: str
    email: str
    roles: tuple[str, ...]
    disabled: bool = False
    invited_until: int | None = None


class RoleRights(Answer, frozen=True):
    """What a role may do; permissions by name, as in AccountRow."""

    role: str
    permissions: tuple[str, ...]


class MatrixRow(Answer, frozen=True, tag_field="kind", tag="matrix"):
    """The matrix of one location, whose id it has. Scope: team of the location. Owner, who may do all, is not in it."""

    id: str
    roles: tuple[RoleRights, ...]


def account_id(person_id: str, location_id: str) -> str:
    """The id of a person's row at a location."""
    return f"{person_id}:{location_id}"
