"""What the provider reports of our texts: shown on the card, in its story and in the bell (rows B14, N13)."""

import pytest

from backend.channels.port import Accepted, NotSent, Outgoing, Uncertain
from backend.channels.twilio import UNSUBSCRIBED
from backend.messages.links import linked
from backend.web.dispatch import dispatch
from backend.web.route import Request, Response
from domain.constants import HOUR, MINUTE, RETENTION
from domain.wire.actions import SendReminder
from domain.wire.rows import ClientRow, DraftRow, NoticeRow, ReminderState
from domain.wire.timeline import Timeline
from tests.support.hooks import report_form, signed
from tests.support.salon import SLUG, Salon
from tests.support.server import PUBLIC_URL

pytestmark = pytest.mark.row("B14", "N13")

SID = "SM1"


def report(salon: Salon, message: str, status: str, code: int = 0, sid: str = SID, **more: str) -> Response:
    path = f"/v1/hooks/twilio/status/{salon.slug}/{message}"
    asked = signed(PUBLIC_URL, path, {**report_form(sid, status, code), **more})
    return dispatch(salon.app.routes, salon.app.services, asked)


def reminded(salon: Salon, *answers: Accepted | Uncertain | NotSent) -> tuple[DraftRow, str]:
    """A card whose client was sent a text, and our id of that text."""
    card = salon.abandon(salon.visitor(email=None))
    salon.sms.answers = list(answers or (Accepted(SID),))
    salon.act("rita", SendReminder(card.id))
    salon.run_due()
    return card, salon.sms.calls[-1].id


def state(salon: Salon, card: DraftRow) -> ReminderState:
    (found,) = salon.card(card.id).reminders
    return found


def told(salon: Salon, card: DraftRow) -> list[tuple[str, str | None]]:
    story = salon.ask(Timeline, "GET", f"/v1/drafts/{card.id}/timeline", token=salon.token("rita"))
    return [(entry.what, entry.reason) for entry in story.entries if entry.what.startswith("reminder_")]


def test_the_provider_is_told_where_to_report(on_sqlite: Salon) -> None:
    _, message = reminded(on_sqlite)
    assert on_sqlite.sms.sent[-1].report_to == f"{PUBLIC_URL}/v1/hooks/twilio/status/{SLUG}/{message}"


def test_a_text_that_arrived_says_so_on_card_and_in_its_story(salon: Salon) -> None:
    card, message = reminded(salon)
    sent_at = salon.clock.now()
    salon.advance(MINUTE)
    assert report(salon, message, "delivered").status == 200
    found = state(salon, card)
    assert (found.status, found.delivered_at, found.reason) == ("sent", sent_at + MINUTE, None)
    assert [what for what, _ in told(salon, card)] == ["reminder_asked", "reminder_sent", "reminder_delivered"]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (30006, "no_texts"),
        (21614, "no_texts"),
        (30003, "unreachable"),
        (30005, "bad_address"),
        (30007, "refused_by_provider"),
        (30008, "not_delivered"),
        (0, "not_delivered"),
    ],
)
def test_a_later_failure_shows_on_the_card_and_rings_the_bell(on_sqlite: Salon, code: int, reason: str) -> None:
    card, message = reminded(on_sqlite)
    report(on_sqlite, message, "sent")
    on_sqlite.advance(MINUTE)
    report(on_sqlite, message, "undelivered", code)
    found = state(on_sqlite, card)
    assert (found.status, found.reason, found.delivered_at) == ("failed", reason, None)
    assert [row.event for row in on_sqlite.feed("rita", NoticeRow)].count("reminder_failed") == 1
    assert told(on_sqlite, card)[-1] == ("reminder_failed", reason)


def test_reports_that_overtake_each_other_never_lead_back(salon: Salon) -> None:
    card, message = reminded(salon)
    for status in ("delivered", "sent", "queued", "undelivered", "delivered"):
        report(salon, message, status)
    found = state(salon, card)
    assert (found.status, found.delivered_at is not None) == ("sent", True)
    assert [what for what, _ in told(salon, card)].count("reminder_delivered") == 1
    assert [row.event for row in salon.feed("rita", NoticeRow)].count("reminder_failed") == 0


@pytest.mark.parametrize(("status", "becomes"), [("sent", "sent"), ("delivered", "sent"), ("failed", "failed")])
def test_a_text_of_which_nobody_knew_is_settled(salon: Salon, status: str, becomes: str) -> None:
    card, message = reminded(salon, Uncertain())
    assert state(salon, card).status == "unknown"
    report(salon, message, status, sid="SM77")
    assert state(salon, card).status == becomes
    salon.advance(HOUR)
    assert len(salon.sms.calls) == 1


