"""What staff note about a card: calls, a snooze, why it was dismissed."""

import pytest

from domain.constants import DAY, HOUR, MINUTE, REVIEW_SESSION
from domain.drafts import Phase
from domain.wire.actions import (
    BookAppointment,
    Choice,
    DismissDraft,
    Done,
    ExplainDismissal,
    LogCall,
    Payload,
    Refused,
    RestoreDraft,
    SendReminder,
    SnoozeDraft,
    TakeBackCall,
    WakeDraft,
)
from domain.work import CallOutcome, DismissReason
from tests.support.salon import ANA, CUT, LONG, NOON, Salon


def code(answer: object) -> str:
    assert isinstance(answer, Refused), answer
    return answer.refusal.code


def each(draft_id: str, until: int) -> list[Payload]:
    return [
        SnoozeDraft(draft_id, until),
        WakeDraft(draft_id),
        LogCall(draft_id, "k1", CallOutcome.NO_ANSWER),
        TakeBackCall(draft_id, "k1"),
        ExplainDismissal(draft_id, DismissReason.DUPLICATE),
    ]


@pytest.mark.row("N6")
def test_a_call_is_on_the_card_with_who_made_it(salon: Salon) -> None:
    card = salon.abandon(salon.visitor())
    salon.advance(MINUTE)
    made_at = salon.clock.now()
    assert isinstance(salon.act("rita", LogCall(card.id, "k1", CallOutcome.LEFT_MESSAGE, "  On  her\nmachine ")), Done)
    (call,) = salon.card(card.id).calls
    assert (call.at, call.by, call.outcome) == (made_at, "Rita", CallOutcome.LEFT_MESSAGE)
    assert "machine" in call.note
    salon.advance(MINUTE)
    salon.act("olga", LogCall(card.id, "k1", CallOutcome.CALL_BACK))
    (call,) = salon.card(card.id).calls
    salon.advance(MINUTE)
    assert (call.at, call.by, call.outcome, call.note) == (made_at, "Rita", CallOutcome.CALL_BACK, "")
    salon.act("rita", TakeBackCall(card.id, "k1"))
    salon.act("rita", TakeBackCall(card.id, "k1"))
    assert salon.card(card.id).calls == ()
    told = [event for event, _ in salon.events(f"draft:{card.id}")]
    assert told[-3:] == ["draft.called", "draft.call_corrected", "draft.call_taken_back"]


@pytest.mark.row("N6", "B14")
def test_a_wrong_number_gets_no_text_until_the_client_returns(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara)
    salon.act("rita", LogCall(card.id, "k1", CallOutcome.WRONG_NUMBER))
    answer = salon.act("rita", SendReminder(card.id))
    assert isinstance(answer, Done)
    assert answer.channels == ("email",)
    assert [(skip.channel, skip.reason) for skip in answer.skips] == [("sms", "bad_address")]
    again = salon.abandon(mara)
    assert again.calls
    answer = salon.act("rita", SendReminder(card.id))
    assert isinstance(answer, Done)
    assert answer.channels == ("email", "sms")


@pytest.mark.row("N6", "N8")
def test_a_note_about_a_call_still_reaches_a_card_that_was_dismissed_for_it(salon: Salon) -> None:
    card = salon.abandon(salon.visitor())
    salon.act("rita", LogCall(card.id, "k1", CallOutcome.NOT_INTERESTED))
    salon.act("rita", DismissDraft(card.id))
    assert isinstance(salon.act("rita", LogCall(card.id, "k1", CallOutcome.NOT_INTERESTED, "Too dear")), Done)
    assert salon.card(card.id).calls[0].note == "Too dear"


@pytest.mark.row("N7")
def test_a_card_rests_until_its_moment_and_comes_back_by_itself(salon: Salon) -> None:
    card = salon.abandon(salon.visitor())
    until = salon.clock.now() + HOUR
    assert isinstance(salon.act("rita", SnoozeDraft(card.id, until)), Done)
    assert salon.card(card.id).snoozed_until == until
    salon.advance(HOUR - 1)
    assert salon.card(card.id).snoozed_until == until
    salon.advance(1)
    assert salon.card(card.id) == card
    assert salon.events(f"draft:{card.id}")[-1] == ("draft.woken", "server")
    assert salon.count_due("wake_draft") == 0


