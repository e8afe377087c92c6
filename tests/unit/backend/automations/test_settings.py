"""Automated messages as they are set, looked at and tried in Settings (rows B17, B23, N18)."""

from typing import Any, get_args

import pytest

from backend.automations.trying import MOST
from backend.channels.port import NotSent, Rejected, Uncertain
from backend.clients.queries import rewrite_client
from backend.messages.sandbox import sandbox_post
from backend.messages.templates import languages, template
from domain.appointments import Status
from domain.automations import AUTOMATIONS
from domain.constants import HOUR
from domain.permissions import Permission
from domain.reasons import Reason
from domain.rendering import check, placeholders
from domain.wire.actions import Choice, SendReminder, SetReminderChannels
from domain.wire.automations import (
    AutomationRow,
    AutomationTexts,
    Preview,
    PreviewMessage,
    SaveAutomation,
    SaveAutomationText,
    Timing,
    Tried,
    TryMessage,
    WishedFilters,
    WishedTiming,
)
from domain.wire.base import decode
from domain.wire.problems import Problem
from domain.wire.rows import Channel, ReminderSettingsRow, SandboxMessageRow
from tests.support.salon import ANA, BEN, COLOUR, Salon
from tests.support.server import PUBLIC_URL
from tests.unit.backend.automations.words import book, set_status, switch, texts

EMAIL = "Your {{ServiceName}}\n\nHello {{FirstName}}, go on: {{ResumeBookingLink}}"


def row(salon: Salon, name: str) -> AutomationRow:
    return next(row for row in salon.feed("olga", AutomationRow) if row.id == name)


def save_text(salon: Salon, text: str | None, channel: str = "sms", name: str = "incomplete_booking") -> Problem | None:
    """None when it was saved."""
    path = f"/v1/automations/{name}/texts/{channel}/en"
    answer = salon.request("PUT", path, SaveAutomationText(text), salon.token("olga"))
    return None if answer.status == 204 else decode(answer.body, Problem)


def preview(salon: Salon, name: str = "incomplete_booking", **wish: Any) -> Preview:
    asked = PreviewMessage(**{"channel": "sms", "language": "en", **wish})
    return salon.ask(Preview, "POST", f"/v1/automations/{name}/preview", asked, salon.token("olga"))


def attempt(salon: Salon, name: str = "incomplete_booking", **wish: Any) -> Tried:
    asked = TryMessage(**{"channel": "email", "language": "en", **wish})
    return salon.ask(Tried, "POST", f"/v1/automations/{name}/test", asked, salon.token("olga"))


@pytest.mark.row("B23", "B8")
def test_desks_that_manage_them_have_every_automation_and_others_none(salon: Salon) -> None:
    rows = sorted(salon.feed("olga", AutomationRow), key=lambda row: row.order)
    assert [row.id for row in rows] == [automation.id for automation in AUTOMATIONS]
    assert {row.group for row in rows} == {"reminders", "appointment_updates"}
    assert not any(row.email or row.sms or row.texts for row in rows)
    assert salon.feed("rita", AutomationRow) == []


@pytest.mark.row("B17", "R9")
def test_older_desks_and_newer_ones_set_the_same_switches(salon: Salon) -> None:
    salon.act("olga", SetReminderChannels(email=True, sms=False))
    assert (row(salon, "incomplete_booking").email, row(salon, "incomplete_booking").sms) == (True, False)
    switch(salon, "incomplete_booking", email=False, sms=True)
    (older,) = salon.feed("olga", ReminderSettingsRow)
    assert (older.email, older.sms) == (False, True)


@pytest.mark.row("B17", "B23")
def test_what_is_left_out_of_a_change_stays(salon: Salon) -> None:
    switch(salon, "upcoming_first", email=True)
    switch(salon, "upcoming_first", timing=WishedTiming("before", 3, "hours"))
    switch(salon, "upcoming_first", filters=WishedFilters(service_ids=("cut",)))
    held = row(salon, "upcoming_first")
    assert (held.email, held.sms, held.timing) == (True, False, Timing("before", 3, "hours"))
    assert held.filters.service_ids == ("cut",)


