"""What clients write by SMS: brought by the provider, shown to staff, or obeyed (rows N7, S5)."""

import dataclasses
from collections.abc import Iterator

import pytest

from backend.channels.port import NotSent
from backend.channels.twilio_hooks import SIGNATURE, is_signed, signature
from backend.messages.post import Post
from backend.messages.replies import KEPT
from backend.web.dispatch import dispatch
from backend.web.route import Request, Response
from domain.constants import HOUR, MINUTE, RETENTION
from domain.wire.actions import (
    BookAppointment,
    Choice,
    DismissDraft,
    SendReminder,
    SnoozeDraft,
)
from domain.wire.channels import SaveSms
from domain.wire.clients import ClientExport, EraseClient, MergeClients
from domain.wire.replies import ReplyRow
from domain.wire.rows import ClientRow, DraftRow
from domain.wire.timeline import Timeline
from tests.support.hooks import SMS_ACCOUNT, signed, text_form, texts_path
from tests.support.salon import ANA, CUT, LONG, NOON, SLUG, Salon, Visitor
from tests.support.server import PUBLIC_URL
from tests.support.sms import FROM, TOKEN

pytestmark = pytest.mark.row("N7")

STRANGER = "+4915100000042"


def serve(salon: Salon, request: Request) -> Response:
    return dispatch(salon.app.routes, salon.app.services, request)


def write(salon: Salon, sender: str, body: str, sid: str = "", **more: str) -> Response:
    return serve(salon, signed(PUBLIC_URL, texts_path(salon.slug), text_form(sender, body, sid, **more)))


def phone(visitor: Visitor) -> str:
    assert visitor.client.phone
    return visitor.client.phone


def bell(salon: Salon, who: str = "rita") -> list[ReplyRow]:
    return salon.feed(who, ReplyRow)


def on_file(salon: Salon, visitor: Visitor) -> ClientRow:
    (row,) = [row for row in salon.feed("olga", ClientRow) if row.id == visitor.id]
    return row


def story(salon: Salon, draft_id: str) -> list[tuple[str, str]]:
    told = salon.ask(Timeline, "GET", f"/v1/drafts/{draft_id}/timeline", token=salon.token("rita"))
    return [(entry.what, entry.note) for entry in told.entries]


# An answer is for people


def test_an_answer_is_taken_at_once_and_nothing_is_said_back(salon: Salon) -> None:
    mara = salon.visitor()
    salon.abandon(mara)
    answer = write(salon, phone(mara), "Yes please")
    assert (answer.status, answer.content_type) == (200, "text/xml")
    assert answer.body == b'<?xml version="1.0" encoding="UTF-8"?><Response/>'


def test_an_answer_brings_the_card_back_with_its_words_and_rings_the_bell(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara)
    salon.act("rita", SnoozeDraft(card.id, salon.clock.now() + 3 * HOUR))
    salon.advance(MINUTE)
    write(salon, phone(mara), "Yes please,\nFriday?")
    back = salon.card(card.id)
    assert back.snoozed_until is None
    assert [(reply.text, reply.at) for reply in back.replies] == [("Yes please,\nFriday?", salon.clock.now())]
    (line,) = bell(salon)
    assert (line.draft_id, line.client_id, line.phone) == (card.id, mara.id, None)
    assert bell(salon, "sam") == []
    assert story(salon, card.id)[-2:] == [("replied", "Yes please,\nFriday?"), ("woken", "")]
    salon.advance(4 * HOUR)
    assert salon.card(card.id).snoozed_until is None


def test_an_answer_about_a_dismissed_card_rings_and_reopens_nothing(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara)
    salon.act("rita", DismissDraft(card.id))
    write(salon, phone(mara), "I would still like it")
    assert salon.card(card.id).phase == "dismissed"
    assert [line.draft_id for line in bell(salon)] == [card.id]


def test_a_client_without_a_card_rings_where_she_was_last(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara)
    salon.act("olga", BookAppointment("a1", salon.south, mara.id, (Choice(CUT, LONG),), NOON, card.id))
    write(salon, phone(mara), "I shall be late")
    (line,) = bell(salon, "sam")
    assert (line.client_id, line.draft_id, line.text) == (mara.id, None, "I shall be late")
    assert bell(salon) == []


def test_a_number_that_is_nobodys_rings_with_the_number(salon: Salon) -> None:
    write(salon, STRANGER, "Are you open on Monday?")
    (line,) = bell(salon)
    assert (line.client_id, line.draft_id, line.phone) == (None, None, STRANGER)


