"""The routes of signing in and of who may do what."""

from backend.access import forgotten, invitations, locations, matrix, ownership, password_page, people, sessions
from backend.access.guards import account_disabled, sign_in_again, staff
from backend.access.invitations import LetterSender
from backend.access.person import Person
from backend.access.sign_in import prove, sign_in, tokens_answer
from backend.web.problems import problem
from backend.web.route import Call, Problem, Route, public
from domain.constants import API_VERSION, PRODUCT
from domain.permissions import Role
from domain.wire.access import (
    ForgottenPassword,
    HandOver,
    Invite,
    NewLink,
    PasswordLink,
    PersonRoles,
    Refresh,
    RolePermissions,
    RolesAt,
    SaveLocationPhone,
    ServerInfo,
    SignIn,
    Tokens,
)


def routes(sender: LetterSender) -> tuple[Route, ...]:
    """What this slice adds to the route table; `sender` brings links to people."""

    def invite(call: Call[Invite, Person]) -> PasswordLink:
        return invitations.invite(call.unit, call.who, call.body, sender, call.services.public_url)

    def renew(call: Call[NewLink, Person]) -> PasswordLink:
        return invitations.new_link(call.unit, call.who, call.path["id"], call.body, sender, call.services.public_url)

    def forget(call: Call[ForgottenPassword, None]) -> None:
        forgotten.ask(call, sender)

    anyone, person = public(), staff()
    role, someone = "/v1/roles/{role}/permissions", "/v1/people/{id}"
    return (
        Route("GET", "/v1/server", anyone, _server, answers=ServerInfo, writes=False),
        Route("POST", "/v1/sessions", anyone, sign_in, SignIn, Tokens, prepare=prove),
        Route("POST", "/v1/sessions/refresh", anyone, _refresh, Refresh, Tokens),
        Route("POST", "/v1/forgotten-password", anyone, forget, ForgottenPassword, status=204),
        Route("DELETE", "/v1/sessions", person, _sign_out, status=204),
        Route("PUT", role, person, _set_permissions, RolePermissions, status=204),
        Route("POST", "/v1/people", person, invite, Invite, PasswordLink, status=201),
        Route("POST", f"{someone}/password-link", person, renew, NewLink, PasswordLink, status=201),
        Route("PUT", f"{someone}/roles", person, _set_roles, PersonRoles, status=204),
        Route("PUT", f"{someone}/roles/{{location}}", person, _set_roles_at, RolesAt, status=204),
        Route(
            "POST", f"{someone}/ownership", person, ownership.hand_over, HandOver, status=204, prepare=ownership.prove
        ),
        Route("PUT", "/v1/locations/{location}/phone", person, _set_phone, SaveLocationPhone, status=204),
        Route("POST", f"{someone}/disable", person, _disable, status=204),
        Route("POST", f"{someone}/enable", person, _enable, status=204),
        *password_page.routes(),
    )


def _server(call: Call[None, None]) -> ServerInfo:
    of = call.services
    return ServerInfo(PRODUCT, of.server, of.version, API_VERSION, of.demo)


def _refresh(call: Call[Refresh, None]) -> Tokens | Problem:
    found = sessions.refresh(call.unit, call.body.refresh_token)
    if found is not None and found.bearer.disabled:
        return account_disabled().problem
    if found is None or found.pair is None:
        return sign_in_again().problem
    of = found.bearer
    return tokens_answer(found.pair, call.services.server, of.business_id, of.person_id, of.name)


def _sign_out(call: Call[None, Person]) -> None:
    sessions.sign_out(call.unit, call.who)


def _set_permissions(call: Call[RolePermissions, Person]) -> None:
    if call.path["role"] not in set(Role):
        raise problem("not_found", 404)
    if call.path["role"] != call.body.role:
        raise problem("invalid", 422, "Another role than the address names.", field="$.role")
    matrix.set_permissions(call.unit, call.who, call.body.role, call.body.permissions, call.body.location_id)


def _set_roles(call: Call[PersonRoles, Person]) -> None:
    people.set_roles(call.unit, call.who, call.path["id"], call.body.roles)


def _set_roles_at(call: Call[RolesAt, Person]) -> None:
    people.set_roles_at(call.unit, call.who, call.path["id"], call.path["location"], call.body.roles)


def _set_phone(call: Call[SaveLocationPhone, Person]) -> None:
    locations.set_phone(call.unit, call.who, call.path["location"], call.body.phone)


def _disable(call: Call[None, Person]) -> None:
    people.disable(call.unit, call.who, call.path["id"])


def _enable(call: Call[None, Person]) -> None:
    people.enable(call.unit, call.who, call.path["id"])
