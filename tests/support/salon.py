"""A small salon behind the real dispatch: two locations, three who serve, three at desks, and clients who sign in.

Everything goes through bytes and the route table; only the clock, the ids and the outside world are the test's.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from backend.access import sessions
from backend.access.business import NewBusiness, add_business, add_location
from backend.access.people import add_person, set_permissions
from backend.access.person import Person
from backend.app import build
from backend.catalogue.changes import save_bundle, save_service
from backend.channels.port import ChannelPort
from backend.clients import sessions as client_sessions
from backend.clients.queries import Client
from backend.clients.sign_in import add_client
from backend.clock import ControlledClock
from backend.db.database import Database
from backend.db.migrate import migrate
from backend.db.tables import metadata
from backend.due.queue import Lane
from backend.feed.pull import head
from backend.messages.post import Post
from backend.messages.settings import publish_reminder_channels
from backend.team.changes import save_member
from backend.web.dispatch import dispatch
from backend.web.route import Request, Response
from domain.constants import REVIEW_SESSION
from domain.permissions import Permission, Role
from domain.times import instant
from domain.uuid7 import SeededIds
from domain.wire.actions import (
    Action,
    ActionAnswer,
    ActionAnswers,
    ActionBatch,
    Choice,
    Done,
    Payload,
    SendReminder,
    SetReminderChannels,
)
from domain.wire.base import Money, decode, encode
from domain.wire.booking import Confirm, Confirmed, EnterReview, Review
from domain.wire.rows import (
    BundleItem,
    BundleRow,
    Channel,
    DraftRow,
    LocationRow,
    Row,
    ServiceRow,
    TeamMemberRow,
    Variant,
    WorkingHours,
)
from domain.wire.sync import FeedRow, SyncPage
from tests.support.channels import RecordingChannel
from tests.support.traces import tables_with

T = TypeVar("T")

ZONE = "Europe/Berlin"
MONDAY = dt.date(2026, 3, 2)
NOON = dt.datetime(2026, 3, 3, 12, 0)
BEGIN = instant(dt.datetime(2026, 3, 2, 8, 0), ZONE)
PUBLIC_URL = "https://book.example.org"

CUT, COLOUR, SHAVE = "cut", "colour", "shave"
SHORT, LONG = "cut-short", "cut-long"
BOTH = "cut-and-colour"
ANA, BEN, CHRIS = "ana", "ben", "chris"


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


SERVICES = (
    ServiceRow(
        CUT, "Haircut", 45, eur(4500), (Variant(SHORT, "Short", 30, eur(3000)), Variant(LONG, "Long", 60, eur(6000)))
    ),
    ServiceRow(COLOUR, "Colour", 60, eur(8000)),
    ServiceRow(SHAVE, "Shave", 15, eur(1500)),
)
BUNDLE = BundleRow(BOTH, "Cut and colour", (BundleItem(CUT, SHORT), BundleItem(COLOUR)), eur(10000))
HOURS = tuple(WorkingHours(day, dt.time(9), dt.time(18)) for day in range(6))


class Outside:
    """What the salon's messages come out at."""

    def __init__(self) -> None:
        self.email = RecordingChannel()
        self.sms = RecordingChannel()


@dataclass
class Visitor:
    """A client with her session on the booking page."""

    client: Client
    token: str

    @property
    def id(self) -> str:
        return self.client.id


