"""What staff do with cards, as actions of their desks."""

import pytest

from domain.constants import DAY, MINUTE, REVIEW_SESSION
from domain.drafts import Phase
from domain.wire.actions import (
    DismissDraft,
    Done,
    Payload,
    Refusal,
    Refused,
    RestoreDraft,
    SendReminder,
    SetReminderChannels,
)
from domain.wire.rows import DraftRow, NoticeRow, ReminderSettingsRow
from tests.support.salon import Salon


def refusal(answer: object) -> Refusal:
    assert isinstance(answer, Refused), answer
    return answer.refusal


@pytest.mark.row("B15")
def test_dismissing_takes_the_card_out_and_contacts_nobody(salon: Salon) -> None:
    salon.switch_reminders_on()
    mara = salon.visitor()
    review = salon.review(mara)
    salon.clock.set(review.expires_at)
    salon.run_clock()
    answer = salon.act("rita", DismissDraft(review.draft_id))
    assert isinstance(answer, Done)
    assert answer.number == salon.number()
    salon.advance(MINUTE)
    card = salon.card(review.draft_id)
    assert card.phase is Phase.DISMISSED
    assert {(state.channel, state.status, state.reason) for state in card.reminders} == {
        ("email", "skipped", "dismissed"),
        ("sms", "skipped", "dismissed"),
    }
    assert salon.email.calls == []


@pytest.mark.row("B15", "B7")
def test_a_dismissed_draft_comes_back_when_it_is_abandoned_again(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara)
    salon.act("rita", DismissDraft(card.id))
    assert salon.card(card.id).removed_at == card.removed_at
    again = salon.abandon(mara)
    assert (again.id, again.phase, again.cycle) == (card.id, Phase.INCOMPLETE, 2)


@pytest.mark.row("N8")
def test_a_dismissal_can_be_undone(salon: Salon) -> None:
    card = salon.abandon(salon.visitor())
    salon.act("rita", DismissDraft(card.id))
    assert isinstance(salon.act("rita", RestoreDraft(card.id)), Done)
    assert salon.card(card.id) == card


@pytest.mark.row("B15", "N8", "R7")
def test_each_refusal_says_where_the_draft_stands(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara)
    assert refusal(salon.act("rita", RestoreDraft(card.id))).code == "draft_not_dismissed"
    salon.act("rita", DismissDraft(card.id))
    assert refusal(salon.act("rita", DismissDraft(card.id))).code == "draft_dismissed"
    assert refusal(salon.act("rita", SendReminder(card.id))).code == "draft_dismissed"
    salon.review(mara)
    payloads: list[Payload] = [DismissDraft(card.id), RestoreDraft(card.id), SendReminder(card.id)]
    assert {refusal(salon.act("rita", payload)).code for payload in payloads} == {"client_booking_now"}
    salon.confirm(mara, card.id)
    assert {refusal(salon.act("rita", payload)).code for payload in payloads} == {"draft_converted"}
    salon.advance(2 * DAY)
    assert {refusal(salon.act("rita", payload)).code for payload in payloads} == {"draft_gone"}


@pytest.mark.row("B18", "S1")
@pytest.mark.parametrize("who", ["sam", "tom"])
def test_it_takes_manage_waitlist_at_the_drafts_own_location(salon: Salon, who: str) -> None:
    card = salon.abandon(salon.visitor())
    payloads: list[Payload] = [DismissDraft(card.id), RestoreDraft(card.id), SendReminder(card.id)]
    assert {refusal(salon.act(who, payload)).code for payload in payloads} == {"not_permitted"}
    assert [row for row in salon.all_rows(who) if isinstance(row, DraftRow | NoticeRow)] == []
    assert salon.card(card.id) == card


@pytest.mark.row("B18")
def test_a_draft_of_another_business_is_none(salon: Salon) -> None:
    card = salon.abandon(salon.visitor())
    other = salon.beside("other")
    assert refusal(other.act("olga", DismissDraft(card.id))).code == "draft_gone"
    assert other.feed("olga", DraftRow) == []
    other.app.close()


@pytest.mark.row("B17", "B8")
def test_the_switches_are_off_and_take_manage_automations(salon: Salon) -> None:
    assert [(row.email, row.sms) for row in salon.feed("olga", ReminderSettingsRow)] == [(False, False)]
    assert refusal(salon.act("rita", SetReminderChannels(email=True, sms=True))).code == "not_permitted"
    assert isinstance(salon.act("olga", SetReminderChannels(email=True, sms=False)), Done)
    (row,) = salon.feed("olga", ReminderSettingsRow)
    assert (row.email, row.sms) == (True, False)
    assert salon.feed("rita", ReminderSettingsRow) == []


@pytest.mark.row("S10")
def test_every_transition_leaves_an_audit_row_with_who_did_it(salon: Salon) -> None:
    mara = salon.visitor()
    card = salon.abandon(mara)
    salon.act("rita", DismissDraft(card.id))
    salon.act("olga", RestoreDraft(card.id))
    salon.confirm(mara, card.id)
    client, rita, olga = f"client:{mara.id}", f"person:{salon.person_id('rita')}", f"person:{salon.person_id('olga')}"
    assert sorted(salon.events(f"draft:{card.id}")) == [
        ("draft.converted", client),
        ("draft.dismissed", rita),
        ("draft.expired", "server"),
        ("draft.restored", olga),
        ("draft.review_entered", client),
    ]
    salon.advance(REVIEW_SESSION + DAY)
    assert salon.events(f"draft:{card.id}") == []
