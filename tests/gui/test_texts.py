"""Words, dates, times, money and ages in English and German."""

import datetime as dt

import pytest

from desktop import sentences, texts
from domain.constants import DAY, HOUR, MINUTE
from domain.reasons import Reason
from domain.wire.actions import Refusal, RefusalCode, Skip, Slot
from domain.wire.base import Money
from tests.gui.support.rows import NOW, ZONE

FRIDAY = dt.date(2026, 11, 20)


@pytest.mark.row("N20")
@pytest.mark.parametrize(
    ("language", "minor", "currency", "shown"),
    [
        ("en", 8600, "EUR", "€86"),
        ("en", 123450, "EUR", "€1,234.50"),
        ("de", 8600, "EUR", "86\xa0€"),
        ("de", 123450, "EUR", "1.234,50\xa0€"),
        ("en_US", 500, "JPY", "¥500"),
        ("es", 123450, "EUR", "1.234,50\xa0€"),
        ("fr", 123450, "EUR", "1\u202f234,50\xa0€"),
        ("ar", 8600, "EUR", "\u200f86\xa0€"),
        ("ar_AE", 123450, "AED", "\u200f1,234.50\xa0د.إ.\u200f"),
        ("en", -8650, "EUR", "-€86.50"),
    ],
)
def test_money_is_written_as_people_there_write_it(language: str, minor: int, currency: str, shown: str) -> None:
    texts.use_language([language])
    assert texts.money(Money(minor=minor, currency=currency)) == shown


@pytest.mark.parametrize(("language", "shown"), [("en", "12,345 lines"), ("de", "12.345 lines")])
def test_large_counts_are_written_in_groups(language: str, shown: str) -> None:
    texts.use_language([language])
    assert texts.ntr("{count} line", "{count} lines", 12_345) == shown
    assert texts.ntr("{count} line", "{count} lines", 999) == "999 lines"


def test_amounts_in_different_currencies_are_not_added() -> None:
    assert texts.amounts([Money(minor=100, currency="EUR"), Money(minor=200, currency="USD")]) == "€1 + US$2"


@pytest.mark.row("N20")
@pytest.mark.parametrize(
    ("language", "date", "shown"),
    [
        ("en", FRIDAY, "Today"),
        ("en", FRIDAY + dt.timedelta(1), "Tomorrow"),
        ("en", dt.date(2026, 11, 28), "Sat 28 Nov"),
        ("en", dt.date(2027, 1, 2), "Sat 2 Jan 2027"),
        ("de", FRIDAY, "Heute"),
        ("de", dt.date(2026, 11, 28), "Sa., 28. Nov."),
        ("en_US", dt.date(2026, 11, 28), "Sat Nov 28"),
        ("es", FRIDAY + dt.timedelta(1), "Mañana"),
        ("es", dt.date(2026, 11, 28), "sáb, 28 nov"),
        ("fr", FRIDAY, "Aujourd’hui"),
        ("fr", dt.date(2027, 1, 2), "sam. 2 janv. 2027"),
        ("ar", FRIDAY, "اليوم"),
        ("ar", dt.date(2026, 11, 28), "السبت، 28 نوفمبر"),
    ],
)
def test_days_near_by_have_a_word_and_others_their_date(language: str, date: dt.date, shown: str) -> None:
    texts.use_language([language])
    assert texts.day(date, FRIDAY) == shown


@pytest.mark.parametrize(
    ("ago", "shown"),
    [
        (-5 * MINUTE, "just now"),
        (MINUTE - 1, "just now"),
        (MINUTE, "1 min ago"),
        (59 * MINUTE, "59 min ago"),
        (HOUR, "1 h ago"),
        (DAY - 1, "23 h ago"),
        (DAY, "1 day ago"),
        (3 * DAY, "3 days ago"),
    ],
)
@pytest.mark.row("B12")
def test_ages(ago: int, shown: str) -> None:
    assert texts.age(NOW - ago, NOW) == shown


