"""Which request makes a change of Settings."""

from typing import Any, NamedTuple
from urllib.parse import quote

from domain.office import HandOwnership, MakeLink, OfficeChange, RemoveChannel, SetRoles, SwitchAccount
from domain.wire.access import HandOver, Invite, PasswordLink, RolePermissions, RolesAt
from domain.wire.base import Question
from domain.wire.catalogue import SaveBundle, SaveService
from domain.wire.channels import ChannelTest, SaveMail, SaveSms, TryMail, TrySms
from domain.wire.offers import SaveOfferSettings


class Asked(NamedTuple):
    """A request, and what it is answered by; None is nothing."""

    method: str
    path: str
    body: Question | None
    answers: Any = None


def request_of(change: OfficeChange) -> Asked:
    """The request of a change."""
    match change:
        case Invite():
            return Asked("POST", "/v1/people", change, PasswordLink)
        case MakeLink():
            return Asked("POST", f"/v1/people/{_id(change.person_id)}/password-link", change.wish, PasswordLink)
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
        case SaveOfferSettings() | SaveMail() | SaveSms() | RemoveChannel() | TryMail() | TrySms():
            return _of_messages(change)
        case _:
            return Asked("PUT", f"/v1/team-members/{_id(change.id)}", change)


def _of_messages(change: SaveOfferSettings | SaveMail | SaveSms | RemoveChannel | TryMail | TrySms) -> Asked:
    if isinstance(change, SaveOfferSettings):
        return Asked("PUT", "/v1/offer-settings", change)
    if isinstance(change, RemoveChannel):
        return Asked("DELETE", f"/v1/channels/{change.channel}", None)
    path = "/v1/channels/email" if isinstance(change, SaveMail | TryMail) else "/v1/channels/sms"
    if isinstance(change, SaveMail | SaveSms):
        return Asked("PUT", path, change)
    return Asked("POST", f"{path}/test", change, ChannelTest)


def _id(text: str) -> str:
    return quote(text, safe="")
