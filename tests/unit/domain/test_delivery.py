"""Reports about a message, in whatever order they come (rows B14, N13)."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.delivery import Stage, further, stage_of

pytestmark = pytest.mark.row("B14", "N13")

WORDS = ["accepted", "queued", "sending", "sent", "delivered", "undelivered", "failed", "read", "canceled", "Delivered"]


def after(words: list[str]) -> Stage | None:
    now: Stage | None = None
    for word in words:
        told = stage_of(word)
        assert told is not None
        now = further(now, told) or now
    return now


@given(st.lists(st.sampled_from(WORDS), max_size=8), st.randoms())
def test_the_order_of_reports_makes_no_difference(words: list[str], luck: Random) -> None:
    mixed = words[:]
    luck.shuffle(mixed)
    assert after(mixed) == after(words) == max(map(stage_of, words), default=None)  # type: ignore[type-var]


@given(st.sampled_from([None, *Stage]), st.sampled_from(Stage))
def test_nothing_goes_backwards_and_the_same_again_is_no_news(now: Stage | None, told: Stage) -> None:
    came = further(now, told)
    assert came is None or now is None or came > now
    assert further(came or now, told) is None


@pytest.mark.parametrize("word", ["", "received", "receiving", "partially_delivered", "<b>"])
def test_a_word_that_nobody_knows_means_nothing(word: str) -> None:
    assert stage_of(word) is None
