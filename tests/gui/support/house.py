"""The salon that the whole program is tried against: the real server as its own process, and the hands of everybody
who is not at the desk.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa

from backend.access import sessions
from backend.access.passwords import hash_public_password
from backend.access.people import add_person
from backend.clients import sessions as client_sessions
from backend.clients.sign_in import add_client
from backend.db.database import Database, Unit
from backend.db.tables.core import events
from domain.constants import DAY, REVIEW_SESSION
from domain.permissions import Permission, Role
from domain.uuid7 import RandomIds
from domain.wire.access import PersonRoles, RolePermissions
from domain.wire.actions import Choice
from domain.wire.base import LocalDateTime, decode
from domain.wire.booking import Confirm, Confirmed, EnterReview, Review
from tests.support.backend import Backend
from tests.support.clock import TUESDAY_NINE, SetClock
from tests.support.server import PASSWORD, SALON, Seeded

T = TypeVar("T")


@dataclass
class House:
    """A running server on the seeded salon. Its clock and the desks' stand still until a test moves both."""

    url: str
    seeded: Seeded
    backend: Backend
    clock: SetClock
    _count: int = 0

    @property
    def address(self) -> str:
        return self.backend.address

    def advance(self, by: int) -> None:
        """Time goes on; everything that becomes due on the way is done."""
        self.clock.at = self.backend.advance(by)

    def new_day(self) -> None:
        """Nothing is left of earlier tests: drafts removed themselves, tries are forgotten, roles are as seeded. It is
        morning: at night reminders are asked about first.
        """
        least = self.clock.at + DAY + REVIEW_SESSION
        self.advance(least - self.clock.at + (TUESDAY_NINE - least) % DAY)
        for name in ("reception", "admin"):
            self.call("POST", f"/v1/people/{self.person(name)}/enable")
        self.allow(Role.RECEPTIONIST, _RECEPTION)
        self.give("reception", {self.seeded.north: (Role.RECEPTIONIST,)})

    def person(self, name: str) -> str:
        return self.seeded.people[name].id

    # What clients do

    def abandon(self, name: str = "Nora Nowak", start: LocalDateTime | None = None, notes: str = "") -> str:
        """A client leaves a booking for a beard trim unfinished; her review session has ended. The draft's id."""
        draft_id = self.review(name, start, notes)[0]
        self.advance(REVIEW_SESSION)
        return draft_id

    def review(self, name: str = "Nora Nowak", start: LocalDateTime | None = None, notes: str = "") -> tuple[str, str]:
        """A client lands on Review: the draft's id and her token."""
        token = self._client(name)
        choice = Choice(self.seeded.services["beard"].id)
        wish = EnterReview(self.seeded.north, (choice,), start, notes)
        return self.call("POST", f"/v1/book/{SALON}/review", wish, Review, token).draft_id, token

    def review_again(self, token: str) -> None:
        """The same client lands on Review once more."""
        wish = EnterReview(self.seeded.north, (Choice(self.seeded.services["beard"].id),))
        self.call("POST", f"/v1/book/{SALON}/review", wish, Review, token)

    def confirm(self, draft_id: str, token: str, start: LocalDateTime) -> Confirmed:
        """The client books."""
        return self.call("POST", f"/v1/book/{SALON}/confirm", Confirm(draft_id, start), Confirmed, token)

    def _client(self, name: str) -> str:
        self._count += 1
        with self._written() as unit:
            phone = f"+49151234{self._count:05}"
            client = add_client(unit, self.seeded.business_id, name, phone, f"client{self._count}@example.org", "en")
            return client_sessions.start(unit, client)

    # What the owner does

    def allow(self, role: Role, permissions: tuple[Permission, ...]) -> None:
        """Replaces what a role may do."""
        self.call("PUT", f"/v1/roles/{role}/permissions", RolePermissions(role, permissions))

    def give(self, name: str, roles: Mapping[str, tuple[Role, ...]]) -> None:
        """Replaces a person's roles by location."""
        self.call("PUT", f"/v1/people/{self.person(name)}/roles", PersonRoles(dict(roles)))

    def disable(self, name: str) -> None:
        """Switches an account off."""
        self.call("POST", f"/v1/people/{self.person(name)}/disable")

    def hire(self, name: str) -> str:
        """A new receptionist, for a test that leaves traces on her account; her address."""
        self._count += 1
        email = f"{name.lower()}{self._count}@example.org"
        with self._written() as unit:
            roles = {self.seeded.north: (Role.RECEPTIONIST,)}
            by = f"person:{self.person('owner')}"
            add_person(unit, self.seeded.business_id, name, email, hash_public_password(PASSWORD), roles, by)
        return email

    def end_sessions(self, name: str) -> None:
        """Every session of a person is over."""
        with self._written() as unit:
            sessions.end_all(unit, self.seeded.business_id, self.person(name))

    # How it stands

    def happened(self, event: str, draft_id: str) -> int:
        """How often something happened to a draft."""
        found = sa.select(sa.func.count()).where(events.c.event == event, events.c.subject == f"draft:{draft_id}")
        with self._database() as database, database.read() as unit:
            return int(unit.conn.execute(found).scalar_one())

    def call(
        self, method: str, path: str, body: object = None, of: type[T] | None = None, token: str | None = None
    ) -> T:
        """One request, as the owner unless a token is given."""
        reply = self.backend.call(method, path, body, token or self._owner())
        assert reply.status_code < 300, reply.text
        return decode(reply.content, of) if of is not None else None  # type: ignore[return-value]

    def _owner(self) -> str:
        """Access tokens last a quarter of an hour, so each call has its own."""
        with self._written() as unit:
            return sessions.start(unit, self.seeded.business_id, self.person("owner"), "desk-of-the-owner").access

    @contextmanager
    def _written(self) -> Iterator[Unit]:
        with self._database() as database, database.write() as unit:
            yield unit

    @contextmanager
    def _database(self) -> Iterator[Database]:
        database = Database.open(self.url, self.clock, RandomIds(), durable=False)
        try:
            yield database
        finally:
            database.close()


_RECEPTION = (Permission.MANAGE_WAITLIST, Permission.VIEW_SCHEDULE, Permission.BOOK_APPOINTMENTS)


def open_house(url: str, seeded: Seeded, port: int = 0, environment: Mapping[str, str] | None = None) -> House:
    """Starts a server on a seeded database; close its `backend`."""
    arguments = ["serve", "--port", str(port), "--database", url, "--control", str(TUESDAY_NINE)]
    return House(url, seeded, Backend(arguments, control=False, environment=environment), SetClock(TUESDAY_NINE))
