"""What is changed in Settings: at the server at once and never from the outbox, since it is done with a connection."""

from dataclasses import dataclass, field

from domain.permissions import Role
from domain.wire.access import Invite, NewLink, RolePermissions, SaveLocationPhone
from domain.wire.automations import PreviewMessage, SaveAutomation, SaveAutomationText, TryMessage
from domain.wire.catalogue import SaveBundle, SaveService, SaveTeamMember
from domain.wire.channels import SaveMail, SaveSms, TryMail, TrySms
from domain.wire.offers import SaveOfferSettings
from domain.wire.rows import Channel


@dataclass(frozen=True)
class SetRoles:
    """The roles of a person at one location from now on."""

    person_id: str
    location_id: str
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class SwitchAccount:
    """Whether a person can sign in."""

    person_id: str
    on: bool


@dataclass(frozen=True)
class MakeLink:
    """Another link by which a person sets her password."""

    person_id: str
    wish: NewLink


@dataclass(frozen=True)
class HandOwnership:
    """Somebody else is the Owner from now on; the present one's password is not shown with it."""

    person_id: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class SetPhone:
    """Where clients reach a location."""

    location_id: str
    wish: SaveLocationPhone


@dataclass(frozen=True)
class RemoveChannel:
    """No provider of the business's own on this channel any more."""

    channel: Channel


@dataclass(frozen=True)
class SetAutomation:
    """Switches and timing of an automated message."""

    automation: str
    wish: SaveAutomation


@dataclass(frozen=True)
class SetText:
    """What an automated message says on a channel in a language."""

    automation: str
    channel: Channel
    language: str
    wish: SaveAutomationText


@dataclass(frozen=True)
class AskTexts:
    """What an automated message says if the business does not say it otherwise."""

    automation: str


@dataclass(frozen=True)
class AskPreview:
    """How an automated message would be."""

    automation: str
    wish: PreviewMessage


@dataclass(frozen=True)
class SendTest:
    """An automated message to oneself."""

    automation: str
    wish: TryMessage


@dataclass(frozen=True)
class AskRuns:
    """What became of an automated message lately."""

    automation: str


@dataclass(frozen=True)
class AskFailures:
    """Of which automated messages something failed lately."""


OfAutomation = SetAutomation | SetText | AskTexts | AskPreview | SendTest | AskRuns

OfficeChange = (
    SaveService
    | SaveBundle
    | SaveTeamMember
    | RolePermissions
    | Invite
    | MakeLink
    | SetRoles
    | SwitchAccount
    | HandOwnership
    | SetPhone
    | SaveMail
    | SaveSms
    | RemoveChannel
    | TryMail
    | TrySms
    | SaveOfferSettings
    | AskFailures
    | OfAutomation
)