def test_while_a_client_is_at_review_desks_learn_nothing_of_her_draft(salon: Salon) -> None:
    mara = salon.visitor()
    salon.review(mara)
    write(salon, phone(mara), "Just a moment")
    (line,) = bell(salon)
    assert (line.client_id, line.draft_id, line.phone) == (None, None, None)
    assert salon.feed("olga", DraftRow) == []


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("👍🏽", "👍🏽"),
        ("نعم، من فضلك", "نعم، من فضلك"),
        ("<b>hi</b><script>alert(1)</script>", "<b>hi</b><script>alert(1)</script>"),
        ("a\u202eb\x00c\x07", "abc"),
        ("long " * 300, ("long " * 300).strip()),
        ("x" * 3000, "x" * 2000),
    ],
)
def test_any_text_is_kept_as_plain_text(on_sqlite: Salon, body: str, kept: str) -> None:
    salon = on_sqlite
    mara = salon.visitor()
    salon.abandon(mara)
    assert write(salon, phone(mara), body, NumSegments="5").status == 200
    assert [line.text for line in bell(salon)] == [kept]


def test_a_picture_alone_rings_too_and_nothing_to_see_does_not(on_sqlite: Salon) -> None:
    salon = on_sqlite
    mara = salon.visitor()
    salon.abandon(mara)
    assert write(salon, phone(mara), "\u200b \u200f").status == 200
    assert bell(salon) == []
    write(salon, phone(mara), "", NumMedia="2")
    assert [(line.text, line.pictures) for line in bell(salon)] == [("", 2)]


def test_a_text_brought_again_is_one_text(salon: Salon) -> None:
    mara = salon.visitor()
    salon.abandon(mara)
    for _ in range(3):
        assert write(salon, phone(mara), "Yes", sid="SM1").status == 200
    write(salon, phone(mara), "Yes", sid="SM2")
    assert len(bell(salon)) == 2
    assert len(salon.feed("rita", DraftRow)[0].replies) == 2


# What becomes of it


def test_the_words_go_with_the_draft_and_are_in_no_event(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara)
    write(salon, phone(mara), "Purple elephants")
    assert salon.mentions("Purple elephants") == {"replies", "feed_rows"}
    salon.advance(RETENTION)
    assert salon.mentions("Purple elephants") == set()
    assert (salon.count("replies"), bell(salon)) == (0, [])
    assert card.id not in [row.id for row in salon.feed("olga", DraftRow)]


def test_words_without_a_draft_go_after_a_week_with_the_number(salon: Salon) -> None:
    write(salon, STRANGER, "Purple elephants")
    salon.advance(KEPT - MINUTE)
    assert len(bell(salon)) == 1
    salon.advance(MINUTE)
    assert bell(salon) == []
    assert salon.mentions("Purple elephants", STRANGER) == set()


def test_the_bells_line_leaves_when_the_client_books_or_comes_back(salon: Salon) -> None:
    mara, nora = salon.visitor(), salon.visitor("Nora")
    of_mara, of_nora = salon.abandon(mara), salon.abandon(nora)
    write(salon, phone(mara), "Yes")
    write(salon, phone(nora), "Yes")
    salon.confirm(mara, of_mara.id)
    salon.review(nora)
    assert bell(salon) == []
    salon.advance(HOUR)
    assert [reply.text for reply in salon.card(of_nora.id).replies] == ["Yes"]


def test_erasing_a_client_erases_what_she_wrote(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara)
    write(salon, phone(mara), "Purple elephants")
    salon.act("olga", BookAppointment("a1", salon.north, mara.id, (Choice(CUT, LONG),), NOON, card.id))
    salon.advance(MINUTE)
    write(salon, phone(mara), "Purple elephants again")
    told = salon.ask(ClientExport, "POST", f"/v1/clients/{mara.id}/export", token=salon.token("olga"))
    assert [reply.text for reply in told.replies] == ["Purple elephants", "Purple elephants again"]
    salon.act("olga", EraseClient(mara.id))
    assert salon.mentions("Purple elephants") == set()
    assert salon.count_due("forget_reply") == 0


def test_what_a_merged_client_wrote_is_hers_who_stays(salon: Salon) -> None:
    mara, other = salon.visitor(), salon.visitor("Mara O.")
    salon.abandon(other)
    salon.abandon(mara)
    salon.act("rita", BookAppointment("a1", salon.north, other.id, (Choice(CUT, LONG, None, ANA),), NOON))
    write(salon, phone(other), "It is me")
    salon.act("olga", MergeClients(mara.id, other.id))
    assert [line.client_id for line in bell(salon)] == [mara.id]


# Words that are obeyed


