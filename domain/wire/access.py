"""Signing staff in, keeping them signed in, and the permission matrix."""

from typing import Annotated

import msgspec

from domain.permissions import Permission, Role
from domain.wire.base import Answer, Id, Question

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
    """The whole row of the matrix for one role. Owner is fixed and cannot be set."""

    role: Role
    permissions: tuple[Permission, ...]


class PersonRoles(Question, frozen=True):
    """The roles of a person by location id; an empty map leaves an account that sees nothing."""

    roles: dict[Id, tuple[Role, ...]]


class ServerInfo(Answer, frozen=True):
    """Which server this is, before anyone signs in. `demo` servers have the people of the demo salon."""

    product: str
    server: str
    version: str
    api: int
    demo: bool = False