@pytest.mark.row("N7")
def test_a_snooze_that_cannot_be_is_refused_with_its_reason(salon: Salon) -> None:
    card = salon.abandon(salon.visitor())
    now = salon.clock.now()
    assert code(salon.act("rita", SnoozeDraft(card.id, now))) == "snooze_past"
    assert code(salon.act("rita", SnoozeDraft(card.id, card.removed_at))) == "snooze_too_late"
    assert isinstance(salon.act("rita", SnoozeDraft(card.id, card.removed_at - 1)), Done)
    assert salon.card(card.id).snoozed_until == card.removed_at - 1


@pytest.mark.row("N7", "N3")
def test_a_snooze_that_was_over_before_it_reached_the_server_is_done_and_nothing_is_left_of_it(salon: Salon) -> None:
    card = salon.abandon(salon.visitor())
    salon.act("rita", SnoozeDraft(card.id, salon.clock.now() + 3 * HOUR))
    asked = SnoozeDraft(card.id, salon.clock.now() + MINUTE)
    made_at = salon.clock.now()
    salon.advance(HOUR)
    salon.act_as_of("rita", asked, made_at)
    assert salon.card(card.id).snoozed_until is None
    assert salon.count_due("wake_draft") == 0


@pytest.mark.row("N7")
@pytest.mark.parametrize("how", ["returns", "dismissed", "woken", "books", "is booked"])
def test_a_snooze_ends_with_whatever_else_becomes_of_the_card(salon: Salon, how: str) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara)
    salon.act("rita", SnoozeDraft(card.id, salon.clock.now() + 5 * HOUR))
    if how == "returns":
        again = salon.abandon(mara)
        assert (again.phase, again.snoozed_until) == (Phase.INCOMPLETE, None)
    elif how == "dismissed":
        salon.act("rita", DismissDraft(card.id))
        salon.act("rita", RestoreDraft(card.id))
        assert salon.card(card.id) == card
    elif how == "woken":
        salon.act("rita", WakeDraft(card.id))
        assert salon.card(card.id) == card
    elif how == "books":
        salon.review(mara)
        salon.confirm(mara, card.id)
    else:
        choices = (Choice(CUT, LONG, None, ANA),)
        salon.act("rita", BookAppointment("app-1", salon.north, mara.id, choices, NOON, card.id))
        assert salon.count("appointments") == 1
    assert salon.count_due("wake_draft") == 0
    assert salon.resting() == 0


@pytest.mark.row("N8")
def test_a_dismissal_says_by_whom_and_why(salon: Salon) -> None:
    card = salon.abandon(salon.visitor())
    assert code(salon.act("rita", ExplainDismissal(card.id, DismissReason.OTHER))) == "draft_not_dismissed"
    salon.act("rita", DismissDraft(card.id))
    at = salon.clock.now()
    assert isinstance(salon.act("rita", ExplainDismissal(card.id, DismissReason.OTHER, "Moves away")), Done)
    said = salon.card(card.id).dismissal
    assert said is not None
    assert (said.at, said.by, said.reason, said.text) == (at, "Rita", DismissReason.OTHER, "Moves away")
    salon.act("rita", RestoreDraft(card.id))
    assert salon.card(card.id) == card


@pytest.mark.row("N6", "N7", "N8", "B18")
def test_only_who_manages_the_waitlist_there_may_note_anything(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara)
    payloads = each(card.id, salon.clock.now() + HOUR)
    assert {code(salon.act(name, payload)) for name in ("sam", "tom") for payload in payloads} == {"not_permitted"}
    assert salon.card(card.id) == card
    salon.review(mara)
    assert {code(salon.act("rita", payload)) for payload in payloads} == {"client_booking_now"}
    salon.advance(REVIEW_SESSION + 2 * DAY)
    assert {code(salon.act("rita", payload)) for payload in payloads} == {"draft_gone"}


@pytest.mark.row("S3", "B7")
def test_what_people_wrote_goes_with_the_draft(salon: Salon) -> None:
    card = salon.abandon(salon.visitor())
    salon.act("rita", LogCall(card.id, "k1", CallOutcome.CALL_BACK, "Ask for Zacharias"))
    salon.act("rita", DismissDraft(card.id))
    salon.act("rita", ExplainDismissal(card.id, DismissReason.OTHER, "Ask for Zacharias"))
    assert salon.mentions("Zacharias") == {"drafts", "feed_rows"}
    salon.advance(2 * DAY)
    assert salon.mentions("Zacharias") == set()
