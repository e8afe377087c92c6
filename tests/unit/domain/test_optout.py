"""Opt-out words as people write them (promise S5)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.optout import Ask, asked

pytestmark = pytest.mark.row("S5")

STOPS = ["stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "opt out", "optout", "opt-out"]
SINGLE = [word for word in STOPS if word.isalpha()]
OTHERS = ["STOPP", "Abmelden", "ARRÊT", "arret", "Baja", "إيقاف", "ايقاف"]
AROUND = st.text(alphabet=" \t\r\n.,;:!?¡¿…\"'()[]-–—*_🛑👎\u200b\u200d\u200e\u200f\u202e\u2066\ufe0f", max_size=8)


def _cased(word: str, flags: int) -> str:
    return "".join(c.upper() if flags >> i & 1 else c for i, c in enumerate(word))


@given(st.sampled_from(STOPS), st.integers(0, 2**12), AROUND, AROUND)
def test_a_word_counts_in_any_case_and_with_anything_around_it(word: str, flags: int, before: str, after: str) -> None:
    assert asked(before + _cased(word, flags) + after) is Ask.STOP


@given(st.sampled_from([*SINGLE, *OTHERS]), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]), st.integers(1, 3))
def test_a_word_counts_in_any_form_and_however_often_it_is_said(word: str, form: str, times: int) -> None:
    text = unicodedata.normalize(form, " ".join([word] * times))  # type: ignore[arg-type]
    assert asked(text) is (Ask.STOP if len(text) <= 60 else None)


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("Start", Ask.START),
        ("unstop!", Ask.START),
        ("stop all", Ask.STOP),
        ("s.t.o.p", Ask.STOP),
        ("ＳＴＯＰ", Ask.STOP),
        ("un\u200bsubscribe", Ask.STOP),
    ],
)
def test_words_as_people_write_them(text: str, ask: Ask) -> None:
    assert asked(text) is ask


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\u200b\u200f",
        "👍",
        "Yes",
        "yes please",
        "No",
        "Cancel my appointment on Friday please",
        "Can we stop by at five?",
        "In the end I booked elsewhere",
        "start stop",
        "<b>stop",
        "ستكون هناك",
        "stop" * 200_000,
        "help",
        "STOPM",
    ],
)
def test_an_answer_is_for_people_to_read(text: str) -> None:
    assert asked(text) is None


@given(st.text(max_size=80))
def test_any_text_is_judged_without_complaint(text: str) -> None:
    assert asked(text) in {*Ask, None}


@given(st.sampled_from(STOPS), st.sampled_from(["please book me", "on Friday", "by", "tomorrow", "42"]))
def test_a_word_among_others_is_no_wish_to_stop(word: str, more: str) -> None:
    assert asked(f"{word} {more}") is None
