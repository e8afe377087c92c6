"""What is left of people (promise S3): two hundred clients go through everything that a server does with a draft, over
HTTP, a real mail server and the SMS provider's interface, and then their drafts are removed.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import NamedTuple

import pytest

from backend.db.database import Database
from domain.constants import DAY, HOUR, MINUTE
from domain.entity import entity_of
from domain.uuid7 import SeededIds
from domain.wire.access import SignIn, Tokens
from domain.wire.actions import (
    Action,
    ActionAnswers,
    ActionBatch,
    Choice,
    DismissDraft,
    Done,
    Payload,
    SendReminder,
    SetReminderChannels,
)
from domain.wire.base import decode
from domain.wire.booking import ClientSession, CodeRequest, CodeVerification, EnterReview, Review
from tests.support.backend import Backend
from tests.support.clock import SetClock
from tests.support.databases import Original
from tests.support.server import PASSWORD, PUBLIC_URL, SALON, Seeded
from tests.support.sms import ACCOUNT, FROM, TOKEN, SmsServer, sms_server
from tests.support.smtp import MailServer, mail_server
from tests.support.traces import tables_with

CLIENTS = {"sqlite": 200, "postgresql": 50}
AN_HOUR = 25
"""A place of the network may ask for thirty codes."""

BOOK = f"/v1/book/{SALON}"


class Planted(NamedTuple):
    """One client, by whose number everything about her can be told."""

    number: int

    @property
    def name(self) -> str:
        return f"Zoë Gepflanzt{self.number:03d}"

    @property
    def phone(self) -> str:
        return f"15112345{self.number:03d}"

    @property
    def email(self) -> str:
        return f"planted-{self.number:03d}@example.org"

    @property
    def notes(self) -> str:
        return f"Zwölf {self.number:03d}\nallergic to ammonia"


EVERYBODY = [Planted(number) for number in range(max(CLIENTS.values()))]
OF_CLIENTS = [text for one in EVERYBODY for text in (one.name, one.name.split()[1], one.phone, one.email)]
OF_DRAFTS = [f"Zwölf {one.number:03d}" for one in EVERYBODY] + ["ammonia"]


@dataclass
class Site:
    """A running server, what it reaches people by, and its database."""

    backend: Backend
    seeded: Seeded
    url: str
    mail: MailServer
    sms: SmsServer
    clients: int
    actions: int = 0

    def act(self, payload: Payload) -> None:
        """Something that the owner does, who signs in for it: an hour has passed since the last time."""
        signed_in = self.backend.call("POST", "/v1/sessions", SignIn("owner@example.org", PASSWORD, "desk"))
        desk = decode(signed_in.content, Tokens).access_token
        self.actions += 1
        action = Action(f"a{self.actions}", entity_of(payload), self.backend.now(), payload)
        answer = self.backend.call("POST", "/v1/actions", ActionBatch((action,)), desk)
        assert isinstance(decode(answer.content, ActionAnswers).answers[0], Done), answer.text

    def abandon(self, together: list[Planted]) -> list[tuple[str, str]]:
        """Codes by SMS, sessions, Review; the ids of their drafts, and their tokens."""
        self.sms.texts.clear()
        for one in together:
            assert self.backend.call("POST", f"{BOOK}/codes", CodeRequest(f"0{one.phone}")).status_code == 200
        self.backend.advance(0)
        codes = {to: text.split()[0] for to, text in self.sms.texts}
        return [self._review(one, codes[f"+49{one.phone}"]) for one in together]

    def _review(self, one: Planted, code: str) -> tuple[str, str]:
        proof = CodeVerification(f"0{one.phone}", code, one.name, one.email)
        token = decode(self.backend.call("POST", f"{BOOK}/sessions", proof).content, ClientSession).token
        wish = EnterReview(self.seeded.north, (Choice(self.seeded.services["cut"].id),), notes=one.notes)
        answer = self.backend.call("POST", f"{BOOK}/review", wish, token)
        return decode(answer.content, Review).draft_id, token


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    """With both reminders switched on."""
    lite = request.param == "sqlite"
    template: Original[Seeded] = request.getfixturevalue("sqlite_template" if lite else "postgres_template")
    url: str = request.getfixturevalue("sqlite_url" if lite else "postgres_seeded_url")
    with mail_server() as mail, sms_server() as sms, ExitStack() as stack:
        twilio = {"ACCOUNT": ACCOUNT, "TOKEN": TOKEN, "FROM_NUMBER": FROM, "BASE": sms.base}
        smtp = {"HOST": "127.0.0.1", "PORT": str(mail.port), "FROM_ADDRESS": "salon@example.org", "SECURITY": "none"}
        groups = {"TWILIO": twilio, "SMTP": smtp}
        settings = {f"DESKBELL_{group}_{key}": value for group, of in groups.items() for key, value in of.items()}
        arguments = ["serve", "--port", "0", "--database", url, "--public-url", PUBLIC_URL]
        backend = Backend(arguments, environment={**os.environ, **settings})
        stack.callback(backend.close)
        found = Site(backend, template.seeded, url, mail, sms, CLIENTS[request.param])
        found.act(SetReminderChannels(email=True, sms=True))
        yield found


def mislead(site: Site, one: Planted, token: str) -> None:
    """What a server might be tempted to log: bodies it cannot read, and values that it refuses."""
    texts = (one.name, one.phone, one.email)
    bodies = [f'{{"phone": "{text}"' for text in texts] + [f'{{"phone": 1, "{text}": "{text}"}}' for text in texts]
    for path in (f"{BOOK}/codes", f"{BOOK}/sessions", f"{BOOK}/review", "/v1/sessions", "/v1/actions"):
        for body in bodies:
            assert 400 <= site.backend.call("POST", path, body.encode(), token).status_code < 500
    assert site.backend.get(f"/v1/book/{one.email}/catalogue", who=one.name).status_code == 422
    assert site.backend.call("POST", "/v1/sessions", SignIn(one.email, one.name, "desk")).status_code == 401


@pytest.mark.row("S3", "B7")
@pytest.mark.timeout(300)
def test_two_hundred_clients_leave_nothing_of_their_drafts_behind(site: Site) -> None:
    """Her name and how she is reached stay where the salon and its desks keep clients, and nowhere else."""
    for first in range(0, site.clients, AN_HOUR):
        drafts = site.abandon(EVERYBODY[first : first + AN_HOUR])
        one = EVERYBODY[first]
        mislead(site, one, drafts[0][1])
        hour = first // AN_HOUR
        site.mail.data_reply = (None, f"554 {one.name} is spam", "451 later", None)[hour % 4]
        site.sms.answer = (None, None, (400, f'{{"code": 1, "message": "{one.phone}"}}'.encode()), (500, b""))[hour % 4]
        site.backend.advance(11 * MINUTE)
        site.act(SendReminder(drafts[1][0]))
        site.act(DismissDraft(drafts[2][0]))
        site.backend.advance(HOUR)
        site.mail.data_reply = site.sms.answer = None
    assert site.mail.mails
    assert kept(site, OF_DRAFTS) == {"drafts", "feed_rows"}
    site.backend.advance(DAY)
    assert kept(site, OF_DRAFTS) == set()
    assert kept(site, OF_CLIENTS) == {"clients", "feed_rows"}
    assert site.backend.terminate() == 0
    said = site.backend.output()
    assert [text for text in (*OF_CLIENTS, *OF_DRAFTS) if text in said] == []


def kept(site: Site, texts: list[str]) -> set[str]:
    database = Database.open(site.url, SetClock(), SeededIds(9))
    try:
        return tables_with(database, texts)
    finally:
        database.close()
