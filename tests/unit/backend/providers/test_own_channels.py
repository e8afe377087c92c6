"""A business's own mail server and SMS account: what is kept, what is told of it, and by what messages go."""

import ssl
from collections.abc import Iterator
from dataclasses import replace

import pytest

from backend.access import queries
from backend.app import build
from backend.db.database import Database
from backend.messages.post import Post
from backend.messages.sandbox import sandbox_post
from backend.providers.own import OwnChannels
from backend.providers.vault import Vault
from backend.web.dispatch import dispatch
from domain.permissions import Role
from domain.uuid7 import SeededIds
from domain.wire.access import NewLink
from domain.wire.actions import SetReminderChannels
from domain.wire.base import decode
from domain.wire.channels import ChannelRow, ChannelTest, SaveMail, SaveSms, TryMail, TrySms, Verdict
from domain.wire.rows import Channel, DraftRow, SandboxMessageRow
from tests.support.hooks import SMS_ACCOUNT, signed, text_form, texts_path
from tests.support.salon import Salon
from tests.support.server import OWN, PUBLIC_URL
from tests.support.sms import ACCOUNT, FROM, TOKEN, SmsServer, sms_server
from tests.support.smtp import PASSWORD, USER, MailServer, mail_server
from tests.support.tls import CERTIFICATE
from tests.support.traces import tables_with

pytestmark = pytest.mark.row("B17")

MAIL, SMS = "/v1/channels/email", "/v1/channels/sms"
OTHER = ACCOUNT[:-1] + "1"
TEXTER = SaveSms(ACCOUNT, FROM, TOKEN)


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server("starttls") as running:
        yield running


@pytest.fixture
def sms() -> Iterator[SmsServer]:
    with sms_server() as running:
        yield running


@pytest.fixture
def site(salon: Salon, sms: SmsServer) -> Iterator[Salon]:
    """The salon behind a server that trusts the tests' mail server and asks the stand-in for SMS."""
    tls = ssl.create_default_context(cafile=str(CERTIFICATE))
    yield from served(salon, OwnChannels(OWN.vault, sms.base, tls))


def served(salon: Salon, own: OwnChannels, seed: int = 31) -> Iterator[Salon]:
    database = Database.open(salon.url, salon.clock, SeededIds(seed), durable=False)
    app = build(database, Post(salon.ports, PUBLIC_URL, sms_account=SMS_ACCOUNT), own=own)
    yield replace(salon, app=app)
    app.close()


def server(mail: MailServer, **changes: object) -> SaveMail:
    wish = {"host": "127.0.0.1", "port": mail.port, "security": "starttls", "from_address": "gruen@example.org"}
    return SaveMail(**{**wish, "user": USER, "password": PASSWORD, **changes})  # type: ignore[arg-type]


def put(site: Salon, path: str, wish: object, who: str = "olga") -> int:
    return site.request("PUT", path, wish, site.token(who)).status


def row(site: Salon, channel: Channel) -> ChannelRow:
    return next(row for row in site.feed("olga", ChannelRow) if row.id == channel)


def fault(site: Salon, path: str, wish: object) -> tuple[str, str | None]:
    answer = site.call("PUT", path, wish, site.token("olga"))
    assert answer.status == 422, answer.body
    return answer.problem.type, answer.problem.field


def test_messages_go_by_the_businesss_own_providers_once_it_has_them(
    site: Salon, mail: MailServer, sms: SmsServer
) -> None:
    site.switch_reminders_on()
    assert (put(site, MAIL, server(mail)), put(site, SMS, TEXTER)) == (204, 204)
    card = site.abandon(site.visitor())
    assert [state.status for state in site.card(card.id).reminders] == ["sent", "sent"]
    assert (mail.recipients, len(sms.texts)) == (["mara@example.org"], 1)
    assert "gruen@example.org" in str(mail.mails[0]["From"])
    assert (site.email.sent, site.sms.sent) == ([], [])
    for path in (MAIL, SMS):
        assert site.request("DELETE", path, token=site.token("olga")).status == 204
    site.abandon(site.visitor("Nora"))
    assert (len(mail.mails), len(sms.texts), len(site.email.sent), len(site.sms.sent)) == (1, 1, 1, 1)


def test_without_any_provider_a_message_says_that_none_is_set_up(site: Salon, mail: MailServer) -> None:
    site.ports.clear()
    site.switch_reminders_on()
    first = site.abandon(site.visitor())
    assert {state.reason for state in site.card(first.id).reminders} == {"not_configured"}
    assert put(site, MAIL, server(mail)) == 204
    second = site.abandon(site.visitor("Nora"))
    assert [(one.channel, one.status) for one in site.card(second.id).reminders] == [
        ("email", "sent"),
        ("sms", "skipped"),
    ]