def test_a_report_may_come_before_the_answer(salon: Salon) -> None:
    card = salon.abandon(salon.visitor(email=None))

    def at_once(message: Outgoing) -> None:
        report(salon, message.id, "delivered")

    salon.sms.before = at_once
    salon.sms.answers = [Accepted(SID)]
    salon.act("rita", SendReminder(card.id))
    salon.run_due()
    found = state(salon, card)
    assert (found.status, found.delivered_at is not None) == ("sent", True)


@pytest.mark.row("S5")
def test_whoever_said_stop_to_the_provider_has_opted_out_here_too(salon: Salon) -> None:
    card, message = reminded(salon)
    report(salon, message, "failed", UNSUBSCRIBED)
    assert (state(salon, card).status, state(salon, card).reason) == ("failed", "opted_out")
    assert [row.opted_out for row in salon.feed("olga", ClientRow)] == [("sms",)]
    salon.act("rita", SendReminder(card.id))
    salon.run_due()
    assert len(salon.sms.calls) == 1


def test_what_is_reported_of_no_message_of_ours_is_heard_and_forgotten(salon: Salon) -> None:
    card, message = reminded(salon)
    before = state(salon, card)
    assert report(salon, "nobody", "delivered").status == 200
    assert report(salon, message, "delivered", sid="SM99").status == 200
    assert report(salon, message, "unheard_of").status == 200
    assert report(salon, message, "sent").status == 200
    assert state(salon, card) == before


def test_a_report_about_what_was_never_handed_over_changes_nothing(salon: Salon) -> None:
    card, message = reminded(salon, NotSent())
    report(salon, message, "delivered")
    assert state(salon, card).status == "queued"
    salon.advance(HOUR)
    assert len(salon.sms.sent) == 1


def test_a_report_after_the_draft_is_gone_finds_nothing(salon: Salon) -> None:
    _, message = reminded(salon)
    salon.advance(RETENTION)
    assert report(salon, message, "failed", 30003).status == 200
    assert salon.feed("olga", NoticeRow) == []


def test_only_the_account_itself_is_believed(salon: Salon) -> None:
    card, message = reminded(salon)
    path = f"/v1/hooks/twilio/status/{salon.slug}/{message}"
    forged = signed(PUBLIC_URL, path, report_form(SID, "failed", UNSUBSCRIBED), token="another")
    moved = signed(PUBLIC_URL, path.replace(message, "another"), report_form(SID, "failed"))
    for request in (forged, type(moved)(moved.method, path, {}, moved.headers, moved.body)):
        assert dispatch(salon.app.routes, salon.app.services, request).status == 403
    assert report(salon, message, "failed", From="+4915100000001").status == 422
    assert report(salon, message, "").status == 422
    assert state(salon, card).status == "sent"


@pytest.mark.row("S5")
def test_each_mail_about_something_has_a_link_that_ends_them(on_sqlite: Salon) -> None:
    salon = on_sqlite
    mara = salon.visitor()
    card = salon.abandon(mara)
    salon.act("rita", SendReminder(card.id))
    salon.run_due()
    prefix = f"{PUBLIC_URL}/book/{SLUG}/preferences/"
    assert salon.email.sent[-1].unsubscribe.startswith(prefix)
    token = salon.email.sent[-1].unsubscribe.removeprefix(prefix)
    with salon.database.read() as unit:
        assert linked(unit, salon.business_id, "preferences", token) == f"client:{mara.id}"
    assert salon.sms.sent[-1].unsubscribe == ""


@pytest.mark.row("S5")
def test_the_one_click_of_a_mail_program_ends_mails(on_sqlite: Salon) -> None:
    salon = on_sqlite
    card = salon.abandon(salon.visitor())
    salon.act("rita", SendReminder(card.id))
    salon.run_due()
    path, form = salon.email.sent[-1].unsubscribe.removeprefix(PUBLIC_URL), b"List-Unsubscribe=One-Click"
    assert dispatch(salon.app.routes, salon.app.services, Request("GET", path)).status == 200
    assert [row.opted_out for row in salon.feed("olga", ClientRow)] == [()]
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert dispatch(salon.app.routes, salon.app.services, Request("POST", path, {}, headers, form)).status == 200
    assert [row.opted_out for row in salon.feed("olga", ClientRow)] == [("email",)]
