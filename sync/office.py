"""Which request makes a change of Settings."""

from typing import Any, NamedTuple
from urllib.parse import quote

from domain.office import (
    AskFailures,
    AskPreview,
    AskRuns,
    AskTexts,
    HandOwnership,
    MakeLink,
    OfAutomation,
    OfficeChange,
    RemoveChannel,
    SendTest,
    SetAutomation,
    SetPhone,
    SetRoles,
    SetText,
    SwitchAccount,
)
from domain.wire.access import HandOver, Invite, PasswordLink, RolePermissions, RolesAt
from domain.wire.automations import AutomationRuns, AutomationTexts, FailuresLately, Preview, Tried
from domain.wire.base import Question
from domain.wire.catalogue import SaveBundle, SaveService
from domain.wire.channels import ChannelTest, SaveMail, SaveSms, TryMail, TrySms
from domain.wire.offers import SaveOfferSettings

OfPeople = Invite | MakeLink | SetRoles | SwitchAccount | HandOwnership
OfMessages = SaveOfferSettings | SaveMail | SaveSms | RemoveChannel | TryMail | TrySms


class Asked(NamedTuple):
    """A request, and what it is answered by; None is nothing."""

    method: str
    path: str
    body: Question | None
    answers: Any = None


def request_of(change: OfficeChange) -> Asked:
    """The request of a change."""
    if isinstance(change, OfAutomation):
        return _of_automation(change)
    if isinstance(change, OfMessages):
        return _of_messages(change)
    if isinstance(change, OfPeople):
        return _of_people(change)
    match change:
        case RolePermissions():
            return Asked("PUT", f"/v1/roles/{change.role}/permissions", change)
        case SaveService():
            return Asked("PUT", f"/v1/services/{_id(change.id)}", change)
        case SaveBundle():
            return Asked("PUT", f"/v1/bundles/{_id(change.id)}", change)
        case SetPhone():
            return Asked("PUT", f"/v1/locations/{_id(change.location_id)}/phone", change.wish)
        case AskFailures():
            return Asked("GET", "/v1/automation-failures", None, FailuresLately)
        case _:
            return Asked("PUT", f"/v1/team-members/{_id(change.id)}", change)


def _of_people(change: OfPeople) -> Asked:
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


def _of_messages(change: OfMessages) -> Asked:
    if isinstance(change, SaveOfferSettings):
        return Asked("PUT", "/v1/offer-settings", change)
    if isinstance(change, RemoveChannel):
        return Asked("DELETE", f"/v1/channels/{change.channel}", None)
    path = "/v1/channels/email" if isinstance(change, SaveMail | TryMail) else "/v1/channels/sms"
    if isinstance(change, SaveMail | SaveSms):
        return Asked("PUT", path, change)
    return Asked("POST", f"{path}/test", change, ChannelTest)


def _of_automation(change: OfAutomation) -> Asked:
    one = f"/v1/automations/{_id(change.automation)}"
    match change:
        case SetAutomation():
            return Asked("PUT", one, change.wish)
        case SetText():
            return Asked("PUT", f"{one}/texts/{change.channel}/{_id(change.language)}", change.wish)
        case AskTexts():
            return Asked("GET", f"{one}/texts", None, AutomationTexts)
        case AskPreview():
            return Asked("POST", f"{one}/preview", change.wish, Preview)
        case SendTest():
            return Asked("POST", f"{one}/test", change.wish, Tried)
        case AskRuns():
            return Asked("GET", f"{one}/runs", None, AutomationRuns)


def _id(text: str) -> str:
    return quote(text, safe="")
