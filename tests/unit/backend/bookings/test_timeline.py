"""The story of a draft as the server tells it (row N13)."""

import pytest

from domain.constants import HOUR, MINUTE, REVIEW_SESSION
from domain.wire.actions import (
    DismissDraft,
    ExplainDismissal,
    LogCall,
    Payload,
    RestoreDraft,
    SendReminder,
    SnoozeDraft,
    TakeBackCall,
    WakeDraft,
)
from domain.wire.timeline import Timeline, TimelineEntry
from domain.work import CallOutcome, DismissReason
from tests.support.salon import Salon

pytestmark = pytest.mark.row("N13")


def story(salon: Salon, draft_id: str, who: str = "rita") -> tuple[TimelineEntry, ...]:
    return salon.ask(Timeline, "GET", f"/v1/drafts/{draft_id}/timeline", token=salon.token(who)).entries


def told(salon: Salon, draft_id: str) -> list[tuple[str, str]]:
    return [(entry.what, entry.by) for entry in story(salon, draft_id)]


def test_everything_that_happened_is_told_in_order_with_who_did_it(salon: Salon) -> None:
    mara = salon.visitor()
    begun = salon.clock.now()
    salon.review(mara)
    salon.advance(MINUTE)
    card = salon.abandon(mara)
    salon.advance(MINUTE)
    payloads: list[Payload] = [
        SendReminder(card.id),
        LogCall(card.id, "k1", CallOutcome.NO_ANSWER),
        LogCall(card.id, "k1", CallOutcome.CALL_BACK, "After six"),
        LogCall(card.id, "k2", CallOutcome.BOOKED),
        TakeBackCall(card.id, "k2"),
        SnoozeDraft(card.id, salon.clock.now() + 3 * HOUR),
        WakeDraft(card.id),
        DismissDraft(card.id),
        ExplainDismissal(card.id, DismissReason.DUPLICATE),
        RestoreDraft(card.id),
    ]
    for number, payload in enumerate(payloads):
        salon.act("rita" if number % 2 else "olga", payload)
        salon.advance(MINUTE)
    salon.review(mara)
    salon.advance(MINUTE)
    salon.confirm(mara, card.id)
    entries = story(salon, card.id)
    assert [(entry.what, entry.by) for entry in entries] == [
        ("started", ""),
        ("left", ""),
        ("reminder_asked", "Olga"),
        ("reminder_asked", "Olga"),
        ("reminder_sent", ""),
        ("reminder_sent", ""),
        ("called", "Rita"),
        ("snoozed", "Rita"),
        ("woken", "Olga"),
        ("dismissed", "Rita"),
        ("reopened", "Rita"),
        ("resumed", ""),
        ("booked", ""),
    ]
    by_what = {entry.what: entry for entry in entries}
    assert by_what["started"].at == begun
    assert (by_what["called"].outcome, by_what["called"].note) == ("call_back", "After six")
    assert by_what["dismissed"].reason == "duplicate"
    assert {entry.channel for entry in entries if entry.what == "reminder_sent"} == {"email", "sms"}


def test_a_draft_that_was_left_again_is_told_as_resumed(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara)
    salon.advance(MINUTE)
    salon.abandon(mara)
    assert [what for what, _ in told(salon, card.id)] == ["started", "left", "resumed", "left"]


@pytest.mark.row("B8")
def test_automatic_reminders_are_told(salon: Salon) -> None:
    salon.switch_reminders_on()
    card = salon.abandon(salon.visitor())
    salon.run_due()
    what = [what for what, _ in told(salon, card.id)]
    assert (what.count("reminder_queued"), what.count("reminder_sent"), what.count("reminder_asked")) == (2, 2, 0)


@pytest.mark.row("B4", "B18")
def test_nothing_is_told_of_a_client_at_review_nor_to_others(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara)
    path = f"/v1/drafts/{card.id}/timeline"
    assert salon.request("GET", path, token=salon.token("sam")).status == 403
    assert salon.request("GET", path, token=salon.token("tom")).status == 403
    salon.review(mara)
    assert salon.request("GET", path, token=salon.token("rita")).status == 404
    assert salon.request("GET", "/v1/drafts/nobody/timeline", token=salon.token("rita")).status == 404
    salon.advance(REVIEW_SESSION)
    assert salon.request("GET", path, token=salon.token("rita")).status == 200


@pytest.mark.row("B9")
def test_an_opened_link_is_told_once_and_is_no_engagement(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara)
    link = salon.link_by_text(card.id)
    number = salon.number()
    salon.advance(MINUTE)
    assert salon.request("HEAD", link).status == 200
    assert "link_opened" not in [what for what, _ in told(salon, card.id)]
    for _ in range(3):
        assert salon.request("GET", link).status == 200
    assert [what for what, _ in told(salon, card.id)][-1] == "link_opened"
    assert [what for what, _ in told(salon, card.id)].count("link_opened") == 1
    assert (salon.card(card.id).engaged_at, salon.number()) == (card.engaged_at, number)
