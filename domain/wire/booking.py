"""The client's conversation: sign in by code, choose, review, confirm, resume. Under `/v1/book/<salon>/`."""

import datetime as dt
from typing import Annotated, Literal

import msgspec

from domain.wire.actions import Choice, Slot
from domain.wire.base import Answer, Id, LocalDateTime, LocalTime, LongText, Money, Question, ShortText
from domain.wire.rows import BundleRow, Line, LocationRow, ServiceRow

Phone = Annotated[str, msgspec.Meta(min_length=3, max_length=40)]


class CodeRequest(Question, frozen=True):
    """Asks for a one-time code by SMS. The answer is the same for known and unknown numbers (promise S2)."""

    phone: Phone


class CodeSent(Answer, frozen=True):
    """A code is on its way if the number can have one; it is good until `expires_at`. `phone` is the number as it was
    understood, written as people write it.
    """

    expires_at: int
    phone: str = ""


class CodeVerification(Question, frozen=True):
    """The code, and for a client whom the salon does not know yet her name and, if she likes, email. `zone` is where
    her device says that she is: automatic messages keep to her own day (row N11).
    """

    phone: Phone
    code: Annotated[str, msgspec.Meta(pattern="^[0-9]{6}$")]
    name: ShortText = ""
    email: Annotated[str, msgspec.Meta(max_length=254)] | None = None
    zone: ShortText | None = None


class ClientSession(Answer, frozen=True):
    """The signed-in client's token, for the `Authorization: Bearer` header."""

    token: str
    client_id: str
    name: str


class SignedIn(Answer, frozen=True):
    """Who is signed in on this browser, None for nobody; the token is in its cookie."""

    name: str | None


class TeamMemberPublic(Answer, frozen=True):
    """Someone a client may choose."""

    id: str
    name: str
    location_id: str
    service_ids: tuple[str, ...]


class SalonCatalogue(Answer, frozen=True):
    """What can be booked, by whom and where; archived things are not in it."""

    business_name: str
    locations: tuple[LocationRow, ...]
    services: tuple[ServiceRow, ...]
    bundles: tuple[BundleRow, ...]
    team: tuple[TeamMemberPublic, ...]


class SlotQuery(Question, frozen=True):
    """Asks for the free starts of a choice on `days` days from `date`."""

    location_id: Id
    choices: Annotated[tuple[Choice, ...], msgspec.Meta(min_length=1, max_length=20)]
    date: dt.date
    days: Annotated[int, msgspec.Meta(ge=1, le=31)] = 1


class Slots(Answer, frozen=True):
    """Free starts in order of time, then team member."""

    slots: tuple[Slot, ...]


class TimesQuery(Question, frozen=True):
    """Asks at which times a choice can begin on `days` days from `date`, without one from today on."""

    location_id: Id
    choices: Annotated[tuple[Choice, ...], msgspec.Meta(min_length=1, max_length=20)]
    date: dt.date | None = None
    days: Annotated[int, msgspec.Meta(ge=1, le=14)] = 7


class FreeDay(Answer, frozen=True):
    """The times at which one day something is free, whoever serves."""

    date: dt.date
    starts: tuple[LocalTime, ...]


class Times(Answer, frozen=True):
    """Every day that was asked for. `today` is where the salon is, by the server's clock.

    `next` is said when none of them has a time: the next day that has one, if it is not too far.
    """

    today: dt.date
    days: tuple[FreeDay, ...]
    next: dt.date | None = None


class EnterReview(Question, frozen=True):
    """The client lands on Review: only now is anything stored (row B1)."""

    location_id: Id
    choices: Annotated[tuple[Choice, ...], msgspec.Meta(min_length=1, max_length=20)]
    start: LocalDateTime | None = None
    notes: LongText = ""


class Review(Answer, frozen=True):
    """The draft as the Review step shows it.

    `expires_at` is the server's own moment; `now` lets a page with a wrong clock count.
    """

    draft_id: str
    location_id: str
    lines: tuple[Line, ...]
    total: Money
    now: int
    expires_at: int
    phase: Literal["reviewing", "incomplete", "dismissed"]
    start: LocalDateTime | None = None
    notes: str = ""
    slot_free: bool | None = None


class Reland(Question, frozen=True):
    """The client of a resume link chose another time, and is on Review again with it."""

    start: LocalDateTime


class Notes(Question, frozen=True):
    """What the client wrote for the salon, while she is on Review."""

    draft_id: Id
    notes: LongText


class OfferShown(Answer, frozen=True):
    """A time that is offered to whoever has the link (row N10). `now` lets a page with a wrong clock count."""

    business_name: str
    location_name: str
    team_member: str
    lines: tuple[Line, ...]
    total: Money
    start: LocalDateTime
    start_at: int
    until: int
    now: int
    status: Literal["open", "accepted", "declined", "over", "lost"]


class Confirm(Question, frozen=True):
    """Books the reviewed draft, at `start` if the client picked another time."""

    draft_id: Id
    start: LocalDateTime | None = None


class Confirmed(Answer, frozen=True):
    """The appointment that the draft became."""

    appointment_id: str
    start: LocalDateTime
    start_at: int
    team_member_id: str
    manage: str = ""
    """The address at which the client moves or cancels it."""


class Managed(Answer, frozen=True):
    """An appointment as its client sees it. `may_change` says whether she can still move or cancel it."""

    location_id: str
    lines: tuple[Line, ...]
    total: Money
    start: LocalDateTime
    status: Literal["booked", "confirmed", "arrived", "done", "no_show", "cancelled"]
    may_change: bool


class ManagedTimesQuery(Question, frozen=True):
    """Asks for the times to which an appointment can be moved, with those who serve it."""

    date: dt.date | None = None
    days: Annotated[int, msgspec.Meta(ge=1, le=14)] = 7


class Reschedule(Question, frozen=True):
    """The client moves her appointment from where she saw it."""

    was: LocalDateTime
    start: LocalDateTime


class CancelBooking(Question, frozen=True):
    """The client cancels her appointment at the time she saw it at."""

    was: LocalDateTime