class Salon:
    """The server of one salon. `north` and `south` are its locations."""

    def __init__(
        self,
        url: str,
        seed: int = 1,
        slug: str = "gruen",
        like: "Salon | None" = None,
        post: Callable[[str], Post] | None = None,
    ) -> None:
        """Founds the salon in an empty database, or opens a copy of the one that `like` founded. `post` makes other
        channels than the recording ones.
        """
        self.clock = ControlledClock(BEGIN)
        self.database = Database.open(url, self.clock, SeededIds(seed), durable=False)
        migrate(self.database)
        self.business_id: str
        self.owner: Person
        self.north: str
        self.south: str
        self.url = url
        self.slug = slug
        self.outside = Outside()
        self.ports: dict[Channel, ChannelPort] = {"email": self.outside.email, "sms": self.outside.sms}
        self.post = post(PUBLIC_URL) if post else Post(self.ports, PUBLIC_URL)
        self.app = build(self.database, self.post)
        self.runner = self.app.runner
        self._people: dict[str, str] = dict(like._people) if like else {}
        self._names = 0
        if like:
            self.business_id, self.owner = like.business_id, like.owner
            self.north, self.south = like.north, like.south
        else:
            self._found()

    def _email(self, name: str) -> str:
        return f"{name}@{self.slug}.example.org"

    def close(self) -> None:
        self.app.close()

    def _found(self) -> None:
        new = NewBusiness("Haus Grün", self.slug, "North", ZONE, "EUR", "DE", "Olga", self._email("olga"))
        with self.database.write() as unit:
            owner = add_business(unit, new, "no password")
            publish_reminder_channels(unit, owner.business_id)
            self.business_id = owner.business_id
            self.north = next(iter(owner.grants))
            self.south = unit.ids.new(unit.now)
            owner = add_location(unit, owner, LocationRow(self.south, "South", ZONE, "EUR", "DE"))
            self._people["olga"] = owner.id
            for service in SERVICES:
                save_service(unit, owner, service)
            save_bundle(unit, owner, BUNDLE)
            self.owner = owner
        self.add_member(ANA, self.north, (CUT, COLOUR))
        self.add_member(BEN, self.north, (CUT, SHAVE))
        self.add_member(CHRIS, self.south, (CUT, COLOUR, SHAVE))
        self.add_person("rita", {self.north: (Role.RECEPTIONIST,)})
        self.add_person("sam", {self.south: (Role.RECEPTIONIST,)})
        self.add_person("tom", {self.north: (Role.TEAM_MEMBER,)})

    def add_member(
        self, member_id: str, location_id: str, services: tuple[str, ...], hours: tuple[WorkingHours, ...] = HOURS
    ) -> None:
        with self.database.write() as unit:
            save_member(unit, self.owner, TeamMemberRow(member_id, location_id, member_id.title(), services, hours))

    def add_person(self, name: str, roles: dict[str, tuple[Role, ...]]) -> None:
        with self.database.write() as unit:
            email = self._email(name)
            self._people[name] = add_person(
                unit, self.business_id, name.title(), email, "no password", roles, "command"
            )

    def visitor(
        self, name: str = "Mara Öztürk", email: str | None = "mara@example.org", language: str = "en"
    ) -> Visitor:
        """A client who just proved her number."""
        self._names += 1
        phone = f"+4915112345{self._names:03d}"
        with self.database.write() as unit:
            client = add_client(unit, self.business_id, name, phone, email, language)
            return Visitor(client, client_sessions.start(unit, client))

    def person_id(self, name: str) -> str:
        return self._people[name]

    def staff_token(self, name: str) -> str:
        with self.database.write() as unit:
            return sessions.start(unit, self.business_id, self._people[name], f"desk-of-{name}").access

    def request(
        self,
        method: str,
        path: str,
        body: object = None,
        token: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Response:
        """One request as it would come from the network. `{salon}` in the path is this one."""
        sent = {"content-type": "application/json"} if body is not None else {}
        if token:
            sent["authorization"] = f"Bearer {token}"
        raw = b"" if body is None else encode(body)
        path = path.replace("{salon}", self.slug)
        path, _, query = path.partition("?")
        values = dict(part.split("=", 1) for part in query.split("&")) if query else {}
        request = Request(method, path, values, {**sent, **(headers or {})}, raw, "127.0.0.1")
        return dispatch(self.app.routes, self.app.services, request)

    def ask(self, of: type[T], method: str, path: str, body: object = None, token: str | None = None) -> T:
        """The decoded answer; anything but success fails the test with the problem."""
        response = self.request(method, path, body, token)
        assert response.status in {200, 201}, (response.status, response.body)
        return decode(response.body, of)

    def act(self, name: str, payload: Payload, action_id: str | None = None, **more: Any) -> ActionAnswer:
        """One action of a person, answered."""
        with self.database.read() as unit:
            action_id = action_id or unit.ids.new(unit.now)
        action = Action(action_id, "entity", self.clock.now(), payload, **more)
        token = self.staff_token(name)
        (answer,) = self.ask(ActionAnswers, "POST", "/v1/actions", ActionBatch((action,)), token).answers
        return answer

    def advance(self, microseconds: int) -> None:
        """Moves the clock to each due moment on the way, and does what is due there."""
        end = self.clock.now() + microseconds
        while True:
            waiting = [at for lane in (Lane.CLOCK, Lane.MESSAGE) if (at := self.runner.run_due(lane)) is not None]
            upcoming = min(waiting, default=end + 1)
            if upcoming > end:
                break
            self.clock.set(max(upcoming, self.clock.now()))
        self.clock.set(end)
        self.work()

    def work(self) -> None:
        """Does what is due now."""
        for lane in (Lane.CLOCK, Lane.MESSAGE, Lane.CLOCK):
            self.runner.run_due(lane)

    def feed(self, name: str, of: type[T]) -> list[T]:
        """What a person's desk would hold of one kind after a first sync."""
        return [row for row in self.all_rows(name) if isinstance(row, of)]

    def all_rows(self, name: str) -> list[Any]:
        token, rows, cursor = self.staff_token(name), [], ""
        while True:
            page = self.ask(SyncPage, "GET", f"/v1/sync?cursor={cursor}" if cursor else "/v1/sync", token=token)
            found: list[FeedRow] = [*page.rows, *(row for snapshot in page.snapshots for row in snapshot.rows)]
            rows += [msgspec.json.decode(row.body, type=Row) for row in found]
            if not page.more:
                return rows
            cursor = page.cursor

    def number(self) -> int:
        """The number of the feed's newest change."""
        with self.database.read() as unit:
            return head(unit, self.business_id)

    def count(self, table: str) -> int:
        """How many rows a table has."""
        with self.database.read() as unit:
            return int(unit.conn.execute(sa.select(sa.func.count()).select_from(metadata.tables[table])).scalar_one())

    def mentions(self, *texts: str) -> set[str]:
        """The tables in which any of the texts is found, in whatever column."""
        return tables_with(self.database, texts)

    def keep_drafts(self, days: int) -> None:
        """The business sets its own retention (row B7)."""
        with self.database.write() as unit:
            unit.conn.execute(metadata.tables["businesses"].update().values(retention_days=days))

    def switch_reminders_on(self) -> None:
        """Both channels of the automatic reminder."""
        answer = self.act("olga", SetReminderChannels(email=True, sms=True))
        assert isinstance(answer, Done)

    def wish(self, **changes: Any) -> EnterReview:
        """What most tests' clients want: a long haircut with Ana, Tuesday at noon."""
        choices = (Choice(CUT, LONG, None, ANA),)
        usual = EnterReview(self.north, choices, NOON, "Left door")
        return msgspec.structs.replace(usual, **changes)

    def review(self, visitor: Visitor, **changes: Any) -> Review:
        """The client lands on Review."""
        return self.ask(Review, "POST", "/v1/book/{salon}/review", self.wish(**changes), visitor.token)

    def abandon(self, visitor: Visitor, **changes: Any) -> DraftRow:
        """She lands on Review and stays away; the card that comes of it."""
        review = self.review(visitor, **changes)
        self.advance(REVIEW_SESSION)
        return self.card(review.draft_id)

    def card(self, draft_id: str) -> DraftRow:
        """A card as the owner's desk has it."""
        (card,) = [row for row in self.feed("olga", DraftRow) if row.id == draft_id]
        return card

    def confirm(self, visitor: Visitor, draft_id: str) -> Confirmed:
        """She books what she has in review."""
        return self.ask(Confirmed, "POST", "/v1/book/{salon}/confirm", Confirm(draft_id), visitor.token)

    def link_by_text(self, draft_id: str) -> str:
        """Has Rita send a reminder; the path of the resume link that went out by SMS."""
        self.act("rita", SendReminder(draft_id))
        self.work()
        return self.outside.sms.sent[-1].text.rpartition(PUBLIC_URL)[2]

    def events(self, subject: str) -> list[tuple[str, str]]:
        """What happened to something and who did it, in order."""
        events = metadata.tables["events"]
        query = sa.select(events.c.event, events.c.actor).where(events.c.subject == subject)
        with self.database.read() as unit:
            return [(row.event, row.actor) for row in unit.conn.execute(query.order_by(events.c.at, events.c.id))]

    def count_due(self, task: str) -> int:
        """How much work of one kind waits."""
        due = metadata.tables["due"]
        query = sa.select(sa.func.count()).select_from(due).where(due.c.task == task)
        with self.database.read() as unit:
            return int(unit.conn.execute(query).scalar_one())

    def save(self, service: ServiceRow) -> None:
        """Changes the catalogue."""
        with self.database.write() as unit:
            save_service(unit, self.owner, service)

    def may_only(self, role: str, *permissions: str) -> None:
        """What a role may do from now on."""
        with self.database.write() as unit:
            set_permissions(unit, self.owner, Role(role), [Permission(name) for name in permissions])

    def forget_phone(self, visitor: Visitor) -> None:
        """Nobody can be reached at her number any more."""
        with self.database.write() as unit:
            clients = metadata.tables["clients"]
            unit.conn.execute(clients.update().where(clients.c.id == visitor.id).values(phone=None))

    def unplug(self, channel: Channel) -> None:
        """The server no longer has the channel."""
        del self.ports[channel]

    def run_clock(self) -> None:
        """Does what is due, without sending."""
        self.runner.run_due(Lane.CLOCK)
