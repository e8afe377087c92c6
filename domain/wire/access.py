"""Signing staff in, keeping them signed in, and the permission matrix."""

from typing import Annotated

import msgspec

from domain.permissions import Permission, Role
from domain.wire.base import Answer, Id, Question, ShortText

Email = Annotated[str, msgspec.Meta(min_length=3, max_length=254)]
Password = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class SignIn(Question, frozen=True):
    """A person at a desk. `device_id` is made by the desk once and kept."""

    email: Email
    password: Password
    device_id: Id


class Refresh(Question, frozen=True):
    """Asks for new tokens in return for the refresh token, which is used up by it (promise S9)."""

    refresh_token: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class ForgottenPassword(Question, frozen=True):
    """Somebody at the sign-in page asks for a mail with a link to set a password. Answered the same for everybody."""

    email: Email
    language: ShortText = "en"


class SaveLocationPhone(Question, frozen=True):
    """Where clients reach a location, written as people there write numbers; empty for nowhere."""

    phone: Annotated[str, msgspec.Meta(max_length=40)]


class HandOver(Question, frozen=True):
    """The Owner makes somebody else the Owner; her own password, once more."""

    password: Password


class Tokens(Answer, frozen=True):
    """Both tokens are opaque. `expires_at` is the access token's."""

    access_token: str
    refresh_token: str
    expires_at: int
    server: str
    business_id: str
    person_id: str
    person_name: str


class RolePermissions(Question, frozen=True):
    """The whole row of the matrix for one role, at one location or at all. Owner is fixed and cannot be set."""

    role: Role
    permissions: tuple[Permission, ...]
    location_id: Id | None = None


class PersonRoles(Question, frozen=True):
    """The roles of a person by location id; an empty map leaves an account that sees nothing."""

    roles: dict[Id, tuple[Role, ...]]


class RolesAt(Question, frozen=True):
    """The roles of a person at one location; what she is elsewhere stays."""

    roles: tuple[Role, ...]


class Invite(Question, frozen=True):
    """A new account with its roles by location, and a link by which its person sets her password.

    The link goes by email, or with `hand_over` into the answer. Somebody of this business who has an account gets the
    roles and needs no link.
    """

    name: ShortText
    email: Email
    roles: dict[Id, tuple[Role, ...]]
    hand_over: bool = False
    language: ShortText = "en"


class NewLink(Question, frozen=True):
    """Asks for another link, for a person who was invited or who has forgotten her password."""

    hand_over: bool = False
    language: ShortText = "en"


class PasswordLink(Answer, frozen=True):
    """What became of it. `link` is there when it is to be handed over, and nowhere else ever again.

    Neither mailed nor with a link: the person had an account, and has the roles now.
    """

    person_id: str
    expires_at: int = 0
    mailed: bool = False
    link: str | None = None


class ServerInfo(Answer, frozen=True):
    """Which server this is, before anyone signs in. `demo` servers have the people of the demo salon."""

    product: str
    server: str
    version: str
    api: int
    demo: bool = False