@pytest.mark.row("S5")
@pytest.mark.parametrize("word", ["STOP", " stop. ", "Stop All", "opt-out", "Abmelden", "ARRÊT"])
def test_a_word_stops_texts_at_once_and_is_no_answer(salon: Salon, word: str) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara)
    salon.advance(MINUTE)  # the story of one moment has no order
    write(salon, phone(mara), word)
    assert on_file(salon, mara).opted_out == ("sms",)
    assert (bell(salon), salon.count("replies")) == ([], 0)
    assert story(salon, card.id)[-1] == ("opted_out", "")
    salon.act("rita", SendReminder(card.id))
    salon.run_due()
    assert (len(salon.sms.sent), len(salon.email.sent)) == (0, 1)


@pytest.mark.row("S5", "N7")
def test_a_word_that_none_of_our_texts_offers_is_an_answer_for_people(salon: Salon) -> None:
    mara = salon.visitor()
    salon.abandon(mara)
    write(salon, phone(mara), "STOPM")
    assert on_file(salon, mara).opted_out == ()
    assert [line.text for line in bell(salon)] == ["STOPM"]


@pytest.mark.row("S5")
def test_what_waits_to_be_sent_is_taken_back_with_the_reason(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara)
    salon.sms.answers = [NotSent()]
    salon.act("rita", SendReminder(card.id))
    salon.run_due()
    write(salon, phone(mara), "stop")
    (by_sms,) = [state for state in salon.card(card.id).reminders if state.channel == "sms"]
    assert (by_sms.status, by_sms.reason) == ("skipped", "opted_out")
    salon.advance(HOUR)
    assert salon.sms.sent == []


@pytest.mark.row("S5")
def test_start_lets_texts_go_again_and_a_yes_does_not(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara)
    salon.advance(MINUTE)
    write(salon, phone(mara), "stop")
    salon.advance(MINUTE)
    write(salon, phone(mara), "yes")
    salon.advance(MINUTE)
    assert on_file(salon, mara).opted_out == ("sms",)
    write(salon, phone(mara), "Start")
    assert on_file(salon, mara).opted_out == ()
    assert [what for what, _ in story(salon, card.id)][-3:] == ["opted_out", "replied", "opted_in"]
    salon.act("rita", SendReminder(card.id))
    salon.run_due()
    assert len(salon.sms.sent) == 1


@pytest.mark.row("S5")
def test_a_word_said_twice_or_by_nobody_changes_nothing(salon: Salon) -> None:
    mara = salon.visitor()
    salon.abandon(mara)
    write(salon, phone(mara), "stop")
    number = salon.events(f"client:{mara.id}")
    write(salon, phone(mara), "stop")
    assert salon.events(f"client:{mara.id}") == number
    assert write(salon, STRANGER, "stop").status == 200
    assert bell(salon) == []


@pytest.mark.row("S5")
def test_who_never_was_on_a_desk_is_not_shown_by_her_stop(salon: Salon) -> None:
    mara = salon.visitor()
    salon.review(mara)
    write(salon, phone(mara), "stop")
    assert [row for row in salon.feed("olga", ClientRow) if row.id == mara.id] == []
    salon.advance(HOUR)
    assert on_file(salon, mara).opted_out == ("sms",)


# Several salons by one number


@pytest.fixture
def elsewhere(salon: Salon) -> Iterator[Salon]:
    other = salon.beside("blau")
    yield other
    other.app.close()


@pytest.mark.row("S5")
def test_a_stop_to_a_number_that_salons_share_counts_for_all_who_know_her(salon: Salon, elsewhere: Salon) -> None:
    mara = salon.visitor()
    salon.abandon(mara)
    there = elsewhere.client("Mara", phone=phone(mara))[0]
    write(salon, phone(mara), "stop")
    with elsewhere.database.read() as unit:
        stopped = unit.conn.exec_driver_sql("SELECT count(*) FROM clients WHERE sms_opted_out_at > 0").scalar_one()
    assert (on_file(salon, mara).opted_out, stopped) == (("sms",), 2)
    assert there.id != mara.id


def test_an_answer_goes_to_the_one_salon_that_knows_the_number(salon: Salon, elsewhere: Salon) -> None:
    there = elsewhere.client("Mara", phone=STRANGER)[0]
    salon.advance(MINUTE)
    write(salon, STRANGER, "Hello")
    assert bell(salon) == []
    assert [line.phone for line in bell(elsewhere)] == [None]
    assert elsewhere.events(f"client:{there.id}")[-1][0] == "client.replied"


# Whoever else asks


def refused(salon: Salon, request: Request, status: int) -> None:
    before = {table: salon.count(table) for table in ("replies", "heard_texts", "events", "feed_numbers")}
    assert serve(salon, request).status == status
    assert {table: salon.count(table) for table in before} == before


