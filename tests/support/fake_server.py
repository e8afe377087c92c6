"""A server small enough to be read at once: signs in, syncs, takes actions and streams, in memory, by the wire types.

What is to go wrong is put into `faults`: each is called with the next request that it fits, once.

    server.faults.append(lose_answer("/v1/actions"))
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import msgspec

from domain.constants import API_VERSION, MINUTE, PRODUCT
from domain.drafts import Phase
from domain.permissions import Permission, ScopeKind, granted_scopes, scope
from domain.wire.access import Refresh, ServerInfo, SignIn, Tokens
from domain.wire.actions import (
    Action,
    ActionAnswer,
    ActionAnswers,
    ActionBatch,
    BookAppointment,
    ChangeAppointment,
    DismissDraft,
    Done,
    MoveAppointment,
    Refusal,
    RefusalCode,
    Refused,
    RestoreDraft,
    Retry,
    SendReminder,
    SetReminderChannels,
    Unknown,
)
from domain.wire.base import decode, encode
from domain.wire.problems import MEDIA_TYPE, Problem
from domain.wire.rows import AppointmentRow, DraftRow, Grant, PersonRow, ReminderSettingsRow, ReminderState
from domain.wire.sync import Nudge
from sync.errors import Unreachable
from sync.http import HttpRequest, HttpResponse
from tests.support import fake_calendar, fake_work
from tests.support.clock import SetClock
from tests.support.fake_feed import Feed, State

URL = "https://salon.example.org"
SERVER, BUSINESS, LOCATION, PERSON = "server-1", "business-1", "north", "person-1"
EMAIL, PASSWORD = "ana@example.org", "open sesame"
FOLLOW_UPS = scope(ScopeKind.FOLLOW_UPS, LOCATION)
SCHEDULE = scope(ScopeKind.SCHEDULE, LOCATION)
SETTINGS = scope(ScopeKind.SETTINGS, BUSINESS)

Answer = Callable[[HttpRequest], HttpResponse]
Fault = Callable[[HttpRequest, Answer], HttpResponse | None]
"""Given a request and how it would be answered, what becomes of it; None leaves it alone, and the fault waits."""


def json(value: object, status: int = 200) -> HttpResponse:
    return HttpResponse(status, {"content-type": "application/json"}, encode(value))


def problem(status: int, code: str, headers: Mapping[str, str] | None = None) -> HttpResponse:
    body = encode(Problem(code, code, status))
    return HttpResponse(status, {"content-type": MEDIA_TYPE, **(headers or {})}, body)


def instead(path: str, response: HttpResponse) -> Fault:
    """Answers the next request to `path` with something else; nothing happens on the server."""
    return lambda request, _: response if path in request.url else None


def unreachable(path: str) -> Fault:
    """The next request to `path` never arrives."""

    def fault(request: HttpRequest, _: Answer) -> None:
        if path in request.url:
            raise Unreachable("planted")

    return fault


def lose_answer(path: str) -> Fault:
    """The next request to `path` is carried out, and its answer is lost."""

    def fault(request: HttpRequest, answer: Answer) -> None:
        if path in request.url:
            answer(request)
            raise Unreachable("planted")

    return fault


def cut(path: str, share: float = 0.5) -> Fault:
    """The answer arrives cut off, without anyone noticing on the way."""

    def fault(request: HttpRequest, answer: Answer) -> HttpResponse | None:
        if path not in request.url:
            return None
        whole = answer(request)
        return HttpResponse(whole.status, whole.headers, whole.body[: int(len(whole.body) * share)])

    return fault


def meanwhile(path: str, happens: Callable[[], object], skip: int = 0) -> Fault:
    """Something happens on the server just before a request to `path` is answered, after `skip` others to it."""
    left = [skip]

    def fault(request: HttpRequest, answer: Answer) -> HttpResponse | None:
        if path not in request.url:
            return None
        left[0] -= 1
        if left[0] >= 0:
            return None
        happens()
        return answer(request)

    return fault


@dataclass
class Account:
    """Ana, who may do everything at the one location unless a test says otherwise."""

    permissions: frozenset[Permission] = frozenset(Permission)
    disabled: bool = False
    access: set[str] = field(default_factory=set)
    refresh: set[str] = field(default_factory=set)
    families: dict[str, int] = field(default_factory=dict)
    """Of every token the session that it belongs to."""
    sessions: int = 0


@dataclass
class FakeServer:
    """See the module. `sent` are the reminders that went out, by draft."""

    clock: SetClock = field(default_factory=SetClock)
    feed: Feed = field(default_factory=lambda: Feed(SERVER, BUSINESS))
    account: Account = field(default_factory=Account)
    faults: deque[Fault] = field(default_factory=deque)
    refuse: dict[str, RefusalCode] = field(default_factory=dict)
    """By id of a draft: what to answer to actions on it."""
    retry: set[str] = field(default_factory=set)
    breaks: set[str] = field(default_factory=set)
    """Drafts on which nothing can be decided now, and drafts that make the whole request fail."""
    sent: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    answers: dict[str, ActionAnswer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.feed.change()
        self._publish_person()
        self.feed.publish(SETTINGS, ReminderSettingsRow(BUSINESS, email=False, sms=False))

    def draft(self, row: DraftRow) -> None:
        """A draft as it is now."""
        self.feed.change()
        self.feed.publish(FOLLOW_UPS, row)

    def withdraw(self, draft_id: str) -> None:
        self.feed.change()
        self.feed.withdraw("draft", draft_id)

    def drafts(self) -> dict[str, DraftRow]:
        return {row.id: decode(row.body, DraftRow) for row in self.feed.of("draft")}

    def appointment(self, row: AppointmentRow) -> None:
        """An appointment as it is now."""
        self.feed.change()
        self.feed.publish(SCHEDULE, row)

    def appointments(self) -> dict[str, AppointmentRow]:
        return {row.id: decode(row.body, AppointmentRow) for row in self.feed.of("appointment")}

    def grant(self, permissions: frozenset[Permission]) -> None:
        self.account.permissions = permissions
        self.feed.change()
        self._publish_person()

    def backup(self) -> tuple[State, dict[str, ActionAnswer]]:
        return self.feed.backup(), dict(self.answers)

    def restore(self, saved: tuple[State, dict[str, ActionAnswer]]) -> None:
        self.feed.restore(saved[0])
        self.answers = dict(saved[1])
        self.feed.change()

    def scopes(self) -> tuple[str, ...]:
        return granted_scopes(BUSINESS, PERSON, {LOCATION: self.account.permissions})

    def _publish_person(self) -> None:
        grants = (Grant(LOCATION, tuple(sorted(self.account.permissions))),)
        person = PersonRow(PERSON, BUSINESS, "Studio Linden", "Ana", grants)
        self.feed.publish(scope(ScopeKind.PERSON, PERSON), person)

    # Http

    def send(self, request: HttpRequest) -> HttpResponse:
        self.requests.append(f"{request.method} {urlsplit(request.url).path}")
        for fault in list(self.faults):
            try:
                response = fault(request, self._answer)
            except Unreachable:
                self.faults.remove(fault)
                raise
            if response is not None:
                self.faults.remove(fault)
                return response
        return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        path = urlsplit(request.url).path
        public = self._public(request, path)
        if public is not None:
            return public
        if self.account.disabled:
            return problem(401, "account_disabled")
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self.account.access:
            return problem(401, "sign_in_again")
        if path == "/v1/sync":
            cursor = parse_qs(urlsplit(request.url).query).get("cursor", [None])[0]
            return json(self.feed.pull(cursor, self.scopes(), self.clock.now()))
        if path == "/v1/actions":
            return self._act(request)
        if (request.method, path) != ("DELETE", "/v1/sessions"):
            return problem(404, "not_found")
        self._end_session(request.headers["authorization"].removeprefix("Bearer "))
        return HttpResponse(204)

    def _end_session(self, access: str) -> None:
        account = self.account
        ended = {token for token, family in account.families.items() if family == account.families[access]}
        account.access -= ended
        account.refresh -= ended

    def _public(self, request: HttpRequest, path: str) -> HttpResponse | None:
        if path == "/v1/server":
            return json(ServerInfo(PRODUCT, SERVER, "1", API_VERSION))
        if path == "/v1/sessions" and request.method == "POST":
            asked = decode(request.body, SignIn)
            right = (asked.email, asked.password) == (EMAIL, PASSWORD)
            return json(self._tokens()) if right else problem(401, "wrong_credentials")
        if path == "/v1/sessions/refresh":
            used = decode(request.body, Refresh).refresh_token
            if used not in self.account.refresh:
                return problem(401, "sign_in_again")
            self.account.refresh.remove(used)
            return json(self._tokens(self.account.families[used]))
        return None

    def _tokens(self, family: int | None = None) -> Tokens:
        account = self.account
        account.sessions += 1
        access, refresh = f"access-{account.sessions}", f"refresh-{account.sessions}"
        account.families |= dict.fromkeys((access, refresh), account.sessions if family is None else family)
        account.access.add(access)
        account.refresh.add(refresh)
        until = self.clock.now() + 15 * MINUTE
        return Tokens(access, refresh, until, self.feed.server, BUSINESS, PERSON, "Ana")

    def expire_access(self) -> None:
        """The access tokens have run out; the refresh tokens have not."""
        self.account.access.clear()

    def end_sessions(self) -> None:
        self.account.access.clear()
        self.account.refresh.clear()

    # Actions

    def _act(self, request: HttpRequest) -> HttpResponse:
        try:
            batch = decode(request.body, ActionBatch)
        except msgspec.ValidationError:
            return problem(422, "invalid")
        if any(_draft_of(action) in self.breaks for action in batch.actions):
            return problem(500, "internal")
        return json(ActionAnswers(tuple(self._decide(action, again=batch.again) for action in batch.actions)))

    def _decide(self, action: Action, *, again: bool) -> ActionAnswer:
        if action.id in self.answers:
            return self.answers[action.id]
        if _draft_of(action) in self.retry:
            return Retry(action.id)
        if again and isinstance(action.payload, SendReminder):
            self.answers[action.id] = Unknown(action.id)
        else:
            self.answers[action.id] = self._do(action)
        return self.answers[action.id]

    def _do(self, action: Action) -> ActionAnswer:
        depended = self.answers.get(action.depends_on or "")
        code = self.refuse.get(_draft_of(action)) or self._hindrance(action)
        if isinstance(depended, Refused):
            code = "dependency_refused"
        if code is not None:
            return Refused(action.id, Refusal(code))
        number = self.feed.change()
        self._carry_out(action)
        self.feed.state.done.append((number, action.id))
        return Done(action.id, number, ("email", "sms") if isinstance(action.payload, SendReminder) else ())

    def _hindrance(self, action: Action) -> RefusalCode | None:
        if action.not_after is not None and self.clock.now() > action.not_after:
            return "too_late"
        if _draft_of(action) and Permission.MANAGE_WAITLIST not in self.account.permissions:
            return "not_permitted"
        if isinstance(action.payload, MoveAppointment | ChangeAppointment):
            booked = self.appointments().get(action.payload.appointment_id)
            return fake_calendar.hindrance(action.payload, booked, action.made_at)
        row = self.drafts().get(_draft_of(action))
        match action.payload, row:
            case DismissDraft() | RestoreDraft() | SendReminder(), None:
                return "draft_gone"
            case DismissDraft() | SendReminder(), DraftRow(phase=Phase.DISMISSED):
                return "draft_dismissed"
            case RestoreDraft(), DraftRow(phase=Phase.INCOMPLETE):
                return "draft_not_dismissed"
            case asked, None if isinstance(asked, fake_work.Noting):
                return "draft_gone"
            case _, DraftRow():
                return fake_work.hindrance(action, row)
        return None

    def _carry_out(self, action: Action) -> None:
        if isinstance(action.payload, MoveAppointment | ChangeAppointment):
            row = self.appointments()[action.payload.appointment_id]
            self.feed.publish(SCHEDULE, fake_calendar.changed(row, action.payload))
            return
        self._carry_out_on_draft(action)

    def _carry_out_on_draft(self, action: Action) -> None:
        row = self.drafts().get(_draft_of(action))
        noted = fake_work.noted(action, row) if row else None
        if noted is not None:
            self.feed.publish(FOLLOW_UPS, noted)
            return
        match action.payload:
            case SendReminder() if row:
                self.sent.append(row.id)
                wrong = bool(row.calls) and row.calls[-1].outcome == "wrong_number"
                states = (self._queued("email"), *(() if wrong else (self._queued("sms"),)))
                if wrong:
                    states += tuple(state for state in row.reminders if state.channel == "sms")
                self.feed.publish(FOLLOW_UPS, msgspec.structs.replace(row, reminders=states))
            case BookAppointment() if row:
                self.feed.withdraw("draft", row.id)
            case SetReminderChannels(email, sms):
                self.feed.publish(SETTINGS, ReminderSettingsRow(BUSINESS, email, sms))

    def _queued(self, channel: str) -> ReminderState:
        return decode(
            encode({"channel": channel, "status": "queued", "at": self.clock.now(), "automatic": False}), ReminderState
        )

    # The stream

    def pushed(self, since: int) -> bytes:
        """What the stream would say of everything after `since`."""
        return encode(self.feed.pushed(since, self.scopes(), self.clock.now()))

    def nudge(self) -> bytes:
        return encode(Nudge(self.feed.state.number))


def _draft_of(action: Action) -> str:
    return getattr(action.payload, "draft_id", None) or ""
