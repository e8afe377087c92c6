"""A small salon behind the real dispatch: two locations, three who serve, three at desks, and clients who sign in.

It is a World with a catalogue that has all of its turns, and with the words that tests of bookings are told in.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from backend.access.business import NewBusiness, add_business, add_location
from backend.access.matrix import set_permissions
from backend.access.person import Person
from backend.app import build
from backend.catalogue.changes import save_bundle, save_service
from backend.channels.port import ChannelPort
from backend.clients.queries import Client
from backend.db.database import Database
from backend.db.migrate import migrate
from backend.db.tables import metadata
from backend.due.queue import Lane
from backend.feed.pull import head
from backend.messages.post import Post
from backend.messages.sandbox import sandbox_post
from backend.messages.settings import publish_all
from backend.providers.changes import publish as publish_channels
from backend.team.changes import save_member
from backend.web.route import Response
from domain.constants import REVIEW_SESSION
from domain.entity import entity_of
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
from domain.wire.base import Money, decode
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
from tests.support.clock import SetClock
from tests.support.hooks import SMS_ACCOUNT
from tests.support.server import OWN, PUBLIC_URL, ZONE, Seeded, World, add_colleague
from tests.support.traces import tables_with

T = TypeVar("T")

MONDAY = dt.date(2026, 3, 2)
NOON = dt.datetime(2026, 3, 3, 12, 0)
BEGIN = instant(dt.datetime(2026, 3, 2, 8, 0), ZONE)

CUT, COLOUR, SHAVE = "cut", "colour", "shave"
SHORT, LONG = "cut-short", "cut-long"
BOTH = "cut-and-colour"
ANA, BEN, CHRIS = "ana", "ben", "chris"
SLUG = "gruen"


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


@dataclass
class Visitor:
    """A client with her session on the booking page."""

    client: Client
    token: str

    @property
    def id(self) -> str:
        return self.client.id


@dataclass(kw_only=True)
class Salon(World):
    """The server of one salon. Olga owns it, Rita receives at `north` and Sam at `south`, Tom only serves."""

    url: str
    slug: str
    post: Post
    ports: dict[Channel, ChannelPort]

    @property
    def north(self) -> str:
        return self.seeded.north

    @property
    def south(self) -> str:
        return self.seeded.south

    @property
    def owner(self) -> Person:
        return self.seeded.people["olga"]

    def beside(self, slug: str, post: Post | None = None) -> "Salon":
        """Another salon in the same database, behind a server of its own; close its `app`."""
        return open_salon(self.url, found(self.database, slug), slug, post, seed=5)

    def add_member(
        self, member_id: str, location_id: str, services: tuple[str, ...], hours: tuple[WorkingHours, ...] = HOURS
    ) -> None:
        with self.database.write() as unit:
            save_member(unit, self.owner, TeamMemberRow(member_id, location_id, member_id.title(), services, hours))

    def visitor(
        self, name: str = "Mara Öztürk", email: str | None = "mara@example.org", language: str = "en"
    ) -> Visitor:
        """A client who just proved her number."""
        return Visitor(*self.client(name, email, language=language))

    def person_id(self, name: str) -> str:
        return self.seeded.people[name].id

    def request(self, method: str, path: str, body: object = None, token: str | None = None) -> Response:
        """One request as it would come from the network. `{salon}` in the path is this one."""
        path, _, query = path.replace("{salon}", self.slug).partition("?")
        values = dict(part.split("=", 1) for part in query.split("&")) if query else {}
        return self.call(method, path, body, token, values, "127.0.0.1").response

    def ask(self, of: type[T], method: str, path: str, body: object = None, token: str | None = None) -> T:
        """The decoded answer; anything but success fails the test with the problem."""
        response = self.request(method, path, body, token)
        assert response.status in {200, 201}, (response.status, response.body)
        return decode(response.body, of)

    def act(self, name: str, payload: Payload, action_id: str | None = None, **more: Any) -> ActionAnswer:
        """One action of a person, answered."""
        with self.database.read() as unit:
            action_id = action_id or unit.ids.new(unit.now)
        action = Action(action_id, entity_of(payload), self.clock.now(), payload, **more)
        token = self.token(name)
        (answer,) = self.ask(ActionAnswers, "POST", "/v1/actions", ActionBatch((action,)), token).answers
        return answer

    def act_as_of(self, name: str, payload: Payload, made_at: int) -> ActionAnswer:
        """One action that waited at the desk since `made_at`."""
        with self.database.read() as unit:
            action = Action(unit.ids.new(unit.now), entity_of(payload), made_at, payload)
        batch = ActionBatch((action,))
        (answer,) = self.ask(ActionAnswers, "POST", "/v1/actions", batch, self.token(name)).answers
        return answer

    def feed(self, name: str, of: type[T]) -> list[T]:
        """What a person's desk would hold of one kind after a first sync."""
        return [row for row in self.all_rows(name) if isinstance(row, of)]

    def all_rows(self, name: str) -> list[Any]:
        token, rows, cursor = self.token(name), [], ""
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
        self.run_due()
        return self.sms.sent[-1].text.rpartition(PUBLIC_URL)[2]

    def events(self, subject: str) -> list[tuple[str, str]]:
        """What happened to something and who did it, in order."""
        events = metadata.tables["events"]
        query = sa.select(events.c.event, events.c.actor).where(events.c.subject == subject)
        with self.database.read() as unit:
            return [(row.event, row.actor) for row in unit.conn.execute(query.order_by(events.c.at, events.c.id))]

    def resting(self) -> int:
        """How many drafts rest, in whatever phase."""
        drafts = metadata.tables["drafts"]
        query = sa.select(sa.func.count()).select_from(drafts).where(drafts.c.snoozed_until.is_not(None))
        with self.database.read() as unit:
            return int(unit.conn.execute(query).scalar_one())

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
        self.app.runner.run_due(Lane.CLOCK)


