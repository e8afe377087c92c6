"""Who may do what with clients: they belong to the business, so a permission at any location counts."""

from backend.access.person import Person, not_permitted
from backend.feed.actions import RefusedAction
from domain.permissions import Permission, may_edit_clients
from domain.wire.actions import Refusal


def require_view(person: Person) -> None:
    """Raises RefusedAction unless she may open clients' cards."""
    _require(person.may_anywhere(Permission.VIEW_CLIENTS) or person.may_anywhere(Permission.MANAGE_CLIENTS))


def require_edit(person: Person) -> None:
    """Raises RefusedAction unless she may correct and merge clients."""
    _require(any(may_edit_clients(held) for held in person.grants.values()))


def require_manage(person: Person) -> None:
    """Raises RefusedAction unless she may erase them."""
    _require(person.may_anywhere(Permission.MANAGE_CLIENTS))


def require_manage_route(person: Person) -> None:
    """As `require_manage`, for a route: raises Refused (403)."""
    person.require_anywhere(Permission.MANAGE_CLIENTS)


def require_edit_route(person: Person) -> None:
    """As `require_edit`, for a route: raises Refused (403)."""
    if not any(may_edit_clients(held) for held in person.grants.values()):
        raise not_permitted(Permission.VIEW_CLIENTS)


def _require(allowed: bool) -> None:
    if not allowed:
        raise RefusedAction(Refusal("not_permitted"))
