import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain import contacts
from domain.contacts import NotAnEmail, NotAPhone

TYPED = st.one_of(st.text(max_size=40), st.text("+0123456789 ()-/.@a;:?&%\r\n", max_size=40))


@pytest.mark.parametrize(
    ("text", "region", "e164"),
    [
        ("030 2312 5123", "DE", "+493023125123"),
        ("+49 (0)30 2312-5123", "US", "+493023125123"),
        (" (202) 555-0143 ", "US", "+12025550143"),
        ("٠٣٠٢٣١٢٥١٢٣", "DE", "+493023125123"),
    ],
)
def test_a_number_is_read_as_people_of_the_region_write_it(text: str, region: str, e164: str) -> None:
    assert contacts.parse_phone(text, region) == contacts.phone_or_none(text, region) == e164


@pytest.mark.parametrize(
    "text",
    ["", "12", "112", "abc", "Anna 030 23125123", "+49 30 23125123 ext. 5", "+999 123456789", "1" * 400, "+49\0", "💇"],
)
def test_what_is_no_number_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(NotAPhone) as caught:
        contacts.parse_phone(text, "DE")
    assert not text or text not in str(caught.value)
    assert contacts.phone_or_none(text, "DE") is None


@pytest.mark.row("S6", "B16")
@given(TYPED)
@example("+4930;phone-context=evil")
@example("+493023125123\n")
@example("+４９３０２３１２５１２３")
def test_only_a_parsed_number_makes_a_tel_link(text: str) -> None:
    try:
        url = contacts.tel_url(text)
    except NotAPhone:
        assert contacts.e164_or_none(text) is None
        return
    assert contacts.e164_or_none(text) == text
    assert re.fullmatch(r"tel:\+[0-9]{7,15}", url)
    assert url == f"tel:{text}"


@pytest.mark.row("S6")
@given(TYPED, st.sampled_from(["DE", "US", "ZZ"]))
def test_a_number_that_parses_parses_to_itself_and_can_be_called(text: str, region: str) -> None:
    try:
        e164 = contacts.parse_phone(text, region)
    except NotAPhone:
        return
    assert contacts.parse_phone(e164, "ZZ") == e164
    assert contacts.tel_url(e164) == f"tel:{e164}"
    assert contacts.parse_phone(contacts.shown_phone(e164), "ZZ") == e164


def test_a_number_is_shown_as_people_write_it_across_borders() -> None:
    assert contacts.shown_phone("+493023125123") == "+49 30 23125123"
    with pytest.raises(NotAPhone):
        contacts.shown_phone("030 23125123")


@pytest.mark.parametrize("number", ["+491701234567", "+493023125123", "+12025550143"])
def test_mobiles_and_landlines_take_texts(number: str) -> None:
    assert contacts.takes_texts(number)


@pytest.mark.parametrize("number", ["+498003301000", "+18005550123", "+499001234567", "0170 1234567", "+9991"])
def test_numbers_that_no_text_reaches_or_only_a_dear_one(number: str) -> None:
    assert not contacts.takes_texts(number)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" Ana.Lima@Example.ORG ", "Ana.Lima@example.org"),
        ("o'hara+cut@mail.example.com", "o'hara+cut@mail.example.com"),
        ("a@bücher.example.net", "a@xn--bcher-kva.example.net"),
    ],
)
def test_an_address_is_taken_with_its_domain_in_lower_case_ascii(text: str, address: str) -> None:
    assert contacts.parse_email(text) == contacts.email_or_none(text) == address


@pytest.mark.row("S6")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "a@",
        "@example.org",
        "a@localhost",
        "a b@example.org",
        "a@example..org",
        ".a@example.org",
        "a@-x.example.org",
        "a@example.org\nBcc: b@example.org",
        "a\r\n@example.org",
        '"a b"@example.org',
        "a@b@example.org",
        "a@example.org,b@example.org",
        "a@[127.0.0.1]",
        "x" * 65 + "@example.org",
        "a@" + "x." * 130 + "org",
        "a@" + "é" * 300 + ".org",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(NotAnEmail):
        contacts.parse_email(text)
    with pytest.raises(NotAnEmail):
        contacts.mail_url(text)
    assert contacts.email_or_none(text) is None


@pytest.mark.row("S6", "B16")
@given(st.one_of(TYPED, st.emails()))
@example("a?subject=x&body=y%0a@example.org")
def test_a_mail_link_has_the_address_and_no_second_field(text: str) -> None:
    try:
        url = contacts.mail_url(text)
    except NotAnEmail:
        return
    assert re.fullmatch(r"mailto:[A-Za-z0-9._~%-]+@[a-z0-9.-]+", url)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (" Ana\r\n\tLima ", "Ana Lima"),
        ("A\0n\x1ba\x7f", "Ana"),
        ("שרה\u200f כהן", "שרה\u200f כהן"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩‍🦰 Ana 🏴󠁧󠁢󠁳󠁣󠁴󠁿", "👩‍🦰 Ana 🏴󠁧󠁢󠁳󠁣󠁴󠁿"),
        ("Ana\u202eamiL", "AnaamiL"),
        ("<b>Ana</b> & Co", "<b>Ana</b> & Co"),
        ("\u200b\u200d \u2060", ""),
        ("a\u2028b\u2029c\u0085d", "a b c d"),
    ],
)
def test_a_name_is_one_line_of_what_people_write(text: str, clean: str) -> None:
    assert contacts.clean_text(text) == clean


@given(st.text(max_size=50))
def test_cleaning_twice_is_cleaning_once_and_leaves_no_control_character(text: str) -> None:
    clean = contacts.clean_text(text)
    assert contacts.clean_text(clean) == clean
    assert not [character for character in clean if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}]
    assert clean == clean.strip()
    assert len(clean) <= len(text)


@given(st.text("ab \t\r\n\0\u200b", max_size=30))
def test_notes_keep_their_lines(text: str) -> None:
    clean = contacts.clean_lines(text)
    assert contacts.clean_lines(clean) == clean
    assert [contacts.clean_text(line) for line in clean.split("\n")] == clean.split("\n")
    assert contacts.clean_lines("a \r\n\n\tb\0\n") == "a\n\nb"
