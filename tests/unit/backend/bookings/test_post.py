"""Messages on real channels, in the demo's sandbox, and codes; and the texts that come with the product."""

from typing import get_args

import pytest
from msgspec.structs import replace

from backend.channels.port import NotSent
from backend.channels.smtp import SmtpChannel, SmtpSettings
from backend.channels.twilio import TwilioChannel, TwilioSettings
from backend.clients.queries import client_of, rewrite_client
from backend.messages.sandbox import sandbox_post
from backend.messages.settings import REMINDER
from backend.messages.templates import languages, subject_and_text, template
from backend.web.dispatch import dispatch
from backend.web.route import Request
from domain.constants import DAY, MINUTE, SECOND
from domain.rendering import placeholders
from domain.wire.actions import SendReminder
from domain.wire.base import decode, encode
from domain.wire.booking import ClientSession, CodeRequest, CodeSent, CodeVerification
from domain.wire.rows import Channel, DraftRow, SandboxMessageRow
from tests.support.salon import Salon, Visitor
from tests.support.server import PUBLIC_URL
from tests.support.sms import ACCOUNT, FROM, TOKEN, sms_server
from tests.support.smtp import mail_server

CODES, SESSIONS = "/v1/book/{salon}/codes", "/v1/book/{salon}/sessions"


@pytest.mark.row("B5", "B8", "S6")
def test_a_reminder_arrives_by_a_real_mail_server_and_the_sms_providers_interface(salon: Salon) -> None:
    salon.switch_reminders_on()
    evil = "Mara\u2028Bcc: all@example.org"
    with mail_server() as mail, sms_server() as sms:
        salon.ports["email"] = SmtpChannel(SmtpSettings("127.0.0.1", mail.port, "salon@example.org", "none", timeout=5))
        salon.ports["sms"] = TwilioChannel(TwilioSettings(ACCOUNT, TOKEN, FROM, sms.base, timeout=5))
        mara = salon.visitor(evil)
        card = salon.abandon(mara)
        (message,), ((to, text),) = mail.mails, sms.texts
    assert (mail.recipients, to) == (["mara@example.org"], mara.client.phone)
    assert message["Bcc"] is None
    assert message["Subject"] == "Your booking at Haus Grün is waiting for you"
    assert f"{PUBLIC_URL}/book/{salon.slug}/resume/" in message.get_content()
    assert f"{PUBLIC_URL}/book/{salon.slug}/resume/" in text
    assert [state.status for state in card.reminders] == ["sent", "sent"]


def test_a_demo_keeps_its_messages_for_a_day_for_who_may_see_the_settings(salon: Salon) -> None:
    demo = salon.beside("demo", sandbox_post(PUBLIC_URL))
    card = demo.abandon(demo.visitor())
    demo.act("rita", SendReminder(card.id))
    demo.run_due()
    email, sms = sorted(demo.feed("olga", SandboxMessageRow), key=lambda row: row.channel)
    assert (email.channel, email.to, sms.subject) == ("email", "mara@example.org", "")
    assert f"{PUBLIC_URL}/book/demo/resume/" in sms.text
    assert demo.feed("rita", SandboxMessageRow) == []
    demo.advance(DAY)
    assert demo.feed("olga", SandboxMessageRow) == []
    demo.app.close()


@pytest.mark.row("S5", "N20")
@pytest.mark.parametrize(
    ("language", "said"), [("en", "Choose what we may write"), ("de", "schreiben dürfen"), ("tr", "Choose what")]
)
def test_a_mail_says_where_to_choose_what_may_be_written(salon: Salon, language: str, said: str) -> None:
    salon.switch_reminders_on()
    salon.abandon(salon.visitor(language=language))
    (mail,), (text,) = salon.email.sent, salon.sms.sent
    line = mail.text.splitlines()[-1]
    assert said in line
    assert line.endswith(mail.unsubscribe)
    assert "/preferences/" in line
    assert "/preferences/" not in text.text


@pytest.mark.row("S2", "B1")
def test_a_code_goes_by_sms_and_is_kept_nowhere(salon: Salon) -> None:
    salon.ask(CodeSent, "POST", CODES, CodeRequest("0151 99999999"))
    salon.run_due()
    (message,) = salon.sms.sent
    code = message.text[:6]
    assert (message.to, code.isdigit(), salon.slug in message.text) == ("+4915199999999", True, False)
    assert salon.mentions(code, "+4915199999999", "99999999") == set()
    verified = salon.request("POST", SESSIONS, CodeVerification("0151 99999999", code, "Neu", None))
    assert decode(verified.body, ClientSession).name == "Neu"


