"""Entering review, expiry and removal, by real requests."""

import pytest

from domain.constants import DAY, MINUTE, REVIEW_SESSION, SECOND
from domain.drafts import Phase
from domain.wire.actions import Choice
from domain.wire.booking import EnterReview, Review
from domain.wire.rows import DraftRow, NoticeRow
from tests.support.salon import ANA, COLOUR, CUT, LONG, NOON, Salon

REVIEW = "/v1/book/{salon}/review"


def wish(salon: Salon, **changes: object) -> EnterReview:
    fields = {
        "location_id": salon.north,
        "choices": (Choice(CUT, LONG, None, ANA),),
        "start": NOON,
        "notes": "Left door",
    }
    return EnterReview(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.mark.row("B1", "B5", "B12")
def test_the_card_comes_when_the_review_session_expires(salon: Salon) -> None:
    mara = salon.visitor()
    review = salon.ask(Review, "POST", REVIEW, wish(salon), mara.token)
    assert review.expires_at == salon.clock.now() + REVIEW_SESSION
    assert review.slot_free
    salon.advance(REVIEW_SESSION)
    (card,) = salon.feed("rita", DraftRow)
    assert (card.id, card.phase, card.client_name, card.start) == (
        review.draft_id,
        Phase.INCOMPLETE,
        "Mara Öztürk",
        NOON,
    )
    assert [line.name for line in card.lines] == ["Haircut"]
    assert card.team_member_id == ANA
    assert card.new_client
    assert card.expired_at == review.expires_at
    assert card.removed_at == card.engaged_at + DAY
    (notice,) = salon.feed("rita", NoticeRow)
    assert (notice.draft_id, notice.event) == (card.id, "incomplete")


@pytest.mark.row("B4")
def test_nothing_is_seen_and_no_number_taken_while_the_session_runs(salon: Salon) -> None:
    mara = salon.visitor()
    before = salon.number()
    salon.ask(Review, "POST", REVIEW, wish(salon), mara.token)
    salon.advance(REVIEW_SESSION - SECOND)
    salon.ask(Review, "POST", REVIEW, wish(salon, choices=(Choice(COLOUR),)), mara.token)
    salon.advance(REVIEW_SESSION - SECOND)
    assert salon.number() == before
    assert salon.feed("olga", DraftRow) == []
    salon.advance(MINUTE)
    assert salon.number() == before + 1