def test_letters_go_by_it_too(site: Salon, mail: MailServer) -> None:
    put(site, MAIL, server(mail))
    rita = site.person_id("rita")
    site.request("POST", f"/v1/people/{rita}/password-link", NewLink(), site.token("olga"))
    site.run_due()
    assert len(mail.mails) == 1


@pytest.mark.row("S5")
def test_what_clients_write_is_believed_of_the_account_that_the_business_sends_by(site: Salon) -> None:
    def brought(account: str, token: str) -> int:
        form = text_form("+4915100000042", "Hallo", AccountSid=account)
        request = signed(PUBLIC_URL, texts_path(site.slug), form, token)
        return dispatch(site.app.routes, site.app.services, request).status

    assert (brought(ACCOUNT, TOKEN), brought(OTHER, "of its own")) == (200, 403)
    put(site, SMS, SaveSms(OTHER, FROM, "of its own"))
    assert (brought(ACCOUNT, TOKEN), brought(OTHER, "of its own")) == (403, 200)
    for another_key in served(site, OwnChannels(Vault(bytes(32))), seed=35):
        site = another_key
        assert (brought(ACCOUNT, TOKEN), brought(OTHER, "of its own")) == (403, 403)


def test_another_business_keeps_its_own_ways(site: Salon, mail: MailServer) -> None:
    put(site, MAIL, server(mail))
    other = site.beside("other")
    other.abandon(other.visitor())
    other.act("olga", SetReminderChannels(email=True, sms=False))
    other.abandon(other.visitor("Nora"))
    assert (len(other.email.sent), mail.mails) == (1, [])
    assert row(other, "email").source == "server"
    other.app.close()


def test_a_desk_is_told_that_there_is_a_secret_and_nothing_else_of_it(site: Salon, mail: MailServer) -> None:
    assert row(site, "email") == ChannelRow("email", "server")
    put(site, MAIL, server(mail))
    at = site.clock.at
    held = row(site, "email")
    assert (held.source, held.set_at, held.secret_set_at, held.user) == ("own", at, at, USER)
    assert site.feed("rita", ChannelRow) == []
    site.clock.advance(1_000_000)
    put(site, MAIL, server(mail, from_address="neu@example.org", password=None))
    held = row(site, "email")
    assert (held.from_address, held.set_at, held.secret_set_at) == ("neu@example.org", at + 1_000_000, at)
    site.request("DELETE", MAIL, token=site.token("olga"))
    assert row(site, "email") == ChannelRow("email", "server")


@pytest.mark.row("S2", "S10")
def test_a_secret_is_nowhere_in_clear(
    site: Salon, mail: MailServer, sms: SmsServer, caplog: pytest.LogCaptureFixture
) -> None:
    put(site, MAIL, server(mail))
    put(site, SMS, TEXTER)
    answers = [
        site.request("POST", f"{MAIL}/test", TryMail(server(mail, password="wrong " + PASSWORD)), site.token("olga")),
        site.request(
            "POST", f"{SMS}/test", TrySms("+4915112345678", SaveSms(ACCOUNT, "none", TOKEN)), site.token("olga")
        ),
        site.request("POST", f"{SMS}/test", TrySms("+4915112345678"), site.token("olga")),
        site.request("GET", "/v1/sync", token=site.token("olga")),
    ]
    site.abandon(site.visitor())
    assert tables_with(site.database, [PASSWORD, TOKEN]) == set()
    assert tables_with(site.database, [USER]) >= {"own_channels", "feed_rows"}
    said = "".join(answer.body.decode() for answer in answers) + caplog.text + repr(site.events(site.business_id))
    assert PASSWORD not in said
    assert TOKEN not in said


@pytest.mark.row("S2")
def test_a_secret_goes_nowhere_but_to_where_it_was_given_for(site: Salon, mail: MailServer) -> None:
    put(site, MAIL, server(mail))
    put(site, SMS, TEXTER)
    changed: list[dict[str, object]] = [
        {"host": "elsewhere.example.org"},
        {"port": 25},
        {"security": "none"},
        {"user": "other"},
    ]
    for change in changed:
        assert fault(site, MAIL, server(mail, password=None, **change)) == ("secret_again", "$.password")
        test = TryMail(server(mail, password=None, **change))
        assert site.call("POST", f"{MAIL}/test", test, site.token("olga")).problem.type == "secret_again"
    other = SaveSms(OTHER, FROM)
    assert fault(site, SMS, other) == ("secret_again", "$.token")
    assert put(site, MAIL, server(mail, password=None)) == 204


