"""Which request makes a change of Settings."""

from typing import NamedTuple
from urllib.parse import quote

from domain.office import HandOwnership, MakeLink, OfficeChange, SetRoles, SwitchAccount
from domain.wire.access import HandOver, Invite, RolePermissions, RolesAt
from domain.wire.base import Question
from domain.wire.catalogue import SaveBundle, SaveService


class Asked(NamedTuple):
    """A request; with `linked` it is answered by a PasswordLink, else by nothing."""

    method: str
    path: str
    body: Question | None
    linked: bool = False


def request_of(change: OfficeChange) -> Asked:
    """The request of a change."""
    match change:
        case Invite():
            return Asked("POST", "/v1/people", change, linked=True)
        case MakeLink():
            return Asked("POST", f"/v1/people/{_id(change.person_id)}/password-link", change.wish, linked=True)
        case SetRoles():
            path = f"/v1/people/{_id(change.person_id)}/roles/{_id(change.location_id)}"
            return Asked("PUT", path, RolesAt(change.roles))
        case SwitchAccount():
            return Asked("POST", f"/v1/people/{_id(change.person_id)}/{'enable' if change.on else 'disable'}", None)
        case HandOwnership():
            return Asked("POST", f"/v1/people/{_id(change.person_id)}/ownership", HandOver(change.password))
        case RolePermissions():
            return Asked("PUT", f"/v1/roles/{change.role}/permissions", change)
        case SaveService():
            return Asked("PUT", f"/v1/services/{_id(change.id)}", change)
        case SaveBundle():
            return Asked("PUT", f"/v1/bundles/{_id(change.id)}", change)
        case _:
            return Asked("PUT", f"/v1/team-members/{_id(change.id)}", change)


def _id(text: str) -> str:
    return quote(text, safe="")