@pytest.mark.row("N20")
@pytest.mark.parametrize(
    ("language", "days", "shown"),
    [
        ("es", 3, "hace 3 días"),
        ("fr", 1, "il y a 1 jour"),
        ("ar", 1, "قبل \u2068يوم واحد\u2069"),
        ("ar", 2, "قبل \u2068يومين\u2069"),
        ("ar", 5, "قبل \u20685 أيام\u2069"),
        ("ar", 12, "قبل \u206812 يومًا\u2069"),
    ],
)
def test_ages_in_other_languages(language: str, days: int, shown: str) -> None:
    texts.use_language([language])
    assert texts.age(NOW - days * DAY, NOW) == shown


@pytest.mark.row("N20", "S6")
def test_words_from_elsewhere_are_set_apart_where_they_run_the_other_way() -> None:
    assert (
        texts.tr("Booked for {client}: {when}.", client="دينا", when="14:30") == "Booked for \u2068دينا\u2069: 14:30."
    )
    texts.use_language(["ar"])
    assert texts.phone("+493012345678") == "\u2068+49 30 12345678\u2069"
    assert texts.unmarked(texts.apart("a\nb")) == "a\nb"
    assert texts.apart("a\nb") == "\u2068a\u2069\n\u2068b\u2069"
    assert texts.apart(texts.apart("a")) == texts.apart("a")


def test_a_moment_names_its_day_only_when_that_is_not_today() -> None:
    assert texts.moment(NOW - HOUR, NOW, ZONE) == "12:14"
    assert texts.moment(NOW - DAY, NOW, ZONE) == "yesterday 13:14"


@pytest.mark.row("N20")
def test_the_first_language_that_is_shipped_is_taken() -> None:
    assert texts.use_language(["it_IT", "de-AT", "en"]) == "de"
    assert texts.use_language(["xx"]) == "en"
    assert texts.use_language(["de_XX"]) == "de"
    assert texts.clock(dt.time(14, 5)) == "14:05"


def test_initials() -> None:
    assert [texts.initials(name) for name in ("Ana Moreno", "Ana", "李 娜", "", "محمد الأحمد")] == [
        "AM",
        "A",
        "李娜",
        "?",
        "ما",
    ]


@pytest.mark.row("S6")
def test_what_is_no_phone_number_is_shown_as_it_is() -> None:
    assert texts.phone("+493012345678") == "+49 30 12345678"
    assert texts.phone("<b>ring me</b>") == "<b>ring me</b>"


@pytest.mark.row("B20")
@pytest.mark.parametrize("code", list(Reason))
def test_every_reason_has_words(code: str) -> None:
    assert sentences.reason(code) != sentences.reason("a code of next year")


@pytest.mark.row("N3", "R9")
def test_every_refusal_has_a_sentence_and_unknown_ones_too() -> None:
    codes = RefusalCode.__args__  # type: ignore[attr-defined]
    said = {sentences.refusal(Refusal(code=code)) for code in codes}
    assert len(said) == len(codes)
    assert sentences.refusal(Refusal(code="of_next_year")) == "The server refused this."  # type: ignore[arg-type]


@pytest.mark.row("B2", "B14")
def test_a_refusal_says_what_helps() -> None:
    slots = [Slot(team_member_id="t", start=dt.datetime(2026, 11, 20, hour, 15), start_at=1) for hour in (15, 16)]
    taken = Refusal(code="slot_taken", alternatives=tuple(slots))
    assert sentences.refusal(taken) == "That time has just been taken. Free instead: 15:15, 16:15."
    skips = (Skip(channel="email", reason=Reason.OPTED_OUT), Skip(channel="sms", reason=Reason.NO_ADDRESS))
    blocked = Refusal(code="all_channels_blocked", skips=skips)
    assert sentences.refusal(blocked) == ("No message was sent. Email: the client has opted out. SMS: nothing on file.")
