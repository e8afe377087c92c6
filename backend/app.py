"""The composition root: every slice's routes, due work and actions, on one database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import sqlalchemy as sa

from backend.access import forgotten, people
from backend.access import routes as access
from backend.access.bring_on import bring_on
from backend.access.person import Person
from backend.access.queries import business_ids
from backend.appointments import actions as appointment_actions
from backend.appointments import routes as appointments
from backend.appointments.availability import slot_free
from backend.automations import routes as automation_routes
from backend.automations.engine import Automations
from backend.automations.subjects import Appointments, Clients
from backend.booking_page import routes as booking_page
from backend.catalogue import routes as catalogue
from backend.catalogue.queries import catalogue_of
from backend.channels.port import ChannelPort
from backend.channels.smtp import SmtpChannel
from backend.channels.twilio import TwilioChannel
from backend.channels.twilio_hooks import SmsAccount
from backend.client_records import actions as client_record_actions
from backend.client_records import routes as client_records
from backend.client_records.cards import contact_added
from backend.clients import actions as client_actions
from backend.clients import codes as client_codes
from backend.clients import routes as clients
from backend.config import Settings
from backend.db.database import Database, Unit
from backend.db.migrate import server_id
from backend.db.tables.core import businesses
from backend.desk import routes as desk
from backend.drafts import actions as draft_actions
from backend.drafts import routes as drafts
from backend.drafts import tasks as draft_tasks
from backend.drafts.reminders import Reminders
from backend.due.queue import Due, DueHandler, schedule
from backend.due.runner import Runner
from backend.feed import trim
from backend.feed.actions import ActionHandler
from backend.feed.change import CHANNEL as FEED
from backend.feed.change import change_of
from backend.feed.hub import Hub
from backend.feed.presence import CHANNEL as PRESENCE
from backend.feed.presence import Presences
from backend.inbound import routes as inbound
from backend.messages import replies, sandbox, settings
from backend.messages.codes import CodePost
from backend.messages.letters import LetterPost
from backend.messages.post import Post
from backend.messages.sending import Owner, Sender
from backend.offers import actions as offer_actions
from backend.offers import life as offer_life
from backend.offers import pages as offer_pages
from backend.offers import routes as offers
from backend.offers import watch as offer_watch
from backend.offers.asking import Asking, Questions
from backend.providers import changes as own_channels
from backend.providers import routes as providers
from backend.providers.own import OwnChannels
from backend.team import routes as team
from backend.team.queries import team_of
from backend.version import VERSION
from backend.waitlist import actions as waitlist_actions
from backend.waitlist import life as waitlist_life
from backend.web.route import RouteTable, Services
from domain.wire.actions import Action, Done, ReadNotices, SetReminderChannels
from domain.wire.rows import Channel

T = TypeVar("T")


@dataclass(frozen=True)
class App:
    """A whole backend without its process: what a server, a test and the simulator have in common."""

    database: Database
    services: Services
    routes: RouteTable
    runner: Runner
    hub: Hub

    def close(self) -> None:
        """Ends the streams and lets go of the database."""
        self.hub.close()
        self.database.close()


def build(database: Database, post: Post, *, demo: bool = False, own: OwnChannels | None = None) -> App:
    """Composes the backend on a migrated database. What a business set up for itself comes before `post`'s channels,
    but not in a demo, where nothing is sent but tests.
    """
    own = own or OwnChannels()
    post = post if demo else replace(post, own=own.port, own_letters=own.letters)
    identity = server_id(database)
    services = Services(database, identity, post.public_url, VERSION, demo)
    hub = Hub(database, identity)
    database.listen(FEED, hub.heard)
    presences = Presences(hub.streams)
    database.listen(PRESENCE, presences.heard)
    hub.greet = presences.greet
    codes, sender = CodePost(post), sender_of(post)
    automations = Automations(sender)
    database.tell(automations.heard)
    runner = Runner(database, due_handlers(post, codes, sender, automations))
    database.tell(offer_watch.hearer(Asking(sender)))
    keep_trimming(database)
    with database.write() as unit:
        bring_on(unit)
        for business_id in business_ids(unit):
            settings.bring_on(unit, business_id)
        own_channels.publish_everywhere(unit, post, sandbox=demo)
    table = route_table(hub, presences, post, codes, sender, own, demo=demo)
    return App(database, services, table, runner, hub)


def post_of(settings_: Settings, public_url: str) -> Post:
    """The channels that the settings set up."""
    ports: dict[Channel, ChannelPort] = {}
    if settings_.smtp is not None:
        ports["email"] = SmtpChannel(settings_.smtp)
    if settings_.twilio is not None:
        ports["sms"] = TwilioChannel(settings_.twilio)
    twilio = settings_.twilio
    account = SmsAccount(twilio.account, twilio.token, twilio.from_number) if twilio else None
    return Post(ports, public_url, sms_account=account)


def route_table(
    hub: Hub, presences: Presences, post: Post, codes: CodePost, sender: Sender, own: OwnChannels, *, demo: bool
) -> RouteTable:
    """Every route there is."""

    def sms_account(unit: Unit, business_id: str) -> SmsAccount | None:
        return own.sms_account(unit, business_id, post.sms_account)

    return RouteTable(
        [
            *access.routes(LetterPost(post)),
            *catalogue.routes(team_of),
            *clients.routes(codes, contact_added),
            *client_records.routes(),
            *team.routes(lambda unit, business_id: catalogue_of(unit, business_id).services),
            *drafts.routes(slot_free),
            *appointments.routes(),
            *automation_routes.routes(post, sender),
            *booking_page.routes(sender),
            *offers.routes(),
            *offer_pages.routes(),
            *inbound.routes(sms_account, post.public_url, sender),
            *desk.routes(hub, presences, action_handlers(sender)),
            *providers.routes(post, own, sandbox=demo),
        ]
    )


def sender_of(post: Post) -> Sender:
    """Sends what there is to say, each about what it is about."""
    owners: dict[str, Owner] = {"draft": Reminders(), "appointment": Appointments(), "client": Clients()}
    return Sender(post, {**owners, "offer": Questions(offer_life.unreached)})


def due_handlers(post: Post, codes: CodePost, sender: Sender, automations: Automations) -> Mapping[str, DueHandler]:
    """Every kind of due work."""
    return {
        trim.TASK: _trim,
        **draft_tasks.due_handlers(automations.expired),
        **automations.due_handlers(),
        **sender.due_handlers(),
        **client_codes.due_handlers(),
        **waitlist_life.due_handlers(),
        **offer_watch.due_handlers(Asking(sender)),
        **codes.due_handlers(),
        **LetterPost(post).due_handlers(),
        **forgotten.due_handlers(LetterPost(post), post.public_url),
        **sandbox.due_handlers(),
        **replies.due_handlers(),
    }


def action_handlers(sender: Sender) -> Mapping[type, ActionHandler[Person]]:
    """Every kind of action."""
    return {
        **draft_actions.action_handlers(sender),
        **appointment_actions.action_handlers(),
        **client_actions.action_handlers(),
        **client_record_actions.action_handlers(),
        **waitlist_actions.action_handlers(),
        **offer_actions.action_handlers(Asking(sender)),
        SetReminderChannels: _with_payload(SetReminderChannels, settings.set_reminder_channels),
        ReadNotices: _with_payload(ReadNotices, _read_notices),
    }


def _with_payload(of: type[T], run: Callable[[Unit, Person, T], object]) -> ActionHandler[Person]:
    def handle(unit: Unit, person: Person, action: Action) -> Done:
        change = change_of(unit, person.business_id)
        if not isinstance(action.payload, of):
            raise TypeError(type(action.payload).__name__)
        run(unit, person, action.payload)
        return Done(action.id, change.number)

    return handle


def _read_notices(unit: Unit, person: Person, wish: ReadNotices) -> None:
    people.read_notices(unit, person, wish.until)


def keep_trimming(database: Database) -> None:
    """Has the feed of every business trimmed from now on."""
    with database.write() as unit:
        for business_id in unit.conn.execute(sa.select(businesses.c.id)).scalars().all():
            schedule(unit, business_id, trim.TASK, "", unit.now + trim.EVERY)


def _trim(unit: Unit, due: Due) -> None:
    trim.trim(unit, due.business_id)
    schedule(unit, due.business_id, trim.TASK, "", unit.now + trim.EVERY)