@pytest.mark.row("N20")
@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("", "ist Ihr Code für"),
        ("fr-FR,fr;q=0.9,de;q=0.8", "est votre code"),
        ("ja,es;q=0.5", "es su código"),
        ("ar", "هو رمزك"),
        ("en", "is your code for"),
        ("ja", "ist Ihr Code für"),
    ],
)
def test_a_code_is_in_the_language_of_the_page_or_of_who_is_on_file(salon: Salon, header: str, said: str) -> None:
    mara = salon.visitor()
    with salon.database.write() as unit:
        rewrite_client(unit, mara.client._replace(language="de-AT"))
    headers = {"content-type": "application/json", **({"accept-language": header} if header else {})}
    body, path = encode(CodeRequest(str(mara.client.phone))), CODES.replace("{salon}", salon.slug)
    dispatch(salon.app.routes, salon.app.services, Request("POST", path, {}, headers, body))
    salon.run_due()
    (message,) = salon.sms.sent
    assert said in message.text
    assert message.text[:6].isdigit()
    assert "Haus Grün" in message.text
    assert "{{" not in message.text


@pytest.mark.row("N20")
def test_a_code_to_whom_nobody_knows_is_in_english_unless_a_page_asked(salon: Salon) -> None:
    salon.ask(CodeSent, "POST", CODES, CodeRequest("0151 99999999"))
    salon.run_due()
    assert "is your code for booking at Haus Grün" in salon.sms.sent[0].text


@pytest.mark.row("N11")
@pytest.mark.parametrize(("said", "kept"), [("America/New_York", "America/New_York"), ("../etc", None), ("", None)])
def test_where_a_clients_device_is_is_kept_if_it_is_a_place(salon: Salon, said: str, kept: str | None) -> None:
    salon.ask(CodeSent, "POST", CODES, CodeRequest("0151 99999999"))
    salon.run_due()
    verified = CodeVerification("0151 99999999", salon.sms.sent[-1].text[:6], "Neu", None, said)
    session = salon.ask(ClientSession, "POST", SESSIONS, verified)
    with salon.database.read() as unit:
        assert client_of(unit, salon.business_id, session.client_id).zone == kept


@pytest.mark.row("B12", "B14")
def test_an_address_that_a_client_adds_when_she_signs_in_again_is_on_her_card_at_once(salon: Salon) -> None:
    mara = salon.visitor(email=None)
    card = salon.abandon(mara)
    assert (card.email, mara.client.phone is None) == (None, False)
    salon.ask(CodeSent, "POST", CODES, CodeRequest(str(mara.client.phone)))
    salon.run_due()
    code = salon.sms.sent[-1].text[:6]
    verified = CodeVerification(str(mara.client.phone), code, email="mara@example.org")
    session = salon.ask(ClientSession, "POST", SESSIONS, verified)
    assert salon.card(card.id) == replace(card, email="mara@example.org")
    salon.review(Visitor(mara.client, session.token))
    assert salon.feed("olga", DraftRow) == []


@pytest.mark.row("S2")
def test_a_code_that_cannot_leave_is_tried_while_it_works(salon: Salon) -> None:
    salon.sms.answers = [NotSent()] * 2
    salon.ask(CodeSent, "POST", CODES, CodeRequest("0151 99999999"))
    salon.advance(30 * SECOND)
    assert len(salon.sms.sent) == 1
    salon.sms.answers = [NotSent()] * 1000
    salon.ask(CodeSent, "POST", CODES, CodeRequest("0151 99999999"))
    salon.advance(20 * MINUTE)
    assert salon.count_due("send_code") == 0
    assert len(salon.sms.sent) == 1


@pytest.mark.row("B17")
@pytest.mark.parametrize("channel", get_args(Channel))
def test_each_language_has_each_text_with_the_same_placeholders(channel: Channel) -> None:
    assert languages() >= {"en", "de"}
    for language in languages():
        subject, text = subject_and_text(template(REMINDER, channel, language), channel)
        assert set(placeholders(text)) == {"FirstName", "ServiceName", "BusinessName", "ResumeBookingLink"}
        assert bool(subject) == (channel == "email")
        assert "\n" not in subject
    assert template(REMINDER, channel, "de-AT") == template(REMINDER, channel, "de")
    assert template(REMINDER, channel, "../de") == template(REMINDER, channel, "en")
