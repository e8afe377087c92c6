"""How a person is found by what is typed of her."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.finding import email_words, fold, name_key, name_words, sought


def finds(name: str, typed: str) -> bool:
    """As an index does: every typed word, in any of its spellings, begins the name or one of its words."""
    held = [name_key(name), *name_words(name)]
    return all(any(one.startswith(word) for one in held for word in words) for words in sought(typed).words)


def test_letters_are_compared_without_case_accents_and_strokes() -> None:
    assert fold("ŁÓDŹ Ærø STRAẞE İstanbul") == fold("lodz aero strasse istanbul")


@pytest.mark.row("N17")
@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Zoë King", "Zoe"),
        ("Zoe King", "zoë"),
        ("Jürgen Müller", "Muller"),
        ("Jürgen Müller", "mueller"),
        ("Jürgen Mueller", "Müller"),
        ("Søren Ødegård", "soren oedegaard"),
        ("Łukasz Wójcik", "wojcik"),
        ("Seán O'Neill", "oneill"),
        ("Seán O’Neill", "o'nei"),
        ("Aurélie Dubois-Fontaine", "fontaine"),
        ("Aurélie Dubois-Fontaine", "dubois-fon"),
        ("Ayşe Yılmaz", "yilmaz ayse"),
        ("Δήμητρα Παπαδοπούλου", "δημητρα"),
        ("Наталья Алёшина", "алешина"),
        ("محمد الأحمد", "الاحمد"),
        ("محمـــد", "محمد"),
        ("李娜", "娜"),
        ("김민준", "민준"),
        ("สมชาย ใจดี", "ใจดี"),
        ("Sarah Lindqvist", "sarah li"),
    ],
)
def test_a_name_is_found_in_any_writing(name: str, typed: str) -> None:
    assert finds(name, typed)
    assert not finds(name, f"{typed}x") or "x" in fold(name)


@pytest.mark.row("N17")
@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("+46 70 123 45 67", "46701234567"),
        ("070-123 45 67", "701234567"),
        ("0046 70 1234567", "46701234567"),
        ("+44 (0)20 7946 0018", "442079460018"),
        ("(030) 123/45.67", "301234567"),
        ("\u202a+46\u00a070\u2011123\u202c", "4670123"),
        ("٠٧٠ ١٢٣", "70123"),
        ("4567", "4567"),
        ("12", ""),
        ("sarah 4567", "4567"),
    ],
)
def test_a_number_is_read_in_any_writing(typed: str, digits: str) -> None:
    assert sought(typed).digits == digits


@pytest.mark.row("N17")
def test_what_is_no_number_is_words_and_nothing_is_nothing() -> None:
    assert sought("sarah 4567").words == (("sarah",),)
    assert sought("room 12").words == (("room",), ("12",))
    assert sought("Sarah@Example.org").words == (("sarah@example.org",),)
    assert email_words("J.Gross@example.org") == ["j.gross@example.org", "gross"]
    assert not any(map(bool, map(sought, ("", "   ", "---", "'", "( )"))))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_whoever_types_a_whole_name_finds_it(name: str) -> None:
    if not any(character.isdecimal() or character == "@" for character in name):
        assert finds(name, name)
