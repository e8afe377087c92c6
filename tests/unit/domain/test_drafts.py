import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import drafts
from domain.constants import DAY, HOUR, MINUTE, RETENTION
from domain.drafts import Event, Life, NotPossible, Phase

STEPS = st.lists(st.tuples(st.sampled_from(Event), st.integers(0, 3 * HOUR)), max_size=30)


def lives(steps: list[tuple[Event, int]]) -> list[tuple[Life, Event, int, Life]]:
    """The steps that were possible, each with the life before and after."""
    now = 1_000 * DAY
    life = drafts.begin(now)
    story = []
    for event, pause in steps:
        now += pause
        try:
            changed = drafts.after(life, event, now)
        except NotPossible:
            continue
        story.append((life, event, now, changed))
        life = changed
    return story


@pytest.mark.row("B7", "B15")
@given(STEPS)
def test_only_landing_on_review_moves_the_removal(steps: list[tuple[Event, int]]) -> None:
    for before, event, now, changed in lives(steps):
        if event is Event.LAND_ON_REVIEW:
            assert drafts.removed_at(changed) == now + RETENTION
            assert drafts.review_ends_at(changed) == now + 10 * MINUTE
        else:
            assert drafts.removed_at(changed) == drafts.removed_at(before)


@pytest.mark.row("B8", "B15")
@given(STEPS)
def test_the_cycle_only_grows_and_by_one_for_each_return_after_an_abandonment(steps: list[tuple[Event, int]]) -> None:
    for before, event, _, changed in lives(steps):
        again = event is Event.LAND_ON_REVIEW and before.phase in (Phase.INCOMPLETE, Phase.DISMISSED)
        assert changed.cycle == before.cycle + again


@pytest.mark.row("B4", "B19")
@given(STEPS)
def test_staff_see_a_draft_only_after_it_expired_and_before_it_ends(steps: list[tuple[Event, int]]) -> None:
    expired = False
    for _, event, _, changed in lives(steps):
        expired = (expired or event is Event.EXPIRE) and event is not Event.LAND_ON_REVIEW
        ended = changed.phase in (Phase.CONVERTED, Phase.REMOVED)
        assert drafts.visible_to_staff(changed.phase) == (expired and not ended)


@given(STEPS)
def test_what_is_removed_stays_removed_and_what_is_booked_can_only_be_removed(steps: list[tuple[Event, int]]) -> None:
    for before, event, _, _ in lives(steps):
        assert before.phase is not Phase.REMOVED
        assert before.phase is not Phase.CONVERTED or event is Event.REMOVE


def test_what_is_not_possible_says_where_the_draft_stands() -> None:
    with pytest.raises(NotPossible) as caught:
        drafts.after(drafts.begin(0), Event.DISMISS, 1)
    assert (caught.value.event, caught.value.phase) == (Event.DISMISS, Phase.REVIEWING)


@pytest.mark.row("N8")
def test_undo_gives_back_what_dismissing_took() -> None:
    life = drafts.after(drafts.begin(0), Event.EXPIRE, 10 * MINUTE)
    dismissed = drafts.after(life, Event.DISMISS, HOUR)
    assert drafts.after(dismissed, Event.RESTORE, 2 * HOUR) == life


def test_a_clock_that_went_back_does_not_make_a_client_less_engaged() -> None:
    assert drafts.after(drafts.begin(HOUR), Event.LAND_ON_REVIEW, 0).engaged_at == HOUR


@pytest.mark.row("B7")
def test_retention_is_24_hours_or_1_to_90_days_longer_than_the_longest_delay() -> None:
    assert drafts.retention_of(None) == 24 * HOUR
    assert drafts.retention_of(1) == DAY
    assert drafts.retention_of(90, longest_delay=89 * DAY) == 90 * DAY
    for days, delay in [(0, 0), (91, 0), (-1, 0), (2, 2 * DAY)]:
        with pytest.raises(ValueError, match="not allowed"):
            drafts.retention_of(days, delay)
