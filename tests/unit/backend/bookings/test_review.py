"""Entering review, expiry and removal, by real requests."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from backend.feed.change import change_of
from domain.constants import DAY, MINUTE, REVIEW_SESSION, SECOND
from domain.drafts import Phase
from domain.wire.actions import Choice, DismissDraft
from domain.wire.base import decode
from domain.wire.booking import Review
from domain.wire.problems import Problem
from domain.wire.rows import DraftRow, NoticeRow
from tests.support.salon import ANA, BOTH, COLOUR, CUT, NOON, Salon, eur

REVIEW = "/v1/book/{salon}/review"


@pytest.mark.row("B1", "B5", "B12")
def test_the_card_comes_when_the_review_session_expires(salon: Salon) -> None:
    mara = salon.visitor()
    review = salon.ask(Review, "POST", REVIEW, salon.wish(), mara.token)
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
    salon.ask(Review, "POST", REVIEW, salon.wish(), mara.token)
    salon.advance(REVIEW_SESSION - SECOND)
    salon.ask(Review, "POST", REVIEW, salon.wish(choices=(Choice(COLOUR),)), mara.token)
    salon.advance(REVIEW_SESSION - SECOND)
    assert salon.number() == before
    assert salon.feed("olga", DraftRow) == []
    salon.advance(MINUTE)
    assert salon.number() == before + 1


@pytest.mark.row("B2")
def test_the_session_ends_at_its_exact_moment(salon: Salon) -> None:
    mara = salon.visitor()
    salon.ask(Review, "POST", REVIEW, salon.wish(), mara.token)
    salon.advance(REVIEW_SESSION - 1)
    assert salon.feed("rita", DraftRow) == []
    salon.advance(1)
    assert len(salon.feed("rita", DraftRow)) == 1


@pytest.mark.row("B6")
def test_starting_again_updates_the_one_draft(salon: Salon) -> None:
    mara = salon.visitor()
    first = salon.ask(Review, "POST", REVIEW, salon.wish(), mara.token)
    salon.advance(MINUTE)
    second = salon.ask(Review, "POST", REVIEW, salon.wish(choices=(Choice(COLOUR),), start=None), mara.token)
    assert second.draft_id == first.draft_id
    assert second.expires_at == first.expires_at + MINUTE
    assert [line.name for line in second.lines] == ["Colour"]
    assert (second.start, second.slot_free) == (None, None)
    salon.advance(REVIEW_SESSION)
    assert [card.id for card in salon.feed("rita", DraftRow)] == [first.draft_id]


@pytest.mark.row("B4", "B6", "B15")
def test_coming_back_hides_the_card_until_it_is_abandoned_again(salon: Salon) -> None:
    mara = salon.visitor()
    salon.ask(Review, "POST", REVIEW, salon.wish(), mara.token)
    salon.advance(REVIEW_SESSION + MINUTE)
    (card,) = salon.feed("rita", DraftRow)
    salon.ask(Review, "POST", REVIEW, salon.wish(notes="Back door"), mara.token)
    assert salon.feed("rita", DraftRow) == []
    assert salon.feed("rita", NoticeRow) == []
    salon.advance(REVIEW_SESSION)
    (again,) = salon.feed("rita", DraftRow)
    assert (again.id, again.cycle, again.notes) == (card.id, 2, "Back door")
    assert len(salon.feed("rita", NoticeRow)) == 1


@pytest.mark.row("B4")
def test_a_draft_that_changes_location_moves_to_its_desks(salon: Salon) -> None:
    mara = salon.visitor()
    salon.ask(Review, "POST", REVIEW, salon.wish(), mara.token)
    salon.advance(REVIEW_SESSION)
    assert (len(salon.feed("rita", DraftRow)), len(salon.feed("sam", DraftRow))) == (1, 0)
    salon.ask(Review, "POST", REVIEW, salon.wish(location_id=salon.south, choices=(Choice(COLOUR),)), mara.token)
    salon.advance(REVIEW_SESSION)
    assert (len(salon.feed("rita", DraftRow)), len(salon.feed("sam", DraftRow))) == (0, 1)
    assert len(salon.feed("sam", NoticeRow)) == 1


@pytest.mark.row("B7", "S3")
def test_a_draft_removes_itself_a_day_after_the_client_last_engaged(salon: Salon) -> None:
    mara = salon.visitor()
    salon.ask(Review, "POST", REVIEW, salon.wish(notes="planted-note-1"), mara.token)
    salon.advance(2 * REVIEW_SESSION)
    (card,) = salon.feed("rita", DraftRow)
    salon.act("rita", DismissDraft(card.id))
    salon.advance(DAY - 2 * REVIEW_SESSION - 1)
    assert [row.phase for row in salon.feed("rita", DraftRow)] == [Phase.DISMISSED]
    salon.advance(1)
    assert salon.all_rows("rita") == [
        row for row in salon.all_rows("rita") if not isinstance(row, DraftRow | NoticeRow)
    ]
    assert salon.mentions("planted-note-1", card.id) == {"feed_tombstones"}
    assert salon.request("GET", REVIEW, token=mara.token).status == 404


@pytest.mark.row("B7")
def test_a_business_may_keep_drafts_longer(salon: Salon) -> None:
    salon.keep_drafts(3)
    mara = salon.visitor()
    salon.ask(Review, "POST", REVIEW, salon.wish(), mara.token)
    salon.advance(2 * DAY)
    assert len(salon.feed("rita", DraftRow)) == 1
    salon.keep_drafts(5)
    salon.advance(2 * DAY)
    assert len(salon.feed("rita", DraftRow)) == 1
    salon.advance(DAY)
    assert salon.feed("rita", DraftRow) == []


@pytest.mark.row("B5", "B7")
def test_a_server_that_slept_past_removal_tells_nobody(salon: Salon) -> None:
    salon.switch_reminders_on()
    mara = salon.visitor()
    salon.ask(Review, "POST", REVIEW, salon.wish(), mara.token)
    salon.clock.set(salon.clock.now() + 2 * DAY)
    salon.run_due()
    assert salon.feed("rita", DraftRow) == []
    assert salon.email.calls == []


@pytest.mark.row("B1")
def test_what_is_wrong_with_a_wish_is_named_and_nothing_is_kept(salon: Salon) -> None:
    mara = salon.visitor()
    wrong = {
        "$.location_id": salon.wish(location_id="nowhere"),
        "$.choices[1].service_id": salon.wish(choices=(Choice(COLOUR), Choice("gone"))),
        "$.choices[0].variant_id": salon.wish(choices=(Choice(CUT),)),
        "$.choices[0].bundle_id": salon.wish(choices=(Choice(COLOUR, None, BOTH),)),
        "$.choices[0].team_member_id": salon.wish(choices=(Choice(COLOUR, None, None, "ben"),)),
        "$.start": salon.wish(start=NOON.replace(year=9999)),
    }
    for field, body in wrong.items():
        response = salon.request("POST", REVIEW, body, mara.token)
        assert (response.status, decode(response.body, Problem).field) == (422, field)
    assert salon.count("drafts") == 0


@pytest.mark.row("B1")
def test_nobody_enters_review_without_having_proved_a_number(salon: Salon) -> None:
    mara = salon.visitor()
    assert salon.request("POST", REVIEW, salon.wish()).status == 401
    assert salon.request("POST", REVIEW, salon.wish(), salon.token("olga")).status == 401
    assert salon.request("POST", "/v1/book/elsewhere/review", salon.wish(), mara.token).status == 401
    assert salon.count("drafts") == 0


@pytest.mark.row("B6")
def test_many_tabs_at_once_make_one_draft(salon: Salon) -> None:
    mara = salon.visitor()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: salon.request("POST", REVIEW, salon.wish(), mara.token), range(24)))
    assert {answer.status for answer in answers} == {200}
    assert len({decode(answer.body, Review).draft_id for answer in answers}) == 1
    assert salon.count("drafts") == 1


@pytest.mark.row("B13")
def test_a_bundle_is_kept_with_the_price_it_is_sold_for(salon: Salon) -> None:
    mara = salon.visitor()
    choices = (Choice(CUT, None, BOTH), Choice(COLOUR, None, BOTH))
    review = salon.ask(Review, "POST", REVIEW, salon.wish(choices=choices), mara.token)
    assert review.total == eur(10000)
    assert {line.bundle_name for line in review.lines} == {"Cut and colour"}
    assert salon.ask(Review, "GET", REVIEW, token=mara.token) == review


@pytest.mark.row("B4")
def test_landing_on_review_waits_for_nobody_who_changes_what_staff_see(on_postgresql: Salon) -> None:
    salon = on_postgresql
    mara = salon.visitor()
    with ThreadPoolExecutor(1) as pool, salon.database.write() as unit:
        change_of(unit, salon.business_id)  # holds the business until the end of the block
        first = pool.submit(salon.review, mara).result(timeout=30)
        again = pool.submit(salon.review, mara, notes="Back door").result(timeout=30)
    assert again.draft_id == first.draft_id