@pytest.mark.row("S2")
def test_without_encryption_mail_goes_to_the_same_computer_only(site: Salon, mail: MailServer) -> None:
    for host in ("mail.example.org", "192.0.2.7", "localhost.example.org"):
        wish = server(mail, host=host, security="none", password=PASSWORD)
        assert fault(site, MAIL, wish) == ("encryption_needed", "$.security")
        test = site.call("POST", f"{MAIL}/test", TryMail(wish), site.token("olga"))
        assert test.problem.type == "encryption_needed"
    for host in ("127.0.0.1", "::1", "LocalHost"):
        assert put(site, MAIL, server(mail, host=host, security="none")) == 204


def test_what_is_wrong_is_refused_at_its_field(site: Salon, mail: MailServer) -> None:
    wrong: list[tuple[dict[str, object], str]] = [
        ({"host": "smtp://mail.example.org"}, "$.host"),
        ({"host": "mail server"}, "$.host"),
        ({"host": "-"}, "$.host"),
        ({"host": ""}, "$.host"),
        ({"port": 0}, "$.port"),
        ({"port": 70000}, "$.port"),
        ({"security": "ssl"}, "$.security"),
        ({"from_address": "gruen"}, "$.from_address"),
        ({"from_address": "a@example.org\r\nBcc: b@example.org"}, "$.from_address"),
        ({"user": ""}, "$.user"),
        ({"password": ""}, "$.password"),
    ]
    for change, field in wrong:
        assert fault(site, MAIL, server(mail, **change)) == ("invalid", field)
    assert fault(site, MAIL, server(mail, password=None)) == ("secret_missing", "$.password")
    assert fault(site, SMS, SaveSms(ACCOUNT, FROM)) == ("secret_missing", "$.token")
    assert fault(site, SMS, SaveSms("AC1", FROM, TOKEN)) == ("invalid", "$.account")
    assert fault(site, SMS, SaveSms(ACCOUNT, "salon", TOKEN)) == ("invalid", "$.from_number")
    assert row(site, "email").source == "server"


def test_a_number_and_a_host_are_kept_as_they_are_meant(site: Salon, mail: MailServer) -> None:
    put(site, SMS, SaveSms(ACCOUNT, "0151 99999999", TOKEN))
    assert row(site, "sms").from_number == "+4915199999999"
    put(site, MAIL, server(mail, host=" Mail.Haus-Grün.example. "))
    assert row(site, "email").host == "mail.xn--haus-grn-d6a.example"


@pytest.mark.row("B18", "S2")
def test_whoever_manages_automations_at_every_location_may(site: Salon, mail: MailServer) -> None:
    assert put(site, MAIL, server(mail), "rita") == 403
    assert site.request("POST", f"{MAIL}/test", TryMail(server(mail)), site.token("rita")).status == 403
    assert (mail.mails, row(site, "email").source) == ([], "server")
    site.may_only("receptionist", "manage_automations")
    assert put(site, MAIL, server(mail), "rita") == 403


@pytest.mark.row("S2")
def test_links_that_set_passwords_go_only_by_a_server_that_the_owner_named(site: Salon, mail: MailServer) -> None:
    def letters() -> tuple[int, int]:
        site.request("POST", f"/v1/people/{site.person_id('rita')}/password-link", NewLink(), site.token("olga"))
        site.run_due()
        return len(mail.mails), len(site.email.sent)

    with site.database.write() as unit:
        queries.write_roles(
            unit, site.business_id, site.person_id("rita"), [(at, Role.ADMIN) for at in (site.north, site.south)]
        )
    assert put(site, MAIL, server(mail), "rita") == 204
    assert letters() == (0, 1)
    assert put(site, MAIL, server(mail)) == 204
    assert letters() == (1, 1)
    assert put(site, MAIL, server(mail, from_address="neu@example.org", password=None), "rita") == 204
    assert letters() == (2, 1)
    assert put(site, MAIL, server(mail, user="other"), "rita") == 204
    assert letters() == (2, 2)