def found(database: Database, slug: str) -> Seeded:
    """Founds the salon, as its owner would set it up."""
    new = NewBusiness("Haus Grün", slug, "North", ZONE, "EUR", "DE", "Olga", _email("olga", slug))
    with database.write() as unit:
        owner = add_business(unit, new, "no password")
        publish_all(unit, owner.business_id)
        publish_channels(unit, owner.business_id, sandbox_post(PUBLIC_URL), sandbox=False)
        north = next(iter(owner.grants))
        south = unit.ids.new(unit.now)
        owner = add_location(unit, owner, LocationRow(south, "South", ZONE, "EUR", "DE"))
        for service in SERVICES:
            save_service(unit, owner, service)
        save_bundle(unit, owner, BUNDLE)
        team = {name: TeamMemberRow(name, at, name.title(), does, HOURS) for name, at, does in _team(north, south)}
        for member in team.values():
            save_member(unit, owner, member)
        people = {"olga": owner} | {
            name: add_colleague(unit, owner, name, _email(name, slug), {at: (role,)})
            for name, at, role in _desks(north, south)
        }
    services = {service.id: service for service in SERVICES}
    return Seeded(owner.business_id, "", north, south, people, services, BUNDLE, team)


def _team(north: str, south: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    return (ANA, north, (CUT, COLOUR)), (BEN, north, (CUT, SHAVE)), (CHRIS, south, (CUT, COLOUR, SHAVE))


def _desks(north: str, south: str) -> tuple[tuple[str, str, Role], ...]:
    return ("rita", north, Role.RECEPTIONIST), ("sam", south, Role.RECEPTIONIST), ("tom", north, Role.TEAM_MEMBER)


def _email(name: str, slug: str) -> str:
    return f"{name}@{slug}.example.org"


def fill(url: str) -> Seeded:
    """A whole database with the salon in it."""
    database = Database.open(url, SetClock(BEGIN), SeededIds(1), durable=False)
    migrate(database)
    seeded = found(database, SLUG)
    database.close()
    return seeded


def open_salon(url: str, seeded: Seeded, slug: str = SLUG, post: Post | None = None, seed: int = 3) -> Salon:
    """A server on a database with the salon in it; close its `app`. Without `post` it has the recording channels."""
    clock, email, sms = SetClock(BEGIN), RecordingChannel(), RecordingChannel()
    ports: dict[Channel, ChannelPort] = {"email": email, "sms": sms}
    post = post or Post(ports, PUBLIC_URL, sms_account=SMS_ACCOUNT)
    app = build(Database.open(url, clock, SeededIds(seed), durable=False), post, own=OWN)
    return Salon(app, clock, seeded, email, sms, url=url, slug=slug, post=post, ports=ports)