def test_only_the_account_itself_is_believed(salon: Salon) -> None:
    mara = salon.visitor()
    salon.abandon(mara)
    form, path = text_form(phone(mara), "stop"), texts_path(salon.slug)
    good = signed(PUBLIC_URL, path, form)
    refused(salon, dataclasses.replace(good, headers={}), 403)
    refused(salon, dataclasses.replace(good, headers={SIGNATURE: "ü" * 28}), 403)
    refused(salon, signed(PUBLIC_URL, path, form, token="another"), 403)
    refused(salon, signed("https://elsewhere.example.org", path, form), 403)
    refused(salon, dataclasses.replace(good, body=good.body.replace(b"stop", b"stap")), 403)
    refused(salon, dataclasses.replace(good, body=good.body + b"&Body=stop"), 403)
    refused(salon, dataclasses.replace(good, body=b"\xff\xfe"), 403)
    refused(salon, dataclasses.replace(good, body=b""), 403)
    refused(salon, signed(PUBLIC_URL, texts_path("nowhere"), form), 403)
    assert on_file(salon, mara).opted_out == ()


def test_a_text_to_another_number_or_account_is_not_ours(on_sqlite: Salon) -> None:
    salon, path = on_sqlite, texts_path(on_sqlite.slug)
    for wrong in (
        {"To": "+4915188888888"},
        {"AccountSid": "AC9"},
        {"From": "SALON"},
        {"MessageSid": ""},
        {"MessageSid": "a b"},
    ):
        refused(salon, signed(PUBLIC_URL, path, {**text_form(STRANGER, "hello"), **wrong}), 422)
    form = text_form(STRANGER, "hello")
    del form["Body"]
    refused(salon, signed(PUBLIC_URL, path, form), 422)


def test_a_megabyte_of_text_is_too_large(on_sqlite: Salon) -> None:
    for size in (70_000, 1_000_000, 1_000_001):
        refused(on_sqlite, signed(PUBLIC_URL, texts_path(on_sqlite.slug), text_form(STRANGER, "x" * size)), 413)


def test_a_salon_without_texts_hears_none(on_sqlite: Salon) -> None:
    silent = on_sqlite.beside("silent", Post({}, PUBLIC_URL))
    refused(silent, signed(PUBLIC_URL, texts_path("silent"), text_form(STRANGER, "hello")), 403)
    silent.app.close()


def test_an_address_may_be_signed_with_the_port_that_it_means(on_sqlite: Salon) -> None:
    form = text_form(STRANGER, "hello")
    assert serve(on_sqlite, signed(f"{PUBLIC_URL}:443", texts_path(SLUG), form)).status == 200
    refused(on_sqlite, signed(f"{PUBLIC_URL}:8443", texts_path(SLUG), form), 403)


def test_the_signature_is_what_openssl_makes_of_the_same_text() -> None:
    form = {"From": "+4915100000042", "Body": "Ja", "AccountSid": "AC1"}
    assert (
        signature("12345", "https://book.example.org/v1/hooks/twilio/sms/gruen", form) == "NOF2UsbnFXUDWJ0M6eT1Jre3yuo="
    )


def test_the_token_is_in_no_traceback() -> None:
    assert TOKEN not in repr(SMS_ACCOUNT)


@pytest.mark.row("S3")
def test_what_she_wrote_before_she_was_on_file_is_erased_too(salon: Salon) -> None:
    write(salon, STRANGER, "Purple elephants")
    nora = salon.client("Nora", phone=STRANGER)[0]
    salon.act("rita", BookAppointment("a1", salon.north, nora.id, (Choice(CUT, LONG),), NOON))
    salon.act("olga", EraseClient(nora.id))
    assert salon.mentions("Purple elephants", STRANGER) == set()


def test_a_salon_with_an_account_of_its_own_believes_that_one_only(on_sqlite: Salon) -> None:
    salon, path, account = on_sqlite, texts_path(SLUG), f"AC{'9' * 32}"
    saved = salon.request("PUT", "/v1/channels/sms", SaveSms(account, FROM, "of its own"), salon.token("olga"))
    assert saved.status == 204
    refused(salon, signed(PUBLIC_URL, path, text_form(STRANGER, "hello")), 403)
    mine = {**text_form(STRANGER, "hello"), "AccountSid": account}
    refused(salon, signed(PUBLIC_URL, path, mine), 403)
    assert serve(salon, signed(PUBLIC_URL, path, mine, token="of its own")).status == 200
    assert [line.text for line in bell(salon)] == ["hello"]


def test_nobody_signs_for_an_account_without_a_token() -> None:
    nobody = dataclasses.replace(SMS_ACCOUNT, token="")
    assert not is_signed(nobody, "https://book.example.org/", {}, signature("", "https://book.example.org/", {}))
