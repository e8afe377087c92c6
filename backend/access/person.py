"""Who is at a desk, and what she may do there (rows B18, B24)."""

from collections.abc import Iterable
from dataclasses import dataclass

from backend.web.problems import Refused, problem
from domain.permissions import Grants, Permission, granted_scopes


@dataclass(frozen=True)
class Person:
    """A signed-in person of one business at one desk, with what she may do there by location."""

    id: str
    business_id: str
    name: str
    device_id: str
    grants: Grants
    session_id: str = ""
    """The signing in that this request belongs to; empty for what is not a request of a desk."""

    def may(self, permission: Permission, location_id: str) -> bool:
        return permission in self.grants.get(location_id, frozenset())

    def may_anywhere(self, permission: Permission) -> bool:
        return any(permission in held for held in self.grants.values())

    def require(self, permission: Permission, location_id: str) -> None:
        """Raises Refused (403 `not_permitted`) when she may not do it there; an unknown location is one of those."""
        if not self.may(permission, location_id):
            raise not_permitted(permission)

    def require_anywhere(self, permission: Permission) -> None:
        """For what belongs to the business and not to one location, such as its message settings."""
        if not self.may_anywhere(permission):
            raise not_permitted(permission)

    def require_at_all(self, permission: Permission, location_ids: Iterable[str]) -> None:
        """For what takes effect at every one of these locations, such as the matrix. None at all is not enough."""
        places = tuple(location_ids)
        if not places or not all(self.may(permission, place) for place in places):
            raise not_permitted(permission)

    def has_all(self, permissions: Iterable[Permission], location_id: str) -> bool:
        """Whether she has at least these at the location: then she may give them to others and take them."""
        return set(permissions) <= self.grants.get(location_id, frozenset())

    def scopes(self) -> tuple[str, ...]:
        """The feed scopes that her desk may hold, in snapshot order."""
        return granted_scopes(self.business_id, self.id, self.grants)


def more_than_yours() -> Refused:
    """The refusal of giving, or ruling over, more than the person has herself."""
    return problem("more_than_yours", 403, "Nobody gives or takes more than she has herself.")


def not_permitted(permission: Permission) -> Refused:
    """The refusal of something that the person's roles do not allow."""
    return problem("not_permitted", 403, f"This needs the permission {permission}.")
