"""The owner of the salon, who takes permissions away, gives others, and closes an account now and then."""

from collections.abc import Callable
from random import Random

from backend.web.route import Request, Response
from domain.constants import HOUR, MINUTE
from domain.offers import Way
from domain.permissions import DEFAULT_MATRIX, Permission, Role
from domain.wire.access import PersonRoles, RolePermissions, SignIn, Tokens
from domain.wire.automations import SaveAutomation
from domain.wire.base import decode, encode
from domain.wire.offers import SaveOfferSettings
from tests.simulation.network import Lost
from tests.simulation.salon import MESSAGES, PASSWORD, Salon, email_of
from tests.simulation.server import Server

_ROLES: tuple[tuple[Role, ...], ...] = ((), (Role.RECEPTIONIST,), (Role.TEAM_MEMBER,), (Role.ADMIN,))
_OTHERS = ("ana", "ben", "cleo")


class Owner:
    """Works at the server's own machine: nothing goes wrong between the two but the server itself."""

    def __init__(self, salon: Salon, server: Server, rng: Random, say: Callable[[str], None]) -> None:
        self._salon = salon
        self._server = server
        self._rng = rng
        self._say = say

    def step(self) -> int:
        """Changes something; in how long the next thing."""
        acts = (self._roles, self._matrix, self._account, self._offers, self._messages)
        act = self._rng.choices(acts, (4, 1, 1, 3, 2))[0]
        try:
            act()
        except Lost:
            self._say("cannot reach the server")
        return self._rng.randint(20 * MINUTE, 6 * HOUR)

    def let_everybody_in(self) -> None:
        """No account stays closed."""
        for name in _OTHERS:
            self._post(f"/v1/people/{self._salon.people[name]}/enable")

    def _roles(self) -> None:
        name = self._rng.choice(_OTHERS)
        roles = {place: self._rng.choice(_ROLES) for place in self._salon.locations}
        held = {place: given for place, given in roles.items() if given}
        self._say(f"gives {name} {sorted(str(role) for given in held.values() for role in given)}")
        self._ask("PUT", f"/v1/people/{self._salon.people[name]}/roles", encode(PersonRoles(held)))

    def _matrix(self) -> None:
        default = DEFAULT_MATRIX[Role.RECEPTIONIST]
        may = default - {Permission.MANAGE_WAITLIST} if self._rng.random() < 0.5 else default
        self._say(f"lets receptionists {sorted(may)}")
        body = RolePermissions(Role.RECEPTIONIST, tuple(sorted(may)))
        self._ask("PUT", "/v1/roles/receptionist/permissions", encode(body))

    def _offers(self) -> None:
        way = self._rng.choice(tuple(Way))
        self._say(f"has times offered {way}")
        wish = SaveOfferSettings(way.value, self._rng.choice((5, 30, 120)))
        self._ask("PUT", "/v1/offer-settings", encode(wish))

    def _messages(self) -> None:
        name, email, sms = self._rng.choice(tuple(MESSAGES)), self._rng.random() < 0.7, self._rng.random() < 0.7
        self._say(f"switches {name} {'on' if email or sms else 'off'}")
        self._ask("PUT", f"/v1/automations/{name}", encode(SaveAutomation(email=email, sms=sms)))

    def _account(self) -> None:
        name = self._rng.choice(_OTHERS)
        act = self._rng.choice(("disable", "enable", "enable"))
        self._say(f"{act}s {name}")
        self._post(f"/v1/people/{self._salon.people[name]}/{act}")

    def _post(self, path: str) -> None:
        self._ask("POST", path, b"")

    def _ask(self, method: str, path: str, body: bytes) -> Response:
        signed_in = self._send("POST", "/v1/sessions", encode(SignIn(email_of("olga"), PASSWORD, "office")), "")
        return self._send(method, path, body, decode(signed_in.body, Tokens).access_token)

    def _send(self, method: str, path: str, body: bytes, token: str) -> Response:
        headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
        answer = self._server.serve(Request(method, path, {}, headers, body, peer="192.0.2.1"))
        assert answer.status < 300, (method, path, answer.status, answer.body)
        return answer