def test_a_test_tells_what_the_provider_said(site: Salon, mail: MailServer, sms: SmsServer) -> None:
    def tried(path: str, wish: object) -> ChannelTest:
        return site.ask(ChannelTest, "POST", f"{path}/test", wish, site.token("olga"))

    olga = tried(MAIL, TryMail(server(mail))).to
    assert mail.recipients == [olga]
    refused = tried(MAIL, TryMail(server(mail, password="wrong")))
    assert (refused.verdict, refused.code) == (Verdict.PASSWORD, 535)
    assert row(site, "email").source == "server"
    assert tried(MAIL, TryMail(language="de")).verdict == Verdict.TAKEN
    assert site.email.sent[0].subject.startswith("Ein Test von")
    put(site, MAIL, server(mail))
    assert tried(MAIL, TryMail()).verdict == Verdict.TAKEN
    assert (len(site.email.sent), len(mail.mails)) == (1, 2)
    assert tried(SMS, TrySms("0151 12345678", TEXTER)) == ChannelTest(Verdict.TAKEN, to="+4915112345678")
    sms.answer = (500, b"oops")
    assert tried(SMS, TrySms("0151 12345678", TEXTER)).verdict == Verdict.PROVIDER_FAILED
    site.ports.clear()
    assert tried(SMS, TrySms("0151 12345678")).verdict == Verdict.NOT_SET_UP


def test_a_test_in_a_language_without_one_is_in_english(site: Salon) -> None:
    site.ask(ChannelTest, "POST", f"{MAIL}/test", TryMail(language="tlh"), site.token("olga"))
    assert site.email.sent[0].subject.startswith("A test from")


def test_tests_are_counted(site: Salon) -> None:
    for _ in range(30):
        assert site.request("POST", f"{MAIL}/test", TryMail(), site.token("olga")).status == 200
    refused = site.call("POST", f"{MAIL}/test", TryMail(), site.token("olga"))
    assert (refused.status, refused.problem.type) == (429, "too_many_tests")
    assert int(refused.headers["retry-after"]) <= 3600


def test_with_another_key_nothing_goes_and_the_test_says_why(site: Salon, mail: MailServer) -> None:
    put(site, MAIL, server(mail))
    site.switch_reminders_on()
    for other in served(site, OwnChannels(Vault(bytes(32))), seed=32):
        assert (
            other.ask(ChannelTest, "POST", f"{MAIL}/test", TryMail(), other.token("olga")).verdict == Verdict.UNREADABLE
        )
        assert fault(other, MAIL, server(mail, password=None)) == ("secret_unreadable", "$.password")
        card = other.abandon(other.visitor())
        assert other.card(card.id).reminders[0].reason == "not_configured"
        assert (mail.mails, other.email.sent) == ([], [])
        assert put(other, MAIL, server(mail)) == 204


def test_a_server_without_a_key_keeps_no_secret(salon: Salon, mail: MailServer) -> None:
    for site in served(salon, OwnChannels()):
        answer = site.call("PUT", MAIL, server(mail), site.token("olga"))
        assert (answer.status, answer.problem.type) == (409, "secrets_not_kept")
        assert put(site, MAIL, server(mail, user="", password=None)) == 204
        assert row(site, "email").secret_set_at is None


def test_desks_hear_at_the_next_start_that_the_server_has_other_channels(salon: Salon) -> None:
    assert row(salon, "sms").source == "server"
    number = salon.number()
    for site in served(salon, OWN):
        assert site.number() == number
    salon.ports.pop("sms")
    for site in served(salon, OWN, seed=33):
        assert row(site, "sms").source == "none"
        assert site.number() == number + 1


def test_a_demo_tries_but_sends_nothing_to_clients(salon: Salon, mail: MailServer) -> None:
    tls = ssl.create_default_context(cafile=str(CERTIFICATE))
    database = Database.open(salon.url, salon.clock, SeededIds(34), durable=False)
    app = build(database, sandbox_post(PUBLIC_URL), demo=True, own=OwnChannels(OWN.vault, tls=tls))
    demo = replace(salon, app=app)
    demo.switch_reminders_on()
    assert put(demo, MAIL, server(mail)) == 204
    assert (row(demo, "email").source, row(demo, "email").sandbox) == ("own", True)
    demo.abandon(demo.visitor())
    assert mail.mails == []
    assert len(demo.feed("olga", SandboxMessageRow)) == 2
    saved = decode(demo.request("POST", f"{MAIL}/test", TryMail(), demo.token("olga")).body, ChannelTest)
    assert saved.verdict == Verdict.KEPT
    given = demo.ask(ChannelTest, "POST", f"{MAIL}/test", TryMail(server(mail)), demo.token("olga"))
    assert (given.verdict, len(mail.mails)) == (Verdict.TAKEN, 1)
    assert len(demo.feed("olga", DraftRow)) == 1
    app.close()


@pytest.mark.row("N7")
def test_the_owner_reads_where_the_provider_is_to_bring_answers(site: Salon) -> None:
    assert row(site, "sms").answers_to == f"{PUBLIC_URL}/v1/hooks/twilio/sms/{site.slug}"
    assert row(site, "email").answers_to == ""