@pytest.mark.row("B23")
@pytest.mark.parametrize(
    ("wish", "code", "field"),
    [
        (SaveAutomation(timing=WishedTiming("after", 1, "days")), "timing_unfit", "$.timing.when"),
        (SaveAutomation(timing=WishedTiming("before", 0, "days")), "timing_unfit", "$.timing.amount"),
        (SaveAutomation(filters=WishedFilters(location_ids=("x",))), "location_unknown", "$.filters.location_ids"),
        (SaveAutomation(filters=WishedFilters(service_ids=("x",))), "service_unknown", "$.filters.service_ids"),
        (SaveAutomation(filters=WishedFilters(team_member_ids=("x",))), "member_unknown", "$.filters.team_member_ids"),
        (SaveAutomation(filters=WishedFilters(languages=("xx",))), "language_unknown", "$.filters.languages"),
        (SaveAutomation(filters=WishedFilters(statuses=(Status.DONE,))), "filters_unfit", "$.filters.statuses"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(salon: Salon, wish: SaveAutomation, code: str, field: str) -> None:
    answer = salon.request("PUT", "/v1/automations/upcoming_first", wish, salon.token("olga"))
    told = decode(answer.body, Problem)
    assert (answer.status, told.type, told.field) == (422, code, field)
    assert not row(salon, "upcoming_first").email


@pytest.mark.row("W4")
def test_who_serves_elsewhere_is_refused_with_the_location(salon: Salon) -> None:
    wish = SaveAutomation(filters=WishedFilters(location_ids=(salon.south,), team_member_ids=(ANA,)))
    answer = salon.request("PUT", "/v1/automations/upcoming_first", wish, salon.token("olga"))
    told = decode(answer.body, Problem)
    assert (answer.status, told.type, told.field) == (422, "members_elsewhere", "$.filters.team_member_ids")


@pytest.mark.row("N18", "W4")
def test_a_preview_says_that_a_record_is_not_among_those_it_is_for(salon: Salon) -> None:
    switch(salon, "confirmed", filters=WishedFilters(team_member_ids=(BEN,)))
    book(salon, salon.visitor())
    set_status(salon, Status.CONFIRMED)
    assert preview(salon, "confirmed", subject="appointment:app-1").reason == "not_meant"
    switch(salon, "confirmed", filters=WishedFilters(team_member_ids=(ANA, BEN)))
    assert preview(salon, "confirmed", subject="appointment:app-1").reason is None


@pytest.mark.row("B17")
def test_the_businesss_own_text_goes_out_and_can_be_given_up_again(salon: Salon) -> None:
    salon.switch_reminders_on()
    assert save_text(salon, EMAIL, "email") is None
    assert save_text(salon, "{{FirstName}}! {{ResumeBookingLink}}") is None
    card = salon.abandon(salon.visitor())
    assert (salon.email.sent[0].subject, salon.email.sent[0].text[:12]) == ("Your Haircut", "Hello Mara, ")
    assert texts(salon)[0].startswith("Mara! https://")
    assert [text.text for text in row(salon, "incomplete_booking").texts] == [
        EMAIL,
        "{{FirstName}}! {{ResumeBookingLink}}",
    ]
    assert save_text(salon, None) is None
    salon.act("rita", SendReminder(card.id))
    salon.run_due()
    assert texts(salon)[1].startswith("Hi Mara, your booking")


@pytest.mark.row("B17")
@pytest.mark.parametrize(
    ("channel", "text", "code", "position"),
    [
        ("sms", "Hi {{LastName}}", "placeholder_unknown", 3),
        ("sms", "Hi {{FirstName", "placeholder_unknown", 3),
        ("sms", "Hi {FirstName}", "placeholder_unknown", 3),
        ("sms", "Hi FirstName}}", "placeholder_unknown", 12),
        ("sms", "on {{Date}}", "placeholder_unknown", 3),  # a draft may have none
        ("sms", " \n ", "text_needed", 3),
        ("email", " \n ", "subject_needed", 0),
        ("email", "\n\nHello", "subject_needed", 0),
        ("email", "Only a subject", "text_needed", 14),
    ],
)
def test_a_text_that_cannot_be_sent_is_refused_with_the_place(
    salon: Salon, channel: str, text: str, code: str, position: int
) -> None:
    told = save_text(salon, text, channel)
    assert told is not None
    assert (told.type, told.field, told.position) == (code, "$.text", position)
    assert row(salon, "incomplete_booking").texts == ()


@pytest.mark.row("B17")
@pytest.mark.parametrize("path", ["nonsense/texts/sms/en", "rebook/texts/fax/en", "rebook/texts/sms/xx"])
def test_there_is_no_text_elsewhere(salon: Salon, path: str) -> None:
    answer = salon.request("PUT", f"/v1/automations/{path}", SaveAutomationText("x"), salon.token("olga"))
    assert answer.status == 404


@pytest.mark.row("B23", "N20")
@pytest.mark.parametrize("channel", get_args(Channel))
@pytest.mark.parametrize("automation", AUTOMATIONS, ids=lambda automation: automation.id)
def test_each_language_has_each_text_and_says_in_it_what_the_others_say(automation: Any, channel: Channel) -> None:
    english = set(placeholders(template(automation.id, channel, "en"), automation.placeholders))
    for language in languages():
        written = template(automation.id, channel, language)
        check(written, automation.placeholders)
        assert set(placeholders(written, automation.placeholders)) == english, language


@pytest.mark.row("B17")
def test_the_products_own_texts_are_told_for_the_editor(salon: Salon) -> None:
    path = "/v1/automations/rebook/texts"
    told = salon.ask(AutomationTexts, "GET", path, token=salon.token("olga")).texts
    assert {(one.channel, one.language) for one in told} == {
        (channel, language) for channel in ("email", "sms") for language in languages()
    }
    assert next(one.text for one in told if (one.channel, one.language) == ("sms", "de")).startswith("Hallo {{First")


@pytest.mark.row("N18")
def test_a_preview_shows_a_real_record_and_what_would_come_of_it(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara, choices=(Choice(COLOUR),), start=None)
    seen = preview(salon, subject=f"draft:{card.id}")
    assert seen.text.startswith("Hi Mara, your booking of Colour at Haus Grün")
    assert seen.segments is not None
    assert (seen.segments.encoding, seen.segments.segments, seen.reason) == ("gsm-7", 1, None)
    assert salon.count("links") == 0
    with salon.database.write() as unit:
        rewrite_client(unit, mara.client._replace(sms_opted_out_at=1))
    assert preview(salon, subject=f"draft:{card.id}").reason == "opted_out"
    salon.advance(14 * HOUR)
    held = preview(salon, channel="email", subject=f"draft:{card.id}")
    assert (held.reason, held.until is not None, held.segments) == ("quiet_hours", True, None)


@pytest.mark.row("N18")
def test_a_preview_is_as_long_as_the_message_will_be(salon: Salon) -> None:
    card = salon.abandon(salon.visitor(), choices=(Choice(COLOUR),), start=None)
    seen = preview(salon, subject=f"draft:{card.id}")
    salon.act("rita", SendReminder(card.id))
    salon.run_due()
    assert len(texts(salon)[0]) == len(seen.text)


@pytest.mark.row("N18")
@pytest.mark.parametrize("automation", AUTOMATIONS, ids=lambda automation: automation.id)
@pytest.mark.parametrize("language", sorted(languages()))
def test_without_a_record_a_preview_shows_one_that_is_made_up(on_sqlite: Salon, automation: Any, language: str) -> None:
    seen = preview(on_sqlite, automation.id, channel="email", language=language)
    assert "Sarah" in seen.text
    assert "{{" not in seen.subject + seen.text
    assert (seen.language, seen.reason) == (language, None)


@pytest.mark.row("N18", "S1")
def test_a_preview_shows_nothing_that_its_person_may_not_see(salon: Salon) -> None:
    mara = salon.visitor()
    review = salon.review(mara)
    path, token = "/v1/automations/incomplete_booking/preview", salon.token("olga")
    hidden = salon.request("POST", path, PreviewMessage("sms", "en", subject=f"draft:{review.draft_id}"), token)
    assert hidden.status == 404  # she is at Review (row B4)
    book(salon, mara)
    wrong = salon.request("POST", path, PreviewMessage("sms", "en", subject="appointment:app-1"), token)
    assert (wrong.status, decode(wrong.body, Problem).field) == (422, "$.subject")
    salon.may_only("receptionist", Permission.MANAGE_AUTOMATIONS)
    path, wish = "/v1/automations/confirmed/preview", PreviewMessage("sms", "en", subject="appointment:app-1")
    assert salon.request("POST", path, wish, salon.token("rita")).status == 404
    assert salon.request("POST", path, wish, token).status == 200


@pytest.mark.row("N18", "B17")
def test_a_test_goes_to_who_asks_with_what_is_typed(salon: Salon) -> None:
    told = attempt(salon, text=EMAIL)
    assert told == Tried("olga@gruen.example.org", sent=True)
    assert (salon.email.sent[0].to, salon.email.sent[0].subject) == (told.to, "Your Haircut")
    assert f"{PUBLIC_URL}/book/{salon.slug}/resume/xxxx" in salon.email.sent[0].text
    told = attempt(salon, channel="sms", phone="0151 23456789", name="confirmed")
    assert (told.to, salon.sms.sent[0].to) == ("+4915123456789", "+4915123456789")
    assert salon.count("messages") == 0


@pytest.mark.row("N18")
def test_a_test_in_a_demo_lies_with_its_other_messages_and_says_so(salon: Salon) -> None:
    demo = salon.beside("demo", sandbox_post(PUBLIC_URL))
    assert attempt(demo, text=EMAIL) == Tried("olga@demo.example.org", sent=True, kept=True)
    (kept,) = demo.feed("olga", SandboxMessageRow)
    assert (kept.channel, kept.to, kept.subject) == ("email", "olga@demo.example.org", "Your Haircut")
    demo.app.close()


@pytest.mark.row("N18")
@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (Rejected(Reason.NOT_CONFIGURED), "not_configured"),
        (NotSent(), "provider_unreachable"),
        (Uncertain(), "answer_lost"),
    ],
)
def test_a_test_says_what_the_channel_said(salon: Salon, said: Any, reason: str) -> None:
    salon.email.answers = [said]
    assert attempt(salon) == Tried("olga@gruen.example.org", sent=False, reason=reason)


@pytest.mark.row("N18")
def test_a_test_that_cannot_go_says_why(salon: Salon) -> None:
    def refused(name: str, **wish: Any) -> tuple[int, str, str | None]:
        asked = TryMessage(**{"channel": "sms", "language": "en", **wish})
        answer = salon.request("POST", "/v1/automations/confirmed/test", asked, salon.token(name))
        told = decode(answer.body, Problem)
        return answer.status, told.type, told.field

    assert refused("olga", phone="12") == (422, "not_a_phone", "$.phone")
    assert refused("olga", phone="0151 23456789", text="{{Nobody}}") == (422, "placeholder_unknown", "$.text")
    assert refused("rita", phone="0151 23456789") == (403, "not_permitted", None)
    salon.unplug("sms")
    assert attempt(salon, "confirmed", channel="sms", phone="0151 23456789").reason == "not_configured"
    for _ in range(MOST):
        salon.request("POST", "/v1/automations/confirmed/test", TryMessage("email", "en"), salon.token("olga"))
    assert refused("olga", channel="email")[:2] == (429, "too_many")
    assert salon.sms.calls == []
