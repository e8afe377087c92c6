"""Who else is in the tour, each over HTTP with a session of her own: a client on the booking page, staff elsewhere."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self, TypeVar

from domain.permissions import Permission, Role
from domain.wire.access import RolePermissions
from domain.wire.actions import Choice
from domain.wire.base import encode
from domain.wire.booking import (
    ClientSession,
    CodeRequest,
    CodeSent,
    CodeVerification,
    Confirmed,
    EnterReview,
    Review,
    SalonCatalogue,
    SlotQuery,
    Slots,
)
from domain.wire.rows import KINDS, SandboxMessageRow
from sync.desk import Desk
from sync.exchange import JSON, ask, tell
from sync.http import HttpRequest, RequestsHttp

T = TypeVar("T")
R = TypeVar("R")
_CODE = re.compile(r"\b\d{6}\b")


class Person(NamedTuple):
    """Who the client is, and what she wants: services by name, with the variant's if there are any, and with whom."""

    name: str
    phone: str
    email: str
    services: tuple[tuple[str, str], ...]
    member: str
    in_days: int
    notes: str = ""


class Staff:
    """Somebody at another desk, with a copy of her own fetched over the API."""

    def __init__(self, url: str, email: str, password: str, folder: Path) -> None:
        self.desk = Desk.sign_in(url, email, password, folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.desk.close()

    def rows(self, of: type[R]) -> tuple[R, ...]:
        """The rows of a type as the server has them now."""
        self.desk.sync()
        return tuple(row for row in self.desk.rows(KINDS[of]) if isinstance(row, of))

    def find(self, of: type[R], row_id: str) -> R | None:
        """One row as the server has it now; None when it has left."""
        return next((row for row in self.rows(of) if getattr(row, "id", "") == row_id), None)

    def allow(self, role: Role, permissions: Sequence[Permission]) -> None:
        """Replaces what a role may do."""
        session = self.desk.session
        headers = {"authorization": f"Bearer {session.access()}", "content-type": JSON}
        body = encode(RolePermissions(role, tuple(permissions)))
        url = f"{session.base_url}/v1/roles/{role}/permissions"
        tell(RequestsHttp(), HttpRequest("PUT", url, headers, body))

    def be_on(self, draft_id: str | None) -> None:
        """Is on a draft's card, or on none any more."""
        self.desk.api.presence(f"draft:{draft_id}" if draft_id else None)


class BookingPage:
    """What a client's browser asks of the server."""

    def __init__(self, url: str, salon: str) -> None:
        self._http = RequestsHttp()
        self._base = f"{url}/v1/book/{salon}"
        self._token = ""

    def sign_in(self, who: Person, read_code: Callable[[], str]) -> None:
        """Proves the number with the code that is read from its message."""
        self._post("codes", CodeRequest(who.phone), CodeSent)
        answer = self._post("sessions", CodeVerification(who.phone, read_code(), who.name, who.email), ClientSession)
        self._token = answer.token

    def abandon(self, who: Person, today: dt.date) -> Review:
        """Chooses as the person wants, lands on Review, and is not heard of again."""
        catalogue = ask(self._http, HttpRequest("GET", f"{self._base}/catalogue"), SalonCatalogue)
        member = next(one for one in catalogue.team if one.name == who.member)
        choices = tuple(_choice(catalogue, name, variant, member.id) for name, variant in who.services)
        first = today + dt.timedelta(days=who.in_days)
        slots = self._post("slots", SlotQuery(member.location_id, choices, first, 7), Slots).slots
        afternoon = next((slot for slot in slots if slot.start.hour >= 14), slots[0])
        return self._post("review", EnterReview(member.location_id, choices, afternoon.start, who.notes), Review)

    def accept(self, link: str) -> Confirmed:
        """Takes the time that a link offers."""
        address = f"{self._base}/offer/{link.rpartition('/')[2]}/accept"
        return ask(self._http, HttpRequest("POST", address), Confirmed)

    def _post(self, path: str, question: object, of: Callable[..., T]) -> T:
        headers = {"content-type": JSON} | ({"authorization": f"Bearer {self._token}"} if self._token else {})
        return ask(self._http, HttpRequest("POST", f"{self._base}/{path}", headers, encode(question)), of)


def code_in(messages: Sequence[SandboxMessageRow], phone: str) -> str | None:
    """The newest code that was sent to a number."""
    sent = sorted((message.at, message.id, message.text) for message in messages if message.to == phone)
    found = [match.group() for *_, text in sent if (match := _CODE.search(text))]
    return found[-1] if found else None


def _choice(catalogue: SalonCatalogue, name: str, variant: str, member_id: str) -> Choice:
    service = next(one for one in catalogue.services if one.name == name)
    variant_id = next((one.id for one in service.variants if one.name == variant), None)
    return Choice(service.id, variant_id, team_member_id=member_id)
